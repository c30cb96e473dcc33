#pragma once

#include "model/api/VideoModel.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

namespace ecva::test {

/// What a test and its fake model share: set before the model is made or, where atomic, any time.
struct FakeModelScript
{
    std::vector<std::string> words{"A ", "man ", "runs", "."};
    std::string maskedText = "None";
    std::atomic<int> millisecondsPerToken = 0;
    /// Waits at this token until it is true; for states half way.
    std::atomic<int> holdAt = -1;
    std::atomic<int> holdAtStep = -1; ///< of a chain of thought, 0 to 5
    std::atomic<bool> failing = false;
    Error failure{ErrorCode::OutOfMemory, "asked for 70 TB", "fake"};
    int controlsRoom = 100; ///< more controls than these do not fit

    std::atomic<int> loads = 0;
    std::atomic<int> asks = 0;
    std::atomic<int> deltas = 0;
    std::atomic<int> framesRead = 0;

    std::mutex mutex;
    std::vector<std::string> questions; // asked, in order; guarded by mutex
    AskRequest lastAsk;                 // guarded by mutex
    DeltaRequest lastDelta;             // guarded by mutex
};

/// A model without weights: reads its frames really, says the script's words, and is steered by the
/// test.
class FakeVideoModel : public VideoModel
{
public:
    FakeVideoModel(std::shared_ptr<FakeModelScript> script, ModelOptions options,
                   bool demonstration = false)
        : m_script(std::move(script))
        , m_options(std::move(options))
    {
        ++m_script->loads;
        m_info.name = m_options.folder.filename().string();
        m_info.folder = m_options.folder.string();
        m_info.architecture = "anomshield";
        m_info.storedType = "F32";
        m_info.parameters = 12;
        m_info.weightsDigest = "sha256:00";
        m_info.demonstration = demonstration;
        m_info.contextLength = 2048;
        m_info.defaultFrames = 4;
    }

    const ModelInfo &info() const override { return m_info; }
    const ModelOptions &options() const override { return m_options; }
    std::string engineVersion() const override { return "Fake 1"; }

    Result<std::vector<std::int64_t>> sample(const VideoSource &video, int frames) const override
    {
        const int n = frames > 0 ? frames : m_info.defaultFrames;
        std::vector<std::int64_t> chosen;
        for (int i = 0; i < n; ++i)
            chosen.push_back(video.frameCount * i / n);
        return chosen;
    }

    Result<AskResult> ask(const AskRequest &request, const TokenSink &onToken,
                          const CancelToken &cancel) override
    {
        ++m_script->asks;
        {
            const std::scoped_lock lock(m_script->mutex);
            m_script->lastAsk = request;
            m_script->questions.push_back(request.question);
        }
        if (!request.chain)
            return answer(request, onToken, cancel);
        ChainReport report;
        for (int step = 0; step < kChainParts + 2; ++step) {
            const auto kind = step < kChainParts    ? ChainStep::Kind::Caption
                              : step == kChainParts ? ChainStep::Kind::Ranking
                                                    : ChainStep::Kind::Answer;
            if (request.chain->onStep)
                request.chain->onStep({kind, step < kChainParts ? step + 1 : 0, step});
            while (m_script->holdAtStep == step && !cancel.isCancelled())
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            if (step < kChainParts)
                report.captions.push_back({{step}, "Part " + std::to_string(step), {7}});
        }
        report.order = {4, 2, 1, 3};
        report.chosen = {2, 4};
        auto result = answer(request, onToken, cancel);
        if (result)
            result->chain = std::move(report);
        return result;
    }

    Result<DeltaReport> delta(const DeltaRequest &request, const TokenSink &onToken,
                              const ProgressSink &progress, const CancelToken &cancel) override
    {
        ++m_script->deltas;
        {
            const std::scoped_lock lock(m_script->mutex);
            m_script->lastDelta = request;
        }
        DeltaReport report;
        report.mask = request.mask;
        auto own = answer({request.question, request.video, request.frames, request.generation},
                          onToken, cancel);
        if (!own)
            return fail(own);
        report.answer = *own;
        for (const std::int64_t frame : own->frames) {
            bool key = std::count(request.keyFrames.begin(), request.keyFrames.end(), frame) > 0;
            for (const FrameRange &range : request.keyRanges)
                key = key || range.contains(FrameIndex(frame));
            if (key)
                report.key.masked.push_back(frame);
            else
                report.key.frames.push_back(frame);
        }
        if (progress)
            progress(0.5);
        if (report.key.masked.empty())
            return report;
        report.key.ranges = request.keyRanges;
        report.key.delta = 0.5;
        report.masked = report.answer;
        report.masked.text = m_script->maskedText;
        for (const std::string &word : m_script->words)
            report.tokens.push_back({7, word, 0.5});
        for (int i = 0; i < std::min(request.controls, m_script->controlsRoom); ++i) {
            DeltaMask control;
            control.masked = {i};
            control.frames = report.key.frames;
            control.delta = 0.125 * i;
            report.controls.push_back(control);
        }
        if (!report.controls.empty())
            report.adjusted = 0.375;
        report.seconds = seconds();
        report.naiveSeconds = 2 * report.seconds;
        if (progress)
            progress(1);
        return report;
    }

private:
    static double seconds()
    {
        return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
            .count();
    }

    Result<AskResult> answer(const AskRequest &request, const TokenSink &onToken,
                             const CancelToken &cancel)
    {
        AskResult result;
        result.frames = *sample(request.video, request.frames);
        for (const std::int64_t frame : result.frames) {
            const auto image = request.video.read(frame);
            if (!image)
                return fail(image);
            ++m_script->framesRead;
        }
        int count = 0;
        for (const std::string &word : m_script->words) {
            while (m_script->holdAt == count && !cancel.isCancelled())
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            std::this_thread::sleep_for(
                std::chrono::milliseconds(m_script->millisecondsPerToken.load()));
            if (const auto going = cancel.check(); !going)
                return fail(going);
            if (m_script->failing)
                return tl::unexpected<Error>(m_script->failure);
            result.tokens.push_back(100 + count++);
            result.text += word;
            if (onToken)
                onToken({result.tokens.back(), word, count});
        }
        result.ended = true;
        result.prompt = "<s>[INST] <video>\n" + request.question + " [/INST]";
        result.generation = request.generation;
        result.timings.decodeSeconds = seconds();
        result.timings.promptTokens = 64;
        return result;
    }

    const std::shared_ptr<FakeModelScript> m_script;
    const ModelOptions m_options;
    ModelInfo m_info;
};

} // namespace ecva::test
