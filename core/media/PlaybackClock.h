#pragma once

#include <chrono>

namespace ecva {

/// Where playing is, in seconds from the first frame: a monotonic clock that leans gently toward
/// the sound's position. Sound sinks stand still, run late, stop or fall back to 0; none of that
/// may stop, jump or reverse the picture, so the sound only ever changes the clock's rate, and by
/// at most kMaxSlew. A sound too far away for that is not followed: it has to move, not the
/// picture. Times are readings of one monotonic clock. Not thread-safe.
class PlaybackClock
{
public:
    using Time = std::chrono::nanoseconds;

    /// Largest deviation from the rate that was asked for: 4 % are not seen and not heard.
    static constexpr double kMaxSlew = 0.04;
    /// Seconds in which an error of the sound would be made good.
    static constexpr double kTimeConstant = 1.0;
    /// Sound farther away than so many seconds (heard, not of the clip) is not believed.
    static constexpr double kMaxError = 1.0;
    /// Without news from a moving sound for so long, the clock is plain again.
    static constexpr Time kPatience = std::chrono::milliseconds(300);
    /// Sound off by more seconds than this, by the same amount for kSteady, had better move.
    static constexpr double kMovesSound = 0.1;
    static constexpr double kSameError = 0.03;
    static constexpr Time kSteady = std::chrono::milliseconds(300);

    /// `rate`: seconds of the clip per second, not 0; below 0 it runs backwards.
    void start(double position, double rate, Time now);
    void stop();
    bool isRunning() const { return m_running; }
    double rate() const { return m_rate; }

    /// From `now` on at another speed in the same or the other direction, from where it is.
    void setRate(double rate, Time now);
    /// Goes on from a place so many seconds of the clip away: the jump of a loop.
    void moveBy(double seconds) { m_base += seconds; }

    /// Seconds from the first frame; never behind what was read at an earlier `now` of the same
    /// run, jumps by moveBy() aside.
    double position(Time now) const;
    /// The sound that was heard `age` before `now` belongs to `soundPosition`. Ignored while
    /// stopped. `loop`: length of the loop that is being played, in seconds of the clip; 0: none.
    ///
    /// Returns by how many seconds (of hearing) the sound is steadily too early, or, below 0, too
    /// late to be left at that; 0 when all is well or nothing is sure yet. It is said once: the
    /// sound is listened to afresh afterwards.
    double follow(double soundPosition, Time now, Time age = {}, double loop = 0);

private:
    void rebase(Time now);
    double steadyError(double error, Time now);

    bool m_running = false;
    double m_base = 0; ///< position at m_baseTime
    Time m_baseTime{};
    double m_rate = 1;
    double m_slew = 0; ///< fraction of m_rate on top of it, until m_slewUntil
    Time m_slewUntil{};
    bool m_heard = false;
    double m_lastSound = 0;
    bool m_watching = false; ///< the two below say something
    double m_watchedError = 0;
    Time m_watchedSince{};
};

} // namespace ecva
