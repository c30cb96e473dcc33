#include "model/preprocess/FrameSampler.h"

#include <algorithm>
#include <cmath>

namespace ecva {
namespace {

/// As Python's round() and numpy's rint: halves go to the even neighbour.
std::int64_t roundHalfEven(double value)
{
    const double below = std::floor(value);
    const double rest = value - below;
    const auto low = static_cast<std::int64_t>(below);
    if (rest != 0.5)
        return rest < 0.5 ? low : low + 1;
    return low % 2 == 0 ? low : low + 1;
}

Result<void> checkCounts(std::int64_t frameCount, std::int64_t count)
{
    if (frameCount < 1)
        return fail(ErrorCode::InvalidArgument, "a clip without frames cannot be sampled");
    if (count < 1) {
        return fail(ErrorCode::InvalidArgument,
                    "cannot sample " + std::to_string(count) + " frames: at least 1");
    }
    return {};
}

/// numpy.linspace(0, frameCount - 1, kMaxSampledFrames) cut to whole numbers.
std::vector<std::int64_t> evenlySpread(std::int64_t frameCount)
{
    const double step = static_cast<double>(frameCount - 1) / (kMaxSampledFrames - 1);
    std::vector<std::int64_t> indexes;
    for (int i = 0; i + 1 < kMaxSampledFrames; ++i)
        indexes.push_back(static_cast<std::int64_t>(i * step));
    indexes.push_back(frameCount - 1);
    return indexes;
}

} // namespace

Result<std::vector<std::int64_t>> sampleUniform(std::int64_t frameCount, std::int64_t count)
{
    if (auto valid = checkCounts(frameCount, count); !valid)
        return fail(valid);
    if (count > kMaxSampledFrames)
        return evenlySpread(frameCount);
    const double part = static_cast<double>(frameCount - 1) / static_cast<double>(count);
    std::vector<std::int64_t> indexes;
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t begin = roundHalfEven(part * static_cast<double>(i));
        const std::int64_t end = roundHalfEven(part * static_cast<double>(i + 1));
        indexes.push_back((begin + end) / 2);
    }
    return indexes;
}

Result<std::vector<std::int64_t>> sampleFps(std::int64_t frameCount, double framesPerSecond)
{
    if (auto valid = checkCounts(frameCount, 1); !valid)
        return fail(valid);
    if (!(framesPerSecond >= 1.0)) {
        return fail(ErrorCode::Unsupported,
                    "the fps scheme needs at least 1 frame per second, the clip has "
                        + std::to_string(framesPerSecond));
    }
    const double perSecond = std::floor(framesPerSecond);
    const std::int64_t step = perSecond < static_cast<double>(frameCount)
                                  ? static_cast<std::int64_t>(perSecond)
                                  : frameCount;
    if ((frameCount - step / 2 + step - 1) / step > kMaxSampledFrames)
        return evenlySpread(frameCount);
    std::vector<std::int64_t> indexes;
    for (std::int64_t index = step / 2; index < frameCount; index += step)
        indexes.push_back(index);
    return indexes;
}

Result<std::vector<std::int64_t>> sampleVideoLlama2(std::int64_t frameCount, std::int64_t count)
{
    if (auto valid = checkCounts(frameCount, count); !valid)
        return fail(valid);
    const double part = static_cast<double>(frameCount - 1) / static_cast<double>(count);
    std::vector<std::int64_t> indexes;
    for (std::int64_t i = 0; i < std::min<std::int64_t>(count, kMaxSampledFrames); ++i)
        indexes.push_back(roundHalfEven(part * (static_cast<double>(i) + 0.5) + 1e-6));
    return indexes;
}

Result<std::vector<std::int64_t>> sampleClip(const SampleRequest &request)
{
    if (request.kind == SampledKind::Still) {
        if (auto valid = checkCounts(request.frameCount, request.stillCopies); !valid)
            return fail(valid);
        return std::vector<std::int64_t>(static_cast<std::size_t>(request.stillCopies), 0);
    }
    if (request.family == SamplerFamily::VideoLlama2)
        return sampleVideoLlama2(request.frameCount, request.count);
    auto indexes = sampleUniform(request.frameCount, request.count);
    if (indexes && request.kind == SampledKind::Gif) {
        const auto repeated = std::ranges::unique(*indexes);
        indexes->erase(repeated.begin(), repeated.end());
    }
    return indexes;
}

} // namespace ecva
