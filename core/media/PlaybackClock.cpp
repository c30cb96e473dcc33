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

void PlaybackClock::start(double position, Time now)
{
    m_running = true;
    m_base = position;
    m_baseTime = now;
    m_rate = 1;
    m_rateUntil = now;
    m_heard = false;
}

void PlaybackClock::stop()
{
    m_running = false;
}

double PlaybackClock::position(Time now) const
{
    if (!m_running || now <= m_baseTime)
        return m_base;
    const Time slewed = std::clamp(m_rateUntil - m_baseTime, Time(0), now - m_baseTime);
    return m_base + toSeconds(slewed) * m_rate + toSeconds(now - m_baseTime - slewed);
}

void PlaybackClock::rebase(Time now)
{
    const bool stillSlewed = now < m_rateUntil;
    m_base = position(now);
    m_baseTime = std::max(now, m_baseTime);
    if (!stillSlewed)
        m_rate = 1;
}

void PlaybackClock::follow(double soundPosition, Time now)
{
    if (!m_running || !std::isfinite(soundPosition))
        return;
    const bool moved = m_heard && soundPosition > m_lastSound;
    const bool first = !m_heard;
    m_heard = true;
    m_lastSound = soundPosition;
    if (first || !moved)
        return; // one reading says nothing; a sink that stands still loses its say after kPatience
    rebase(now);
    const double error = soundPosition - m_base;
    if (std::abs(error) > kMaxError) {
        m_rate = 1;
        m_rateUntil = now;
        return;
    }
    m_rate = 1 + std::clamp(error / kTimeConstant, -kMaxSlew, kMaxSlew);
    m_rateUntil = now + kPatience;
}

} // namespace ecva
