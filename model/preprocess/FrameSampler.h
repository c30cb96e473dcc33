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

} // namespace ecva
