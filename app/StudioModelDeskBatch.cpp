// Asking about several clips at the model desk. See StudioModelDesk.h.
#include "annotation/document/Document.h"
#include "app/ModelThreadWork.h"
#include "app/StudioModelDesk.h"
#include "app/services/AskQueue.h"
#include "ui/workspace/Workspace.h"

#include <QStringList>

namespace ecva {

/// What is asked, and how it went; the counts are the UI thread's.
struct StudioModelDesk::Batch
{
    struct Question
    {
        AnswerPlace place;
        ClipToAsk clip;
        ModelQuestion question;
        QString name; ///< of the clip
    };
    std::vector<Question> questions;
    quint64 epoch = 0;
    int stored = 0;
    int known = 0; ///< were answered before
    int failed = 0;
    QString trouble; ///< why the first one failed

    void fail(const QString &why)
    {
        if (failed++ == 0)
            trouble = why;
    }
};

Result<ModelQuestion> StudioModelDesk::questionOf(const ProposalRequest &request) const
{
    const AnswerPlace place{request.clip, request.segment, request.task};
    const auto words = questionFor(&m_workspace.document()->model(), place, request.question);
    if (!words)
        return ecva::fail(words);
    ModelQuestion question;
    question.task = request.task;
    question.question = *words;
    question.generation.greedy = request.greedy.value_or(false);
    question.generation.seed = request.seed ? *request.seed : randomSeed();
    if (request.inSteps)
        question.chain.emplace();
    return question;
}

bool StudioModelDesk::isAnswered(const ProposalRequest &request) const
{
    const ProjectModel &project = m_workspace.document()->model();
    const QaItem *item = project.findItem(request.clip, request.segment, request.task);
    return item
           && project.findAnswer(item->id, AnswerRole::Model, QString::fromStdString(m_info->name));
}

void StudioModelDesk::askAll(const std::vector<ProposalRequest> &requests)
{
    const auto refuse = [this](const QString &why) {
        Q_EMIT failed(tr("The clips could not be asked about"), why, Matter::AskingAll);
    };
    const Document *document = m_workspace.document();
    if (const QString why = obstacle(); !why.isEmpty() || !document) {
        refuse(document ? why : tr("No project is open."));
        return;
    }
    if (document->isReadOnly() || isAskingAll()) {
        refuse(isAskingAll() ? tr("Several clips are being asked about already.")
                             : tr("The project is open for reading only."));
        return;
    }
    const auto batch = std::make_shared<Batch>();
    for (const ProposalRequest &request : requests) {
        if (isAnswered(request)) {
            ++batch->known;
            continue;
        }
        const auto question = questionOf(request);
        const auto clip = clipToAsk(*document, request.clip);
        if (!question || !clip) {
            batch->fail(messageOf(question ? clip.error() : question.error()));
            continue;
        }
        batch->questions.push_back({{request.clip, request.segment, request.task},
                                    *clip,
                                    *question,
                                    document->model().clip(request.clip)->name});
    }
    if (batch->questions.empty()) {
        onAskedAll(*batch, {});
        return;
    }
    batch->epoch = ++m_batchEpoch;
    // The work is done in that very thread, which lives as long.
    const auto work
        = [this, batch, wanted = wanted(), thread = m_thread.get()](
              JobContext &job, std::unique_ptr<VideoModel> &model) -> Result<QStringList> {
        const auto info = bring(wanted, model, job.cancel());
        if (!info)
            return ecva::fail(info);
        AskQueue queue;
        for (const Batch::Question &each : batch->questions) {
            ModelQuestion fitted = each.question;
            std::vector<std::string> notes; // nobody gave numbers here that could be changed
            if (const auto fits = fitToModel(fitted, *info, notes); !fits)
                return ecva::fail(fits);
            queue.add(each.clip, std::move(fitted));
        }
        AskQueue::Sinks sinks;
        sinks.onChange = [&] {
            const AskQueue::Counts counts = queue.counts();
            const int through = counts.done + counts.failed + counts.cancelled;
            job.setProgress(double(through) / counts.all());
            job.setDetail(tr("%1 of %2 questions").arg(through).arg(counts.all()));
        };
        const auto waits = [&] {
            const AskQueue::Counts counts = queue.counts();
            job.setDetail(tr("%1 of %2 questions · waits for yours")
                              .arg(counts.all() - counts.waiting)
                              .arg(counts.all()));
        };
        sinks.onAnswer = [&](const AskQueue::Asked &asked, const AskResult &result) {
            const auto place = batch->questions.at(static_cast<std::size_t>(asked.id - 1)).place;
            const ModelAnswer answer{
                AnswerRole::Model, QString::fromStdString(info->name), asked.question.question,
                QString::fromStdString(result.text),
                storedProvenance(proposalJson(*model, asked.question, result))};
            QMetaObject::invokeMethod(
                this, [this, batch, place, answer] { storeOne(*batch, place, answer); },
                Qt::QueuedConnection);
        };
        for (bool more = true; more;) {
            thread->letPass(model, waits); // a person does not wait for all of these
            if (const auto here = bring(wanted, model, job.cancel()); !here)
                return ecva::fail(here);
            const auto asked = queue.runNext(*model, sinks, job.cancel());
            if (!asked)
                return ecva::fail(asked);
            more = *asked;
        }
        QStringList troubles;
        const auto statuses = queue.statuses();
        for (std::size_t i = 0; i < statuses.size(); ++i) {
            if (statuses[i].state == AskQueue::State::Failed)
                troubles.append(QStringLiteral("%1: %2").arg(
                    batch->questions[i].name, QString::fromStdString(statuses[i].error)));
        }
        return troubles;
    };
    m_batchOptions = m_options;
    m_batchJob = startJob<QStringList>(tr("Asking %1").arg(QString::fromStdString(m_info->name)),
                                       InferenceThread::Priority::Later, work,
                                       [this, batch](Result<QStringList> troubles) {
                                           m_batchJob = 0;
                                           Q_EMIT askingAllChanged();
                                           if (!troubles) {
                                               onAskedAll(*batch, ecva::fail(troubles));
                                               return;
                                           }
                                           for (const QString &trouble : *troubles)
                                               batch->fail(trouble);
                                           onAskedAll(*batch, {});
                                       });
    Q_EMIT askingAllChanged();
}

void StudioModelDesk::storeOne(Batch &batch, const AnswerPlace &place, const ModelAnswer &answer)
{
    Document *document = m_workspace.document();
    if (batch.epoch != m_batchEpoch || !document)
        return;
    if (const auto stored = storeProposal(*document, place, answer); stored)
        ++batch.stored;
    else
        batch.fail(messageOf(stored.error()));
}

void StudioModelDesk::onAskedAll(const Batch &batch, const Result<void> &ended)
{
    if (!ended) {
        Q_EMIT failed(tr("The clips could not be asked about"), messageOf(ended.error()),
                      Matter::AskingAll);
        return;
    }
    if (batch.failed > 0)
        Q_EMIT failed(tr("%n question(s) without an answer", nullptr, batch.failed), batch.trouble,
                      Matter::AskingAll);
    QString summary = tr("%n new answer(s).", nullptr, batch.stored);
    if (batch.known > 0)
        summary = tr("%1 %n had an answer before.", nullptr, batch.known).arg(summary);
    Q_EMIT askedAll(summary);
}

void StudioModelDesk::stopAskingAll()
{
    if (m_batchJob != 0)
        m_jobs.cancel(m_batchJob); // followJobs() hears of it
}

} // namespace ecva
