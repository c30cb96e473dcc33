// What the model card shows of the model and of the question in view.
#include "annotation/document/Document.h"
#include "annotation/domain/Taxonomy.h"
#include "core/media/VideoIndex.h"
#include "ui/model/CoverageStrip.h"
#include "ui/model/ModelCard.h"
#include "ui/model/ModelDesk.h"
#include "ui/style/Controls.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QCheckBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalBlocker>

#include <algorithm>

namespace ecva {

const Proposal *ModelCard::proposal() const
{
    const Proposal *proposal = m_desk.proposal();
    return proposal && proposal->request.clip == m_workspace.clip() ? proposal : nullptr;
}

void ModelCard::refresh()
{
    const Proposal *shown = proposal();
    refreshHead(shown);
    refreshAnswer(shown);
    refreshCoverage(shown);
    refreshButtons(shown);
    fitHead();
    update();
}

void ModelCard::refreshHead(const Proposal *proposal)
{
    // A remembered model does not help where nothing can run it.
    const bool runs = runsHere();
    const ModelInfo *model = runs ? m_desk.model() : nullptr;
    // A question that found no model has none either.
    const bool asked = proposal && !proposal->model.isEmpty();
    if (asked)
        m_name->setText(proposal->model);
    else if (model)
        m_name->setText(QString::fromStdString(model->name));
    else
        m_name->setText(runs ? tr("No model") : tr("No engine"));
    m_name->setTone(asked || model ? Label::Tone::Text1 : Label::Tone::Text2);
    m_hasAbout = asked || model;
    m_about->setText(tr("on %1").arg(fieldName(proposal ? proposal->request.task : m_task)));
    QString rate = proposal ? progressText(*proposal, m_desk.isAskingAll()) : QString();
    if (!proposal && m_desk.readiness() == ModelDesk::Readiness::Loading)
        rate = tr("loading, %1 %").arg(static_cast<int>(m_desk.loadingProgress() * 100));
    m_rate->setText(rate);
    // Of a finished answer the place belongs to the next question.
    const bool done = proposal && proposal->state == Proposal::State::Done;
    m_rate->setVisible(!rate.isEmpty() && !done);
    const bool behind
        = proposal && proposal->state == Proposal::State::Waiting && m_desk.isAskingAll();
    m_rate->setToolTip(behind ? tr("Several clips are being asked about: this question comes "
                                   "before the next of theirs.")
                              : QString());
    m_seen->setToolTip(done ? rate : QString());
    const bool demonstration = proposal ? proposal->demonstration : model && model->demonstration;
    m_warning->setVisible(demonstration);
}

bool ModelCard::runsHere() const
{
    return m_desk.readiness() != ModelDesk::Readiness::NoEngine;
}

/// Why there is no model, where there is more to say than that.
QString ModelCard::modelTrouble() const
{
    if (!runsHere())
        return m_desk.obstacle();
    return m_desk.model() ? QString() : m_desk.loadError();
}

void ModelCard::refreshAnswer(const Proposal *proposal)
{
    const bool failed = proposal && proposal->state == Proposal::State::Failed;
    const QString trouble = failed ? proposal->error : modelTrouble();
    m_trouble->setText(trouble);
    m_trouble->setTone(failed || runsHere() ? Label::Tone::Error : Label::Tone::Text2);
    m_trouble->setVisible(!trouble.isEmpty());
    m_chain->setVisible(proposal && proposal->chain);
    if (proposal && proposal->chain) {
        m_chain->setText(chainSummary(*proposal->chain));
        m_chain->setToolTip(QStringLiteral("<qt>%1</qt>")
                                .arg(chainDetails(*proposal->chain)
                                         .toHtmlEscaped()
                                         .replace(u'\n', QLatin1String("<br>"))));
    }
    const bool shows = proposal && (!proposal->text.isEmpty() || proposal->isActive());
    m_text->setVisible(shows);
    if (!shows)
        return;
    // A block at the end says that more is coming.
    const QString text = proposal->isActive() ? proposal->text + QChar(0x258c) : proposal->text;
    if (text == m_shownText)
        return;
    m_shownText = text;
    m_text->setPlainText(text);
    if (proposal->isActive())
        m_text->verticalScrollBar()->setValue(m_text->verticalScrollBar()->maximum());
}

std::vector<qint64> ModelCard::framesInView(const Proposal *proposal) const
{
    if (proposal)
        return proposal->frames;
    if (!m_document)
        return {};
    return framesSeen(m_document->model(), m_workspace.clip());
}

void ModelCard::refreshCoverage(const Proposal *proposal)
{
    const std::vector<qint64> frames = framesInView(proposal);
    m_workspace.setSeenFrames(frames);
    const auto index = m_workspace.index();
    const bool shows = proposal && !frames.empty() && index;
    m_coverage->setVisible(shows);
    m_foot->setVisible(proposal && (shows || proposal->state == Proposal::State::Done));
    m_seen->clear();
    if (!shows)
        return;
    const Segment *segment = m_document->model().segment(m_workspace.segment());
    std::optional<FrameRange> range;
    int hue = -1;
    if (segment && segment->basis == Basis::Frames) {
        range = segment->frames;
        if (const TaxonomyClass *entry = Taxonomy::published().find(segment->label))
            hue = entry->hue;
    }
    m_coverage->setCoverage(index->frameCount(), frames, range, hue);
    const auto count = static_cast<int>(frames.size());
    QString text = tr("Saw %n frame(s)", nullptr, count);
    if (range) {
        const auto inside = std::count_if(frames.begin(), frames.end(), [&range](qint64 frame) {
            return range->contains(FrameIndex(std::int64_t{frame}));
        });
        text = tr("Saw %n frame(s), %1 in this segment", nullptr, count).arg(inside);
        m_seen->setTone(inside > 0 ? Label::Tone::Text2 : Label::Tone::Warn);
    }
    m_seen->setText(text);
    m_coverage->setAccessibleName(text);
}

void ModelCard::refreshButtons(const Proposal *proposal)
{
    const bool active = proposal && proposal->isActive();
    const auto readiness = m_desk.readiness();
    const bool modelless = readiness == ModelDesk::Readiness::NoModel && !active;
    m_load->setVisible(modelless);
    m_demonstration->setVisible(modelless);
    m_stop->setVisible(active);
    m_ask->setVisible(!active && readiness == ModelDesk::Readiness::Ready);
    m_inSteps->setVisible(!m_ask->isHidden());
    const QSignalBlocker quiet(m_inSteps);
    m_inSteps->setChecked(m_desk.wantsSteps());
    m_actions.action(QStringLiteral("model.inSteps"))->setChecked(m_desk.wantsSteps());
    const QString obstacle = askObstacle();
    m_ask->setEnabled(obstacle.isEmpty());
    m_ask->setToolTip(obstacle);
    const bool done = proposal && proposal->state == Proposal::State::Done;
    m_accept->setVisible(done);
    m_measure->setVisible(done);
    const QString refusal = acceptObstacle();
    m_accept->setEnabled(refusal.isEmpty());
    if (done && refusal.isEmpty()) {
        const QString into = tr("Accept into %1").arg(fieldName(proposal->request.task));
        m_accept->setAccessibleName(into);
        m_accept->setToolTip(into + QStringLiteral(" (")
                             + m_actions.keyText(QStringLiteral("model.accept"))
                             + QLatin1Char(')'));
    } else {
        m_accept->setToolTip(refusal);
    }
}

} // namespace ecva
