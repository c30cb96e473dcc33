#include "ui/delta/DeltaSession.h"

#include "annotation/document/Document.h"
#include "ui/delta/DeltaTexts.h"
#include "ui/workspace/Workspace.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace ecva {
namespace {

/// The one segment that a report's key frames were taken from; 0 when there were several.
SegmentId onlySegment(const QByteArray &report)
{
    const QJsonArray segments
        = QJsonDocument::fromJson(report)[QStringLiteral("provenance")][QStringLiteral("key")]
                                         [QStringLiteral("segments")]
                                             .toArray();
    return segments.size() == 1 ? SegmentId{segments.first().toInteger()} : SegmentId();
}

} // namespace

DeltaSession::DeltaSession(Workspace &workspace, ModelDesk &desk, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_desk(desk)
{
    connect(&workspace, &Workspace::documentChanged, this, [this] {
        watchDocument();
        follow();
    });
    connect(&workspace, &Workspace::clipChanged, this, [this] {
        if (!m_stepping)
            follow();
    });
    watchDocument();
}

void DeltaSession::watchDocument()
{
    disconnect(m_changes);
    m_document = m_workspace.document();
    if (m_document)
        m_changes = connect(m_document, &Document::changed, this, &DeltaSession::onDocumentChanged);
}

void DeltaSession::onDocumentChanged(const ChangeEvent &event)
{
    // Texts being typed elsewhere change nothing here.
    const bool own = event.origin == ChangeEvent::Origin::Reload || event.deltas
                     || !event.answers.empty() || !event.segments.empty() || event.settings
                     || event.clipsAddedOrRemoved;
    if (own)
        follow();
}

void DeltaSession::setFollowing(bool following)
{
    m_following = following;
    if (following && m_behind)
        open();
}

void DeltaSession::follow()
{
    m_behind = true;
    if (m_following) {
        open();
    } else { // what was listed may be gone by now
        m_answers.clear();
        m_place = -1;
    }
}

void DeltaSession::collect()
{
    m_answers.clear();
    if (!m_document)
        return;
    const ProjectModel &model = m_document->model();
    struct Key
    {
        ClipId clip;
        Task task;
        AnswerId answer;
        auto operator<=>(const Key &) const = default;
    };
    std::vector<Key> keys;
    for (const auto &[id, answer] : model.answers()) {
        if (answer.role != AnswerRole::Model)
            continue;
        if (const QaItem *item = model.item(answer.item))
            keys.push_back({item->clip, item->task, id});
    }
    std::sort(keys.begin(), keys.end());
    for (const Key &key : keys)
        m_answers.push_back(key.answer);
}

void DeltaSession::open()
{
    m_behind = false;
    collect();
    const auto clipOf = [this](AnswerId id) {
        const ProjectModel &model = m_document->model();
        const Answer *answer = model.answer(id);
        const QaItem *item = answer ? model.item(answer->item) : nullptr;
        return item ? item->clip : ClipId();
    };
    int chosen = -1;
    int best = -1;
    for (std::size_t i = 0; i < m_answers.size(); ++i) {
        const AnswerId id = m_answers[i];
        if (clipOf(id) != m_workspace.clip())
            continue;
        // The one shown before; else one that was measured; else one about the chosen segment.
        const ProjectModel &model = m_document->model();
        const QaItem *item = model.item(model.answer(id)->item);
        const int rank = (id == m_shown ? 8 : 0) + (model.deltasOf(id).empty() ? 0 : 2)
                         + (item->segment && item->segment == m_workspace.segment() ? 1 : 0);
        if (rank > best) {
            best = rank;
            chosen = static_cast<int>(i);
        }
    }
    show(chosen);
}

bool DeltaSession::canStep(int direction) const
{
    if (m_answers.empty())
        return false;
    if (m_place < 0)
        return true; // to the first or the last
    const int next = m_place + direction;
    return next >= 0 && next < count();
}

bool DeltaSession::step(int direction)
{
    if (!canStep(direction))
        return false;
    const int next = m_place >= 0 ? m_place + direction : direction > 0 ? 0 : count() - 1;
    const ProjectModel &model = m_document->model();
    const Answer *answer = model.answer(m_answers[static_cast<std::size_t>(next)]);
    m_stepping = true;
    m_workspace.setClip(model.item(answer->item)->clip);
    m_stepping = false;
    show(next);
    return true;
}

void DeltaSession::show(int place)
{
    const AnswerId before = m_shown;
    m_place = place;
    m_shown = place < 0 ? AnswerId() : m_answers[static_cast<std::size_t>(place)];
    m_segments.clear();
    if (m_document) {
        const QString round = m_workspace.activeRound();
        for (const Segment *segment : m_document->model().segmentsOf(m_workspace.clip())) {
            if (segment->track == round)
                m_segments.push_back(*segment);
        }
    }
    read();
    m_request.answer = m_shown;
    if (m_shown != before)
        m_request.segment = {};
    if (m_shown != before && m_summary) { // "again" means: as before
        m_request.mask = maskMode(m_summary->mask);
        if (m_summary->delta)
            m_request.controls = static_cast<int>(m_summary->controls.size());
        m_request.segment = onlySegment(m_report);
    }
    const bool known = std::any_of(m_segments.begin(), m_segments.end(), [this](const auto &each) {
        return each.id == m_request.segment;
    });
    if (!known || m_segments.size() == 1)
        m_request.segment = {};
    Q_EMIT changed();
}

void DeltaSession::read()
{
    m_summary.reset();
    m_report.clear();
    m_error.clear();
    m_state = State::NoAnswer;
    if (!m_shown)
        return;
    m_state = State::NotMeasured;
    const std::vector<const Delta *> deltas = m_document->model().deltasOf(m_shown);
    if (deltas.empty())
        return;
    m_report = deltas.back()->report;
    Result<DeltaSummary> summary = DeltaSummary::parse(m_report);
    if (!summary) {
        m_error = QString::fromStdString(summary.error().text());
        m_state = State::Damaged;
        return;
    }
    m_summary = std::move(*summary);
    m_state = m_summary->delta ? State::Measured : State::NeverSaw;
}

const Answer *DeltaSession::answer() const
{
    return m_document && m_shown ? m_document->model().answer(m_shown) : nullptr;
}

Task DeltaSession::task() const
{
    const Answer *shown = answer();
    const QaItem *item = shown ? m_document->model().item(shown->item) : nullptr;
    return item ? item->task : Task::Description;
}

void DeltaSession::setSegment(SegmentId segment)
{
    m_request.segment = segment;
}

void DeltaSession::setMask(DeltaMode mask)
{
    m_request.mask = mask;
}

void DeltaSession::setControls(int controls)
{
    m_request.controls = std::clamp(controls, 0, kMostControls);
}

QString DeltaSession::obstacle() const
{
    if (!m_document)
        return tr("No project open");
    if (!answer())
        return tr("No model has answered about this clip.");
    if (m_document->isReadOnly())
        return tr("Open for reading only");
    if (m_segments.empty())
        return tr("Mark a segment first: its frames are the key frames.");
    if (const QString reason = m_desk.obstacle(); !reason.isEmpty())
        return reason;
    return m_desk.isMeasuring() ? tr("Measuring already") : QString();
}

void DeltaSession::measure()
{
    if (obstacle().isEmpty())
        m_desk.measure(m_request);
}

} // namespace ecva
