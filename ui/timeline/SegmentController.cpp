#include "ui/timeline/SegmentController.h"

#include "annotation/document/Document.h"
#include "core/media/VideoIndex.h"
#include "ui/timeline/TimelineTracks.h"
#include "ui/workspace/Workspace.h"

#include <algorithm>

namespace ecva {

SegmentController::SegmentController(Workspace &workspace, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
{
    connect(&workspace, &Workspace::documentChanged, this, &SegmentController::followDocument);
    connect(&workspace, &Workspace::clipChanged, this, [this] {
        m_entered.clear();
        m_cameFrom.clear();
        Q_EMIT currentTrackChanged();
    });
    connect(&workspace, &Workspace::segmentChanged, this, [this] {
        if (m_workspace.segment())
            m_entered.clear();
        Q_EMIT currentTrackChanged();
    });
    followDocument();
}

void SegmentController::setLockTest(std::function<bool(const QString &)> isLocked)
{
    m_isLocked = std::move(isLocked);
}

QString SegmentController::obstacle() const
{
    if (!m_workspace.document() || !m_workspace.clip())
        return tr("No clip is open.");
    if (m_workspace.document()->isReadOnly())
        return tr("The project is open for reading only.");
    return {};
}

QString SegmentController::markObstacle() const
{
    const QString reason = obstacle();
    if (!reason.isEmpty())
        return reason;
    return m_workspace.index() ? QString() : tr("Frames can be marked once the video is linked.");
}

QString SegmentController::selectionObstacle() const
{
    const QString reason = obstacle();
    if (!reason.isEmpty())
        return reason;
    return selected() ? QString() : tr("No segment is selected.");
}

QString SegmentController::lockObstacle(const QString &track) const
{
    const bool locked = m_isLocked && m_isLocked(track);
    return locked ? tr("The track %1 is locked.").arg(trackTitle(track)) : QString();
}

QString SegmentController::changeObstacle() const
{
    const QString reason = selectionObstacle();
    if (!reason.isEmpty())
        return reason;
    for (const Segment *segment : selectedSegments()) {
        const QString locked = lockObstacle(segment->track);
        if (!locked.isEmpty())
            return locked;
    }
    return {};
}

QString SegmentController::mergeObstacle() const
{
    const QString reason = changeObstacle();
    if (!reason.isEmpty())
        return reason;
    const std::vector<const Segment *> chosen = selectedSegments();
    if (chosen.size() == 1)
        return nextOf(*selected()) ? QString() : tr("No segment follows on this track.");
    const bool oneTrack = std::all_of(chosen.begin(), chosen.end(), [&](const Segment *each) {
        return each->track == chosen.front()->track;
    });
    return oneTrack ? QString() : tr("Only segments of one track can be merged.");
}

const Segment *SegmentController::selected() const
{
    Document *document = m_workspace.document();
    return document ? document->model().segment(m_workspace.segment()) : nullptr;
}

std::vector<const Segment *> SegmentController::segmentsOn(const QString &track) const
{
    if (!m_workspace.document())
        return {};
    std::vector<const Segment *> segments
        = m_workspace.document()->model().segmentsOf(m_workspace.clip());
    std::erase_if(segments, [&](const Segment *each) { return each->track != track; });
    return segments;
}

std::vector<const Segment *> SegmentController::trackSegments() const
{
    return segmentsOn(currentTrack());
}

const Segment *SegmentController::nextOf(const Segment &segment) const
{
    const std::vector<const Segment *> segments = trackSegments();
    const auto found = std::find(segments.begin(), segments.end(), &segment);
    return found == segments.end() || found + 1 == segments.end() ? nullptr : *(found + 1);
}

int SegmentController::numberOf(SegmentId id) const
{
    Document *document = m_workspace.document();
    const Segment *segment = document ? document->model().segment(id) : nullptr;
    if (!segment)
        return 0;
    int number = 0;
    for (const Segment *each : document->model().segmentsOf(segment->clip)) {
        number += each->track == segment->track ? 1 : 0;
        if (each->id == id)
            return number;
    }
    return 0;
}

Result<void> SegmentController::carryOut(const QString &command,
                                         const std::function<Result<void>(Edit &)> &change,
                                         const QString &mergeKey)
{
    Edit edit(*m_workspace.document(), command);
    edit.setMergeKey(mergeKey);
    const Result<void> changed = change(edit);
    if (!changed)
        return changed;
    const Result<qint64> committed = m_workspace.document()->commit(std::move(edit));
    return committed ? Result<void>() : fail(committed);
}

bool SegmentController::commit(const QString &command, SegmentId id,
                               const std::function<Result<void>(Edit &)> &change,
                               const QString &mergeKey)
{
    const QString reason = obstacle();
    if (!reason.isEmpty()) {
        m_workspace.showHint(reason);
        return false;
    }
    const Result<void> done = carryOut(command, change, mergeKey);
    if (done)
        return true;
    const QString why = QString::fromStdString(done.error().text());
    const int number = numberOf(id);
    m_workspace.showHint(number > 0 ? tr("Segment %1 was not changed: %2").arg(number).arg(why)
                                    : tr("No segment was made: %1").arg(why));
    return false;
}

bool SegmentController::checkRange(SegmentId id, FrameRange range)
{
    const QString reason = markObstacle();
    if (!reason.isEmpty()) {
        m_workspace.showHint(reason);
        return false;
    }
    const qint64 count = m_workspace.index()->frameCount();
    if (range.begin.value < 0 || range.end.value > count) {
        const qint64 frame = range.begin.value < 0 ? range.begin.value : range.end.value - 1;
        m_workspace.showHint(
            tr("Frame %1 lies outside the clip (0 to %2).").arg(frame).arg(count - 1));
        return false;
    }
    if (range.length() >= 1)
        return true;
    const int number = numberOf(id);
    if (number > 0)
        m_workspace.showHint(tr("Segment %1: the first frame %2 lies behind the last frame %3.")
                                 .arg(number)
                                 .arg(range.begin.value)
                                 .arg(range.end.value - 1));
    else
        m_workspace.showHint(tr("The first frame %1 lies behind the last frame %2.")
                                 .arg(range.begin.value)
                                 .arg(range.end.value - 1));
    return false;
}

void SegmentController::makeActive(const QString &round)
{
    const QString reason = obstacle();
    if (!reason.isEmpty()) {
        m_workspace.showHint(reason);
        return;
    }
    ProjectSettings settings = m_workspace.document()->model().settings();
    settings.activeRound = round;
    const Result<void> done = carryOut(QStringLiteral("settings.activeRound"),
                                       [&](Edit &edit) { return edit.setSettings(settings); });
    if (!done)
        m_workspace.showHint(tr("The active round was not changed: %1")
                                 .arg(QString::fromStdString(done.error().text())));
}

} // namespace ecva
