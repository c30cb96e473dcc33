#pragma once

#include "core/media/FfmpegCompat.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace ecva {

/// Where decoded sound lies on the clock of the pictures: sample 0 is heard when the first frame is
/// shown. One for a consumer that takes all frames in order. Samples are counted at `rate`,
/// whatever the frames have.
class SoundPlacing
{
public:
    /// What to do before the samples of a frame.
    struct Step
    {
        std::int64_t silence = 0;  ///< samples of silence to put in
        std::int64_t leaveOut = 0; ///< samples of the frame, and of those behind it, to forget
    };

    SoundPlacing() = default;
    /// `firstFrameSeconds`: of the first picture in the stream's own clock.
    SoundPlacing(int rate, double firstFrameSeconds, AVRational timeBase)
        : m_rate(rate)
        , m_firstFrameSeconds(firstFrameSeconds)
        , m_timeBase(timeBase)
    {
    }

    /// After a seek: `position` is the sample that is wanted next.
    void restart(std::int64_t position)
    {
        m_position = position;
        m_placed = false;
    }
    /// Sample that the next value to come out belongs to.
    std::int64_t position() const { return m_position; }

    /// Call before each frame and follow it by advance(). `pending`: samples of earlier frames that
    /// have not come out yet.
    Step place(const AVFrame &frame, std::int64_t pending)
    {
        if (frame.best_effort_timestamp == AV_NOPTS_VALUE) {
            m_placed = true;
            return {};
        }
        const double seconds = static_cast<double>(frame.best_effort_timestamp) * av_q2d(m_timeBase)
                               - m_firstFrameSeconds;
        const auto begins = static_cast<std::int64_t>(
            std::llround(std::clamp(seconds, -kLatest, kLatest) * m_rate));
        const std::int64_t gap = begins - (m_position + pending);
        const double hole = std::abs(static_cast<double>(gap)) / m_rate;
        if (m_placed && (hole < kHoleSeconds || hole > kMaxHoleSeconds))
            return {};
        m_placed = true;
        if (gap <= 0)
            return {0, -gap};
        m_position += gap;
        return {gap, 0};
    }

    /// `made` samples came out, of which the first `leaveOut` (or all) are forgotten. Returns how
    /// many those are.
    std::int64_t advance(std::int64_t made, std::int64_t leaveOut)
    {
        const std::int64_t drop = std::clamp<std::int64_t>(leaveOut, 0, made);
        m_position += made - drop;
        if (drop < leaveOut)
            m_placed = false; // the whole frame lay before the place: look again at the next one
        return drop;
    }

private:
    /// Smaller jumps of the time stamps are rounding, larger ones are real holes.
    static constexpr double kHoleSeconds = 0.05;
    /// Once the sound runs, jumps beyond this are damaged time stamps, not holes.
    static constexpr double kMaxHoleSeconds = 60.0;
    /// Seconds; keeps damaged stamps inside 64 bits of samples.
    static constexpr double kLatest = 1e9;

    int m_rate = 48000;
    double m_firstFrameSeconds = 0;
    AVRational m_timeBase{1, 1};
    std::int64_t m_position = 0;
    bool m_placed = false; ///< the position agrees with the decoder since the last restart()
};

} // namespace ecva
