#include "ui/jobs/JobRunner.h"

#include <QDateTime>
#include <QPointer>
#include <QRunnable>
#include <QThreadPool>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>

#include <sys/resource.h>

namespace ecva {
namespace {

constexpr int kProgressIntervalMs = 50;
constexpr std::size_t kFinishedKept = 50;
constexpr int kLeastThreads = 3; // so that one long import does not hold up the thumbnails
constexpr int kBackgroundNice = 10;

using Clock = std::chrono::steady_clock;

/// One piece of work, shared by the UI thread and the pool.
class Task final : public JobContext
{
public:
    Task(CancelToken token, std::function<Result<void>(JobContext &)> work)
        : m_token(std::move(token))
        , m_work(std::move(work))
    {
    }

    const CancelToken &cancel() const override { return m_token; }

    void setProgress(double fraction) override
    {
        std::scoped_lock lock(m_mutex);
        m_progress = std::clamp(fraction, 0.0, 1.0);
    }

    void setDetail(const QString &text) override
    {
        std::scoped_lock lock(m_mutex);
        m_detail = text;
    }

    /// In the pool.
    Result<void> execute()
    {
        std::function<Result<void>(JobContext &)> work;
        {
            std::scoped_lock lock(m_mutex);
            m_started = Clock::now();
            work = std::move(m_work);
            m_work = nullptr;
        }
        Result<void> ended = m_token.check();
        if (!ended)
            return ended;
        try {
            return work(*this);
        } catch (const std::bad_alloc &) {
            return fail(ErrorCode::OutOfMemory, "out of memory");
        } catch (const std::exception &error) {
            return fail(ErrorCode::Internal, error.what());
        } catch (...) {
            return fail(ErrorCode::Internal, "unknown exception");
        }
    }

    /// On the UI thread; true if anything differs from `job`, which is brought up to date.
    bool report(JobRunner::Job &job) const
    {
        std::scoped_lock lock(m_mutex);
        bool changed = false;
        if (m_started && job.state == JobRunner::State::Queued) {
            job.state = JobRunner::State::Running;
            changed = true;
        }
        if (job.progress != m_progress || job.detail != m_detail) {
            job.progress = m_progress;
            job.detail = m_detail;
            changed = true;
        }
        return changed;
    }

    bool hasRunFor(std::chrono::milliseconds time) const
    {
        std::scoped_lock lock(m_mutex);
        return m_started && Clock::now() - *m_started >= time;
    }

private:
    const CancelToken m_token;
    mutable std::mutex m_mutex;
    std::function<Result<void>(JobContext &)> m_work; // guarded by m_mutex
    double m_progress = 0;                            // guarded by m_mutex
    QString m_detail;                                 // guarded by m_mutex
    std::optional<Clock::time_point> m_started;       // guarded by m_mutex
};

QString message(const Error &error)
{
    return QString::fromStdString(error.text());
}

} // namespace

struct JobRunner::Impl
{
    struct Active
    {
        std::shared_ptr<Task> task;
        std::function<void(Result<void>)> done;
        QString titleLater; ///< not empty: to be listed under this name when it takes long
    };
    struct Ended
    {
        int id = 0;
        Result<void> result;
    };

    explicit Impl(JobRunner *owner)
        : q(owner)
    {
        pool.setMaxThreadCount(std::max(kLeastThreads, QThread::idealThreadCount()));
        background.setMaxThreadCount(1);
        ticker.setInterval(kProgressIntervalMs);
        QObject::connect(&ticker, &QTimer::timeout, q, [this] { tick(); });
    }

    /// In the pool.
    void execute(int id, const std::shared_ptr<Task> &task)
    {
        Result<void> result = task->execute();
        bool first = false;
        {
            std::scoped_lock lock(mutex);
            first = ended.empty();
            ended.push_back({id, std::move(result)});
        }
        // The destructor waits for the pool, so the runner is there; Qt takes back what it has not
        // delivered when the runner goes.
        if (first)
            QMetaObject::invokeMethod(q, [this] { deliver(); }, Qt::QueuedConnection);
    }

    void tick()
    {
        bool changed = false;
        for (auto &[id, entry] : active) {
            if (!entry.titleLater.isEmpty()
                && entry.task->hasRunFor(std::chrono::milliseconds(kListAfterMs))) {
                q->list(id, entry.titleLater);
                entry.titleLater.clear();
                changed = true;
            }
            if (Job *job = q->listed(id))
                changed |= entry.task->report(*job);
        }
        if (active.empty())
            ticker.stop();
        if (changed)
            Q_EMIT q->jobsChanged();
    }

    void deliver()
    {
        std::vector<Ended> batch;
        {
            std::scoped_lock lock(mutex);
            batch.swap(ended);
        }
        const QPointer<JobRunner> alive(q);
        for (Ended &end : batch) {
            const auto found = active.find(end.id);
            if (found == active.end())
                continue; // cancelled meanwhile
            const Active entry = std::move(found->second);
            active.erase(found);
            const bool cancelled = !end.result && end.result.error().code == ErrorCode::Cancelled;
            const QString error = end.result ? QString() : message(end.result.error());
            if (Job *job = q->listed(end.id)) {
                entry.task->report(*job);
                const QString title = job->title;
                const State failed = cancelled ? State::Cancelled : State::Failed;
                q->end(end.id, end.result ? State::Done : failed, error);
                if (alive && !end.result && !cancelled)
                    Q_EMIT q->jobFailed(title, error);
            }
            if (alive && !cancelled)
                entry.done(std::move(end.result));
            if (!alive)
                return;
        }
    }

    JobRunner *q;
    CancelToken root;
    int lastId = 0;
    std::map<int, Active> active; // UI thread only
    std::mutex mutex;
    std::vector<Ended> ended; // guarded by mutex
    QTimer ticker;
    QThreadPool pool; // last, with the next: their threads end before what they use
    QThreadPool background;
};

JobRunner::JobRunner(QObject *parent)
    : QObject(parent)
    , m_impl(std::make_unique<Impl>(this))
{
}

JobRunner::~JobRunner()
{
    m_impl->root.cancel();
    m_impl->pool.clear();
    m_impl->background.clear();
    m_impl->pool.waitForDone();
    m_impl->background.waitForDone();
}

int JobRunner::run(const QString &title, Kind kind, std::function<Result<void>(JobContext &)> work,
                   std::function<void(Result<void>)> done)
{
    const int id = ++m_impl->lastId;
    auto task = std::make_shared<Task>(m_impl->root.child(), std::move(work));
    const bool later = kind == Kind::Background;
    m_impl->active.emplace(id, Impl::Active{task, std::move(done), later ? title : QString()});
    if (kind == Kind::Listed)
        list(id, title);
    if (kind != Kind::Quiet)
        m_impl->ticker.start();
    if (later) {
        m_impl->background.start([impl = m_impl.get(), id, task] {
            // Of this thread and those it starts: 0 is the thread on Linux. Only a kindness.
            setpriority(PRIO_PROCESS, 0, kBackgroundNice);
            impl->execute(id, task);
        });
    } else {
        m_impl->pool.start([impl = m_impl.get(), id, task] { impl->execute(id, task); });
    }
    if (kind == Kind::Listed)
        Q_EMIT jobsChanged();
    return id;
}

void JobRunner::list(int id, const QString &title)
{
    Job job;
    job.id = id;
    job.title = title;
    job.startedMs = QDateTime::currentMSecsSinceEpoch();
    m_jobs.insert(m_jobs.begin(), job);
}

JobRunner::Job *JobRunner::listed(int job)
{
    const auto found = std::find_if(m_jobs.begin(), m_jobs.end(),
                                    [job](const Job &each) { return each.id == job; });
    return found == m_jobs.end() ? nullptr : &*found;
}

void JobRunner::end(int job, State state, const QString &error)
{
    Job *entry = listed(job);
    if (!entry)
        return;
    entry->state = state;
    entry->error = state == State::Failed ? error : QString();
    entry->endedMs = QDateTime::currentMSecsSinceEpoch();
    if (state == State::Done)
        entry->progress = 1.0;
    std::size_t finished = 0;
    std::erase_if(m_jobs, [&finished](const Job &each) {
        return !each.isActive() && ++finished > kFinishedKept;
    });
    Q_EMIT jobsChanged();
}

void JobRunner::cancel(int job)
{
    const auto found = m_impl->active.find(job);
    if (found == m_impl->active.end())
        return;
    found->second.task->cancel().cancel();
    m_impl->active.erase(found);
    end(job, State::Cancelled, {});
}

void JobRunner::cancelAll()
{
    std::vector<int> ids;
    for (const auto &[id, entry] : m_impl->active)
        ids.push_back(id);
    for (const int id : ids)
        cancel(id);
}

int JobRunner::runningCount() const
{
    return static_cast<int>(
        std::count_if(m_jobs.begin(), m_jobs.end(), [](const Job &job) { return job.isActive(); }));
}

double JobRunner::overallProgress() const
{
    double sum = 0;
    int count = 0;
    for (const Job &job : m_jobs) {
        if (job.isActive()) {
            sum += job.progress;
            ++count;
        }
    }
    return count == 0 ? 0.0 : sum / count;
}

} // namespace ecva
