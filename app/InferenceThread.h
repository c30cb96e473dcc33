#pragma once

#include "core/concurrency/BoundedQueue.h"
#include "model/api/VideoModel.h"

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

namespace ecva {

/// The one thread in which the model lives: loaded, asked and measured there, one job after the
/// other in the order of posting.
class InferenceThread
{
public:
    /// Gets the model that is loaded, null at first, and may replace it.
    using Job = std::function<void(std::unique_ptr<VideoModel> &)>;

    InferenceThread();
    ~InferenceThread();
    InferenceThread(const InferenceThread &) = delete;
    InferenceThread &operator=(const InferenceThread &) = delete;

    /// False once stopped. Any thread.
    bool post(Job job);
    /// Drops what waits and waits for the job that runs: cancel it before. One thread calls it.
    void stop();

private:
    void run();

    // Jobs that nobody wants any more end at once, so that the queue does not fill up.
    BoundedQueue<Job> m_jobs{4096};
    std::atomic<bool> m_stopping = false;
    std::unique_ptr<VideoModel> m_model; // the thread's own
    std::thread m_thread;                // last: it uses what is above
};

} // namespace ecva
