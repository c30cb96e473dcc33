// ask() and delta() with an engine that says what it is told: which pictures it gets, what is made
// of its numbers.
#include "tests/model/inference/FakeParts.h"

#include "tests/support/Must.h"

#include <QTest>

#include <algorithm>

using namespace ecva;
using namespace ecva::test;

namespace {

using Ids = std::vector<std::int32_t>;
using Frames = std::vector<std::int64_t>;

constexpr std::int32_t kA = 259; // "▁a"; then b, c, …

FrameRange range(std::int64_t begin, std::int64_t end)
{
    return {FrameIndex(begin), FrameIndex(end)};
}

} // namespace

class TestVideoModel : public QObject
{
    Q_OBJECT

private:
    AskRequest question(std::int64_t frameCount)
    {
        return {.question = "Why?",
                .video = m_clip.source(frameCount),
                .frames = 0,
                .generation = {.greedy = true}};
    }
    /// Samples 12 37 62 86 of 100 frames, key frames 37 and 62 by interval.
    DeltaRequest measurement(MaskMode mode)
    {
        DeltaRequest request;
        request.question = "Why?";
        request.video = m_clip.source(100);
        request.keyRanges = {range(30, 70)};
        request.mask = mode;
        request.controlFrames = {{12}, {86}};
        return request;
    }
    template <typename T>
    ErrorCode codeOf(const Result<T> &result)
    {
        return result ? ErrorCode::Internal : result.error().code;
    }
    std::vector<double> scoredMeans(std::size_t i)
    {
        return FakeEngine::means(m_engine->scored.at(i).video);
    }
    void script()
    {
        m_engine->answers = {{kA, kA + 1, 2}, {kA + 2, 2}};
        m_engine->scores = {{-1, -2, -0.5}, {-1.5, -4, -0.5}, {-1, -2.5, -0.25}, {-2, -2, -0.5}};
    }

private Q_SLOTS:
    void init()
    {
        m_clip = {};
        m_model = fakeModel(m_engine);
    }

    void anAnswer()
    {
        m_engine->answers = {{kA, kA + 1, 2}};
        std::vector<TokenEvent> events;
        const auto result = must(m_model->ask(
            question(100), [&](const TokenEvent &event) { events.push_back(event); }, {}));
        QCOMPARE(result.text, std::string("a b"));
        QCOMPARE(result.tokens, Ids({kA, kA + 1, 2}));
        QCOMPARE(result.frames, Frames({12, 37, 62, 86}));
        QVERIFY(result.ended);
        QVERIFY(result.prompt.ends_with("<video>\nWhy? [/INST]"));
        QVERIFY(result.generation.greedy);
        QCOMPARE(result.timings.visionSeconds, 1.0);
        QCOMPARE(result.timings.prefillSeconds, 2.0);
        QCOMPARE(result.timings.decodeSeconds, 3.0);
        QVERIFY(result.timings.readSeconds > 0);
        QCOMPARE(result.timings.promptTokens,
                 std::int64_t(m_engine->generated[0].ids.size()) - 1 + 64);

        QCOMPARE(events.size(), 3u);
        QCOMPARE(events[0].text, std::string("a"));
        QCOMPARE(events[1].text, std::string(" b"));
        QCOMPARE(events[2].text, std::string());
        QCOMPARE(events[2].count, 3);
        QCOMPARE(events[2].id, 2);

        const PixelVideo &video = m_engine->generated[0].video;
        QCOMPARE(video.frames, 4);
        QCOMPARE(video.height, 6);
        QCOMPARE(video.values.size(), std::size_t(4 * 3 * 6 * 6));
        QCOMPARE(FakeEngine::means(video), std::vector<double>({12, 37, 62, 86}));
        QCOMPARE(m_engine->generated[0].ids.front(), 1);
        QCOMPARE(std::ranges::count(m_engine->generated[0].ids, kVideoPlaceholder), 1);
        QCOMPARE(m_clip.order, result.frames);
    }

    /// Broken characters at the end come with the last token, by the end token or by the limit.
    void streamedTextIsTheAnswer()
    {
        for (const Ids &answer : {Ids{kA, 3 + 0xE7, 3 + 0x81, 2}, Ids{kA, 3 + 0xC3, 3 + 0xA9}}) {
            init();
            m_engine->answers = {answer};
            AskRequest asked = question(100);
            asked.generation.maxNewTokens = std::int64_t(answer.size());
            std::string shown;
            const auto result = must(
                m_model->ask(asked, [&](const TokenEvent &event) { shown += event.text; }, {}));
            QCOMPARE(shown, result.text);
            QVERIFY(shown.ends_with("\xEF\xBF\xBD") || shown == "aé");
        }
    }

    void fewerFramesThanAskedFor()
    {
        m_engine->answers = {{2}};
        AskRequest asked = question(3);
        asked.frames = 8;
        const auto result = must(m_model->ask(asked, {}, {}));
        QCOMPARE(result.frames.size(), 8u);
        QCOMPARE(result.text, std::string());
        QCOMPARE(m_clip.order, Frames({0, 1, 2})); // each read once, in order
        QCOMPARE(m_engine->generated[0].video.frames, 8);
    }

    void requestsThatAreRefused()
    {
        const auto refused = [&](const auto &change) {
            AskRequest asked = question(100);
            change(asked);
            const auto result = m_model->ask(asked, {}, {});
            return codeOf(result) == ErrorCode::InvalidArgument && m_clip.order.empty();
        };
        QVERIFY(refused([](AskRequest &asked) { asked.question.clear(); }));
        QVERIFY(refused([](AskRequest &asked) { asked.question = "a <video> b"; }));
        QVERIFY(refused([](AskRequest &asked) { asked.frames = -1; }));
        QVERIFY(refused([](AskRequest &asked) { asked.video.frameCount = 0; }));
        QVERIFY(refused([](AskRequest &asked) { asked.generation.maxNewTokens = 0; }));
        QVERIFY(refused(
            [](AskRequest &asked) { asked.generation = {.greedy = false, .temperature = 0}; }));
        QVERIFY(
            refused([](AskRequest &asked) { asked.generation = {.greedy = false, .topK = -1}; }));
        QVERIFY(
            refused([](AskRequest &asked) { asked.generation = {.greedy = false, .topP = 1.5}; }));
    }

    void aReaderThatFailsHalfWay()
    {
        AskRequest asked = question(100);
        const auto read = asked.video.read;
        asked.video.read = [&](std::int64_t frame) -> Result<PackedImage> {
            if (frame > 40)
                return fail(ErrorCode::Io, "the disk is gone", "clip.mp4");
            return read(frame);
        };
        const auto result = m_model->ask(asked, {}, {});
        QVERIFY(codeOf(result) == ErrorCode::Io);
        QCOMPARE(result.error().text(), std::string("clip.mp4: frame 62: the disk is gone"));
        QVERIFY(m_engine->generated.empty());
        asked.video.read = [](std::int64_t) -> Result<PackedImage> {
            return PackedImage{.width = 8, .height = 6, .channels = 3, .data = {1, 2, 3}};
        };
        QVERIFY(codeOf(m_model->ask(asked, {}, {})) == ErrorCode::BadInput);
    }

    void cancelledWhileReadingAndBetweenTokens()
    {
        m_engine->answers = {Ids(100, kA)};
        CancelToken reading;
        AskRequest asked = question(100);
        const auto read = asked.video.read;
        asked.video.read = [&](std::int64_t frame) {
            reading.cancel();
            return read(frame);
        };
        QVERIFY(codeOf(m_model->ask(asked, {}, reading)) == ErrorCode::Cancelled);
        QCOMPARE(m_clip.order.size(), 1u);

        const CancelToken talking;
        int count = 0;
        const auto stop = [&](const TokenEvent &) {
            if (++count == 5)
                talking.cancel();
        };
        QVERIFY(codeOf(m_model->ask(question(100), stop, talking)) == ErrorCode::Cancelled);
        QCOMPARE(count, 5);
    }

    void theMeasuresArithmetic()
    {
        script();
        std::string shown;
        std::vector<double> progress;
        const auto report = must(m_model->delta(
            measurement(MaskMode::Blank), [&](const TokenEvent &event) { shown += event.text; },
            [&](double value) { progress.push_back(value); }, {}));
        QCOMPARE(report.answer.text, std::string("a b"));
        QCOMPARE(shown, report.answer.text);
        QCOMPARE(report.masked.text, std::string("c"));
        QCOMPARE(m_engine->scoredAnswer, report.answer.tokens);
        // (0.5 + 2 + 0) / 3; (0 + 0.5 − 0.25) / 3; (1 + 0 + 0) / 3.
        QCOMPARE(report.tokens.size(), 3u);
        QCOMPARE(report.tokens[0].evidence, 0.5);
        QCOMPARE(report.tokens[1].evidence, 2.0);
        QCOMPARE(report.tokens[2].evidence, 0.0);
        QCOMPARE(report.tokens[0].text + report.tokens[1].text + report.tokens[2].text,
                 report.answer.text);
        QCOMPARE(report.tokens[1].id, kA + 1);
        QCOMPARE(report.key.delta, 2.5 / 3);
        QCOMPARE(report.controls.size(), 2u);
        QCOMPARE(report.controls[0].delta, 0.25 / 3);
        QCOMPARE(report.controls[1].delta, 1.0 / 3);
        QVERIFY(report.adjusted.has_value());
        QCOMPARE(*report.adjusted, 2.5 / 3 - (0.25 / 3 + 1.0 / 3) / 2);
        QCOMPARE(report.keyFrameCount(), 2);
        QCOMPARE(report.key.masked, Frames({37, 62}));
        QCOMPARE(report.answer.frames, Frames({12, 37, 62, 86}));
        QCOMPARE(report.masked.frames, report.key.frames);
        QVERIFY(report.seconds > 0);
        QVERIFY(report.naiveSeconds > 0);
        QVERIFY(std::ranges::is_sorted(progress));
        QCOMPARE(progress.back(), 1.0);
        // Every frame once, although four masks show it.
        QCOMPARE(m_clip.order, Frames({12, 37, 62, 86}));
    }

    void theMasksPictures_data()
    {
        QTest::addColumn<int>("mode");
        QTest::addColumn<QList<double>>("key");     // means of the four slots
        QTest::addColumn<QList<double>>("control"); // frame 12 masked
        using List = QList<double>;
        QTest::newRow("blank") << int(MaskMode::Blank) << List{12, 10, 10, 86}
                               << List{10, 37, 62, 86};
        QTest::newRow("black") << int(MaskMode::Black) << List{12, 0, 0, 86} << List{0, 37, 62, 86};
        QTest::newRow("freeze") << int(MaskMode::Freeze) << List{12, 12, 12, 86}
                                << List{10, 37, 62, 86};
        // Grey stays grey.
        QTest::newRow("blur") << int(MaskMode::Blur) << List{12, 37, 62, 86}
                              << List{12, 37, 62, 86};
    }
    void theMasksPictures()
    {
        QFETCH(int, mode);
        QFETCH(QList<double>, key);
        QFETCH(QList<double>, control);
        script();
        const auto report = must(m_model->delta(measurement(MaskMode(mode)), {}, {}, {}));
        QVERIFY(report.mask == MaskMode(mode));
        QCOMPARE(scoredMeans(0), std::vector<double>({12, 37, 62, 86}));
        QCOMPARE(scoredMeans(1), std::vector<double>(key.begin(), key.end()));
        QCOMPARE(scoredMeans(2), std::vector<double>(control.begin(), control.end()));
        QCOMPARE(FakeEngine::means(m_engine->generated[1].video), scoredMeans(1));
        QCOMPARE(m_clip.order, Frames({12, 37, 62, 86}));
    }

    void deletedFramesAreNeverShown()
    {
        script();
        DeltaRequest asked = measurement(MaskMode::Delete);
        asked.keyFrames = {86};
        asked.controlFrames = {{12}, {13}};
        const auto report = must(m_model->delta(asked, {}, {}, {}));
        QVERIFY(report.mask == MaskMode::Delete);
        // 59 of 100 frames remain: samples 7, 21, 36, 51 of them.
        QCOMPARE(report.key.frames, Frames({7, 21, 76, 92}));
        QCOMPARE(scoredMeans(1), std::vector<double>({7, 21, 76, 92}));
        QVERIFY(std::ranges::is_sorted(m_clip.order));
        for (const auto &[frame, count] : m_clip.reads)
            QCOMPARE(count, 1);
    }

    void whatTheModelNeverSaw()
    {
        m_engine->answers = {{kA, 2}};
        DeltaRequest asked = measurement(MaskMode::Blank);
        asked.keyRanges = {range(40, 50)};
        asked.controlFrames.clear();
        std::vector<double> progress;
        const auto report
            = must(m_model->delta(asked, {}, [&](double value) { progress.push_back(value); }, {}));
        QCOMPARE(report.keyFrameCount(), 0);
        QCOMPARE(report.answer.text, std::string("a"));
        QVERIFY(report.tokens.empty());
        QVERIFY(report.controls.empty());
        QVERIFY(!report.adjusted);
        QVERIFY(report.masked.tokens.empty());
        QCOMPARE(report.notes.size(), 1u);
        QVERIFY(m_engine->scored.empty());
        QCOMPARE(progress.back(), 1.0);
    }

    void noControlsNoAdjustedDelta()
    {
        script();
        DeltaRequest asked = measurement(MaskMode::Blank);
        asked.controlFrames.clear();
        asked.controls = 0;
        const auto report = must(m_model->delta(asked, {}, {}, {}));
        QVERIFY(!report.adjusted);
        QCOMPARE(report.key.delta, 2.5 / 3);
    }

    void cancelledBetweenTheRuns()
    {
        script();
        const CancelToken cancel;
        m_engine->onScore = [&] {
            if (m_engine->scored.size() == 2)
                cancel.cancel();
        };
        QVERIFY(codeOf(m_model->delta(measurement(MaskMode::Blank), {}, {}, cancel))
                == ErrorCode::Cancelled);
        QCOMPARE(m_engine->scored.size(), 2u);
    }

    void anEngineThatMiscounts()
    {
        script();
        m_engine->scores[1].pop_back();
        QVERIFY(codeOf(m_model->delta(measurement(MaskMode::Blank), {}, {}, {}))
                == ErrorCode::Internal);
    }

private:
    GreyClip m_clip;
    FakeEngine *m_engine = nullptr;
    std::unique_ptr<AnomShieldModel> m_model;
};

QTEST_APPLESS_MAIN(TestVideoModel)
#include "tst_video_model.moc"
