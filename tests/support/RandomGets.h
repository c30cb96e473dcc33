#pragma once

#include "core/media/VideoIndex.h"

#include <QString>
#include <QStringList>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>

namespace ecva::test {

/// Ends the program, naming what it was at, when nothing has been heard for too long: a decoder
/// that never returns cannot be stopped in any other way.
class Watchdog
{
public:
    explicit Watchdog(std::chrono::seconds patience);
    ~Watchdog();
    Watchdog(const Watchdog &) = delete;
    Watchdog &operator=(const Watchdog &) = delete;

    void nowAt(const QString &what);
    void alive() { m_beats.fetch_add(1, std::memory_order_relaxed); }

private:
    void watch();

    const std::chrono::seconds m_patience;
    std::atomic<std::uint64_t> m_beats{0};
    std::mutex m_mutex;
    std::condition_variable m_ended;
    QString m_what;       // guarded by m_mutex
    bool m_end = false;   // guarded by m_mutex
    std::thread m_thread; // last: runs with all of the above
};

struct GetsReport
{
    std::int64_t gets = 0;
    std::int64_t mismatches = 0;
    QStringList examples; ///< of mismatches: how one got there, and what came instead
    double slowest = 0;   ///< seconds of the slowest get
};

/// Asks for about `count` frames of `path` in every way that there is: at random, forth and back,
/// to and fro around key frames, in strides, as batches, from several sources at once, with and
/// without caches; each must be the picture of `truth` with its number. The same seed asks for the
/// same frames. Errors of opening are mismatches, too.
GetsReport randomGets(const QString &path, const std::shared_ptr<const VideoIndex> &index,
                      const QStringList &truth, std::int64_t count, std::uint64_t seed,
                      Watchdog &watchdog);

} // namespace ecva::test
