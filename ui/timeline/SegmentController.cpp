#include "ui/timeline/SegmentController.h"

#include "annotation/document/Document.h"
#include "core/media/VideoIndex.h"
#include "ui/workspace/Workspace.h"

#include <algorithm>

namespace ecva {

SegmentController::SegmentController(Workspace &workspace, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
{
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

QString SegmentController::mergeObstacle() const
{
    const QString reason = selectionObstacle();
    if (!reason.isEmpty())
        return reason;
    return nextOf(*selected()) ? QString() : tr("No segment follows on this track.");
}

const Segment *SegmentController::selected() const
{
    Document *document = m_workspace.document();
    return document ? document->model().segment(m_workspace.segment()) : nullptr;
}

std::vector<const Segment *> SegmentController::trackSegments() const
{
    if (!m_workspace.document())
        return {};
    const Segment *chosen = selected();
    const QString track = chosen ? chosen->track : m_workspace.activeRound();
    std::vector<const Segment *> segments
        = m_workspace.document()->model().segmentsOf(m_workspace.clip());
    std::erase_if(segments, [&](const Segment *each) { return each->track != track; });
    return segments;
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

void SegmentController::markIn()
{
    const FrameIndex in = m_workspace.playhead();
    std::optional<FrameIndex> out = m_workspace.markOut();
    if (out && *out <= in)
        out.reset();
    m_workspace.setMarks(in, out);
}

void SegmentController::markOut()
{
    const FrameIndex out(m_workspace.playhead().value + 1);
    std::optional<FrameIndex> in = m_workspace.markIn();
    if (in && *in >= out)
        in.reset();
    m_workspace.setMarks(in, out);
}

void SegmentController::clearMarks()
{
    m_workspace.setMarks(std::nullopt, std::nullopt);
}

void SegmentController::commitMarks()
{
    const std::optional<FrameIndex> in = m_workspace.markIn();
    const std::optional<FrameIndex> out = m_workspace.markOut();
    if (!in && !out) {
        if (selected())
            m_workspace.requestFocus(QStringLiteral("description"));
        else
            m_workspace.showHint(tr("Press I at the start, O at the end, Enter."));
        return;
    }
    if (!in || !out) {
        m_workspace.showHint(in ? tr("Press O at the last frame first.")
                                : tr("Press I at the first frame first."));
        return;
    }
    if (addSegment(m_workspace.activeRound(), {*in, *out})) {
        clearMarks();
        m_workspace.requestFocus(QStringLiteral("description"));
    }
}

bool SegmentController::addSegment(const QString &track, FrameRange range)
{
    if (!checkRange({}, range))
        return false;
    SegmentId made;
    const bool done = commit(QStringLiteral("segment.add"), {}, [&](Edit &edit) -> Result<void> {
        NewSegment segment;
        segment.clip = m_workspace.clip();
        segment.track = track;
        segment.frames = range;
        const Result<SegmentId> id = edit.addSegment(segment);
        if (!id)
            return fail(id);
        made = *id;
        return {};
    });
    if (done)
        m_workspace.setSegment(made);
    return done;
}

bool SegmentController::setRange(SegmentId id, FrameRange range, const QString &command)
{
    if (!checkRange(id, range))
        return false;
    return commit(command, id, [&](Edit &edit) {
        SegmentPatch patch;
        patch.frames = range;
        return edit.setSegment(id, patch);
    });
}

void SegmentController::moveEdgeToPlayhead(SegmentEdge edge)
{
    const Segment *segment = selected();
    if (!segment)
        return;
    FrameRange range = segment->frames;
    if (edge == SegmentEdge::Begin)
        range.begin = m_workspace.playhead();
    else
        range.end = FrameIndex(m_workspace.playhead().value + 1);
    setRange(segment->id, range, QStringLiteral("segment.edge"));
}

void SegmentController::nudge(SegmentEdge edge, int frames)
{
    const Segment *segment = selected();
    if (!segment)
        return;
    FrameRange range = segment->frames;
    FrameIndex &moved = edge == SegmentEdge::Begin ? range.begin : range.end;
    moved = FrameIndex(moved.value + frames);
    const SegmentId id = segment->id;
    if (!checkRange(id, range))
        return;
    const QString key = QStringLiteral("nudge:%1:%2").arg(id.value).arg(static_cast<int>(edge));
    const bool done = commit(
        QStringLiteral("segment.nudge"), id,
        [&](Edit &edit) {
            SegmentPatch patch;
            patch.frames = range;
            return edit.setSegment(id, patch);
        },
        key);
    if (done)
        m_workspace.requestSeek(edge == SegmentEdge::Begin ? range.begin
                                                           : FrameIndex(range.end.value - 1));
}

void SegmentController::split()
{
    const Segment *segment = selected();
    if (!segment)
        return;
    const FrameIndex at = m_workspace.playhead();
    const int number = numberOf(segment->id);
    if (segment->basis != Basis::Frames || at <= segment->frames.begin
        || at >= segment->frames.end) {
        m_workspace.showHint(
            tr("Segment %1 cannot be split at frame %2: it begins at %3 and ends at %4.")
                .arg(number)
                .arg(at.value)
                .arg(segment->frames.begin.value)
                .arg(segment->frames.end.value - 1));
        return;
    }
    SegmentId second;
    const bool done
        = commit(QStringLiteral("segment.split"), segment->id, [&](Edit &edit) -> Result<void> {
              const Result<SegmentId> id = edit.splitSegment(segment->id, at);
              if (!id)
                  return fail(id);
              second = *id;
              return {};
          });
    if (done)
        m_workspace.setSegment(second);
}

void SegmentController::mergeWithNext()
{
    const Segment *segment = selected();
    const Segment *next = segment ? nextOf(*segment) : nullptr;
    if (!next)
        return;
    SegmentId merged;
    const std::vector<SegmentId> ids{segment->id, next->id};
    const bool done
        = commit(QStringLiteral("segment.merge"), ids.front(), [&](Edit &edit) -> Result<void> {
              const Result<SegmentId> id = edit.mergeSegments(ids);
              if (!id)
                  return fail(id);
              merged = *id;
              return {};
          });
    if (done)
        m_workspace.setSegment(merged);
}

void SegmentController::remove()
{
    const Segment *segment = selected();
    if (!segment)
        return;
    const SegmentId id = segment->id;
    const Segment *next = nextOf(*segment);
    const SegmentId following = next ? next->id : SegmentId();
    if (commit(QStringLiteral("segment.remove"), id,
               [&](Edit &edit) { return edit.removeSegment(id); }))
        m_workspace.setSegment(following);
}

void SegmentController::duplicate(const QString &track)
{
    const Segment *segment = selected();
    if (!segment)
        return;
    SegmentId copy;
    const SegmentId id = segment->id;
    const bool done
        = commit(QStringLiteral("segment.duplicate"), id, [&](Edit &edit) -> Result<void> {
              const Result<SegmentId> made = edit.duplicateSegment(id, track);
              if (!made)
                  return fail(made);
              copy = *made;
              return {};
          });
    if (done)
        m_workspace.setSegment(copy);
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

void SegmentController::showFirst(const Segment &segment)
{
    m_workspace.setSegment(segment.id);
    if (m_workspace.index() && segment.basis == Basis::Frames)
        m_workspace.requestSeek(segment.frames.begin);
}

void SegmentController::selectNeighbour(int direction)
{
    const std::vector<const Segment *> segments = trackSegments();
    if (segments.empty()) {
        m_workspace.showHint(tr("There is no segment on this track."));
        return;
    }
    const auto chosen = std::find(segments.begin(), segments.end(), selected());
    if (chosen != segments.end()) {
        const auto place = (chosen - segments.begin()) + direction;
        if (place >= 0 && place < static_cast<std::ptrdiff_t>(segments.size()))
            showFirst(*segments[static_cast<std::size_t>(place)]);
        return;
    }
    // Nothing selected: what begins before or behind the frame shown, else the first or last.
    const FrameIndex here = m_workspace.playhead();
    const Segment *best = direction > 0 ? segments.back() : segments.front();
    if (direction > 0) {
        const auto found = std::find_if(segments.begin(), segments.end(), [&](const Segment *each) {
            return each->frames.begin >= here;
        });
        best = found == segments.end() ? best : *found;
    } else {
        for (const Segment *each : segments)
            best = each->frames.begin < here ? each : best;
    }
    showFirst(*best);
}

void SegmentController::jumpToEdge(int direction)
{
    const FrameIndex here = m_workspace.playhead();
    std::optional<FrameIndex> best;
    const auto consider = [&](FrameIndex frame) {
        const bool ahead = direction > 0 ? frame > here : frame < here;
        if (ahead && (!best || (direction > 0 ? frame < *best : frame > *best)))
            best = frame;
    };
    for (const Segment *segment : trackSegments()) {
        if (segment->basis != Basis::Frames)
            continue;
        consider(segment->frames.begin);
        consider(FrameIndex(segment->frames.end.value - 1));
    }
    if (best)
        m_workspace.requestSeek(*best);
    else
        m_workspace.showHint(direction > 0 ? tr("No segment edge further on.")
                                           : tr("No segment edge before this."));
}

void SegmentController::goToMark(SegmentEdge edge)
{
    // Marks first; without them the edges of the selected segment.
    const Segment *segment = selected();
    std::optional<FrameIndex> frame;
    if (edge == SegmentEdge::Begin)
        frame = m_workspace.markIn();
    else if (m_workspace.markOut())
        frame = FrameIndex(m_workspace.markOut()->value - 1);
    if (!frame && segment && segment->basis == Basis::Frames)
        frame = edge == SegmentEdge::Begin ? segment->frames.begin
                                           : FrameIndex(segment->frames.end.value - 1);
    if (frame)
        m_workspace.requestSeek(*frame);
    else
        m_workspace.showHint(tr("No mark is set and no segment is selected."));
}

void SegmentController::toggleKeyFrame()
{
    const FrameIndex here = m_workspace.playhead();
    const ClipId clip = m_workspace.clip();
    KeyFrameId existing;
    for (const KeyFrame *mark : m_workspace.document()->model().keyFramesOf(clip)) {
        if (mark->frame == here)
            existing = mark->id;
    }
    const Result<void> done
        = carryOut(existing ? QStringLiteral("keyframe.unmark") : QStringLiteral("keyframe.mark"),
                   [&](Edit &edit) -> Result<void> {
                       if (existing)
                           return edit.unmarkKeyFrame(existing);
                       const Result<KeyFrameId> made = edit.markKeyFrame(clip, here);
                       return made ? Result<void>() : fail(made);
                   });
    if (!done)
        m_workspace.showHint(tr("Frame %1 was not marked: %2")
                                 .arg(here.value)
                                 .arg(QString::fromStdString(done.error().text())));
}

} // namespace ecva
