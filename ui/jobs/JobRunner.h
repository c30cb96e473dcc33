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
/// thread, in the order in which the work ended; those of a cancelled job are dropped. A receiver
/// that may die before its job cancels the job in its destructor. UI thread.
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

        bool isActive() const { return state == State::Queued || state == State::Running; }
    };

    explicit JobRunner(QObject *parent = nullptr);
    /// Cancels everything and waits for it.
    ~JobRunner() override;

    /// Runs `work` in the pool, then `done` here with its result; an exception of the work comes
    /// back as an error. Returns the job's id, never 0.
    template <typename T>
    int start(const QString &title, std::function<Result<T>(JobContext &)> work,
              std::function<void(Result<T>)> done)
    {
        return launch<T>(title, Kind::Listed, std::move(work), std::move(done));
    }

    /// The same for work that nobody waits for by name (thumbnails, a preview): it is not listed.
    template <typename T>
    int startQuiet(std::function<Result<T>(JobContext &)> work, std::function<void(Result<T>)> done)
    {
        return launch<T>(QString(), Kind::Quiet, std::move(work), std::move(done));
    }

    /// The same for work that can wait: one after the other, in a thread of low priority. It is
    /// listed once it has run for kListAfterMs.
    template <typename T>
    int startBackground(const QString &title, std::function<Result<T>(JobContext &)> work,
                        std::function<void(Result<T>)> done)
    {
        return launch<T>(title, Kind::Background, std::move(work), std::move(done));
    }
    static constexpr int kListAfterMs = 3000;

    /// Drops the result at once; the work stops as soon as it looks. Unknown and ended jobs are
    /// ignored.
    void cancel(int job);
    void cancelAll();
    /// Newest first; finished ones are kept, the last 50.
    const std::vector<Job> &jobs() const { return m_jobs; }
    int runningCount() const;
    /// Mean progress of the queued and running jobs, 0 to 1.
    double overallProgress() const;

Q_SIGNALS:
    void jobsChanged();
    void jobFailed(const QString &title, const QString &message);

private:
    enum class Kind { Listed, Quiet, Background };

    template <typename T>
    int launch(const QString &title, Kind kind, std::function<Result<T>(JobContext &)> work,
               std::function<void(Result<T>)> done)
    {
        // Written by the pool, read here after the hand-over of the job's end.
        auto result = std::make_shared<std::optional<Result<T>>>();
        return run(
            title, kind,
            [work = std::move(work), result](JobContext &context) -> Result<void> {
                result->emplace(work(context));
                if (!**result)
                    return fail(**result);
                return {};
            },
            [done = std::move(done), result](Result<void> ended) {
                if (result->has_value())
                    done(std::move(**result));
                else if (!ended) // it threw
                    done(fail(ended));
            });
    }

    int run(const QString &title, Kind kind, std::function<Result<void>(JobContext &)> work,
            std::function<void(Result<void>)> done);
    void list(int job, const QString &title);
    Job *listed(int job);
    void end(int job, State state, const QString &error);
    struct Impl;
    std::unique_ptr<Impl> m_impl;
    std::vector<Job> m_jobs;
};

} // namespace ecva
