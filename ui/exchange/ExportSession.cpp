#include "ui/exchange/ExportSession.h"

#include "ui/jobs/JobRunner.h"
#include "ui/workspace/Workspace.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

namespace ecva {
namespace {

constexpr int kDebounceMs = 200;
const QString kOneTaskFormat = QStringLiteral("ecva-results");

QString suffixOf(const QString &format)
{
    for (const FormatInfo &info : formats()) {
        if (info.id == format)
            return info.suffix;
    }
    return {};
}

/// For a POSIX shell.
QString quoted(const QString &word)
{
    static const QRegularExpression plain(QStringLiteral("^[\\w./,:@%+=-]+$"));
    if (plain.match(word).hasMatch())
        return word;
    QString inner = word;
    inner.replace(u'\'', QStringLiteral("'\\''"));
    return u'\'' + inner + u'\'';
}

} // namespace

ExportSession::ExportSession(Workspace &workspace, JobRunner &jobs, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_jobs(jobs)
{
    m_debounce.setSingleShot(true);
    m_debounce.setInterval(kDebounceMs);
    connect(&m_debounce, &QTimer::timeout, this, &ExportSession::planNow);
    connect(&m_jobs, &JobRunner::jobsChanged, this, [this] {
        for (const JobRunner::Job &job : m_jobs.jobs()) {
            if (job.id != m_job)
                continue;
            if (job.state == JobRunner::State::Cancelled) { // from the list of jobs
                m_job = 0;
                setState(State::Ready);
            } else if (job.progress != m_progress) {
                m_progress = job.progress;
                Q_EMIT progressChanged(m_progress);
            }
            return;
        }
    });
    connect(&m_workspace, &Workspace::documentChanged, this, &ExportSession::close);
}

ExportSession::~ExportSession()
{
    cancelJob();
    m_jobs.cancel(m_manifestJob);
}

void ExportSession::cancelJob()
{
    const int job = std::exchange(m_job, 0);
    m_jobs.cancel(job);
}

void ExportSession::cancelWriting()
{
    if (m_state != State::Writing)
        return;
    cancelJob();
    setState(State::Ready);
}

void ExportSession::setPlan(std::shared_ptr<const ExportPlan> plan)
{
    m_plan = std::move(plan);
    ++m_planNumber;
    makeManifest();
}

void ExportSession::makeManifest()
{
    const int before = std::exchange(m_manifestJob, 0);
    m_jobs.cancel(before);
    if (!m_plan) {
        m_manifest.clear();
        Q_EMIT manifestChanged();
        return;
    }
    // The digest of all bytes takes its time.
    m_manifestJob = m_jobs.startQuiet<QByteArray>(
        [plan = m_plan, path = out(), version = QCoreApplication::applicationVersion()](
            JobContext &) -> Result<QByteArray> { return exportManifest(*plan, path, version); },
        [this](Result<QByteArray> manifest) {
            m_manifestJob = 0;
            m_manifest = manifest.value_or(QByteArray());
            Q_EMIT manifestChanged();
        });
}

void ExportSession::forgetSnapshot()
{
    m_snapshot.reset();
    disconnect(m_watch);
}

void ExportSession::open()
{
    close();
    const Document *document = m_workspace.document();
    if (!document)
        return;
    const QString format = m_request.format.isEmpty() ? QStringLiteral("sft") : m_request.format;
    m_request = {};
    m_request.projectFolder = document->folder();
    m_outIsOurs = true;
    setFormat(format);
    planNow();
}

void ExportSession::close()
{
    m_debounce.stop();
    cancelJob();
    forgetSnapshot();
    setPlan(nullptr);
    setState(State::Idle);
}

void ExportSession::replan()
{
    if (m_state != State::Idle && m_state != State::Writing)
        planSoon();
}

void ExportSession::setFormat(const QString &format)
{
    m_request.format = format;
    m_request.model.clear();
    m_tasks.clear();
    m_request.tasks.clear();
    if (takesOneTask()) {
        for (const Task task : {Task::Description, Task::Cause, Task::Result, Task::Classification})
            m_tasks.push_back({task, task == Task::Description, {}});
        m_request.tasks = {Task::Description};
    }
    if (const Document *document = m_workspace.document(); document && m_outIsOurs) {
        m_out = QFileInfo(document->path()).completeBaseName() + u'-' + format + u'.'
                + suffixOf(format);
    }
    planSoon();
}

bool ExportSession::takesOneTask() const
{
    return m_request.format == kOneTaskFormat;
}

void ExportSession::setFilter(const QString &filter)
{
    if (m_request.filter == filter)
        return;
    m_request.filter = filter;
    planSoon();
}

void ExportSession::setModel(const QString &model)
{
    if (m_request.model == model)
        return;
    m_request.model = model;
    planSoon();
}

void ExportSession::setTaskTaken(Task task, bool taken)
{
    for (TaskLine &line : m_tasks) {
        if (takesOneTask())
            line.taken = line.task == task;
        else if (line.task == task)
            line.taken = taken;
    }
    m_request.tasks.clear();
    for (const TaskLine &line : m_tasks) {
        if (line.taken)
            m_request.tasks.push_back(line.task);
    }
    if (m_request.tasks.size() == m_tasks.size() && !takesOneTask())
        m_request.tasks.clear(); // all, those too that nobody has asked for yet
    planSoon();
}

void ExportSession::setOut(const QString &path)
{
    if (path == m_out)
        return;
    m_out = path;
    m_outIsOurs = false;
    if (m_state == State::Written || (m_state == State::Failed && m_plan))
        m_state = State::Ready;
    makeManifest();
    Q_EMIT stateChanged();
}

QString ExportSession::out() const
{
    return m_out.isEmpty() ? QString() : QDir(m_request.projectFolder).absoluteFilePath(m_out);
}

bool ExportSession::replacesFile() const
{
    return !m_out.isEmpty() && QFileInfo(out()).isFile();
}

QStringList ExportSession::models() const
{
    QStringList models;
    const Document *document = m_workspace.document();
    if (!document || !takesOneTask() || m_request.tasks.empty())
        return models;
    for (const auto &[id, answer] : document->model().answers()) {
        if (answer.role != AnswerRole::Model || models.contains(answer.author))
            continue;
        const QaItem *item = document->model().item(answer.item);
        if (item && item->task == m_request.tasks.front())
            models << answer.author;
    }
    return models;
}

void ExportSession::planSoon()
{
    if (!m_workspace.document())
        return;
    cancelJob();
    m_debounce.start();
    setState(State::Planning);
}

void ExportSession::planNow()
{
    Document *document = m_workspace.document();
    if (!document)
        return;
    m_debounce.stop();
    cancelJob();
    const bool none = std::none_of(m_tasks.begin(), m_tasks.end(),
                                   [](const TaskLine &line) { return line.taken; });
    if (!m_tasks.empty() && none) { // an empty list would ask for all
        ExportPlan empty;
        empty.request = m_request;
        takePlan(std::move(empty));
        return;
    }
    if (!m_snapshot) {
        m_snapshot = std::make_shared<const ProjectModel>(document->model());
        m_watch = connect(document, &Document::changed, this, [this] {
            forgetSnapshot();
            planSoon();
        });
    }
    m_clock.start();
    m_job = m_jobs.startQuiet<ExportPlan>(
        [request = m_request, snapshot = m_snapshot](JobContext &context) {
            return planExport(*snapshot, request, context.cancel());
        },
        [this](Result<ExportPlan> plan) {
            m_job = 0;
            m_planningMs = m_clock.elapsed();
            if (plan) {
                takePlan(std::move(*plan));
                return;
            }
            m_error = plan.error();
            for (TaskLine &line : m_tasks)
                line.count.reset();
            setPlan(nullptr);
            setState(State::Failed);
        });
    setState(State::Planning);
}

void ExportSession::takePlan(ExportPlan plan)
{
    if (m_tasks.empty()) {
        for (const ExportTaskCount &count : plan.tasks)
            m_tasks.push_back({count.task, true, {}});
    }
    for (TaskLine &line : m_tasks) {
        const auto found = std::find_if(
            plan.tasks.begin(), plan.tasks.end(),
            [&line](const ExportTaskCount &count) { return count.task == line.task; });
        line.count.reset();
        if (line.taken && found != plan.tasks.end())
            line.count = *found;
    }
    setPlan(std::make_shared<const ExportPlan>(std::move(plan)));
    setState(State::Ready);
}

void ExportSession::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

int ExportSession::written() const
{
    int sum = 0;
    if (m_plan) {
        for (const ExportTaskCount &count : m_plan->tasks)
            sum += count.written;
    }
    return sum;
}

QString ExportSession::obstacle() const
{
    if (m_state == State::Writing)
        return tr("Writing…");
    if (m_state == State::Planning)
        return tr("Working out what would be written…");
    if (!m_plan)
        return m_state == State::Failed ? QString::fromStdString(m_error.text())
                                        : tr("Nothing can be written so.");
    if (m_plan->request.tasks.empty() && m_plan->tasks.empty())
        return tr("No task is ticked.");
    if (written() == 0)
        return tr("No record is left to write.");
    if (m_out.trimmed().isEmpty())
        return tr("Name a file to write to.");
    return {};
}

void ExportSession::write()
{
    if (!obstacle().isEmpty())
        return;
    m_progress = 0;
    m_job = m_jobs.start<ExportOutcome>(
        tr("Writing %1").arg(QFileInfo(out()).fileName()),
        [plan = m_plan, path = out(),
         version = QCoreApplication::applicationVersion()](JobContext &context) {
            return writeExport(*plan, path, version, context.cancel(),
                               [&context](double fraction) { context.setProgress(fraction); });
        },
        [this](Result<ExportOutcome> outcome) {
            m_job = 0;
            if (outcome) {
                m_outcome = *outcome;
                setState(State::Written);
                return;
            }
            m_error = outcome.error();
            setState(State::Failed);
        });
    setState(State::Writing);
}

QString ExportSession::command() const
{
    const Document *document = m_workspace.document();
    if (!document)
        return {};
    QStringList words{QStringLiteral("ecva"), QStringLiteral("export"),
                      quoted(QFileInfo(document->path()).fileName()), QStringLiteral("--format"),
                      m_request.format};
    if (!m_request.filter.trimmed().isEmpty())
        words << QStringLiteral("--filter") << quoted(m_request.filter.trimmed());
    for (const Task task : m_request.tasks)
        words << QStringLiteral("--task") << toName(task);
    if (!m_request.model.isEmpty())
        words << QStringLiteral("--model") << quoted(m_request.model);
    words << QStringLiteral("--out") << quoted(m_out);
    return words.join(u' ');
}

ClipId ExportSession::clipOf(const Finding &finding) const
{
    const Document *document = m_workspace.document();
    if (!document)
        return {};
    for (const auto &[id, clip] : document->model().clips()) {
        if (clip.name == finding.clip || QFileInfo(clip.name).completeBaseName() == finding.clip)
            return id;
    }
    return {};
}

} // namespace ecva
