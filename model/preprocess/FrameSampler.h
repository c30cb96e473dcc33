#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <vector>

namespace ecva {

/// The models of this field look at this many frames of a clip at most.
inline constexpr int kMaxSampledFrames = 32;

/// ECVA's "uniform" (shared contract, model spec B.1): the middle of each of `count` equal parts.
/// Clips shorter than `count` repeat frames. More than kMaxSampledFrames are replaced by that many
/// frames evenly spread from the first to the last. Errors: InvalidArgument when either is below 1.
Result<std::vector<std::int64_t>> sampleUniform(std::int64_t frameCount, std::int64_t count);

/// ECVA's "fps" (B.1): the middle of each second, taken as floor(framesPerSecond) frames; limited
/// as sampleUniform. Errors: InvalidArgument for an empty clip, Unsupported below one frame per
/// second (the original divides by zero there).
Result<std::vector<std::int64_t>> sampleFps(std::int64_t frameCount, double framesPerSecond);

/// VideoLLaMA2's "uniform" (B.2): like sampleUniform, but each middle is rounded once; beyond
/// kMaxSampledFrames the rest is cut off. Errors: InvalidArgument when either is below 1.
Result<std::vector<std::int64_t>> sampleVideoLlama2(std::int64_t frameCount, std::int64_t count);

/// Which samplers a model uses.
enum class SamplerFamily { AnomShield, VideoLlama2 };
/// What the frames come from, where that matters (B.1, B.3).
enum class SampledKind { Video, Gif, Still };

struct SampleRequest
{
    SamplerFamily family = SamplerFamily::AnomShield;
    SampledKind kind = SampledKind::Video;
    std::int64_t frameCount = 0;
    std::int64_t count = 16;
    std::int64_t stillCopies = 1; ///< of a still image: config.num_frames
};

/// The frames that a model looks at. A still image is a clip of copies. AnomShield takes no frame
/// of a GIF twice, so that a short one gives fewer than `count`. Errors: InvalidArgument.
Result<std::vector<std::int64_t>> sampleClip(const SampleRequest &request);

} // namespace ecva
