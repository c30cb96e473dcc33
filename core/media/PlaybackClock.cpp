#include "core/media/PlaybackClock.h"

#include <algorithm>
#include <cmath>

namespace ecva {

namespace {

double toSeconds(PlaybackClock::Time time)
{
    return std::chrono::duration<double>(time).count();
}

} // namespace

void PlaybackClock::start(double position, double rate, Time now)
{
    m_running = true;
    m_base = position;
    m_baseTime = now;
    m_rate = rate;
    m_slew = 0;
    m_slewUntil = now;
    m_heard = false;
    m_watching = false;
}

void PlaybackClock::stop()
{
    m_running = false;
}

double PlaybackClock::position(Time now) const
{
    if (!m_running || now <= m_baseTime)
        return m_base;
    const Time slewed = std::clamp(m_slewUntil - m_baseTime, Time(0), now - m_baseTime);
    return m_base + (toSeconds(now - m_baseTime) + toSeconds(slewed) * m_slew) * m_rate;
}

void PlaybackClock::rebase(Time now)
{
    const bool stillSlewed = now < m_slewUntil;
    m_base = position(now);
    m_baseTime = std::max(now, m_baseTime);
    if (!stillSlewed)
        m_slew = 0;
}

void PlaybackClock::setRate(double rate, Time now)
{
    if (!m_running || rate == m_rate)
        return;
    rebase(now);
    m_rate = rate;
    m_slew = 0; // what was heard until now was heard at another speed
    m_slewUntil = now;
    m_heard = false;
    m_watching = false;
}

double PlaybackClock::follow(double soundPosition, Time now, Time age, double loop)
{
    if (!m_running || !std::isfinite(soundPosition))
        return 0;
    const bool moved = m_heard && (soundPosition - m_lastSound) * m_rate > 0;
    m_heard = true;
    m_lastSound = soundPosition;
    if (!moved)
        return 0; // one reading says nothing; a sink that stands still loses its say after
                  // kPatience
    rebase(now);
    double error = (soundPosition - m_base) / m_rate + toSeconds(age);
    if (loop > 0) // either of the two may have begun the next round already
        error = std::remainder(error, loop / std::abs(m_rate));
    if (std::abs(error) > kMaxError) {
        m_slew = 0;
        m_slewUntil = now;
    } else {
        m_slew = std::clamp(error / kTimeConstant, -kMaxSlew, kMaxSlew);
        m_slewUntil = now + kPatience;
    }
    return steadyError(error, now);
}

double PlaybackClock::steadyError(double error, Time now)
{
    if (std::abs(error) < kMovesSound) {
        m_watching = false;
        return 0;
    }
    if (!m_watching || std::abs(error - m_watchedError) > kSameError) {
        m_watching = true;
        m_watchedError = error;
        m_watchedSince = now;
        return 0;
    }
    if (now - m_watchedSince < kSteady)
        return 0;
    m_watching = false;
    m_heard = false;
    m_slew = 0;
    m_slewUntil = now;
    return error;
}

} // namespace ecva
