#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Result.h"
#include "model/api/Generation.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace ecva {

class Checkpoint;

/// Stands in the ids of a prompt where the video's visual tokens go (E.4 of the model spec).
inline constexpr std::int32_t kVideoPlaceholder = -201;

/// Pre-processed frames, [frames, 3, height, width], row-major, normalised.
struct PixelVideo
{
    int frames = 0;
    int height = 0;
    int width = 0;
    std::vector<float> values;
};

struct EnginePrompt
{
    std::vector<std::int32_t> ids;           ///< BOS first; at most one kVideoPlaceholder
    std::shared_ptr<const PixelVideo> video; ///< null exactly when there is no placeholder
};

struct EngineRequest
{
    EnginePrompt prompt;
    GenerationOptions options;
    /// Ids that the answer may well repeat, such as the answer to the same question about almost
    /// the same clip: where it does, several tokens cost one pass. It never changes the answer.
    std::vector<std::int32_t> draft = {};
    std::function<void(std::int32_t)> onToken = {};
    /// Asked with all tokens so far after each one but the end token; true: this was the last.
    std::function<bool(std::span<const std::int32_t>)> stops = {};
    Reuse reuse = Reuse::Everything;
};

struct ScoreRequest
{
    EnginePrompt prompt;
    std::vector<std::int32_t> answer;
    Reuse reuse = Reuse::Everything;
};

struct Generated
{
    std::vector<std::int32_t> ids; ///< the new tokens only, the end token included when it came
    bool ended = false;            ///< by the end token, not by the limit
    bool stopped = false;          ///< by EngineRequest::stops
    std::int64_t promptTokens = 0; ///< visual tokens included
    double visionSeconds = 0;      ///< tower and connector
    double prefillSeconds = 0;
    double decodeSeconds = 0;      ///< of the passes it took part in, whoever shared them
    std::int64_t reusedTokens = 0; ///< positions of the prompt that an earlier request left behind
    double reusedSeconds = 0;      ///< what the reused parts took when they were made
    std::int64_t passes = 0;       ///< through the decoder, after the prompt
    std::int64_t drafted = 0;      ///< tokens that the draft had right
};

/// A loaded model: ids and pixels in, ids and log-probabilities out; knows nothing of text. It
/// remembers the last clips' towers, connectors and prompts up to the question. One thread at a
/// time. Nothing that LibTorch throws comes out of it: errors are InvalidArgument,
/// OutOfRange (longer than the context), OutOfMemory (names what was asked for), Device, Cancelled.
class Engine
{
public:
    virtual ~Engine() = default;

    /// `onToken` may be empty. The same input gives the same ids on one machine.
    virtual Result<Generated> generate(const EnginePrompt &prompt, const GenerationOptions &options,
                                       const std::function<void(std::int32_t)> &onToken,
                                       const CancelToken &cancel)
        = 0;
    /// Natural log of the probability of each of `answer`'s ids after the prompt and the ids before
    /// it: log-softmax of the raw logits, no temperature, in one teacher-forced pass.
    virtual Result<std::vector<double>> score(const EnginePrompt &prompt,
                                              std::span<const std::int32_t> answer,
                                              const CancelToken &cancel)
        = 0;

    virtual Result<Generated> generate(const EngineRequest &request, const CancelToken &cancel)
    {
        return generate(request.prompt, request.options, request.onToken, cancel);
    }
    /// Each as generate() alone answers it, several at a time in one pass. One that fails leaves
    /// the others alone. Errors: Cancelled.
    virtual Result<std::vector<Result<Generated>>>
    generateBatch(std::span<const EngineRequest> requests, const CancelToken &cancel)
    {
        std::vector<Result<Generated>> answers;
        for (const EngineRequest &request : requests) {
            if (const auto wanted = cancel.check(); !wanted)
                return fail(wanted);
            answers.push_back(generate(request, cancel));
        }
        return answers;
    }
    /// Whether generateBatch() takes two answers through passes that cost little more than one's.
    virtual bool answersTogether() { return false; }
    /// Each as score() alone, to rounding; several at a time in one pass. Equal requests get equal
    /// bits. `progress` may be empty.
    virtual Result<std::vector<std::vector<double>>>
    scoreBatch(std::span<const ScoreRequest> requests, const ProgressSink &progress,
               const CancelToken &cancel)
    {
        std::vector<std::vector<double>> scores;
        for (const ScoreRequest &request : requests) {
            if (const auto wanted = cancel.check(); !wanted)
                return fail(wanted);
            auto score = this->score(request.prompt, request.answer, cancel);
            if (!score)
                return fail(score);
            scores.push_back(std::move(*score));
            if (progress)
                progress(static_cast<double>(scores.size()) / static_cast<double>(requests.size()));
        }
        return scores;
    }
    /// Drops what is remembered.
    virtual void forget() {}
    /// Where it computes; never Auto.
    virtual Device device() const { return Device::Cpu; }
};

/// The engine module (libecva_engine): the only part that links LibTorch.
class EngineModule
{
public:
    virtual ~EngineModule() = default;
    virtual std::string version() const = 0; ///< "LibTorch 2.11.0"
    /// `checkpoint` is kept: weights stay mapped, on the CPU they are not copied in fp32.
    /// Errors: BadInput (missing or mis-shaped tensors, named), OutOfMemory, Device, Cancelled.
    virtual Result<std::unique_ptr<Engine>>
    load(std::shared_ptr<const Checkpoint> checkpoint, const ModelOptions &options,
         const ProgressSink &progress, const CancelToken &cancel)
        = 0;
    /// Asks for that much memory and gives it back. Errors: OutOfMemory.
    virtual Result<void> tryAllocation(std::uint64_t bytes) = 0;
};

/// Name of the module's one exported function: `extern "C" ecva::EngineModule *(int abi)`; null
/// when the abi is not the module's.
inline constexpr char kEngineEntry[] = "ecva_engine_module";
inline constexpr int kModuleAbi = 4;

} // namespace ecva
