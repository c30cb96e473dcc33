#include "app/InferenceThread.h"

#include <chrono>

namespace ecva {

InferenceThread::InferenceThread()
    : m_thread([this] { run(); })
{
}

InferenceThread::~InferenceThread()
{
    stop();
}

bool InferenceThread::post(Job job)
{
    return m_jobs.push(std::move(job));
}

void InferenceThread::stop()
{
    m_stopping = true;
    m_jobs.close();
    m_jobs.clear();
    if (m_thread.joinable())
        m_thread.join();
}

void InferenceThread::run()
{
    constexpr std::chrono::hours kUntilStopped{24}; // close() wakes it
    while (!m_stopping) {
        if (const auto job = m_jobs.pop(kUntilStopped))
            (*job)(m_model);
    }
    m_model.reset();
}

} // namespace ecva
