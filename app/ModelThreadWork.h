#pragma once

#include "app/InferenceThread.h"
#include "app/StudioModelDesk.h"
#include "app/services/Measure.h"
#include "ui/jobs/JobRunner.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <future>
#include <mutex>

namespace ecva {

/// A model to be there, as the desk had it when the work was posted.
struct StudioModelDesk::Wanted
{
    ModelOptions options;
    ModelWorkshop workshop;
    quint64 epoch = 0;                                     ///< of loading
    std::shared_ptr<std::optional<ModelOptions>> inThread; ///< StudioModelDesk::m_inThread
};

/// A question on its way, written by the inference thread and looked at by the UI thread.
struct StudioModelDesk::Live
{
    std::mutex mutex;
    Proposal::State state = Proposal::State::Waiting; // all guarded by mutex
    QString text;
    std::vector<qint64> frames;
    qint64 tokens = 0;
    double tokensPerSecond = 0;
    std::optional<ChainStep> step;
    bool changed = false;
};

/// A finished answer, not stored yet.
struct StudioModelDesk::Answered
{
    AskResult result;
    ModelInfo model;
    QString question;
    QByteArray provenance;
};

struct StudioModelDesk::Measured
{
    AnswerPlace place;
    AnswerId answer;
    nlohmann::json report;
};

/// Runs `work`, a library below having no leave to end the program with an exception.
template <typename Value>
Result<Value> guarded(const std::function<Result<Value>()> &work)
{
    try {
        return work();
    } catch (const std::bad_alloc &) {
        return fail(ErrorCode::OutOfMemory, "out of memory");
    } catch (const std::exception &error) {
        return fail(ErrorCode::Internal, error.what());
    }
}

/// Waits in the pool, for the list of jobs; the work itself is the inference thread's.
template <typename Value>
int StudioModelDesk::startJob(
    const QString &title, InferenceThread::Priority priority,
    std::function<Result<Value>(JobContext &, std::unique_ptr<VideoModel> &)> work,
    std::function<void(Result<Value>)> done)
{
    return m_jobs.start<Value>(
        title,
        [work = std::move(work), thread = m_thread, priority](JobContext &job) -> Result<Value> {
            auto promise = std::make_shared<std::promise<Result<Value>>>();
            auto worked = promise->get_future();
            const bool posted = thread->post(
                [work, &job, promise = std::move(promise)](std::unique_ptr<VideoModel> &model) {
                    promise->set_value(guarded<Value>([&] { return work(job, model); }));
                },
                priority);
            if (!posted)
                return fail(ErrorCode::Cancelled, "cancelled");
            try {
                return worked.get();
            } catch (const std::future_error &) { // dropped with the queue
                return fail(ErrorCode::Cancelled, "cancelled");
            }
        },
        std::move(done));
}

} // namespace ecva
