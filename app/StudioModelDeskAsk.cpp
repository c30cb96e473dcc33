// Asking and measuring at the model desk. See StudioModelDesk.h.
#include "annotation/document/Document.h"
#include "app/InferenceThread.h"
#include "app/ModelThreadWork.h"
#include "app/StudioModelDesk.h"
#include "ui/jobs/JobRunner.h"
#include "ui/workspace/Workspace.h"

#include <algorithm>

namespace ecva {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point began)
{
    return std::chrono::duration<double>(Clock::now() - began).count();
}

MaskMode modeOf(DeltaMode mode)
{
    switch (mode) {
    case DeltaMode::Delete:
        return MaskMode::Delete;
    case DeltaMode::Blank:
        return MaskMode::Blank;
    case DeltaMode::Black:
        return MaskMode::Black;
    case DeltaMode::Freeze:
        return MaskMode::Freeze;
    case DeltaMode::Blur:
        return MaskMode::Blur;
    }
    return MaskMode::Delete;
}

/// What the model was asked for this answer; empty when nobody knows.
QString askedFor(const Answer &answer)
{
    const auto provenance
        = nlohmann::json::parse(answer.provenance.begin(), answer.provenance.end(), nullptr, false);
    const auto found = provenance.is_object() ? provenance.find("question") : provenance.end();
    return found != provenance.end() && found->is_string()
               ? QString::fromStdString(found->get<std::string>())
               : QString();
}

} // namespace

void StudioModelDesk::ask(const ProposalRequest &request)
{
    endAsking();
    m_proposal = Proposal();
    m_proposal->request = request;
    if (!m_proposal->request.seed)
        m_proposal->request.seed = randomSeed();
    if (m_info) {
        m_proposal->model = QString::fromStdString(m_info->name);
        m_proposal->demonstration = m_info->demonstration;
    }
    startAsking();
    Q_EMIT proposalChanged();
}

void StudioModelDesk::startAsking()
{
    const ProposalRequest &request = m_proposal->request;
    const Document *document = m_workspace.document();
    if (const QString why = obstacle(); !why.isEmpty() || !document) {
        failProposal(document ? why : tr("No project is open."));
        return;
    }
    const auto asking = questionOf(request);
    const auto clip = clipToAsk(*document, request.clip);
    if (!asking || !clip) {
        failProposal(messageOf(asking ? clip.error() : asking.error()));
        return;
    }
    const ModelQuestion &question = *asking;

    m_live = std::make_shared<Live>();
    m_askCancel = CancelToken();
    const auto work
        = [this, question, clip = *clip, wanted = wanted(), live = m_live,
           cancel = m_askCancel](std::unique_ptr<VideoModel> &model) -> Result<Answered> {
        const auto info = bring(wanted, model, cancel);
        if (!info)
            return fail(info);
        const auto frames = openClip(clip, {}, cancel);
        if (!frames)
            return fail(frames);
        ModelQuestion asked = question;
        std::vector<std::string> notes; // nobody gave numbers here that could be changed
        if (const auto fits = fitToModel(asked, *info, notes); !fits)
            return fail(fits);
        if (asked.chain) { // what it sees depends on what it chooses
            asked.chain->onStep = [live](const ChainStep &step) {
                const std::scoped_lock lock(live->mutex);
                live->state = Proposal::State::Reading;
                live->step = step;
                live->changed = true;
            };
        } else {
            const auto seen = model->sample(frames->source, asked.frames);
            if (!seen)
                return fail(seen);
            const std::scoped_lock lock(live->mutex);
            for (const std::int64_t frame : *seen)
                live->frames.push_back(frame + frames->first);
            live->state = Proposal::State::Reading;
            live->changed = true;
        }
        Clock::time_point first;
        const auto onToken = [&](const TokenEvent &event) {
            const std::scoped_lock lock(live->mutex);
            if (live->tokens == 0)
                first = Clock::now();
            else
                live->tokensPerSecond = double(live->tokens) / secondsSince(first);
            live->state = Proposal::State::Writing;
            live->text += QString::fromStdString(event.text);
            live->tokens = event.count;
            live->changed = true;
        };
        auto result = propose(*model, *frames, asked, onToken, cancel);
        if (!result)
            return fail(result);
        QByteArray provenance = storedProvenance(proposalJson(*model, asked, *result));
        return Answered{std::move(*result), *info, asked.question, std::move(provenance)};
    };
    const quint64 epoch = ++m_askEpoch;
    m_thread->post([this, work, epoch](auto &model) {
        const auto answered = guarded<Answered>([&] { return work(model); });
        QMetaObject::invokeMethod(
            this, [this, epoch, answered] { onAnswered(epoch, answered); }, Qt::QueuedConnection);
    });
    m_ticker.start();
}

/// True when there was something new.
bool StudioModelDesk::takeLive()
{
    if (!m_live || !m_proposal)
        return false;
    const std::scoped_lock lock(m_live->mutex);
    if (!std::exchange(m_live->changed, false))
        return false;
    m_proposal->state = m_live->state;
    m_proposal->text = m_live->text;
    m_proposal->frames = m_live->frames;
    m_proposal->tokens = m_live->tokens;
    m_proposal->tokensPerSecond = m_live->tokensPerSecond;
    m_proposal->step = m_live->step;
    return true;
}

void StudioModelDesk::onAnswered(quint64 epoch, const Result<Answered> &answered)
{
    if (epoch != m_askEpoch || !m_proposal || !m_proposal->isActive())
        return;
    takeLive(); // the figures
    endAsking();
    if (!answered) {
        failProposal(messageOf(answered.error()));
        Q_EMIT proposalChanged();
        return;
    }
    m_proposal->text = QString::fromStdString(answered->result.text);
    m_proposal->frames.assign(answered->result.frames.begin(), answered->result.frames.end());
    m_proposal->tokens = qint64(answered->result.tokens.size());
    m_proposal->chain = answered->result.chain;
    m_proposal->model = QString::fromStdString(answered->model.name);
    m_proposal->demonstration = answered->model.demonstration;

    const ProposalRequest &request = m_proposal->request;
    Document *document = m_workspace.document(); // another one would have ended the question
    const ModelAnswer answer{AnswerRole::Model, m_proposal->model, answered->question,
                             m_proposal->text, answered->provenance};
    const auto stored
        = storeProposal(*document, {request.clip, request.segment, request.task}, answer);
    if (stored) {
        m_proposal->state = Proposal::State::Done;
        m_proposal->answer = *stored;
    } else {
        failProposal(messageOf(stored.error()));
    }
    Q_EMIT proposalChanged();
}

void StudioModelDesk::failProposal(const QString &message)
{
    m_proposal->state = Proposal::State::Failed;
    m_proposal->error = message;
    Q_EMIT failed(tr("The model gave no answer"), message, Matter::Asking);
}

/// From now on nothing of the question that was running is heard.
void StudioModelDesk::endAsking()
{
    ++m_askEpoch;
    m_askCancel.cancel();
    m_ticker.stop();
    m_live.reset();
}

void StudioModelDesk::stop()
{
    if (!m_proposal || !m_proposal->isActive())
        return;
    takeLive();
    endAsking();
    m_proposal->state = Proposal::State::Stopped;
    Q_EMIT proposalChanged();
}

void StudioModelDesk::measure(const MeasureRequest &request)
{
    const auto job = startMeasuring(request);
    if (!job) {
        Q_EMIT failed(tr("The answer could not be measured"), job.error(), Matter::Measuring);
        return;
    }
    m_measureJob = *job;
    m_measureProgress = 0;
    Q_EMIT measuringChanged();
}

tl::expected<int, QString> StudioModelDesk::startMeasuring(const MeasureRequest &request)
{
    using Refused = tl::unexpected<QString>;
    const Document *document = m_workspace.document();
    if (const QString why = obstacle(); !why.isEmpty())
        return Refused(why);
    if (!document)
        return Refused(tr("No project is open."));
    if (isMeasuring())
        return Refused(tr("Another answer is being measured."));
    const ProjectModel &project = document->model();
    const Answer *answer = project.answer(request.answer);
    if (!answer || answer->role != AnswerRole::Model)
        return Refused(tr("There is no answer of a model to measure."));
    const QString loaded = QString::fromStdString(m_info->name);
    if (answer->author != loaded)
        return Refused(
            tr("The answer was written by %1, and %2 is loaded.").arg(answer->author, loaded));
    const QaItem *item = project.item(answer->item);
    const AnswerPlace place{item->clip, item->segment, item->task};
    MeasureQuestion question;
    const QString asked = askedFor(*answer);
    question.ask.task = item->task;
    question.ask.question = asked.isEmpty() ? item->question : asked;
    question.ask.generation.greedy = true;
    question.mask = modeOf(request.mask);
    question.controls = request.controls;
    question.seed = request.seed;
    auto key = keySegments(*document, item->clip, request.segment);
    if (!key)
        return Refused(messageOf(key.error()));
    question.key = std::move(*key);
    const auto clip = clipToAsk(*document, item->clip);
    if (!clip)
        return Refused(messageOf(clip.error()));

    const auto work = [this, question, place, answer = answer->id, clip = *clip, wanted = wanted()](
                          JobContext &job, std::unique_ptr<VideoModel> &model) -> Result<Measured> {
        const auto info = bring(wanted, model, job.cancel());
        if (!info)
            return fail(info);
        const auto frames = openClip(clip, {}, job.cancel());
        if (!frames)
            return fail(frames);
        MeasureQuestion fitted = question;
        std::vector<std::string> notes;
        if (const auto fits = fitToModel(fitted.ask, *info, notes); !fits)
            return fail(fits);
        const auto report = ecva::measure(
            *model, *frames, fitted, {}, [&job](double done) { job.setProgress(done); },
            job.cancel());
        if (!report)
            return fail(report);
        return Measured{place, answer, deltaJson(*model, fitted, *report)};
    };
    const Clip *entry = project.clip(item->clip);
    return startJob<Measured>(tr("Measuring %1 on %2").arg(answer->author, entry->name),
                              InferenceThread::Priority::Now, work,
                              [this](const Result<Measured> &measured) { onMeasured(measured); });
}

void StudioModelDesk::onMeasured(const Result<Measured> &measured)
{
    m_measureJob = 0;
    m_measureProgress = 1;
    Result<DeltaId> stored = fail(ErrorCode::Cancelled, "cancelled");
    if (!measured) {
        stored = fail(measured);
    } else if (Document *document = m_workspace.document()) {
        nlohmann::json report = measured->report;
        stored = storeDelta(*document, measured->place, measured->answer, report);
    }
    Q_EMIT measuringChanged();
    if (stored)
        Q_EMIT this->measured(*stored);
    else
        Q_EMIT failed(tr("The answer could not be measured"), messageOf(stored.error()),
                      Matter::Measuring);
}

void StudioModelDesk::stopMeasuring()
{
    if (m_measureJob != 0)
        m_jobs.cancel(m_measureJob); // followJobs() hears of it
}

/// The job's progress, and that somebody has stopped it in the list of jobs.
void StudioModelDesk::followJobs()
{
    const auto &jobs = m_jobs.jobs();
    const auto find = [&jobs](int id) {
        return std::find_if(jobs.begin(), jobs.end(),
                            [id](const JobRunner::Job &each) { return each.id == id; });
    };
    if (m_batchJob != 0) {
        const auto batch = find(m_batchJob);
        if (batch == jobs.end() || batch->state == JobRunner::State::Cancelled) {
            m_batchJob = 0;
            ++m_batchEpoch;
            Q_EMIT askingAllChanged();
        }
    }
    if (m_measureJob == 0)
        return;
    const auto job = find(m_measureJob);
    if (job != jobs.end() && job->state != JobRunner::State::Cancelled) {
        if (job->progress == m_measureProgress)
            return;
        m_measureProgress = job->progress;
    } else {
        m_measureJob = 0;
        m_measureProgress = 0;
    }
    Q_EMIT measuringChanged();
}

} // namespace ecva
