// How a model in several places becomes one, row by row (model spec E.8), with files that
// torch.save and peft wrote (tests/golden/lora.py) beside the golden checkpoint.
#include "model/checkpoint/Checkpoint.h"
#include "tests/model/checkpoint/CheckpointFiles.h"

#include <QDir>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <cstring>
#include <functional>

using namespace ecva;
using namespace ecva::test;

namespace {

namespace fs = std::filesystem;

QString goldenFile(const QString &name)
{
    return qEnvironmentVariable("ECVA_SOURCE_DIR") + "/tests/golden/" + name;
}

const fs::path kTiny = goldenFile("tiny-anomshield").toStdString();
const fs::path kTower = kTiny / "vision-tower";

void copyTo(const QString &folder, const QStringList &files)
{
    for (const QString &file : files) {
        if (!QFile::copy(goldenFile(file), folder + '/' + QFileInfo(file).fileName()))
            qFatal("cannot copy %s", qPrintable(file));
    }
}

bool isConnector(const std::string &name)
{
    return name.find("mm_projector") != std::string::npos;
}

/// The golden checkpoint's own tensors under other names, in one file; "" leaves one out.
void writeRenamed(const QString &path, const std::function<QString(const std::string &)> &rename)
{
    const auto store = WeightStore::open(kTiny);
    if (!store)
        qFatal("%s", store.error().text().c_str());
    QJsonObject header;
    QByteArray data;
    for (const auto &[name, view] : store->tensors()) {
        const QString other = rename(name);
        if (other.isEmpty())
            continue;
        QJsonArray shape;
        for (const std::int64_t side : view.shape)
            shape.append(qint64(side));
        const qint64 begin = data.size();
        data.append(reinterpret_cast<const char *>(view.data), qsizetype(view.bytes));
        header[other]
            = QJsonObject{{"dtype", QString::fromStdString(std::string(toString(view.type)))},
                          {"shape", shape},
                          {"data_offsets", QJsonArray{begin, data.size()}}};
    }
    writeFile(path, safetensorsFile(QJsonDocument(header).toJson(QJsonDocument::Compact), data));
}

/// The same numbers in the same type.
bool sameTensor(const TensorView *one, const TensorView *other)
{
    return one && other && one->type == other->type && one->shape == other->shape
           && std::memcmp(one->data, other->data, one->bytes) == 0;
}

const TensorView *endingWith(const WeightStore &store, const std::string &end)
{
    for (const auto &[name, view] : store.tensors()) {
        if (name.ends_with(end))
            return &view;
    }
    return nullptr;
}

} // namespace

class TestLoaderTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_dir.isValid());
        for (const char *name : {"base", "pretrained", "adapter", "bare-adapter"})
            QVERIFY(QDir(m_dir.path()).mkdir(name));
        // A language model and nothing else.
        writeRenamed(path("base/model.safetensors"), [](const std::string &name) {
            return isConnector(name) || name.find("vision_tower") != std::string::npos
                       ? QString()
                       : QString::fromStdString(name);
        });
        copyTo(path("base"), {"tiny-anomshield/config.json", "tiny-anomshield/tokenizer.model"});
        copyTo(path("pretrained"), {"tiny-anomshield/config.json", "lora/mm_projector.bin"});
        const QStringList adapter{"lora/adapter/adapter_config.json",
                                  "lora/adapter/adapter_model.safetensors"};
        copyTo(path("bare-adapter"), adapter);
        copyTo(path("adapter"), adapter
                                    + QStringList{"lora/adapter/non_lora_trainables.bin",
                                                  "tiny-anomshield/config.json"});
    }

    void rows_data()
    {
        QTest::addColumn<QStringList>("parts"); // folder, base, adapter, projector
        QTest::addColumn<QString>("connector"); // whose it is
        QTest::addColumn<bool>("changed");      // by an adapter
        QTest::newRow("the whole folder") << QStringList{"", "", "", ""} << "own" << false;
        QTest::newRow("base and connector")
            << QStringList{"pretrained", "base", "", ""} << "mm_projector.bin" << false;
        QTest::newRow("base, connector and adapter in one folder")
            << QStringList{"adapter", "base", "", ""} << "non_lora_trainables.bin" << true;
        QTest::newRow("the notebook") << QStringList{"pretrained", "base", "adapter", ""}
                                      << "non_lora_trainables.bin" << true;
        QTest::newRow("an adapter that left the connector alone")
            << QStringList{"pretrained", "base", "bare-adapter", ""} << "mm_projector.bin" << true;
        QTest::newRow("the whole folder and an adapter")
            << QStringList{"", "", "bare-adapter", ""} << "own" << true;
        QTest::newRow("a connector by itself comes last")
            << QStringList{"", "", "adapter", "pretrained/mm_projector.bin"} << "mm_projector.bin"
            << true;
    }

    void rows()
    {
        QFETCH(QStringList, parts);
        QFETCH(QString, connector);
        QFETCH(bool, changed);
        const auto place = [&](int part) {
            return parts[part].isEmpty() ? fs::path() : fs::path(path(parts[part]).toStdString());
        };
        CheckpointFiles files{.folder = parts[0].isEmpty() ? kTiny : place(0),
                              .visionTower = kTower,
                              .base = place(1),
                              .lora = place(2),
                              .projector = place(3)};
        const auto opened = Checkpoint::open(files);
        QVERIFY2(opened, opened ? "" : opened.error().text().c_str());
        const Checkpoint &checkpoint = **opened;
        QVERIFY(checkpoint.info().isComplete());
        QVERIFY(checkpoint.info().unexpected.empty());

        const auto golden = WeightStore::open(kTiny);
        const auto other
            = connector == "own" ? WeightStore::open(kTiny)
              : connector == "mm_projector.bin"
                  ? WeightStore::openFile(goldenFile("lora/mm_projector.bin").toStdString())
                  : WeightStore::openFile(
                        goldenFile("lora/adapter/non_lora_trainables.bin").toStdString());
        QVERIFY(golden && other);
        int connectors = 0;
        for (const ExpectedTensor &tensor : expectedTensors(checkpoint.config())) {
            if (tensor.ofTower)
                continue;
            const TensorView *expected = golden->find(tensor.name);
            if (isConnector(tensor.name)) {
                ++connectors;
                expected = endingWith(*other, tensor.name.substr(tensor.name.find("mm_projector")));
            }
            QVERIFY2(sameTensor(checkpoint.find(tensor), expected), tensor.name.c_str());
        }
        QCOMPARE(connectors, 22);
        QCOMPARE(checkpoint.lora("model.layers.0.self_attn.q_proj.weight") != nullptr, changed);
        QVERIFY(!checkpoint.lora("model.layers.1.self_attn.q_proj.weight"));
        QVERIFY(fs::exists(checkpoint.tokenizerFile()));
    }

    void whatIsLeftOut()
    {
        // A connector without the model it was trained for.
        const auto alone = Checkpoint::open(path("pretrained").toStdString(), kTower);
        QVERIFY(!alone);
        QVERIFY(alone.error().code == ErrorCode::NotFound);
        QVERIFY(alone.error().message.find("--base") != std::string::npos);
        // A language model without a connector opens and says so, in one list.
        const auto base = Checkpoint::open(path("base").toStdString(), kTower);
        QVERIFY(base);
        QCOMPARE((*base)->info().missing.size(), 22U);
        QVERIFY(isConnector((*base)->info().missing.front()));
        // A folder of a base that is none.
        const auto nothing
            = Checkpoint::open(CheckpointFiles{.folder = path("pretrained").toStdString(),
                                               .visionTower = kTower,
                                               .base = path("bare-adapter").toStdString()});
        QVERIFY(!nothing);
        QVERIFY(nothing.error().text().find("bare-adapter") != std::string::npos);
    }

    void namesOfTrainingTools_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("beforeConnector");
        QTest::newRow("as published") << "" << "";
        QTest::newRow("parallel") << "module." << "module.";
        QTest::newRow("wrapped by peft") << "base_model.model." << "base_model.model.";
        QTest::newRow("of the notebook") << "base_model." << "base_model.";
        QTest::newRow("both") << "module.base_model.model." << "base_model.model.module.";
        QTest::newRow("model twice") << "model." << "base_model.model.model.";
    }

    void namesOfTrainingTools()
    {
        QFETCH(QString, before);
        QFETCH(QString, beforeConnector);
        QTemporaryDir dir;
        copyTo(dir.path(), {"tiny-anomshield/config.json"});
        writeRenamed(dir.filePath("model.safetensors"), [&](const std::string &name) {
            return (isConnector(name) ? beforeConnector : before) + QString::fromStdString(name);
        });
        const auto opened = Checkpoint::open(dir.path().toStdString(), kTower);
        QVERIFY2(opened, opened ? "" : opened.error().text().c_str());
        QVERIFY((*opened)->info().isComplete());
        QVERIFY((*opened)->info().unexpected.empty());
    }

    void aConnectorsNames_data()
    {
        QTest::addColumn<QString>("before");
        for (const char *before : {"", "model.", "model.model.", "base_model.model.model.",
                                   "module.base_model.model.model."})
            QTest::newRow(before) << before;
    }

    void aConnectorsNames()
    {
        QFETCH(QString, before);
        QTemporaryDir dir;
        const QString file = dir.filePath("connector.bin");
        writeRenamed(file, [&](const std::string &name) {
            const auto at = name.find("mm_projector");
            return at == std::string::npos ? QString()
                                           : before + QString::fromStdString(name.substr(at));
        });
        const auto opened = Checkpoint::open(CheckpointFiles{.folder = path("base").toStdString(),
                                                             .visionTower = kTower,
                                                             .projector = file.toStdString()});
        QVERIFY2(opened, opened ? "" : opened.error().text().c_str());
        QVERIFY((*opened)->info().isComplete());
        QVERIFY((*opened)->info().unexpected.empty());
    }

    /// The same tensor under two of the names is not settled by the order in a file.
    void twiceUnderTwoNames()
    {
        QTemporaryDir dir;
        copyTo(dir.path(), {"tiny-anomshield/config.json"});
        writeRenamed(dir.filePath("model.safetensors"), [&](const std::string &name) {
            if (name.ends_with("norm_f.weight"))
                return QStringLiteral("model.norm.weight");
            return QString::fromStdString("module." + name);
        });
        const auto opened = Checkpoint::open(dir.path().toStdString(), kTower);
        QVERIFY(!opened);
        QVERIFY2(opened.error().message.find("model.norm.weight") != std::string::npos,
                 opened.error().text().c_str());
    }

    /// Every type that checkpoints are stored in; whole numbers that training tools leave behind
    /// are no findings.
    void storedTypes()
    {
        SmallCheckpoint small;
        QTemporaryDir dir;
        small.write(dir.path());
        for (const auto &[type, size] :
             {std::pair("F64", 8), {"F32", 4}, {"F16", 2}, {"BF16", 2}}) {
            QJsonObject header;
            QByteArray data;
            for (const auto &[name, shape] : small.weights) {
                qint64 elements = 1;
                QJsonArray sides;
                for (const qint64 side : shape) {
                    elements *= side;
                    sides.append(side);
                }
                header[name] = QJsonObject{
                    {"dtype", type},
                    {"shape", sides},
                    {"data_offsets", QJsonArray{data.size(), data.size() + elements * size}}};
                data.append(elements * size, '\0');
            }
            header["model.rope.positions"]
                = QJsonObject{{"dtype", "I64"},
                              {"shape", QJsonArray{2}},
                              {"data_offsets", QJsonArray{data.size(), data.size() + 16}}};
            data.append(16, '\0');
            writeFile(dir.filePath("model.safetensors"),
                      safetensorsFile(QJsonDocument(header).toJson(QJsonDocument::Compact), data));
            const auto opened = Checkpoint::open(dir.path().toStdString());
            QVERIFY2(opened, opened ? "" : opened.error().text().c_str());
            QVERIFY((*opened)->info().isComplete());
            QCOMPARE((*opened)->info().storedType, std::string(type));
            QVERIFY((*opened)->info().unexpected.empty());
        }
    }

private:
    QString path(const QString &name) const { return m_dir.filePath(name); }

    QTemporaryDir m_dir;
};

QTEST_APPLESS_MAIN(TestLoaderTable)
#include "tst_loader_table.moc"
