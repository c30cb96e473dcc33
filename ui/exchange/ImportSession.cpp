#include "ui/exchange/ImportSession.h"

#include "ui/jobs/JobRunner.h"
#include "ui/workspace/Workspace.h"

#include <QFileInfo>

namespace ecva {

ImportSession::ImportSession(Workspace &workspace, JobRunner &jobs, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_jobs(jobs)
{
    connect(&m_workspace, &Workspace::documentChanged, this, [this] { m_totals.reset(); });
    connect(&m_jobs, &JobRunner::jobsChanged, this, [this] {
        for (const JobRunner::Job &job : m_jobs.jobs()) {
            if (job.id != m_job)
                continue;
            if (job.state == JobRunner::State::Cancelled) { // from the list of jobs
                m_job = 0;
                close();
            } else if (job.progress != m_progress) {
                m_progress = job.progress;
                Q_EMIT progressChanged(m_progress);
            }
            return;
        }
    });
}

ImportSession::~ImportSession()
{
    m_jobs.cancel(m_job);
}

void ImportSession::open(const QString &file)
{
    m_request = {};
    m_request.path = file;
    m_choices = {};
    m_plan.reset();
    reread();
}

void ImportSession::setFormat(const QString &format)
{
    if (m_request.format == format)
        return;
    m_request.format = format;
    m_request.sheets.clear();
    reread();
}

void ImportSession::setSheetTaken(const QString &sheet, bool taken)
{
    if (!m_plan)
        return;
    std::vector<std::pair<QString, QString>> sheets;
    int place = 0;
    for (const ImportSheet &each : m_plan->sheets) {
        ++place;
        const bool takes = each.name == sheet ? taken : !each.round.isEmpty();
        if (!takes)
            continue;
        const QString round
            = each.round.isEmpty() ? QStringLiteral("round%1").arg(place) : each.round;
        sheets.emplace_back(each.name, round);
    }
    if (sheets.empty())
        return; // no sheet at all would mean the default
    m_request.sheets = std::move(sheets);
    reread();
}

void ImportSession::reread()
{
    const int before = std::exchange(m_job, 0);
    m_jobs.cancel(before);
    m_progress = 0;
    m_clock.start();
    m_job = m_jobs.start<ImportPlan>(
        tr("Reading %1").arg(QFileInfo(m_request.path).fileName()),
        [request = m_request](JobContext &context) {
            return planImport(request, context.cancel(),
                              [&context](double fraction) { context.setProgress(fraction); });
        },
        [this](Result<ImportPlan> plan) {
            m_job = 0;
            m_readingMs = m_clock.elapsed();
            if (!plan) {
                fail(plan.error());
                return;
            }
            m_plan = std::move(*plan);
            setState(State::Ready);
        });
    setState(State::Reading);
}

void ImportSession::close()
{
    const int job = std::exchange(m_job, 0);
    m_jobs.cancel(job);
    m_plan.reset();
    setState(State::Idle);
}

void ImportSession::fail(const Error &error)
{
    m_error = error;
    m_plan.reset();
    setState(State::Failed);
}

void ImportSession::setState(State state)
{
    m_totals.reset();
    m_state = state;
    Q_EMIT stateChanged();
}

QString ImportSession::importedBefore() const
{
    const Document *document = m_workspace.document();
    if (!document || !m_plan)
        return {};
    for (const auto &[id, source] : document->model().sources()) {
        if (source.sha256 == m_plan->sha256)
            return source.stamp.createdAt;
    }
    return {};
}

bool ImportSession::isTicked(const Finding &finding) const
{
    return finding.isFixable() && m_choices.fixes.accepts(finding.rule, finding.place);
}

void ImportSession::setTicked(const Finding &finding, bool ticked)
{
    if (!finding.isFixable())
        return;
    if (ticked)
        m_choices.fixes.accept(finding.rule, finding.place);
    else
        m_choices.fixes.reject(finding.rule, finding.place);
    m_totals.reset();
    Q_EMIT choicesChanged();
}

void ImportSession::setRuleTicked(const QString &rule, bool ticked)
{
    for (const Finding *finding : m_plan->findingsOf(rule)) {
        if (!finding->isFixable())
            continue;
        if (ticked)
            m_choices.fixes.accept(finding->rule, finding->place);
        else
            m_choices.fixes.reject(finding->rule, finding->place);
    }
    m_totals.reset();
    Q_EMIT choicesChanged();
}

ImportSession::Fixes ImportSession::fixesOf(const QString &rule) const
{
    Fixes fixes;
    for (const Finding *finding : m_plan->findingsOf(rule)) {
        ++fixes.places;
        fixes.fixable += finding->isFixable() ? 1 : 0;
        fixes.ticked += isTicked(*finding) ? 1 : 0;
    }
    return fixes;
}

void ImportSession::setAgain(bool again)
{
    m_choices.again = again;
    m_totals.reset();
    Q_EMIT choicesChanged();
}

const ImportSession::Totals &ImportSession::totals() const
{
    if (m_totals)
        return *m_totals;
    Totals &totals = m_totals.emplace();
    totals.counts = m_plan->countsWith(m_choices.fixes);
    totals.records = m_plan->recordCount() - totals.counts.refused;
    if (const Document *document = m_workspace.document(); document && m_plan->role) {
        totals.unmatched = matchImport(document->model(), *m_plan).unmatched;
        totals.records -= totals.unmatched;
    }
    for (const Finding &finding : m_plan->findings)
        totals.openErrors += finding.severity == Severity::Error && !isTicked(finding) ? 1 : 0;
    return totals;
}

QString ImportSession::obstacle() const
{
    const Document *document = m_workspace.document();
    if (m_state != State::Ready)
        return tr("The file is not read yet.");
    if (!document)
        return tr("No project is open.");
    if (document->isReadOnly())
        return tr("The project is open for reading only.");
    if (!m_choices.again && !importedBefore().isEmpty())
        return tr("This file is in the project already.");
    if (totals().records == 0 && totals().unmatched > 0)
        return tr("None of its videos is a clip of this project.");
    if (totals().records == 0)
        return tr("Nothing of this file can be imported.");
    return {};
}

Result<ImportSession::Outcome> ImportSession::apply()
{
    Document *document = m_workspace.document();
    const ProjectModel &model = document->model();
    const auto counts = [&model] {
        return Outcome{static_cast<int>(model.clips().size()),
                       static_cast<int>(model.segments().size()),
                       static_cast<int>(model.answers().size())};
    };
    const Outcome before = counts();
    Result<Edit> edit = applyImport(*document, *m_plan, m_choices);
    if (!edit)
        return ecva::fail(edit);
    if (const Result<qint64> committed = document->commit(std::move(*edit)); !committed)
        return ecva::fail(committed);
    const Outcome after = counts();
    return Outcome{after.clips - before.clips, after.segments - before.segments,
                   after.answers - before.answers};
}

} // namespace ecva
