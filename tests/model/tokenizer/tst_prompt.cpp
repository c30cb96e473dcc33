// The templates, byte for byte (model spec E.3, E.4).
#include "tests/model/tokenizer/TinyVocabulary.h"

#include "model/api/Engine.h"
#include "model/tokenizer/Prompt.h"
#include "tests/support/GoldenFile.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
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
        const std::string turn = resource("llama2-turn.txt");
        QCOMPARE(turn.size(), 51u);
        QCOMPARE(digestOf(turn),
                 std::string("8ab86b5c8e25bf192ebd4587b5dd2efd1b16abc28c4b62ec49224bdb955856fe"));
        // Length and digest that the specification gives, with the marks around the text.
        const std::string other = "<<SYS>>\n" + resource("videollama2-system.txt") + "\n<</SYS>>";
        QCOMPARE(other.size(), 524u);
        QVERIFY(digestOf(other).starts_with("49223af9a1617ae9"));
        const std::string chat = resource("chatml-turn.txt");
        QCOMPARE(chat, std::string("<|im_start|>system\n{system}<|im_end|>\n<|im_start|>user\n"
                                   "{message}<|im_end|>\n<|im_start|>assistant\n"));
        QCOMPARE(resource("chatml-system.txt"), std::string("You are a helpful assistant."));
        const std::string safety = resource("llama2-system.txt");
        QCOMPARE(safety.size(), 508u);
        QCOMPARE(digestOf(safety),
                 std::string("d52c188a3c969c4ece4e68846b15aaf27ef75639b76c08bdd71f062e52c7b9fc"));
    }

    void everyTemplate_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("begin");
        QTest::addColumn<QByteArray>("end");
        QTest::newRow("mistral") << "mistral" << QByteArray("[INST] <<SYS>>\nA chat between")
                                 << QByteArray("questions.\n<</SYS>>\n\n<video>\nWhy? [/INST]");
        QTest::newRow("llama2")
            << "llama2"
            << QByteArray("[INST] <<SYS>>\nYou are a helpful, respectful and honest assistant.")
            << QByteArray("false information.\n<</SYS>>\n\n<video>\nWhy? [/INST]");
        QTest::newRow("plain") << "plain" << QByteArray("<video>Why?") << QByteArray("Why?\n");
        QTest::newRow("videollama2")
            << "videollama2"
            << QByteArray("<s>[INST] <<SYS>>\nYou are a helpful, respectful and honest assistant.")
            << QByteArray("false information.\n<</SYS>>\n\n<video>\nWhy? [/INST]");
    }
    void everyTemplate()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, begin);
        QFETCH(QByteArray, end);
        const auto layout = promptTemplateFrom(name.toStdString());
        QVERIFY(layout);
        QCOMPARE(std::string(nameOf(*layout)), name.toStdString());
        const Prompt made = must(makePrompt(*m_tiny->tokenizer, {.layout = *layout}, "Why?"));
        QVERIFY2(made.text.starts_with(begin.constData()), made.text.c_str());
        QVERIFY2(made.text.ends_with(end.constData()), made.text.c_str());
        // One BOS and it comes first, whoever puts it there; one place for the video.
        QCOMPARE(made.ids.front(), 1);
        QCOMPARE(std::ranges::count(made.ids, 1), 1);
        QCOMPARE(std::ranges::count(made.ids, kVideoPlaceholder), 1);
        const std::size_t video = made.text.find("<video>");
        const std::size_t start = made.text.starts_with("<s>") ? 3 : 0;
        QCOMPARE(made.ids, joined({{1},
                                   encode(made.text.substr(start, video - start)),
                                   {kVideoPlaceholder},
                                   encode(made.text.substr(video + 7))}));
    }

    void stillImagesAndText()
    {
        const Prompt image
            = must(makePrompt(*m_tiny->tokenizer, {.shown = Shown::Image}, "<video> or what?"));
        QVERIFY(image.text.ends_with("<</SYS>>\n\n<image>\n<video> or what? [/INST]"));
        QCOMPARE(std::ranges::count(image.ids, kImagePlaceholder), 1);
        QCOMPARE(std::ranges::count(image.ids, kVideoPlaceholder), 0);
        QCOMPARE(std::ranges::count(enginePlaceholders(image.ids), kVideoPlaceholder), 1);
        QVERIFY(!makePrompt(*m_tiny->tokenizer, {.shown = Shown::Image}, "<image>?"));

        const Prompt text = must(
            makePrompt(*m_tiny->tokenizer, {.shown = Shown::None, .system = "Be brief."}, "Why?"));
        QCOMPARE(text.text, std::string("[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\nWhy? [/INST]"));
        QCOMPARE(text.ids, joined({{1}, encode(text.text)}));
    }

    void laterTurns()
    {
        QCOMPARE(must(nextTurnText(PromptTemplate::Mistral, "A man.", "And then?")),
                 std::string(" A man. </s>[INST] And then? [/INST]"));
        QCOMPARE(must(nextTurnText(PromptTemplate::Llama2, "A man.", "And then?")),
                 std::string(" A man. </s><s>[INST] And then? [/INST]"));
        QCOMPARE(must(nextTurnText(PromptTemplate::ChatMl, "A man.", "And then?")),
                 std::string("A man.<|im_end|>\n<|im_start|>user\nAnd then?<|im_end|>\n"
                             "<|im_start|>assistant\n"));
        QVERIFY(!nextTurnText(PromptTemplate::Plain, "A man.", "And then?"));
        QVERIFY(!nextTurnText(PromptTemplate::Mistral, "A man.", ""));
    }

    void templatesOfCheckpoints()
    {
        const auto known = templateOfChat("{{ bos_token + '[INST] ' + messages[0]['content'] + "
                                          "'\\n\\n' + messages[1]['content'] + ' [/INST]' }}");
        QVERIFY(known && *known == PromptTemplate::VideoLlama2);
        const auto other = templateOfChat("{{ messages }}");
        QVERIFY(!other);
        QVERIFY(other.error().code == ErrorCode::Unsupported);
        QVERIFY(other.error().message.find(digestOf("{{ messages }}")) != std::string::npos);
        QVERIFY(!promptTemplateFrom("alpaca"));
        const QJsonArray chats = goldenJson("qwen2-tokenizer.json")["chats"].toArray();
        QCOMPARE(chats.size(), 2);
        for (const QJsonValue chat : chats) {
            const auto qwen = templateOfChat(chat.toString().toStdString());
            QVERIFY(qwen && *qwen == PromptTemplate::ChatMl);
        }
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
