#pragma once

#include <QByteArray>
#include <QObject>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace ecva {

/// Measures how long the event loop leaves a person waiting: a thread sends the UI thread a small
/// event every few milliseconds and takes the time until it is answered. With ECVA_TRACE=1 the
/// window program has one and says what it saw when it ends. UI thread, but for the pulse.
class FrameTimeProbe : public QObject
{
    Q_OBJECT

public:
    /// What was seen since the beginning or the last reset().
    struct Summary
    {
        double watchedSeconds = 0;
        std::size_t pulses = 0;
        double medianMs = 0;
        double p99Ms = 0;
        double longestMs = 0;
        /// The event that was being handled in the longest gap: its type and its receiver's class.
        std::string longestDuring;
        int over16Ms = 0; ///< longer than a picture of a 60 Hz display
        int over50Ms = 0;

        std::string text() const; ///< one line
    };

    explicit FrameTimeProbe(QObject *parent = nullptr);
    ~FrameTimeProbe() override;

    Summary summary() const;
    void reset();

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *receiver, QEvent *event) override;

private:
    void beat(); // pulse thread

    // UI thread:
    std::vector<float> m_gaps; ///< milliseconds
    double m_longest = 0;
    std::string m_longestDuring;
    qint64 m_since = 0; ///< steady clock, nanoseconds
    int m_lastType = 0;
    QByteArray m_lastReceiver;
    qint64 m_lastBegan = 0;
    std::string m_suspect; ///< the event whose handling took longest since the last pulse
    qint64 m_suspectTook = 0;

    std::atomic<qint64> m_sent{0}; ///< of the pulse under way, steady clock
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_answered = true; // guarded by m_mutex
    bool m_stop = false;    // guarded by m_mutex
    std::thread m_pulse;    // last
};

} // namespace ecva
