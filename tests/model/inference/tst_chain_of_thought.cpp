// The six questions of a chain with an engine that says what it is told: what it is shown, what is
// made of its ranking.
#include "tests/model/inference/FakeParts.h"

#include "model/inference/ChainOfThought.h"
#include "tests/support/Must.h"

#include <QCryptographicHash>
#include <QTest>

#include <algorithm>

using namespace ecva;
using namespace ecva::test;

namespace {

using Ids = std::vector<std::int32_t>;
using Frames = std::vector<std::int64_t>;

/// Byte tokens and the end token.
Ids said(std::string_view text)
{
    Ids ids = must(FakeTokenizer().encode(text));
    ids.push_back(2);
    return ids;
}

QString listed(const std::vector<int> &parts)
{
    QStringList texts;
    for (const int part : parts)
        texts.append(QString::number(part));
    return texts.join(' ');
}

Frames frames(std::int64_t first, std::int64_t last)
{
    Frames all;
    for (std::int64_t frame = first; frame <= last; ++frame)
        all.push_back(frame);
    return all;
}

/// The text of a prompt's ids, less the BOS and the placeholder.
std::string textOf(const Ids &ids)
{
    Ids text;
    std::ranges::copy_if(ids, std::back_inserter(text), [](std::int32_t id) { return id > 2; });
    return FakeTokenizer().decode(text);
}

} // namespace

class TestChainOfThought : public QObject
{
    Q_OBJECT

private:
    /// 33 frames: the sampler's 32 are the first 32.
    AskRequest question(ChainMode mode = ChainMode::Paper)
    {
        AskRequest request{.question = "Why?",
                           .video = m_clip.source(33),
                           .frames = 0,
                           .generation = {.greedy = true, .seed = 40}};
        request.chain = ChainRequest{.mode = mode};
        return request;
    }
    void script(std::string_view ranking)
    {
        m_engine->answers = {said("one"),  said("two"),   said("three"),
                             said("four"), said(ranking), said("because")};
    }
    Result<AskResult> ask(const AskRequest &request, const CancelToken &cancel = {})
    {
        return m_model->ask(request, {}, cancel);
    }

private Q_SLOTS:
    void init()
    {
        m_clip = {};
        m_model = fakeModel(m_engine);
    }

    /// Expected: what the published pattern and Python's re give for these texts.
    void rankings_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("order");
        const auto row = [](const char *text, const char *order) {
            QTest::addRow("%s", text) << QByteArray(text) << QString(order);
        };
        row("[1,4,3,2]", "1 4 3 2");
        row("The order is [ 2 , 1,4 ,3 ].", "2 1 4 3");
        row("[a] [3,4] [1,2]", "3 4");
        row("[[2,3]]", "2 3");
        row("[42, 13]", "4 2 1 3");
        row("[5, 6]", "");
        row("[10]", "1");
        row("[\n1,\t2\r\n]", "1 2");
        row("[1 2]", "1 2 3 4 5");
        row("[1,,2]", "1 2 3 4 5");
        row("[1,2,]", "1 2 3 4 5");
        row("[]", "1 2 3 4 5");
        row("[1,2", "1 2 3 4 5");
        row("[-1,2] then [2,1]", "2 1");
        row("4, 3, 2, 1", "1 2 3 4 5");
        row("", "1 2 3 4 5");
        row("[1.2] [0,3]", "3");
        row("[1,2,3,4,1]", "1 2 3 4 1");
    }
    void rankings()
    {
        QFETCH(QByteArray, text);
        QTEST(listed(rankedParts(text.toStdString())), "order");
    }

    void theChosenPartsInTheirOrderInTime_data()
    {
        QTest::addColumn<std::vector<int>>("order");
        QTest::addColumn<QString>("paper");
        QTest::addColumn<QString>("released");
        using Order = std::vector<int>;
        QTest::newRow("four") << Order{1, 4, 3, 2} << "1 4" << "1";
        QTest::newRow("two") << Order{4, 2} << "2 4" << "2";
        QTest::newRow("one twice") << Order{3, 3, 4, 2} << "3 4" << "3";
        QTest::newRow("no list") << Order{1, 2, 3, 4, 5} << "1 2" << "";
        QTest::newRow("five, taken for no list") << Order{4, 3, 2, 1, 1} << "3 4" << "";
        QTest::newRow("one") << Order{3} << "1 3" << "";
        QTest::newRow("none") << Order{} << "1 2" << "";
        QTest::newRow("six") << Order{2, 1, 3, 4, 1, 2} << "1 2" << "1";
    }
    void theChosenPartsInTheirOrderInTime()
    {
        QFETCH(std::vector<int>, order);
        QTEST(listed(chosenParts(order, ChainMode::Paper)), "paper");
        QTEST(listed(chosenParts(order, ChainMode::Released)), "released");
    }

    void captionsRankingAnswer()
    {
        script("The order is [4,2,1,3].");
        std::vector<ChainStep> steps;
        AskRequest request = question();
        request.chain->onStep = [&](const ChainStep &step) { steps.push_back(step); };
        std::string streamed;
        const auto result = must(
            m_model->ask(request, [&](const TokenEvent &event) { streamed += event.text; }, {}));

        QCOMPARE(m_engine->generated.size(), 6u);
        for (int part = 0; part < 4; ++part) {
            const auto &asked = m_engine->generated[std::size_t(part)];
            QVERIFY(textOf(asked.ids).ends_with("\nPlease describe the video briefly [/INST]"));
            QCOMPARE(std::ranges::count(asked.ids, kVideoPlaceholder), 1);
            const std::int64_t first = part * 8;
            const Frames seen = frames(first, first + 7);
            QCOMPARE(FakeEngine::means(asked.video), std::vector<double>(seen.begin(), seen.end()));
            QCOMPARE(result.chain->captions[std::size_t(part)].frames, seen);
        }
        QCOMPARE(result.chain->captions[2].text, std::string("three"));
        QCOMPARE(result.chain->captions[2].tokens, said("three"));

        const auto &ranking = m_engine->generated[4];
        QCOMPARE(std::ranges::count(ranking.ids, kVideoPlaceholder), 0);
        QCOMPARE(ranking.video.frames, 0);
        const std::string asked = textOf(ranking.ids);
        QCOMPARE(asked, result.chain->rankingPrompt);
        QVERIFY(asked.starts_with("[INST] <<SYS>>\n" + std::string(kRankingSystem)
                                  + "\n<</SYS>>\n\nQuestion: Give a detailed description of the "
                                    "anomalous segment"));
        QVERIFY(asked.ends_with("1. one\n2. two\n3. three\n4. four [/INST]"));
        QVERIFY(asked.find("<video>") == std::string::npos);

        const auto &answer = m_engine->generated[5];
        QVERIFY(textOf(answer.ids).ends_with("\nWhy? [/INST]"));
        Frames seen = frames(8, 15);
        std::ranges::copy(frames(24, 31), std::back_inserter(seen));
        QCOMPARE(FakeEngine::means(answer.video), std::vector<double>(seen.begin(), seen.end()));
        QCOMPARE(result.frames, seen);
        QCOMPARE(result.text, std::string("because"));
        QCOMPARE(streamed, std::string("because"));
        QCOMPARE(result.tokens, said("because"));
        QVERIFY(result.ended);
        QVERIFY(result.prompt.ends_with("<video>\nWhy? [/INST]"));
        QCOMPARE(result.chain->ranking, std::string("The order is [4,2,1,3]."));
        QCOMPARE(listed(result.chain->order), QString("4 2 1 3"));
        QCOMPARE(listed(result.chain->chosen), QString("2 4"));
        QVERIFY(!result.chain->unranked);
        QVERIFY(!result.chain->shortened);

        // Every frame is read once; what the six questions took is told together.
        QCOMPARE(m_clip.order, frames(0, 31));
        QCOMPARE(result.timings.visionSeconds, 6.0);
        QCOMPARE(result.timings.prefillSeconds, 12.0);
        QCOMPARE(result.timings.decodeSeconds, 18.0);
        QVERIFY(result.timings.readSeconds > 0);

        QCOMPARE(steps.size(), 6u);
        for (int i = 0; i < 6; ++i) {
            QCOMPARE(steps[std::size_t(i)].done, i);
            QCOMPARE(steps[std::size_t(i)].part, i < 4 ? i + 1 : 0);
        }
        QVERIFY(steps[4].kind == ChainStep::Kind::Ranking);
        QVERIFY(steps[5].kind == ChainStep::Kind::Answer);
    }

    /// The released code shows the model the earlier of the two parts alone.
    void asReleased()
    {
        script("[4,3,2,1]");
        const auto result = must(ask(question(ChainMode::Released)));
        QCOMPARE(result.frames, frames(16, 23));
        QCOMPARE(m_engine->generated[5].video.frames, 8);
        QCOMPARE(listed(result.chain->chosen), QString("3"));
        QVERIFY(result.chain->mode == ChainMode::Released);
    }

    void aRankingThatCannotBeRead_data()
    {
        QTest::addColumn<QString>("ranking");
        QTest::addColumn<QString>("chosen");
        QTest::newRow("no list") << "I cannot tell." << "1 2";
        QTest::newRow("too short") << "[3]" << "1 3";
        QTest::newRow("no part") << "[7,8]" << "1 2";
    }
    void aRankingThatCannotBeRead()
    {
        QFETCH(QString, ranking);
        script(ranking.toStdString());
        const auto none = must(ask(question(ChainMode::Released)));
        QCOMPARE(m_engine->generated.size(), 5u); // nothing was asked any more
        QVERIFY(none.chain->unranked);
        QVERIFY(none.chain->chosen.empty());
        QVERIFY(none.tokens.empty() && none.text.empty() && none.frames.empty());
        QCOMPARE(none.chain->captions.size(), 4u);

        init();
        script(ranking.toStdString());
        const auto result = must(ask(question()));
        QVERIFY(result.chain->unranked);
        QTEST(listed(result.chain->chosen), "chosen");
        QCOMPARE(result.frames.size(), 16u);
        QCOMPARE(result.text, std::string("because"));
    }

    void drawsOfTheSixQuestionsDiffer()
    {
        script("[1,2,3,4]");
        AskRequest request = question();
        request.generation.greedy = false;
        const auto result = must(ask(request));
        std::vector<int> seeds;
        for (const auto &options : m_engine->options)
            seeds.push_back(int(options.seed));
        QCOMPARE(listed(seeds), QString("41 42 43 44 45 40"));
        QCOMPARE(int(result.generation.seed), 40);
    }

    /// The longest captions lose their ends until the ranking fits; borders of characters are kept.
    void captionsThatDoNotFit()
    {
        init();
        m_model = fakeModel(m_engine, 1200);
        script("[2,1]");
        std::string long1, long2;
        for (int i = 0; i < 300; ++i) {
            long1 += "视";
            long2 += "x";
        }
        m_engine->answers[0] = said(long1);
        m_engine->answers[1] = said(long2);
        const auto result = must(ask(question()));
        QVERIFY(result.chain->shortened);
        QVERIFY(m_engine->generated[4].ids.size() + 64 <= 1200);
        QCOMPARE(result.chain->captions[0].text, long1); // told whole
        QVERIFY(result.chain->rankingPrompt.find("\n2. " + long2 + "\n") != std::string::npos);
        const QByteArray asked = QByteArray::fromStdString(result.chain->rankingPrompt);
        QCOMPARE(QString::fromUtf8(asked).toUtf8(), asked);
        QVERIFY(!QString::fromUtf8(asked).contains(QChar::ReplacementCharacter));
        QCOMPARE(listed(result.chain->chosen), QString("1 2"));
    }

    void stoppedBetweenTheQuestions()
    {
        script("[1,2,3,4]");
        CancelToken cancel;
        AskRequest request = question();
        request.chain->onStep = [&](const ChainStep &step) {
            if (step.part == 3)
                cancel.cancel();
        };
        const auto result = ask(request, cancel);
        QVERIFY(!result);
        QVERIFY(result.error().code == ErrorCode::Cancelled);
        QVERIFY(m_engine->generated.size() <= 3);
    }

    void whatIsRefused()
    {
        script("[1,2]");
        const auto refused = [&](const auto &change) {
            AskRequest request = question();
            change(request);
            const auto result = ask(request);
            return !result && result.error().code == ErrorCode::InvalidArgument
                   && m_engine->generated.empty();
        };
        QVERIFY(refused([](AskRequest &request) { request.frames = 16; }));
        QVERIFY(refused([](AskRequest &request) { request.question.clear(); }));
        QVERIFY(refused([](AskRequest &request) { request.question = "a <video> b"; }));
        QVERIFY(refused([](AskRequest &request) { request.video.frameCount = 0; }));
        QVERIFY(
            refused([](AskRequest &request) { request.video.kind = VideoSource::Kind::Still; }));
    }

    /// Fewer frames than 32: some stand twice.
    void aShortClip()
    {
        script("[1,2,3,4]");
        AskRequest request = question();
        request.video = m_clip.source(5);
        const auto result = must(ask(request));
        QCOMPARE(result.frames.size(), 16u);
        QVERIFY(std::ranges::is_sorted(result.frames));
        QCOMPARE(m_clip.order, frames(0, 4));
    }

private:
    GreyClip m_clip;
    FakeEngine *m_engine = nullptr;
    std::unique_ptr<AnomShieldModel> m_model;
};

QTEST_APPLESS_MAIN(TestChainOfThought)
#include "tst_chain_of_thought.moc"
