#pragma once

#include <chrono>

namespace ecva {

/// Where playing is, in seconds from the first frame: a monotonic clock that leans gently toward
/// the sound's position. Sound sinks stand still, run late, stop or fall back to 0; none of that
/// may stop, jump or reverse the picture, so the sound only ever changes the clock's rate, and by
/// at most kMaxSlew. Times are readings of one monotonic clock. Not thread-safe.
class PlaybackClock
{
public:
    using Time = std::chrono::nanoseconds;

    /// Largest deviation from real time: 40 ms in a second are not seen and not heard.
    static constexpr double kMaxSlew = 0.04;
    /// Seconds in which an error of the sound would be made good.
    static constexpr double kTimeConstant = 1.0;
    /// Sound farther away than this is not believed.
    static constexpr double kMaxError = 1.0;
    /// Without news from a moving sound for so long, the clock is plain again.
    static constexpr Time kPatience = std::chrono::milliseconds(300);

    void start(double position, Time now);
    void stop();
    bool isRunning() const { return m_running; }

    /// Seconds from the first frame; never smaller than at an earlier `now` of the same run.
    double position(Time now) const;
    /// The sound that is heard at `now` belongs to `soundPosition`. Ignored while stopped.
    void follow(double soundPosition, Time now);

private:
    void rebase(Time now);

    bool m_running = false;
    double m_base = 0; ///< position at m_baseTime
    Time m_baseTime{};
    double m_rate = 1;
    Time m_rateUntil{}; ///< from here on the rate is 1
    bool m_heard = false;
    double m_lastSound = 0;
};

} // namespace ecva
