// The whole model through its modules, on the checkpoint of tests/golden and a made-up clip: what
// must hold whatever it answers. tests/model/parity compares the answers themselves.
#include "model/api/Modules.h"
#include "model/inference/VideoModelLoader.h"
#include "tests/model/parity/GoldenCheckpoint.h"
#include "tests/support/Must.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>
#include <span>

using namespace ecva;
using namespace ecva::test;

namespace {

FrameRange range(std::int64_t begin, std::int64_t end)
{
    return {FrameIndex(begin), FrameIndex(end)};
}

ModelOptions onCpu(const std::filesystem::path &folder)
{
    return {.folder = folder, .visionTower = {}, .device = Device::Cpu, .dtype = DType::Fp32};
}

std::unique_ptr<VideoModel> loaded()
{
    return must(loadVideoModel(onCpu(GoldenCheckpoint().folder()), {}, {}));
}

VideoSource clip(int frames = 40)
{
    return goldenClip(QJsonObject{{"count", frames}, {"width", 96}, {"height", 54}});
}

AskRequest question(const GenerationOptions &options, int frames = 40)
{
    return {
        .question = "What happened?", .video = clip(frames), .frames = 8, .generation = options};
}

GenerationOptions greedy(std::int64_t limit = 24)
{
    return {.greedy = true, .maxNewTokens = limit};
}

GenerationOptions drawn(std::uint64_t seed)
{
    return {.greedy = false, .temperature = 2.0, .topK = 0, .seed = seed, .maxNewTokens = 24};
}

DeltaRequest measurement(MaskMode mask)
{
    DeltaRequest request;
    request.question = "What happened?";
    request.video = clip();
    request.frames = 8;
    request.keyRanges = {range(12, 24)};
    request.mask = mask;
    request.generation = greedy();
    return request;
}

std::vector<double> evidenceOf(const DeltaReport &report)
{
    std::vector<double> values;
    for (const TokenEvidence &token : report.tokens)
        values.push_back(token.evidence);
    return values;
}

template <typename T>
ErrorCode codeOf(const Result<T> &result)
{
    return result ? ErrorCode::Internal : result.error().code;
}

} // namespace

class TestEndToEnd : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("ECVA_MODULE_DIR", qgetenv("ECVA_BIN_DIR"));
        if (!isEngineInstalled())
            QSKIP("the engine module is not built: LibTorch is not here");
        m_model = loaded();
    }

    void whatTheModelSaysOfItself()
    {
        QVERIFY(m_model->info().demonstration);
        QVERIFY(m_model->info().isComplete());
        QVERIFY(m_model->engineVersion().starts_with("LibTorch "));
        QVERIFY(m_model->options().device == Device::Cpu);
        QCOMPARE(must(m_model->sample(clip(300), 0)).size(), 16u);
    }

    void theSameQuestionGivesTheSameAnswer()
    {
        const auto other = loaded();
        for (const GenerationOptions &options : {greedy(), drawn(5)}) {
            const auto first = must(m_model->ask(question(options), {}, {}));
            const auto again = must(m_model->ask(question(options), {}, {}));
            const auto elsewhere = must(other->ask(question(options), {}, {}));
            QVERIFY(!first.tokens.empty());
            QCOMPARE(again.tokens, first.tokens);
            QCOMPARE(elsewhere.tokens, first.tokens);
            QCOMPARE(elsewhere.text, first.text);
            QCOMPARE(first.ended, first.tokens.back() == 2);
        }
    }

    void otherSeedsGiveOtherAnswers()
    {
        std::set<std::vector<std::int32_t>> answers;
        for (std::uint64_t seed = 0; seed < 6; ++seed)
            answers.insert(must(m_model->ask(question(drawn(seed)), {}, {})).tokens);
        QVERIFY(answers.size() >= 4);
    }

    void theStreamIsTheAnswer()
    {
        for (std::uint64_t seed = 0; seed < 4; ++seed) {
            std::string text;
            std::vector<std::int32_t> ids;
            const auto result = must(m_model->ask(question(drawn(seed)),
                                                  [&](const TokenEvent &event) {
                                                      text += event.text;
                                                      ids.push_back(event.id);
                                                  },
                                                  {}));
            QCOMPARE(text, result.text);
            QCOMPARE(ids, result.tokens);
        }
    }

    /// An answer ends with the token that completes a stop text, streamed as it is returned.
    void stopTexts()
    {
        std::string stop; // a word of the second half
        const auto look = [&](const TokenEvent &event) {
            const auto isWord = [](char c) { return std::isalpha(static_cast<unsigned char>(c)); };
            const std::string word = QString::fromStdString(event.text).trimmed().toStdString();
            if (event.count > 12 && stop.empty() && !word.empty()
                && std::ranges::all_of(word, isWord))
                stop = word;
        };
        const auto whole = must(m_model->ask(question(drawn(3)), look, {}));
        QVERIFY(!stop.empty());
        AskRequest asked = question(drawn(3));
        asked.generation.stopTexts = {"never said", "", stop};
        std::string streamed;
        const auto cut = must(
            m_model->ask(asked, [&](const TokenEvent &event) { streamed += event.text; }, {}));
        QVERIFY(cut.ended);
        QVERIFY(cut.tokens.size() <= whole.tokens.size());
        QVERIFY(std::ranges::equal(cut.tokens, std::span(whole.tokens).first(cut.tokens.size())));
        QVERIFY(cut.text.find(stop) != std::string::npos);
        QCOMPARE(streamed, cut.text);
    }

    void moreFramesThanTheClipHas()
    {
        AskRequest asked = question(greedy(), 3);
        asked.frames = 32;
        const auto result = must(m_model->ask(asked, {}, {}));
        QCOMPARE(result.frames.size(), 32u);
        QVERIFY(std::ranges::max(result.frames) == 2);
        QVERIFY(!must(m_model->ask(question(greedy(), 1), {}, {})).tokens.empty());
    }

    void cancelledBetweenTokens()
    {
        const auto whole = must(m_model->ask(question(greedy()), {}, {}));
        QVERIFY(whole.tokens.size() > 2);
        const CancelToken cancel;
        int count = 0;
        const auto stop = [&](const TokenEvent &) {
            if (++count == 2)
                cancel.cancel();
        };
        QVERIFY(codeOf(m_model->ask(question(greedy()), stop, cancel)) == ErrorCode::Cancelled);
        QCOMPARE(count, 2);
        // The model is none the worse for it.
        QCOMPARE(must(m_model->ask(question(greedy()), {}, {})).tokens, whole.tokens);
    }

    void aReaderThatFailsHalfWay()
    {
        AskRequest asked = question(greedy());
        const auto read = asked.video.read;
        asked.video.read = [read](std::int64_t frame) -> Result<PackedImage> {
            if (frame > 20)
                return fail(ErrorCode::Io, "the disk is gone");
            return read(frame);
        };
        QVERIFY(codeOf(m_model->ask(asked, {}, {})) == ErrorCode::Io);
        DeltaRequest measured = measurement(MaskMode::Blank);
        measured.video.read = asked.video.read;
        QVERIFY(codeOf(m_model->delta(measured, {}, {}, {})) == ErrorCode::Io);
    }

    void aQuestionBeyondTheContext()
    {
        AskRequest asked = question(greedy());
        for (int i = 0; i < 3000; ++i)
            asked.question += " why";
        QVERIFY(codeOf(m_model->ask(asked, {}, {})) == ErrorCode::OutOfRange);
    }

    void measuredTwice_data()
    {
        QTest::addColumn<int>("mode");
        QTest::newRow("delete") << int(MaskMode::Delete);
        QTest::newRow("blank") << int(MaskMode::Blank);
        QTest::newRow("black") << int(MaskMode::Black);
        QTest::newRow("freeze") << int(MaskMode::Freeze);
        QTest::newRow("blur") << int(MaskMode::Blur);
    }
    void measuredTwice()
    {
        QFETCH(int, mode);
        const auto report = must(m_model->delta(measurement(MaskMode(mode)), {}, {}, {}));
        const auto again = must(m_model->delta(measurement(MaskMode(mode)), {}, {}, {}));
        const auto asked = must(m_model->ask(question(greedy()), {}, {}));
        QCOMPARE(report.answer.tokens, asked.tokens);
        QVERIFY(report.mask == MaskMode(mode));
        QCOMPARE(report.key.masked, std::vector<std::int64_t>({12, 17, 22}));
        QCOMPARE(report.controls.size(), 3u);
        QCOMPARE(report.tokens.size(), report.answer.tokens.size());
        // Bit for bit.
        QVERIFY(evidenceOf(report) == evidenceOf(again));
        QVERIFY(report.adjusted == again.adjusted);
        QCOMPARE(report.masked.tokens, again.masked.tokens);
        std::string text;
        double sum = 0;
        for (const TokenEvidence &token : report.tokens) {
            QVERIFY(std::isfinite(token.evidence));
            text += token.text;
            sum += token.evidence;
        }
        QCOMPARE(text, report.answer.text);
        QCOMPARE(report.key.delta, sum / double(report.tokens.size()));
        const double controls
            = (report.controls[0].delta + report.controls[1].delta + report.controls[2].delta) / 3;
        QVERIFY(report.adjusted.has_value());
        QCOMPARE(*report.adjusted, report.key.delta - controls);
        QVERIFY(std::ranges::any_of(evidenceOf(report), [](double e) { return e != 0; }));
    }

    /// What is shared, remembered and drafted changes no token, and no evidence beyond rounding.
    void fastAndSlowAreOne_data() { measuredTwice_data(); }
    void fastAndSlowAreOne()
    {
        QFETCH(int, mode);
        for (const GenerationOptions &options : {greedy(), drawn(7)}) {
            DeltaRequest request = measurement(MaskMode(mode));
            request.generation = options;
            const auto fast = must(m_model->delta(request, {}, {}, {}));
            request.reuse = Reuse::Nothing;
            const auto slow = must(loaded()->delta(request, {}, {}, {}));
            QCOMPARE(fast.answer.tokens, slow.answer.tokens);
            QCOMPARE(fast.masked.tokens, slow.masked.tokens);
            QCOMPARE(slow.answer.timings.reusedTokens, 0);
            QVERIFY(fast.masked.timings.reusedTokens > 0);
            QCOMPARE(fast.key.frames, slow.key.frames);
            const auto near = [](double a, double b) { return std::abs(a - b) < 1e-5; };
            QCOMPARE(fast.tokens.size(), slow.tokens.size());
            for (std::size_t i = 0; i < fast.tokens.size(); ++i)
                QVERIFY(near(fast.tokens[i].evidence, slow.tokens[i].evidence));
            for (std::size_t i = 0; i < fast.controls.size(); ++i)
                QVERIFY(near(fast.controls[i].delta, slow.controls[i].delta));
            QVERIFY(near(fast.key.delta, slow.key.delta));
        }
    }

    /// Masking nothing new changes nothing: a freeze over frames that are all the same.
    void frozenStillsHaveNoEvidence()
    {
        DeltaRequest request = measurement(MaskMode::Freeze);
        const auto read = request.video.read;
        request.video.read = [read](std::int64_t) { return read(7); };
        const auto report = must(m_model->delta(request, {}, {}, {}));
        QCOMPARE(report.key.masked.size(), 3u);
        for (double evidence : evidenceOf(report))
            QCOMPARE(evidence, 0.0);
        QCOMPARE(report.masked.tokens, report.answer.tokens);
    }

    void measuringCancelled()
    {
        const CancelToken cancel;
        const auto stop = [&](double done) {
            if (done > 0.5)
                cancel.cancel();
        };
        QVERIFY(codeOf(m_model->delta(measurement(MaskMode::Blank), {}, stop, cancel))
                == ErrorCode::Cancelled);
    }

    void modelsThatDoNotLoad()
    {
        QTemporaryDir folder;
        const auto inside = [&](const char *name) { return folder.filePath(name); };
        QVERIFY(codeOf(loadVideoModel(onCpu(inside("none").toStdString()), {}, {}))
                == ErrorCode::NotFound);
        QVERIFY(!loadVideoModel(onCpu(folder.path().toStdString()), {}, {}));

        const QDir from(GoldenCheckpoint::committed());
        QDirIterator files(from.path(), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString target = inside(qPrintable(from.relativeFilePath(files.next())));
            QVERIFY(QDir().mkpath(QFileInfo(target).path()));
            QVERIFY(QFile::copy(files.filePath(), target));
            QVERIFY(QFile::setPermissions(target, QFile::ReadOwner | QFile::WriteOwner));
        }
        const auto options = onCpu(folder.path().toStdString());
        QVERIFY(loadVideoModel(options, {}, {}).has_value());

        QVERIFY(QFile::rename(inside("tokenizer.model"), inside("saved")));
        QVERIFY(codeOf(loadVideoModel(options, {}, {})) == ErrorCode::NotFound);
        QFile text(inside("tokenizer.model"));
        QVERIFY(text.open(QIODevice::WriteOnly) && text.write("not a vocabulary") > 0);
        text.close();
        const auto broken = loadVideoModel(options, {}, {});
        QVERIFY(codeOf(broken) == ErrorCode::BadInput);
        QVERIFY(broken.error().text().find("tokenizer.model") != std::string::npos);

        const CancelToken cancelled;
        cancelled.cancel();
        QVERIFY(QFile::remove(inside("tokenizer.model")));
        QVERIFY(QFile::rename(inside("saved"), inside("tokenizer.model")));
        QVERIFY(codeOf(loadVideoModel(options, {}, cancelled)) == ErrorCode::Cancelled);
    }

private:
    std::unique_ptr<VideoModel> m_model;
};

QTEST_APPLESS_MAIN(TestEndToEnd)
#include "tst_end_to_end.moc"
