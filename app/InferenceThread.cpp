#include "app/InferenceThread.h"

#include <utility>

namespace ecva {

InferenceThread::InferenceThread()
    : m_thread([this] { run(); })
{
}

InferenceThread::~InferenceThread()
{
    stop();
}

bool InferenceThread::post(Job job, Priority priority)
{
    const std::scoped_lock lock(m_mutex);
    if (m_stopping)
        return false;
    (priority == Priority::Now ? m_now : m_later).push_back(std::move(job));
    m_changed.notify_one();
    return true;
}

void InferenceThread::stop()
{
    std::deque<Job> dropped; // what they hold is let go of outside the lock
    std::deque<Job> alsoDropped;
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
        dropped.swap(m_now);
        alsoDropped.swap(m_later);
        m_changed.notify_one();
    }
    dropped.clear();
    alsoDropped.clear();
    if (m_thread.joinable())
        m_thread.join();
}

/// The next job of this priority or above; none: there is none.
std::optional<InferenceThread::Job> InferenceThread::take(Priority least)
{
    const std::scoped_lock lock(m_mutex);
    std::deque<Job> &jobs = m_now.empty() && least == Priority::Later ? m_later : m_now;
    if (m_stopping || jobs.empty())
        return {};
    Job job = std::move(jobs.front());
    jobs.pop_front();
    return job;
}

void InferenceThread::letPass(std::unique_ptr<VideoModel> &model,
                              const std::function<void()> &announce)
{
    while (const auto job = take(Priority::Now)) {
        if (announce)
            announce();
        (*job)(model);
    }
}

void InferenceThread::run()
{
    for (;;) {
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock,
                           [this] { return m_stopping || !m_now.empty() || !m_later.empty(); });
            if (m_stopping)
                break;
        }
        if (const auto job = take(Priority::Later))
            (*job)(m_model);
    }
    m_model.reset();
}

} // namespace ecva
