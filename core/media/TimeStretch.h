#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace ecva {

/// Makes sound faster or slower and keeps its pitch: interleaved stereo s16 in, the same out, one
/// second of input in 1/speed seconds. Output sample n belongs to input sample n × speed, but for
/// the few milliseconds by which the method (WSOLA, FFmpeg's atempo) moves a wave so that it fits
/// its neighbour; slowed down, it begins with silence in place of what the method swallows (21 ms
/// at half speed). Not thread-safe.
class TimeStretch
{
public:
    static constexpr int kChannels = 2;
    static constexpr double kSlowest = 0.1;
    static constexpr double kFastest = 8;

    /// Errors: InvalidArgument (a speed outside 0.1 to 8, no sample rate), OutOfMemory, Unsupported
    /// (FFmpeg was built without the filter).
    static Result<std::unique_ptr<TimeStretch>> create(int sampleRate, double speed);
    ~TimeStretch();
    TimeStretch(const TimeStretch &) = delete;
    TimeStretch &operator=(const TimeStretch &) = delete;

    /// The next input; whole stereo samples. Errors: OutOfMemory, Internal.
    Result<void> write(std::span<const std::int16_t> values);
    /// There is no more input: what is held back comes out.
    Result<void> finish();
    /// How many values (2 per sample) were written; 0: more input is wanted, or after finish() the
    /// end.
    std::size_t read(std::span<std::int16_t> values);

private:
    struct Impl;
    explicit TimeStretch(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace ecva
