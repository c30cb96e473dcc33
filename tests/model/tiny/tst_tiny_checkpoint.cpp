// make-tiny: real names and layout, the same bytes for the same seed, nothing half-made.
#include "model/api/Modules.h"
#include "model/api/Tokenizer.h"
#include "model/checkpoint/Checkpoint.h"
#include "model/tiny/TinyCheckpoint.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <cstring>
#include <set>

using namespace ecva;

namespace {

std::string made(const QTemporaryDir &dir, const char *name, TinyOptions options)
{
    const std::string folder = dir.filePath(name).toStdString();
    const auto done = makeTinyCheckpoint(folder, options);
    if (!done)
        qFatal("%s", done.error().text().c_str());
    return folder;
}

std::shared_ptr<const Checkpoint> opened(const std::string &folder)
{
    auto checkpoint = Checkpoint::open(folder);
    if (!checkpoint)
        qFatal("%s", checkpoint.error().text().c_str());
    return *checkpoint;
}

QByteArray bytes(const std::string &path)
{
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestTinyCheckpoint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("ECVA_MODULE_DIR", qgetenv("ECVA_BIN_DIR"));
        QVERIFY(m_dir.isValid());
        m_seven = made(m_dir, "seven", {.seed = 7});
    }

    void isComplete()
    {
        const auto checkpoint = opened(m_seven);
        const ModelInfo &info = checkpoint->info();
        QVERIFY(info.isComplete());
        QVERIFY(info.unexpected.empty());
        QVERIFY(info.demonstration);
        QCOMPARE(info.tokensPerStep, 16);
        QVERIFY(info.parameters > 500'000 && info.parameters < 2'000'000);
        for (const ExpectedTensor &expected : expectedTensors(checkpoint->config())) {
            const TensorView *tensor = checkpoint->find(expected);
            double squares = 0;
            for (std::size_t i = 0; i < tensor->bytes; i += sizeof(float)) {
                float value = 0;
                std::memcpy(&value, tensor->data + i, sizeof(float));
                QVERIFY2(std::isfinite(value), expected.name.c_str());
                squares += double(value) * double(value);
            }
            QVERIFY2(squares > 0, expected.name.c_str());
        }
    }

    void ofEveryConnector_data()
    {
        QTest::addColumn<std::string>("connector");
        QTest::addColumn<int>("tokens");
        QTest::newRow("stc_connector") << std::string("stc_connector") << 9 * 9 * 9;
        QTest::newRow("stc_connector_v35") << std::string("stc_connector_v35") << 8 * 8 * 8;
    }
    void ofEveryConnector()
    {
        QFETCH(std::string, connector);
        QFETCH(int, tokens);
        const auto checkpoint = opened(
            made(m_dir, connector.c_str(), {.seed = 7, .sharded = true, .connector = connector}));
        const ModelInfo &info = checkpoint->info();
        QVERIFY(info.isComplete());
        QVERIFY(info.unexpected.empty());
        QCOMPARE(info.connector, connector);
        QCOMPARE(info.architecture, std::string("videollama2"));
        QCOMPARE(info.visualTokens(info.defaultFrames), tokens);
    }

    void anotherConnectorIsRefused()
    {
        const QString folder = m_dir.filePath("linear");
        const auto done = makeTinyCheckpoint(folder.toStdString(), {.connector = "linear"});
        QVERIFY(!done);
        QVERIFY(done.error().code == ErrorCode::InvalidArgument);
        QVERIFY(done.error().message.find("linear") != std::string::npos);
        QVERIFY(!QFileInfo::exists(folder));
    }

    void vocabularyFits()
    {
        const auto module = tokenizerModule();
        QVERIFY2(module, module ? "" : module.error().text().c_str());
        const auto tokenizer = (*module)->load(opened(m_seven)->tokenizerFile());
        QVERIFY2(tokenizer, tokenizer ? "" : tokenizer.error().text().c_str());
        QCOMPARE((*tokenizer)->size(), opened(m_seven)->config().decoder.vocabulary);
        for (const char *text : {"The car does not stop at the crossing.", "警察来到路口。"}) {
            const auto ids = (*tokenizer)->encode(text);
            QVERIFY(ids.has_value());
            QCOMPARE((*tokenizer)->decode(*ids), std::string(text));
            QVERIFY(ids->size() < 20);
        }
    }

    void sameSeedSameBytes()
    {
        const std::string again = made(m_dir, "again", {.seed = 7});
        const std::string other = made(m_dir, "other", {.seed = 8});
        const QDir folder(QString::fromStdString(m_seven));
        QStringList files = folder.entryList(QDir::Files);
        for (const QString &file :
             QDir(folder.filePath("clip-vit-tiny-patch14")).entryList(QDir::Files))
            files.append("clip-vit-tiny-patch14/" + file);
        QCOMPARE(files.size(), 8);
        for (const QString &file : files) {
            const std::string name = '/' + file.toStdString();
            QVERIFY(!bytes(m_seven + name).isEmpty());
            QVERIFY2(bytes(m_seven + name) == bytes(again + name), qPrintable(file));
            QVERIFY2((bytes(m_seven + name) == bytes(other + name))
                         == !name.ends_with("model.safetensors"),
                     qPrintable(file));
        }
        QCOMPARE(opened(again)->info().weightsDigest, opened(m_seven)->info().weightsDigest);
        QVERIFY(opened(other)->info().weightsDigest != opened(m_seven)->info().weightsDigest);
    }

    void shardsHoldTheSame()
    {
        const auto whole = opened(m_seven);
        const auto sharded = opened(made(m_dir, "sharded", {.seed = 7, .sharded = true}));
        QVERIFY(sharded->info().isComplete());
        std::set<std::string> files;
        for (const ExpectedTensor &expected : expectedTensors(whole->config())) {
            const TensorView *one = whole->find(expected);
            const TensorView *two = sharded->find(expected);
            QVERIFY(one->bytes == two->bytes && std::memcmp(one->data, two->data, one->bytes) == 0);
            files.insert(two->file);
        }
        QCOMPARE(files.size(), 3U); // two shards and the tower's file
    }

    void onlyIntoAnEmptyFolder()
    {
        const QString full = m_dir.filePath("full");
        QVERIFY(QDir().mkpath(full + "/inner"));
        const auto refused = makeTinyCheckpoint(full.toStdString(), {});
        QVERIFY(!refused && refused.error().code == ErrorCode::InvalidArgument);
        QVERIFY(QDir(full).rmdir("inner"));
        QVERIFY(makeTinyCheckpoint(full.toStdString() + "/", {}).has_value());
        QVERIFY(opened(full.toStdString())->info().isComplete());
        const auto nowhere = makeTinyCheckpoint(m_dir.filePath("no/where").toStdString(), {});
        QVERIFY(!nowhere && nowhere.error().code == ErrorCode::Io);
        QVERIFY(!makeTinyCheckpoint("", {}));
        // Nothing half-made beside them.
        QVERIFY(QDir(m_dir.path()).entryList({"*.part-*"}).isEmpty());
    }

private:
    QTemporaryDir m_dir;
    std::string m_seven;
};

QTEST_APPLESS_MAIN(TestTinyCheckpoint)
#include "tst_tiny_checkpoint.moc"
