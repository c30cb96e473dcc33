#pragma once

#include "core/base/CancelToken.h"
#include "core/media/FrameCache.h"
#include "core/media/FrameSource.h"
#include "core/media/VideoIndex.h"

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace ecva {

class PictureReader;

/// Reads, in a thread and with a decoder of its own, the stretch of frames before somebody who
/// walks backwards into the cache. The thread begins with the first walk; between walks it waits.
/// All functions are for one caller's thread; none but waitFor() blocks.
class BackwardReader
{
public:
    BackwardReader(std::filesystem::path path, std::shared_ptr<const VideoIndex> index,
                   const FrameSource::Options &options, FrameCache &cache);
    ~BackwardReader();
    BackwardReader(const BackwardReader &) = delete;
    BackwardReader &operator=(const BackwardReader &) = delete;

    /// Somebody is at `at` on his way back and will miss `missing` first (below 0: nothing);
    /// `frameBytes`: what one frame takes in the cache.
    void follow(FrameIndex at, std::int64_t missing, std::size_t frameBytes);
    /// Nobody walks backwards any more: what is being read is given up.
    void stop();
    /// If `frame` is about to be read: waits until it is in the cache or its reading has ended
    /// without it, or until cancelled. False when it is not about to be read.
    bool waitFor(FrameIndex frame, const CancelToken &cancel);

private:
    /// Frames [begin, end].
    struct Job
    {
        std::int64_t begin = 0;
        std::int64_t end = -1;
        CancelToken cancel;

        bool covers(std::int64_t frame) const { return frame >= begin && frame <= end; }
    };

    void run();
    void read(const Job &job);
    Job jobBefore(std::int64_t missing, std::int64_t length) const;

    const std::filesystem::path m_path;
    const std::shared_ptr<const VideoIndex> m_index;
    const FrameSource::Options m_options;
    FrameCache &m_cache;

    std::mutex m_mutex; // guards the next five
    std::condition_variable m_changed;
    std::optional<Job> m_next;    ///< not yet begun
    std::optional<Job> m_running; ///< being read
    std::int64_t m_done = -1;     ///< of the running job, up to here all frames came
    bool m_closed = false;

    std::atomic<bool> m_damaged{false};      ///< the file: it is left to the caller's own decoder
    std::unique_ptr<PictureReader> m_reader; // the thread's
    std::thread m_thread;                    // last: runs with all of the above
};

} // namespace ecva
