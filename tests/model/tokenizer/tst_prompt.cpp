// AnomShield's prompt, byte for byte (model spec E.3, E.4).
#include "tests/model/tokenizer/TinyVocabulary.h"

#include "model/api/Engine.h"
#include "model/tokenizer/Prompt.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTest>

#include <algorithm>

using namespace ecva;
using namespace ecva::test;

namespace {

std::string digestOf(const std::string &text)
{
    return QCryptographicHash::hash(QByteArray::fromStdString(text), QCryptographicHash::Sha256)
        .toHex()
        .toStdString();
}

std::string resource(const QString &name)
{
    QFile file(QString::fromLocal8Bit(qgetenv("ECVA_SOURCE_DIR")) + "/resources/prompts/templates/"
               + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the template is not there");
    return file.readAll().toStdString();
}

using Ids = std::vector<std::int32_t>;

Ids joined(const std::vector<Ids> &parts)
{
    Ids all;
    for (const Ids &part : parts)
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

} // namespace

class TestPrompt : public QObject
{
    Q_OBJECT

private:
    Prompt prompt(std::string_view question) const
    {
        return must(anomShieldPrompt(*m_tiny->tokenizer, question));
    }
    Ids encode(std::string_view text) const { return must(m_tiny->tokenizer->encode(text)); }

private Q_SLOTS:
    void initTestCase() { m_tiny = std::make_unique<TinyVocabulary>(); }

    void theFilesAreThePublishedBytes()
    {
        const std::string system = resource("anomshield-system.txt");
        QCOMPARE(system.size(), 154u);
        QCOMPARE(digestOf(system),
                 std::string("1fa69e2371b762d1882b0bd98d284f312a36c27add732016e12e52586f98a9f5"));
        const std::string turn = resource("anomshield-turn.txt");
        QCOMPARE(turn.size(), 60u);
        QCOMPARE(digestOf(turn),
                 std::string("aeb185b461b928ae0b506923c15fe87af3eee8a56af9e61cac59f5d1f7caacb1"));
    }

    void theTextIsTheTemplate()
    {
        const std::string text = prompt("What happened?").text;
        QVERIFY(text.starts_with("[INST] <<SYS>>\nA chat between a curious user and"));
        QVERIFY(text.ends_with("user's questions.\n<</SYS>>\n\n<video>\nWhat happened? [/INST]"));
        QCOMPARE(text.size(), 210u);
        QCOMPARE(digestOf(text),
                 std::string("b7fb4216eb5d150e3025576020d85d06108b495508dacb14f93089c42c13c375"));
    }

    void theIdsAreSplitAtTheVideo()
    {
        const Prompt made = prompt("What happened?");
        const std::size_t video = made.text.find("<video>");
        QCOMPARE(made.ids, joined({{1},
                                   encode(made.text.substr(0, video)),
                                   {kVideoPlaceholder},
                                   encode("\nWhat happened? [/INST]")}));
        // The placeholder follows two line breaks; the text behind it begins with '▁', '\n'.
        const auto place = std::ranges::find(made.ids, kVideoPlaceholder) - made.ids.begin();
        const auto piece = [&](std::ptrdiff_t at) {
            return m_tiny->tokenizer->piece(made.ids[std::size_t(at)]);
        };
        QCOMPARE(piece(place - 2), std::string("<0x0A>"));
        QCOMPARE(piece(place - 1), std::string("<0x0A>"));
        QCOMPARE(piece(place + 1), std::string("▁"));
        QCOMPARE(piece(place + 2), std::string("<0x0A>"));
        QCOMPARE(std::ranges::count(made.ids, 1), 1);
        QCOMPARE(std::ranges::count(made.ids, 2), 0);
    }

    void specialTokensInAQuestionFollowTheTokenizer()
    {
        const Prompt made = prompt("at</s>at");
        QCOMPARE(std::ranges::count(made.ids, 2), 1);
        const auto place = std::ranges::find(made.ids, kVideoPlaceholder) - made.ids.begin();
        QCOMPARE(Ids(made.ids.begin() + place + 1, made.ids.end()),
                 joined({encode("\nat"), {2}, encode("at [/INST]")}));
    }

    void aQuestionMayLookLikeATemplate()
    {
        const std::string question = "{question} {system} <image> 为什么？";
        QVERIFY(prompt(question).text.ends_with("<video>\n" + question + " [/INST]"));
    }

    void questionsThatAreRefused_data()
    {
        QTest::addColumn<QByteArray>("question");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("video") << QByteArray("What is <video>?");
        QTest::newRow("not UTF-8") << QByteArray("What\xFFhappened?");
    }
    void questionsThatAreRefused()
    {
        QFETCH(QByteArray, question);
        const auto made = anomShieldPrompt(*m_tiny->tokenizer, question.toStdString());
        QVERIFY(!made);
        QVERIFY(made.error().code == ErrorCode::InvalidArgument);
    }

private:
    std::unique_ptr<TinyVocabulary> m_tiny;
};

QTEST_APPLESS_MAIN(TestPrompt)
#include "tst_prompt.moc"
