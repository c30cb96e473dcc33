#pragma once

#include "model/api/VideoModel.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace ecva {

/// The one thread in which the model lives: loaded, asked and measured there, one job after the
/// other in the order of posting, but those that a person waits for before those that can wait.
class InferenceThread
{
public:
    /// Gets the model that is loaded, null at first, and may replace it.
    using Job = std::function<void(std::unique_ptr<VideoModel> &)>;
    enum class Priority { Now, Later };

    InferenceThread();
    ~InferenceThread();
    InferenceThread(const InferenceThread &) = delete;
    InferenceThread &operator=(const InferenceThread &) = delete;

    /// False once stopped. Any thread.
    bool post(Job job, Priority priority = Priority::Now);
    /// Drops what waits and waits for the job that runs: cancel it before. One thread calls it.
    void stop();

    /// Within a job of this thread that can wait: runs what a person waits for, each after
    /// `announce`. Another model may be there afterwards, or none.
    void letPass(std::unique_ptr<VideoModel> &model, const std::function<void()> &announce = {});

private:
    std::optional<Job> take(Priority least);
    void run();

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Job> m_now;   // guarded by m_mutex, as is all up to m_stopping
    std::deque<Job> m_later; // jobs that nobody wants any more end at once
    bool m_stopping = false;
    std::unique_ptr<VideoModel> m_model; // the thread's own
    std::thread m_thread;                // last: it uses what is above
};

} // namespace ecva
