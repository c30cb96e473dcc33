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

struct Generated
{
    std::vector<std::int32_t> ids; ///< the new tokens only, the end token included when it came
    bool ended = false;            ///< by the end token, not by the limit
    std::int64_t promptTokens = 0; ///< visual tokens included
    double visionSeconds = 0;      ///< tower and connector
    double prefillSeconds = 0;
    double decodeSeconds = 0;
};

/// A loaded model: ids and pixels in, ids and log-probabilities out; knows nothing of text. One
/// thread at a time. Nothing that LibTorch throws comes out of it: errors are InvalidArgument,
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
inline constexpr int kModuleAbi = 1;

} // namespace ecva
