#include "ui/shell/FrameTimeProbe.h"

#include <QCoreApplication>
#include <QEvent>
#include <QMetaEnum>

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace ecva {
namespace {

constexpr auto kPause = std::chrono::milliseconds(4);
constexpr std::size_t kMaxGaps = 4'000'000; // some hours; then the oldest half goes

qint64 now()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

int pulseType()
{
    static const int type = QEvent::registerEventType();
    return type;
}

std::string nameOf(int type, const QByteArray &receiver)
{
    const char *key = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
    return (key ? std::string(key) : "event " + std::to_string(type)) + " of "
           + receiver.toStdString();
}

} // namespace

FrameTimeProbe::FrameTimeProbe(QObject *parent)
    : QObject(parent)
    , m_since(now())
{
    QCoreApplication::instance()->installEventFilter(this);
    m_pulse = std::thread([this] { beat(); });
}

FrameTimeProbe::~FrameTimeProbe()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    m_pulse.join();
}

void FrameTimeProbe::beat()
{
    std::unique_lock lock(m_mutex);
    while (!m_stop) {
        m_answered = false;
        m_sent = now();
        lock.unlock();
        QCoreApplication::postEvent(this, new QEvent(static_cast<QEvent::Type>(pulseType())),
                                    Qt::HighEventPriority);
        lock.lock();
        m_wake.wait(lock, [this] { return m_answered || m_stop; });
        m_wake.wait_for(lock, kPause, [this] { return m_stop; });
    }
}

/// Events have a beginning here but no end: the next event, or the pulse, is taken as the end.
bool FrameTimeProbe::eventFilter(QObject *receiver, QEvent *event)
{
    const qint64 time = now();
    if (m_lastBegan != 0 && time - m_lastBegan > m_suspectTook) {
        m_suspectTook = time - m_lastBegan;
        if (m_suspectTook > 8'000'000) // only then is a name worth its cost
            m_suspect = nameOf(m_lastType, m_lastReceiver);
    }
    m_lastType = event->type();
    m_lastReceiver = QByteArray::fromRawData(receiver->metaObject()->className(),
                                             qstrlen(receiver->metaObject()->className()));
    m_lastBegan = time;
    return false;
}

bool FrameTimeProbe::event(QEvent *event)
{
    if (event->type() != pulseType())
        return QObject::event(event);
    const double gap = static_cast<double>(now() - m_sent) / 1e6;
    if (m_gaps.size() >= kMaxGaps)
        m_gaps.erase(m_gaps.begin(), m_gaps.begin() + kMaxGaps / 2);
    m_gaps.push_back(static_cast<float>(gap));
    if (gap > m_longest) {
        m_longest = gap;
        m_longestDuring = m_suspect;
    }
    m_suspect.clear();
    m_suspectTook = 0;
    m_lastBegan = 0;
    {
        const std::scoped_lock lock(m_mutex);
        m_answered = true;
    }
    m_wake.notify_all();
    return true;
}

void FrameTimeProbe::reset()
{
    m_gaps.clear();
    m_longest = 0;
    m_longestDuring.clear();
    m_since = now();
}

FrameTimeProbe::Summary FrameTimeProbe::summary() const
{
    Summary summary;
    summary.watchedSeconds = static_cast<double>(now() - m_since) / 1e9;
    summary.pulses = m_gaps.size();
    summary.longestMs = m_longest;
    summary.longestDuring = m_longestDuring;
    if (m_gaps.empty())
        return summary;
    std::vector<float> sorted = m_gaps;
    std::sort(sorted.begin(), sorted.end());
    summary.medianMs = static_cast<double>(sorted[sorted.size() / 2]);
    summary.p99Ms = static_cast<double>(sorted[(sorted.size() - 1) * 99 / 100]);
    const auto longer = [&](float limit) {
        return static_cast<int>(sorted.end()
                                - std::upper_bound(sorted.begin(), sorted.end(), limit));
    };
    summary.over16Ms = longer(16.7F);
    summary.over50Ms = longer(50.0F);
    return summary;
}

std::string FrameTimeProbe::Summary::text() const
{
    char line[320];
    std::snprintf(line, sizeof line,
                  "event loop: %.0f s watched, median %.1f ms, p99 %.1f ms, longest %.1f ms%s%s, "
                  "%d over 16 ms, %d over 50 ms",
                  watchedSeconds, medianMs, p99Ms, longestMs,
                  longestDuring.empty() ? "" : " during ", longestDuring.c_str(), over16Ms,
                  over50Ms);
    return line;
}

} // namespace ecva
