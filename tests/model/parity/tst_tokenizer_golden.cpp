// The tokenizers against transformers' slow LlamaTokenizer (legacy), which made
// tests/golden/tokenizer.json with the vocabulary of tests/golden/tiny-anomshield, and its slow
// Qwen2Tokenizer, which made qwen2-tokenizer.json with that of tiny-videollama21.
#include "model/api/Modules.h"
#include "model/api/Tokenizer.h"
#include "model/tokenizer/StreamingDecoder.h"
#include "tests/support/GoldenFile.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <vector>

using namespace ecva;

namespace {

QList<int> toList(const QJsonArray &ids)
{
    QList<int> list;
    for (const QJsonValue id : ids)
        list.append(id.toInt());
    return list;
}

std::vector<std::int32_t> toIds(const QJsonArray &ids)
{
    const QList<int> list = toList(ids);
    return {list.begin(), list.end()};
}

/// Bytes: QString::fromStdString() would drop a byte order mark.
QByteArray textOf(const QJsonObject &golden)
{
    return golden["text"].toString().toUtf8();
}

} // namespace

class TestTokenizerGolden : public QObject
{
    Q_OBJECT

private:
    struct Kind
    {
        const char *name = nullptr;
        std::shared_ptr<const Tokenizer> tokenizer;
        QJsonObject golden;
    };
    std::vector<Kind> m_kinds;
    QTemporaryDir m_alone;

    void addKind(const char *name, const QString &file, const QJsonObject &golden)
    {
        QVERIFY2(!golden.isEmpty(), "the golden file cannot be read");
        const auto module = tokenizerModule();
        QVERIFY2(module, module ? "" : module.error().text().c_str());
        auto loaded = (*module)->load(file.toStdString());
        QVERIFY2(loaded, loaded ? "" : loaded.error().text().c_str());
        m_kinds.push_back({name, std::move(*loaded), golden});
    }

    void addCases(const char *list, const char *name)
    {
        QTest::addColumn<QJsonObject>("golden");
        QTest::addColumn<const Tokenizer *>("tokenizer");
        for (const Kind &kind : m_kinds) {
            const QJsonArray cases = kind.golden[list].toArray();
            QVERIFY(!cases.isEmpty());
            for (int i = 0; i < cases.size(); ++i) {
                QTest::addRow("%s, %s %d", kind.name, name, i)
                    << cases[i].toObject() << kind.tokenizer.get();
            }
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("ECVA_MODULE_DIR", qgetenv("ECVA_BIN_DIR"));
        const QString llama = test::goldenPath("tiny-anomshield/tokenizer.model");
        const QJsonObject ofLlama = test::goldenJson("tokenizer.json");
        QCOMPARE(test::fileSha256(llama), ofLlama["model"].toString());
        addKind("llama", llama, ofLlama);
        addKind("llama, one file", test::goldenPath("llama-tokenizer/tokenizer.json"), ofLlama);
        const QJsonObject ofQwen = test::goldenJson("qwen2-tokenizer.json");
        const QString folder = test::goldenPath("tiny-videollama21/");
        addKind("qwen2", folder + "vocab.json", ofQwen);
        const QString alone = m_alone.filePath("tokenizer.json");
        QVERIFY(QFile::copy(folder + "tokenizer.json", alone));
        addKind("qwen2, one file", alone, ofQwen);
    }

    void vocabulary()
    {
        QCOMPARE(m_kinds.size(), 4u);
        for (const Kind &kind : m_kinds) {
            QCOMPARE(kind.tokenizer->size(), kind.golden["size"].toInt());
            const QJsonArray pieces = kind.golden["pieces"].toArray();
            QCOMPARE(pieces.size(), kind.tokenizer->size());
            for (int id = 0; id < pieces.size(); ++id) {
                QCOMPARE(QString::fromStdString(kind.tokenizer->piece(id)), pieces[id].toString());
            }
        }
        for (const std::size_t llama : {0, 1}) {
            QCOMPARE(m_kinds[llama].tokenizer->unknown(), 0);
            QCOMPARE(m_kinds[llama].tokenizer->bos(), 1);
            QCOMPARE(m_kinds[llama].tokenizer->eos(), 2);
        }
        QCOMPARE(m_kinds[2].tokenizer->unknown(), -1);
        QCOMPARE(m_kinds[2].tokenizer->bos(), -1);
        QCOMPARE(m_kinds[2].tokenizer->eos(), m_kinds[2].golden["eos"].toInt());
        // Without tokenizer_config.json the name that the class has for it.
        QCOMPARE(m_kinds[3].tokenizer->piece(m_kinds[3].tokenizer->eos()),
                 std::string("<|endoftext|>"));
    }

    void encodes_data() { addCases("encode", "text"); }
    void encodes()
    {
        QFETCH(QJsonObject, golden);
        QFETCH(const Tokenizer *, tokenizer);
        const std::string text = golden["text"].toString().toStdString();
        const auto ids = tokenizer->encode(text);
        QVERIFY2(ids, ids ? "" : ids.error().text().c_str());
        QCOMPARE(QList<int>(ids->begin(), ids->end()), toList(golden["ids"].toArray()));
    }

    void decodes_data() { addCases("decode", "ids"); }
    void decodes()
    {
        QFETCH(QJsonObject, golden);
        QFETCH(const Tokenizer *, tokenizer);
        const auto ids = toIds(golden["ids"].toArray());
        QCOMPARE(QByteArray::fromStdString(tokenizer->decode(ids)), textOf(golden));
    }

    /// Token by token the same text comes out, and nothing is taken back.
    void streams_data() { addCases("decode", "ids"); }
    void streams()
    {
        QFETCH(QJsonObject, golden);
        QFETCH(const Tokenizer *, tokenizer);
        const auto ids = toIds(golden["ids"].toArray());
        const QByteArray text = textOf(golden);
        StreamingDecoder decoder(*tokenizer);
        std::string joined;
        for (const std::int32_t id : ids) {
            joined += decoder.push(id);
            QVERIFY(text.startsWith(QByteArray::fromStdString(joined)));
        }
        joined += decoder.finish();
        QCOMPARE(QByteArray::fromStdString(joined), text);

        std::string parts;
        const auto texts = tokenTexts(*tokenizer, ids);
        QCOMPARE(texts.size(), ids.size());
        for (const std::string &part : texts)
            parts += part;
        QCOMPARE(QByteArray::fromStdString(parts), text);
    }
};

QTEST_APPLESS_MAIN(TestTokenizerGolden)
#include "tst_tokenizer_golden.moc"
