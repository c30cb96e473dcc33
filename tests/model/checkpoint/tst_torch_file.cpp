// The reader of torch.save's files against files of torch itself, and against files that lie.
#include "model/checkpoint/TorchFile.h"
#include "model/checkpoint/WeightStore.h"
#include "tests/model/checkpoint/CheckpointFiles.h"
#include "tests/support/GoldenFile.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace ecva;
using namespace ecva::test;

namespace {

std::span<const std::byte> bytesOf(const QByteArray &bytes)
{
    return {reinterpret_cast<const std::byte *>(bytes.data()),
            static_cast<std::size_t>(bytes.size())};
}

QString typeName(ScalarType type)
{
    switch (type) {
    case ScalarType::F64:
        return "torch.float64";
    case ScalarType::F32:
        return "torch.float32";
    case ScalarType::F16:
        return "torch.float16";
    case ScalarType::BF16:
        return "torch.bfloat16";
    case ScalarType::I64:
        return "torch.int64";
    case ScalarType::I32:
        return "torch.int32";
    case ScalarType::I16:
        return "torch.int16";
    case ScalarType::I8:
        return "torch.int8";
    case ScalarType::U8:
        return "torch.uint8";
    case ScalarType::Bool:
        return "torch.bool";
    }
    return {};
}

/// The three pickles before the object's in the legacy form: magic number, version, system.
const QByteArray kHead = QByteArray::fromHex("80028a0a6cfc9c46f9206aa850192e80024de9032e80027d2e");

/// A dict of one F32 tensor of `shape` in a storage of `elements`, legacy form, whose data has
/// `present` elements.
QByteArray oneTensor(const QByteArray &shape, const QByteArray &stride, char offset, char elements,
                     int present)
{
    QByteArray file = kHead;
    file += QByteArray::fromHex("80027d") + "X\x01" + QByteArray(3, '\0') + "w"
            + "ctorch._utils\n_rebuild_tensor_v2\n((X\x07" + QByteArray(3, '\0')
            + "storagectorch\nFloatStorage\nX\x01" + QByteArray(3, '\0') + "0X\x03"
            + QByteArray(3, '\0') + "cpuK" + elements + "NtQK" + offset + "(" + shape + "t("
            + stride + "t" + QByteArray::fromHex("89") + "NtRs.";
    file += QByteArray::fromHex("8002") + "]X\x01" + QByteArray(3, '\0') + "0a.";
    file += char(present) + QByteArray(7, '\0') + QByteArray(present * 4, '\x3f');
    return file;
}

QString errorOf(const QByteArray &file)
{
    const auto read = readTorchFile(bytesOf(file));
    return read ? QString() : QString::fromStdString(read.error().message);
}

} // namespace

class TestTorchFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tensorsOfTorch_data();
    void tensorsOfTorch();
    void theStoreTakesThem();
    void nothingIsRun_data();
    void nothingIsRun();
    void liesAreRefused_data();
    void liesAreRefused();
    void deepAndCircularPickles();
    void damagedFilesNeverCrash();
};

void TestTorchFile::tensorsOfTorch_data()
{
    QTest::addColumn<QString>("file");
    for (const char *name : {"ordered", "types", "parameters", "wrapped"}) {
        QTest::newRow(name) << QString(name) + ".bin";
        QTest::addRow("%s, legacy", name) << QString(name) + "-legacy.bin";
    }
}

void TestTorchFile::tensorsOfTorch()
{
    QFETCH(QString, file);
    const QJsonObject expected = goldenJson("torch-files/expected.json")[file].toObject();
    QVERIFY(!expected.isEmpty());
    const QByteArray bytes = golden("torch-files/" + file);
    const auto entries = readTorchFile(bytesOf(bytes));
    QVERIFY2(entries, entries ? "" : entries.error().text().c_str());
    QCOMPARE(qsizetype(entries->size()), expected.size());
    for (const TorchEntry &entry : *entries) {
        const QJsonObject wanted = expected[QString::fromStdString(entry.name)].toObject();
        QVERIFY2(!wanted.isEmpty(), entry.name.c_str());
        QCOMPARE(typeName(entry.type), wanted["type"].toString());
        QJsonArray shape;
        for (const std::int64_t side : entry.shape)
            shape.append(qint64(side));
        QCOMPARE(shape, wanted["shape"].toArray());
        const std::vector<std::byte> packed = entry.packed();
        QCOMPARE(QByteArray(reinterpret_cast<const char *>(packed.data()), qsizetype(packed.size()))
                     .toHex(),
                 wanted["bytes"].toString().toLatin1());
        if (entry.isContiguous())
            QVERIFY(std::equal(packed.begin(), packed.end(), entry.data.begin(), entry.data.end()));
    }
}

void TestTorchFile::theStoreTakesThem()
{
    QTemporaryDir dir;
    writeFile(dir.filePath("pytorch_model.bin"), golden("torch-files/ordered.bin"));
    const auto single = WeightStore::open(dir.path().toStdString());
    QVERIFY2(single, single ? "" : single.error().text().c_str());
    QCOMPARE(single->tensors().size(), std::size_t(7));
    const TensorView *transposed = single->find("transposed");
    QVERIFY(transposed);
    QCOMPARE(transposed->bytes, std::size_t(24 * 4));
    float second = 0; // of the first row: the first of the second column
    std::memcpy(&second, transposed->data + 4, 4);
    QCOMPARE(second, 6 / 8.0F - 1);

    // Shards of both kinds are one thing.
    QTemporaryDir sharded;
    writeFile(sharded.filePath("a.bin"), golden("torch-files/types.bin"));
    writeFile(sharded.filePath("b.bin"), golden("torch-files/parameters-legacy.bin"));
    writeJson(sharded.filePath("pytorch_model.bin.index.json"),
              {{"weight_map", QJsonObject{{"f64", "a.bin"}, {"weight", "b.bin"}}}});
    const auto both = WeightStore::open(sharded.path().toStdString());
    QVERIFY2(both, both ? "" : both.error().text().c_str());
    QVERIFY(both->find("f64") && both->find("weight"));
    const auto file = WeightStore::openFile(sharded.filePath("b.bin").toStdString());
    QVERIFY(file && file->find("bias"));
}

void TestTorchFile::nothingIsRun_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::newRow("zip") << golden("torch-files/evil.bin");
    QByteArray legacy = golden("torch-files/evil-plain.bin");
    QTest::newRow("legacy") << kHead + legacy;
}

void TestTorchFile::nothingIsRun()
{
    QFETCH(QByteArray, file);
    const QString error = errorOf(file);
    QVERIFY2(error.contains("posix.system") || error.contains("os.system"), qPrintable(error));
}

void TestTorchFile::liesAreRefused_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("says");
    QTest::newRow("honest") << oneTensor("K\2K\3", "K\3K\1", 0, 6, 6) << "";
    QTest::newRow("part") << oneTensor("K\2K\2", "K\3K\1", 1, 6, 6) << "";
    QTest::newRow("offset beyond")
        << oneTensor("K\2K\3", "K\3K\1", 1, 6, 6) << "more than the 6 elements";
    QTest::newRow("stride beyond")
        << oneTensor("K\2K\3", "K\4K\1", 0, 6, 6) << "more than the 6 elements";
    QTest::newRow("stride 0, large")
        << oneTensor("K\xffK\xff", QByteArray("K\0K\0", 4), 0, 6, 6) << "more than the 6 elements";
    const QByteArray huge = QByteArray("J\xff\xff\xff\x7f").repeated(3);
    QTest::newRow("2^31 cubed") << oneTensor(huge, huge, 0, 6, 6) << "too large";
    // Nothing has to lie anywhere, but the product of its sides fits no number.
    const QByteArray side("J\xff\xff\xff\x7f");
    const QByteArray squared = QByteArray::fromHex("8a0801000000ffffff3f");
    QTest::newRow("none of 2^31 cubed")
        << oneTensor(QByteArray("K\0", 2) + huge, "K\1" + squared + side + "K\1", 0, 6, 6) << "";
    QTest::newRow("negative") << oneTensor("J\xff\xff\xff\xff", "K\1", 0, 6, 6) << "no number";
    QTest::newRow("shape without stride")
        << oneTensor("K\2K\3", "K\1", 0, 6, 6) << "do not fit each other";
    QTest::newRow("storage too short")
        << oneTensor("K\2K\3", "K\3K\1", 0, 6, 5) << "should have 6 elements, but has 5";
    QByteArray cut = oneTensor("K\2K\3", "K\3K\1", 0, 6, 6);
    cut.chop(3);
    QTest::newRow("cut") << cut << "cut short";
    QTest::newRow("text") << QByteArray("hello, world") << "is neither";
    QTest::newRow("empty") << QByteArray() << "is neither";
    QTest::newRow("number kept far away")
        << kHead + QByteArray::fromHex("80024bff72ffffffff2e") << "under number 4294967295";
    QTest::newRow("long text") << kHead + QByteArray::fromHex("800258ffffffff61") << "ends within";
    QTest::newRow("protocol 4") << kHead + QByteArray::fromHex("80047d2e") << "protocol 4";
    QByteArray zip = golden("torch-files/types.bin");
    QTest::newRow("zip, cut") << zip.first(zip.size() - 40) << "cut short";
}

void TestTorchFile::liesAreRefused()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, says);
    const QString error = errorOf(file);
    if (says.isEmpty())
        QCOMPARE(error, QString());
    else
        QVERIFY2(error.contains(says), qPrintable(error));
}

void TestTorchFile::deepAndCircularPickles()
{
    // A list in a list, 300,000 deep; and one that holds itself.
    QVERIFY(!errorOf(kHead + QByteArray::fromHex("8002") + QByteArray(300'000, ']')
                     + QByteArray(299'999, 'a') + ".")
                 .isEmpty());
    QVERIFY(!errorOf(kHead + QByteArray::fromHex("8002") + "]q" + QByteArray(1, '\1') + "h"
                     + QByteArray(1, '\1') + "a.")
                 .isEmpty());
}

void TestTorchFile::damagedFilesNeverCrash()
{
    std::mt19937 random(20);
    int refused = 0;
    const int rounds = qEnvironmentVariableIntValue("ECVA_MUTANTS") > 0
                           ? qEnvironmentVariableIntValue("ECVA_MUTANTS")
                           : 3000;
    QList<QByteArray> originals;
    for (const char *name : {"ordered", "types", "parameters", "wrapped"}) {
        originals << golden(QString("torch-files/%1.bin").arg(name));
        originals << golden(QString("torch-files/%1-legacy.bin").arg(name));
    }
    for (int i = 0; i < rounds; ++i) {
        QByteArray file = originals[i % originals.size()];
        const int changes = 1 + int(random() % 4);
        for (int change = 0; change < changes; ++change) {
            const auto at = qsizetype(random() % std::uint32_t(file.size()));
            switch (random() % 3) {
            case 0:
                file[at] = char(random());
                break;
            case 1:
                file[at] = char(file[at] ^ (1 << (random() % 8)));
                break;
            default:
                file.remove(at, 1 + qsizetype(random() % 8));
            }
            if (file.isEmpty())
                file = "x";
        }
        const auto entries = readTorchFile(bytesOf(file));
        if (!entries) {
            QVERIFY(!entries.error().message.empty());
            ++refused;
            continue;
        }
        for (const TorchEntry &entry : *entries) { // every element lies in the file
            const std::vector<std::byte> packed = entry.packed();
            QVERIFY(packed.size() <= std::size_t(file.size()));
        }
    }
    QVERIFY(refused > rounds / 10);
    QVERIFY(refused < rounds);
}

QTEST_GUILESS_MAIN(TestTorchFile)
#include "tst_torch_file.moc"
