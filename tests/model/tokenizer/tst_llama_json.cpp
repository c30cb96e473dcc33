// LLaMA's tokenizer.json: what does not follow from a SentencePiece model is refused. What comes of
// one that does: tst_tokenizer_golden.
#include "model/tokenizer/LlamaJson.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva;

class TestLlamaJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusals()
    {
        QFile file(QDir(qEnvironmentVariable("ECVA_SOURCE_DIR"))
                       .filePath("tests/golden/llama-tokenizer/tokenizer.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject whole = QJsonDocument::fromJson(file.readAll()).object();
        const QTemporaryDir folder;
        const QString path = folder.filePath("tokenizer.json");
        const auto read = [&](const QJsonObject &changed) {
            QFile written(path);
            if (!written.open(QIODevice::WriteOnly))
                return QByteArray("cannot be written");
            written.write(QJsonDocument(changed).toJson());
            written.close();
            const auto model = sentencePieceModelOf(path.toStdString());
            return model ? QByteArray(model->empty() ? "another kind" : "a model")
                         : QByteArray::fromStdString(model.error().text());
        };
        const auto changed = [&](const char *key, const QJsonValue &value) {
            QJsonObject other = whole;
            other[key] = value;
            return read(other);
        };
        const auto inModel = [&](const char *key, const QJsonValue &value) {
            QJsonObject model = whole["model"].toObject();
            model[key] = value;
            return changed("model", model);
        };
        QCOMPARE(read(whole), QByteArray("a model"));
        QCOMPARE(inModel("byte_fallback", false), QByteArray("another kind"));
        QCOMPARE(read({{"a", 1}}), QByteArray("another kind"));
        QVERIFY(changed("normalizer", QJsonValue::Null).contains("slow LlamaTokenizer"));
        QVERIFY(changed("pre_tokenizer", QJsonObject{{"type", "Metaspace"}})
                    .contains("put the tokenizer.model"));
        QVERIFY(inModel("ignore_merges", true).contains("slow LlamaTokenizer"));
        QVERIFY(inModel("merges", QJsonArray{7}).contains("merge 7"));
        QVERIFY(inModel("merges", QJsonArray{"ab"}).contains("merge \"ab\""));
        QVERIFY(inModel("merges", QJsonArray{}).contains("no merge leads to"));
        QVERIFY(inModel("vocab", QJsonArray{}).contains("no vocabulary"));
        QVERIFY(inModel("vocab", QJsonObject{{"a", 1}}).contains("\"a\" has the id 1"));
        QVERIFY(inModel("vocab", QJsonObject{{"a", 0}, {"b", 0}}).contains("has the id 0"));
        QJsonArray added = whole["added_tokens"].toArray();
        added.append(QJsonObject{{"content", "<im_patch>"}, {"id", 480}, {"special", true}});
        QVERIFY(changed("added_tokens", added).contains("adds the token \"<im_patch>\""));
        QVERIFY(changed("added_tokens", QJsonArray{5}).contains("an added token is 5"));
    }
};

QTEST_APPLESS_MAIN(TestLlamaJson)
#include "tst_llama_json.moc"
