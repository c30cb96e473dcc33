#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Result.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace ecva {

/// What long work sees of its job; safe from its thread.
class JobContext
{
public:
    virtual ~JobContext() = default;
    virtual const CancelToken &cancel() const = 0;
    /// 0 to 1; passed on at most 20 times a second.
    virtual void setProgress(double fraction) = 0;
    virtual void setDetail(const QString &text) = 0; ///< translated, e.g. "12 of 40 files"
};

/// Long work in the pool: every job has a name, progress and a cancel. Results come back on the UI
/// thread; those of a cancelled job are dropped. UI thread.
class JobRunner : public QObject
{
    Q_OBJECT

public:
    enum class State { Queued, Running, Done, Failed, Cancelled };
    struct Job
    {
        int id = 0;
        QString title; ///< translated
        QString detail;
        double progress = 0;
        State state = State::Queued;
        QString error;
        qint64 startedMs = 0; ///< milliseconds since the epoch
        qint64 endedMs = 0;
    };

    explicit JobRunner(QObject *parent = nullptr);
    /// Cancels everything and waits for it.
    ~JobRunner() override;

    /// Runs `work` in the pool, then `done` here with its result. `quiet` work (thumbnails, the index
    /// of the open clip) is not listed. Returns the job's id.
    template <typename T>
    int start(const QString &title, std::function<Result<T>(JobContext &)> work,
              std::function<void(Result<T>)> done)
    {
        auto result = std::make_shared<std::optional<Result<T>>>();
        return run(
            title, false,
            [work = std::move(work), result](JobContext &context) -> Result<void> {
                result->emplace(work(context));
                if (!**result)
                    return fail(**result);
                return {};
            },
            [done = std::move(done), result](Result<void> ended) {
                if (result->has_value())
                    done(std::move(**result));
                else if (!ended)
                    done(fail(ended));
            });
    }

    void cancel(int job);
    void cancelAll();
    /// Newest first; finished ones are kept, the last 50.
    const std::vector<Job> &jobs() const { return m_jobs; }
    int runningCount() const;
    /// Mean progress of the running jobs, 0 to 1.
    double overallProgress() const;

Q_SIGNALS:
    void jobsChanged();
    void jobFailed(const QString &title, const QString &message);

private:
    int run(const QString &title, bool quiet, std::function<Result<void>(JobContext &)> work,
            std::function<void(Result<void>)> done);
    struct Impl;
    std::unique_ptr<Impl> m_impl;
    std::vector<Job> m_jobs;
};

} // namespace ecva
