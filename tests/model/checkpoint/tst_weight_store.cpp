// The safetensors reader against a file of the safetensors library, and against files that lie.
#include "model/checkpoint/WeightStore.h"
#include "model/checkpoint/WeightsDigest.h"
#include "tests/model/checkpoint/CheckpointFiles.h"

#include <QCryptographicHash>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <cstring>
#include <random>
#include <sys/stat.h>

using namespace ecva;
using namespace ecva::test;

namespace {

template <typename T>
std::vector<T> values(const TensorView *tensor)
{
    std::vector<T> list(tensor->bytes / sizeof(T));
    std::memcpy(list.data(), tensor->data, tensor->bytes);
    return list;
}

/// Most memory that this program has held since it was last asked to forget; 0: not told.
qint64 peakKilobytes()
{
    QFile status("/proc/self/status");
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmHWM:"))
            return line.mid(6).simplified().split(' ').first().toLongLong();
    }
    return 0;
}

const char kTwo[] = R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                    R"("b":{"dtype":"U8","shape":[4],"data_offsets":[8,12]}})";

} // namespace

class TestWeightStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
    }

    void everyTypeOfTheLibrary()
    {
        writeFile(path("model.safetensors"), golden("types.safetensors"));
        const auto store = open();
        QVERIFY2(store, store ? "" : store.error().text().c_str());
        QCOMPARE(store->tensors().size(), 12U);
        using Shape = std::vector<std::int64_t>;
        const TensorView *f32 = store->find("f32");
        QVERIFY(f32 && f32->type == ScalarType::F32);
        QCOMPARE(f32->shape, (Shape{2, 3}));
        QCOMPARE(f32->file, std::string("model.safetensors"));
        QCOMPARE(values<float>(f32), (std::vector<float>{-1.5F, -0.5F, 0.5F, 1.5F, 2.5F, 3.5F}));
        QCOMPARE(values<double>(store->find("f64")),
                 (std::vector<double>{0.0, 1.0 / 3, 2.0 / 3, 1.0}));
        QCOMPARE(values<std::uint16_t>(store->find("f16")),
                 (std::vector<std::uint16_t>{0x3c00, 0xc100}));
        QVERIFY(store->find("bf16")->type == ScalarType::BF16);
        QCOMPARE(store->find("bf16")->shape, (Shape{2, 1}));
        QCOMPARE(values<std::uint16_t>(store->find("bf16")),
                 (std::vector<std::uint16_t>{0x3f80, 0xc040}));
        QCOMPARE(values<std::int64_t>(store->find("i64")),
                 (std::vector<std::int64_t>{1LL << 40, -1}));
        QCOMPARE(values<std::int32_t>(store->find("i32")), (std::vector<std::int32_t>{7, -7}));
        QCOMPARE(values<std::int16_t>(store->find("i16")), (std::vector<std::int16_t>{300}));
        QCOMPARE(values<std::int8_t>(store->find("i8")), (std::vector<std::int8_t>{-5}));
        QCOMPARE(values<std::uint8_t>(store->find("u8")), (std::vector<std::uint8_t>{200, 1, 2}));
        QVERIFY(store->find("bool")->type == ScalarType::Bool);
        QCOMPARE(store->find("scalar")->shape, Shape{});
        QCOMPARE(values<float>(store->find("scalar")), (std::vector<float>{42.0F}));
        QCOMPARE(store->find("none")->shape, (Shape{0, 5}));
        QCOMPARE(store->find("none")->bytes, 0U);
        QVERIFY(!store->find("__metadata__"));
    }

    void shards()
    {
        writeShards(R"({"a":"one.safetensors","b":"two.safetensors"})");
        const auto store = open();
        QVERIFY2(store, store ? "" : store.error().text().c_str());
        QCOMPARE(values<float>(store->find("a")), (std::vector<float>{0.0F, 0.0F}));
        QCOMPARE(store->find("b")->file, std::string("two.safetensors"));
        QCOMPARE(store->files().size(), 2U);
    }

    void badHeaders_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArrayList>("named");
        const auto row = [](const char *name, const QByteArray &bytes, QByteArrayList named) {
            QTest::newRow(name) << bytes << named;
        };
        const auto header
            = [&row](const char *name, const QByteArray &text, int bytes, QByteArrayList named) {
                  row(name, safetensorsFile(text, QByteArray(bytes, '\0')), named);
              };
        const auto one = [&header](const char *name, const char *type, const char *shape,
                                   const char *offsets, int bytes, QByteArrayList named) {
            header(name, "{\"weight\":" + entry(type, shape, offsets) + "}", bytes,
                   QByteArrayList{"\"weight\""} + named);
        };
        row("empty", "", {"0 bytes"});
        row("seven bytes", "1234567", {"7 bytes"});
        row("header of 2^60 bytes", QByteArray::fromHex("0000000000000010") + "{}",
            {"1152921504606846976", "100000000"});
        row("header longer than the file", QByteArray::fromHex("1000000000000000") + "{}",
            {"16 bytes", "only 2"});
        row("truncated", safetensorsFile(kTwo, QByteArray(12, '\0')).chopped(1),
            {"\"b\"", "[8, 12]", "11 bytes"});
        row("longer than its tensors", safetensorsFile(kTwo, QByteArray(13, '\0')),
            {"13 bytes", "12"});
        header("no JSON", "hello", 0, {"not JSON"});
        header("a list", "[1]", 0, {"no JSON object"});
        header("cut JSON", R"({"a":{"dtype")", 0, {"not JSON"});
        header("text behind it", "{} x", 0, {"not JSON"});
        header("invalid UTF-8", "{\"\xff\":1}", 0, {"not JSON"});
        header("deep", QByteArray(100000, '['), 0, {"no JSON object"});
        header("deep in a tensor", "{\"a\":" + QByteArray(1000, '['), 0, {"\"a\"", "a list"});
        header("number as tensor", R"({"a":5})", 0, {"\"a\"", "5"});
        header("metadata with a number", R"({"__metadata__":{"x":1}})", 0, {"__metadata__"});
        header("name twice",
               "{\"a\":" + entry("U8", "[1]", "[0,1]") + ",\"a\":" + entry("U8", "[1]", "[1,2]")
                   + "}",
               2, {"\"a\"", "twice"});
        header("no dtype", R"({"a":{"shape":[1],"data_offsets":[0,1]}})", 1, {"\"a\"", "dtype"});
        header("no shape", R"({"a":{"dtype":"U8","data_offsets":[0,1]}})", 1, {"\"a\"", "shape"});
        header("no offsets", R"({"a":{"dtype":"U8","shape":[1]}})", 1, {"\"a\"", "data_offsets"});
        header("unknown key", R"({"a":{"dtype":"U8","strides":[1]}})", 1, {"\"a\"", "strides"});
        one("unknown type", "F8_E4M3", "[1]", "[0,1]", 1, {"F8_E4M3"});
        one("negative side", "U8", "[-1]", "[0,1]", 1, {"shape", "-1"});
        one("broken side", "U8", "[1.5]", "[0,1]", 1, {"shape", "1.5"});
        one("side above 2^63", "U8", "[9223372036854775808]", "[0,1]", 1, {"9223372036854775808"});
        one("side above 2^64", "U8", "[99999999999999999999999]", "[0,1]", 1, {"shape"});
        one("shape that overflows", "F32", "[4294967296,4294967296]", "[0,1]", 1,
            {"[4294967296, 4294967296]", "larger than any memory"});
        one("bytes that overflow", "F64", "[4611686018427387904]", "[0,0]", 0,
            {"larger than any memory"});
        one("too many sides", "U8", "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]", "[0,1]", 1, {"sides"});
        one("three offsets", "U8", "[1]", "[0,1,1]", 1, {"data_offsets"});
        one("one offset", "U8", "[1]", "[1]", 1, {"data_offsets has 1"});
        one("offsets turned round", "U8", "[1]", "[1,0]", 1, {"[1, 0]"});
        one("negative offset", "U8", "[1]", "[-1,0]", 1, {"-1"});
        one("size against shape", "F32", "[2]", "[0,4]", 4, {"[0, 4]", "F32 [2]", "8"});
        one("70 TB", "F32", "[17500000000000]", "[0,70000000000000]", 4, {"70000000000000"});
        one("gap at the start", "U8", "[1]", "[1,2]", 2, {"gap"});
        header("overlap",
               "{\"a\":" + entry("U8", "[4]", "[0,4]") + ",\"b\":" + entry("U8", "[4]", "[2,6]")
                   + "}",
               6, {"\"b\"", "[2, 6]", "overlap", "\"a\"", "[0, 4]"});
        header("same bytes twice",
               "{\"a\":" + entry("U8", "[4]", "[0,4]") + ",\"b\":" + entry("U8", "[4]", "[0,4]")
                   + "}",
               4, {"\"b\"", "overlap"});
        header("gap",
               "{\"a\":" + entry("U8", "[4]", "[0,4]") + ",\"b\":" + entry("U8", "[1]", "[5,6]")
                   + "}",
               6, {"\"b\"", "gap"});
    }
    void badHeaders()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArrayList, named);
        writeFile(path("model.safetensors"), bytes);
        const auto store = open();
        QVERIFY(!store);
        QVERIFY2(store.error().code == ErrorCode::BadInput, store.error().text().c_str());
        const QByteArray text = QByteArray::fromStdString(store.error().text());
        QVERIFY2(text.contains("model.safetensors"), text.constData());
        for (const QByteArray &part : named)
            QVERIFY2(text.contains(part), (text + " lacks " + part).constData());
    }

    /// The limit comes before anything is read: of a file that does have so many bytes, too.
    void aHeaderOfOneGigabyteIsNotRead()
    {
        constexpr qint64 kHeader = 1'000'000'000;
        QFile file(path("model.safetensors"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (int i = 0; i < 8; ++i)
            QVERIFY(file.putChar(char(quint64(kHeader) >> (8 * i))));
        QVERIFY(file.resize(kHeader + 100)); // a hole, no disk
        file.close();
        QFile peak("/proc/self/clear_refs");
        const bool isReset = peak.open(QIODevice::WriteOnly) && peak.write("5") == 1;
        peak.close();
        const qint64 before = peakKilobytes();
        const auto store = open();
        QVERIFY(!store);
        QVERIFY(store.error().code == ErrorCode::BadInput);
        QVERIFY2(store.error().message.find("1000000000 bytes: at most 100000000")
                     != std::string::npos,
                 store.error().text().c_str());
        if (!isReset || before == 0)
            QSKIP("this system does not tell the memory that a step took");
        QVERIFY(peakKilobytes() - before < 10'000);
    }

    void badIndexes_data()
    {
        QTest::addColumn<QByteArray>("map");
        QTest::addColumn<QByteArrayList>("named");
        const auto row = [](const char *name, const char *map, QByteArrayList named) {
            QTest::newRow(name) << QByteArray(map) << named;
        };
        row("outside", R"({"a":"../one.safetensors"})", {"\"a\"", "../one.safetensors"});
        row("absolute", R"({"a":"/etc/hostname"})", {"\"a\"", "/etc/hostname"});
        row("parent", R"({"a":".."})", {"\"a\"", "\"..\""});
        row("number", R"({"a":5})", {"\"a\"", "5"});
        row("empty name", R"({"a":""})", {"\"a\"", "\"\""});
        row("NUL", R"({"a":"one.safetensors\u0000"})", {"\"a\""});
        row("list", R"(["one.safetensors"])", {"weight_map"});
        row("empty map", "{}", {"weight_map is empty"});
        row("absent file", R"({"a":"one.safetensors","b":"three.safetensors"})",
            {"\"b\"", "three.safetensors", "not there"});
        row("absent tensor", R"({"a":"one.safetensors","c":"two.safetensors"})",
            {"\"c\"", "is not in two.safetensors"});
        row("tensor in the other shard", R"({"a":"one.safetensors","b":"one.safetensors"})",
            {"\"b\"", "is not in one.safetensors"});
        row("swapped", R"({"a":"two.safetensors","b":"one.safetensors"})",
            {"\"a\"", "but in one.safetensors"});
        row("key twice", R"({"a":"one.safetensors","a":"two.safetensors"})", {"\"a\" comes twice"});
    }
    void badIndexes()
    {
        QFETCH(QByteArray, map);
        QFETCH(QByteArrayList, named);
        writeShards(map);
        const auto store = open();
        QVERIFY(!store);
        QVERIFY2(store.error().code == ErrorCode::BadInput, store.error().text().c_str());
        const QByteArray text = QByteArray::fromStdString(store.error().text());
        QVERIFY2(text.contains("model.safetensors.index.json"), text.constData());
        for (const QByteArray &part : named)
            QVERIFY2(text.contains(part), (text + " lacks " + part).constData());
    }

    void oneTensorInTwoShards()
    {
        writeShards(R"({"a":"one.safetensors","b":"two.safetensors"})");
        writeFile(path("two.safetensors"), zeroTensors({{"a", {1}}, {"b", {1}}}));
        const auto store = open();
        QVERIFY(!store && store.error().code == ErrorCode::BadInput);
        const QByteArray text = QByteArray::fromStdString(store.error().text());
        QVERIFY2(text.contains("two.safetensors: tensor \"a\" is also in one.safetensors"),
                 text.constData());
    }

    void truncatedShard()
    {
        writeShards(R"({"a":"one.safetensors","b":"two.safetensors"})");
        writeFile(path("two.safetensors"), readFile(path("two.safetensors")).chopped(2));
        const auto store = open();
        QVERIFY(!store && store.error().code == ErrorCode::BadInput);
        QVERIFY2(store.error().text().find("two.safetensors: tensor \"b\"") != std::string::npos,
                 store.error().text().c_str());
    }

    void nothingThere()
    {
        QVERIFY(open().error().code == ErrorCode::NotFound);
        writeFile(path("pytorch_model.bin"), "PK");
        QVERIFY(open().error().code == ErrorCode::BadInput);
        QVERIFY(QDir(m_dir->path()).mkdir("model.safetensors"));
        QVERIFY(open().error().code == ErrorCode::BadInput);
    }

    void aPipeDoesNotBlock()
    {
        QCOMPARE(mkfifo(path("model.safetensors").toLocal8Bit().constData(), 0600), 0);
        QVERIFY(open().error().code == ErrorCode::BadInput);
    }

    void deepIndex()
    {
        writeFile(path("model.safetensors.index.json"),
                  "{\"weight_map\":" + QByteArray(200000, '['));
        const auto store = open();
        QVERIFY(!store && store.error().code == ErrorCode::BadInput);
        QVERIFY2(store.error().message.find("deeper") != std::string::npos,
                 store.error().text().c_str());
    }

    void digests()
    {
        writeShards(R"({"a":"one.safetensors","b":"two.safetensors"})");
        const QByteArray one = readFile(path("one.safetensors"));
        const QByteArray two = readFile(path("two.safetensors"));
        const auto store = open();
        const auto sha = [](const QByteArray &bytes) {
            return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256)
                .toHex()
                .toStdString();
        };
        QCOMPARE(weightsDigest(store->mappings()), "sha256:" + sha(one + two));
        // One byte too large: size, header, first and last MiB, which here are the whole file.
        QByteArray samples;
        for (const QByteArray &file : {one, two}) {
            const qsizetype header = 8 + file[0];
            samples += QByteArray(1, char(file.size())) + QByteArray(7, '\0') + file.first(header)
                       + file + file;
        }
        QCOMPARE(weightsDigest(store->mappings(), std::uint64_t(one.size() + two.size() - 1)),
                 "sha256-sampled:" + sha(samples));
    }

    /// Whatever is changed in a file: a store or an error, and every tensor inside the file.
    void mutations()
    {
        const QByteArray original = golden("types.safetensors");
        std::mt19937 random(20240601);
        int refused = 0;
        for (int i = 0; i < 2000; ++i) {
            QByteArray bytes = original;
            const int changes = 1 + int(random() % 3);
            for (int change = 0; change < changes && !bytes.isEmpty(); ++change) {
                // Mostly in the length and the header: the data may hold anything.
                const qsizetype end
                    = random() % 4 == 0 ? bytes.size() : qMin<qsizetype>(bytes.size(), 780);
                const qsizetype at = qsizetype(random() % quint32(end));
                switch (random() % 5) {
                case 0:
                    bytes[at] = char(random());
                    break;
                case 1:
                    bytes[at] = char(bytes[at] ^ char(1 << random() % 8));
                    break;
                case 2:
                    bytes.truncate(at);
                    break;
                case 3:
                    bytes.remove(at, 1 + qsizetype(random() % 9));
                    break;
                default:
                    bytes.insert(at,
                                 QByteArray(1 + int(random() % 9), "0{[\"9-,}]e"[random() % 10]));
                }
            }
            writeFile(path("model.safetensors"), bytes);
            const auto store = open();
            if (!store) {
                ++refused;
                QVERIFY2(store.error().code == ErrorCode::BadInput, store.error().text().c_str());
                QVERIFY(!store.error().message.empty());
                continue;
            }
            unsigned sum = 0;
            for (const auto &[name, tensor] : store->tensors()) {
                for (std::size_t byte = 0; byte < tensor.bytes; ++byte)
                    sum += std::to_integer<unsigned>(tensor.data[byte]);
            }
            QVERIFY(sum < 1000000U);
        }
        // Most changes break something; those in the data or in the metadata do not.
        QVERIFY2(refused > 1000 && refused < 2000, qPrintable(QString::number(refused)));
    }

private:
    QString path(const QString &name) const { return m_dir->filePath(name); }
    Result<WeightStore> open() const { return WeightStore::open(m_dir->path().toStdString()); }
    void writeShards(const QByteArray &map)
    {
        writeFile(path("one.safetensors"), zeroTensors({{"a", {2}}}));
        writeFile(path("two.safetensors"), zeroTensors({{"b", {3, 1}}}));
        writeFile(path("model.safetensors.index.json"),
                  "{\"metadata\":{\"total_size\":20},\"weight_map\":" + map + "}");
    }
    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_APPLESS_MAIN(TestWeightStore)
#include "tst_weight_store.moc"
