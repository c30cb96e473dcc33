#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Ids.h"
#include "core/base/PackedImage.h"
#include "core/base/Result.h"
#include "model/api/ChainOfThought.h"
#include "model/api/Conversation.h"
#include "model/api/Generation.h"
#include "model/api/ModelInfo.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ecva {

/// A clip as a model sees it: frame i is the i-th in presentation order, RGB at the coded size with
/// rotation applied (model spec 0.4). `read` is called in the thread that asks.
struct VideoSource
{
    /// Moving pictures in GIF form and still images are sampled by rules of their own (B.1, B.3).
    enum class Kind { Video, Gif, Still };

    std::int64_t frameCount = 0;
    double averageRate = 0; ///< frames per second
    std::function<Result<PackedImage>(std::int64_t frame)> read;
    Kind kind = Kind::Video;
};

struct AskTimings
{
    double readSeconds = 0; ///< decoding and pre-processing of the frames
    double visionSeconds = 0;
    double prefillSeconds = 0;
    double decodeSeconds = 0;
    std::int64_t promptTokens = 0;
    std::int64_t reusedTokens = 0; ///< of these, left behind by earlier questions
    double reusedSeconds = 0;      ///< what the reused parts took when they were made
};

struct AskRequest
{
    std::string question;
    VideoSource video;
    int frames = 0; ///< 0: the model's default
    GenerationOptions generation;
    std::optional<PromptTemplate> layout = {}; ///< none: the model's own
    /// Answer by chain of thought; `frames` is 0 then.
    std::optional<ChainRequest> chain = {};
    Reuse reuse = Reuse::Everything;
};

struct AskResult
{
    std::string text;
    std::vector<std::int32_t> tokens; ///< generated ids, the end token included
    std::vector<std::int64_t> frames; ///< that the model saw, in its order
    bool ended = false;               ///< by the end token, not by the limit
    std::string prompt;               ///< the template filled in, as text
    GenerationOptions generation;
    AskTimings timings; ///< of all questions of a chain together
    std::optional<ChainReport> chain;
};

enum class MaskMode { Delete, Blank, Black, Freeze, Blur };

/// hallucination-delta.md gives every term.
struct DeltaRequest
{
    std::string question;
    VideoSource video;
    int frames = 0;
    std::vector<FrameRange> keyRanges;   ///< annotated key intervals
    std::vector<std::int64_t> keyFrames; ///< single flagged frames of the video
    MaskMode mask = MaskMode::Delete;
    int controls = 3;
    std::vector<std::vector<std::int64_t>> controlFrames; ///< given ones; then `controls` is unused
    std::uint64_t controlSeed = 0;
    GenerationOptions generation{.greedy = true};
    /// Nothing: every run by itself, no draft, no shared pass. The same numbers to rounding,
    /// slowly.
    Reuse reuse = Reuse::Everything;
    std::optional<PromptTemplate> layout = {}; ///< none: the model's own
};

/// One mask and what it cost the answer.
struct DeltaMask
{
    std::vector<std::int64_t> masked; ///< sampled frames struck out
    std::vector<FrameRange> ranges;   ///< cut out of the timeline; only with MaskMode::Delete
    std::vector<std::int64_t> frames; ///< what the model saw instead, slot by slot
    std::vector<int> blanked;         ///< slots of `frames` whose picture was replaced
    double delta = 0;                 ///< mean of the evidence, nats per token
};

struct TokenEvidence
{
    std::int32_t id = 0;
    std::string text;    ///< of all tokens joined: the answer
    double evidence = 0; ///< nats
};

struct DeltaReport
{
    AskResult answer;
    AskResult masked;
    std::vector<TokenEvidence> tokens;
    DeltaMask key;
    std::vector<DeltaMask> controls;
    std::optional<double> adjusted; ///< key.delta − mean of the controls; none without controls
    MaskMode mask = MaskMode::Delete;
    std::vector<std::string> notes; ///< what was done otherwise than asked, and why
    /// 0: the model never saw the anomaly; then only `answer` is filled in.
    std::int64_t keyFrameCount() const { return static_cast<std::int64_t>(key.masked.size()); }
    double seconds = 0;
    /// What 2 + R runs without anything shared would take: as many times the first one, reading of
    /// its frames included, as it was measured here; parts of it that an earlier question had left
    /// behind count with what they took then.
    double naiveSeconds = 0;
};

/// A model that is asked about clips. One thread at a time.
class VideoModel
{
public:
    virtual ~VideoModel() = default;
    virtual const ModelInfo &info() const = 0;
    /// Those it was loaded with; the device is the one that was found, never Auto.
    virtual const ModelOptions &options() const = 0;
    virtual std::string engineVersion() const = 0;
    /// By the architecture's own sampler.
    virtual Result<std::vector<std::int64_t>> sample(const VideoSource &video, int frames) const
        = 0;
    virtual Result<AskResult> ask(const AskRequest &request, const TokenSink &onToken,
                                  const CancelToken &cancel)
        = 0;
    /// `onToken` gets the first answer's tokens.
    virtual Result<DeltaReport> delta(const DeltaRequest &request, const TokenSink &onToken,
                                      const ProgressSink &progress, const CancelToken &cancel)
        = 0;
};

} // namespace ecva
