// The tokenizer against transformers' slow LlamaTokenizer (legacy), which made
// tests/golden/tokenizer.json with the vocabulary of tests/golden/tiny-anomshield.
#include "model/api/Modules.h"
#include "model/api/Tokenizer.h"
#include "model/tokenizer/StreamingDecoder.h"
#include "tests/support/GoldenFile.h"

#include <QJsonArray>
#include <QTest>

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
    std::unique_ptr<Tokenizer> m_tokenizer;
    QJsonObject m_golden;

    void addCases(const char *list, const char *name)
    {
        QTest::addColumn<QJsonObject>("golden");
        const QJsonArray cases = m_golden[list].toArray();
        QVERIFY(!cases.isEmpty());
        for (int i = 0; i < cases.size(); ++i)
            QTest::addRow("%s %d", name, i) << cases[i].toObject();
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("ECVA_MODULE_DIR", qgetenv("ECVA_BIN_DIR"));
        m_golden = test::goldenJson("tokenizer.json");
        QVERIFY2(!m_golden.isEmpty(), "tests/golden/tokenizer.json cannot be read");
        const QString file = test::goldenPath("tiny-anomshield/tokenizer.model");
        QCOMPARE(test::fileSha256(file), m_golden["model"].toString());

        const auto module = tokenizerModule();
        QVERIFY2(module, module ? "" : module.error().text().c_str());
        auto loaded = (*module)->load(file.toStdString());
        QVERIFY2(loaded, loaded ? "" : loaded.error().text().c_str());
        m_tokenizer = std::move(*loaded);
    }

    void vocabulary()
    {
        QCOMPARE(m_tokenizer->size(), m_golden["size"].toInt());
        QCOMPARE(m_tokenizer->unknown(), 0);
        QCOMPARE(m_tokenizer->bos(), 1);
        QCOMPARE(m_tokenizer->eos(), 2);
        const QJsonArray pieces = m_golden["pieces"].toArray();
        QCOMPARE(pieces.size(), m_tokenizer->size());
        for (int id = 0; id < pieces.size(); ++id)
            QCOMPARE(QString::fromStdString(m_tokenizer->piece(id)), pieces[id].toString());
    }

    void encodes_data() { addCases("encode", "text"); }
    void encodes()
    {
        QFETCH(QJsonObject, golden);
        const std::string text = golden["text"].toString().toStdString();
        const auto ids = m_tokenizer->encode(text);
        QVERIFY2(ids, ids ? "" : ids.error().text().c_str());
        QCOMPARE(QList<int>(ids->begin(), ids->end()), toList(golden["ids"].toArray()));
    }

    void decodes_data() { addCases("decode", "ids"); }
    void decodes()
    {
        QFETCH(QJsonObject, golden);
        const auto ids = toIds(golden["ids"].toArray());
        QCOMPARE(QByteArray::fromStdString(m_tokenizer->decode(ids)), textOf(golden));
    }

    /// Token by token the same text comes out, and nothing is taken back.
    void streams_data() { addCases("decode", "ids"); }
    void streams()
    {
        QFETCH(QJsonObject, golden);
        const auto ids = toIds(golden["ids"].toArray());
        const QByteArray text = textOf(golden);
        StreamingDecoder decoder(*m_tokenizer);
        std::string joined;
        for (const std::int32_t id : ids) {
            joined += decoder.push(id);
            QVERIFY(text.startsWith(QByteArray::fromStdString(joined)));
        }
        joined += decoder.finish();
        QCOMPARE(QByteArray::fromStdString(joined), text);

        std::string parts;
        const auto texts = tokenTexts(*m_tokenizer, ids);
        QCOMPARE(texts.size(), ids.size());
        for (const std::string &part : texts)
            parts += part;
        QCOMPARE(QByteArray::fromStdString(parts), text);
    }
};

QTEST_APPLESS_MAIN(TestTokenizerGolden)
#include "tst_tokenizer_golden.moc"
