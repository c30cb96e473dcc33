// What is done to segments: placed, nudged, split, merged, copied, deleted. Each is one Edit.
#include "ui/timeline/SegmentController.h"

#include "annotation/document/Document.h"
#include "core/media/VideoIndex.h"
#include "ui/workspace/Workspace.h"

#include <algorithm>

namespace ecva {

bool SegmentController::addSegment(const QString &track, FrameRange range)
{
    if (!checkRange({}, range))
        return false;
    const QString locked = lockObstacle(track);
    if (!locked.isEmpty()) {
        m_workspace.showHint(locked);
        return false;
    }
    const Selection before = selection();
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
        selectMade({made}, before);
    return done;
}

bool SegmentController::setRange(SegmentId id, FrameRange range, const QString &command)
{
    return moveTo(command, {{id, range, {}}});
}

bool SegmentController::moveTo(const QString &command, const std::vector<SegmentPlace> &places,
                               const QString &mergeKey)
{
    for (const SegmentPlace &place : places) {
        if (!checkRange(place.id, place.range))
            return false;
        const Segment *segment = m_workspace.document()->model().segment(place.id);
        QString locked = segment ? lockObstacle(segment->track) : QString();
        if (locked.isEmpty() && !place.track.isEmpty())
            locked = lockObstacle(place.track);
        if (!locked.isEmpty()) {
            m_workspace.showHint(locked);
            return false;
        }
    }
    if (places.empty())
        return false;
    return commit(
        command, places.front().id,
        [&](Edit &edit) -> Result<void> {
            for (const SegmentPlace &place : places) {
                SegmentPatch patch;
                patch.frames = place.range;
                if (!place.track.isEmpty())
                    patch.track = place.track;
                const Result<void> set = edit.setSegment(place.id, patch);
                if (!set)
                    return set;
            }
            return {};
        },
        mergeKey);
}

bool SegmentController::copyTo(const std::vector<SegmentPlace> &places)
{
    const Selection before = selection();
    std::vector<SegmentId> made;
    for (const SegmentPlace &place : places) {
        const Segment *segment
            = m_workspace.document() ? m_workspace.document()->model().segment(place.id) : nullptr;
        if (!segment || !checkRange(place.id, place.range))
            return false;
        const QString locked = lockObstacle(place.track.isEmpty() ? segment->track : place.track);
        if (!locked.isEmpty()) {
            m_workspace.showHint(locked);
            return false;
        }
    }
    if (places.empty())
        return false;
    const bool done = commit(
        QStringLiteral("segment.duplicate"), places.front().id, [&](Edit &edit) -> Result<void> {
            for (const SegmentPlace &place : places) {
                const QString track
                    = place.track.isEmpty() ? edit.segment(place.id)->track : place.track;
                const Result<SegmentId> copy = edit.duplicateSegment(place.id, track);
                if (!copy)
                    return fail(copy);
                made.push_back(*copy);
                SegmentPatch patch;
                patch.frames = place.range;
                const Result<void> set = edit.setSegment(*copy, patch);
                if (!set)
                    return set;
            }
            return {};
        });
    if (done)
        selectMade(made, before);
    return done;
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
    const bool begin = edge == SegmentEdge::Begin;
    nudgeAll(begin ? frames : 0, begin ? 0 : frames,
             begin ? QStringLiteral("0") : QStringLiteral("1"));
}

void SegmentController::nudgeWhole(int frames)
{
    nudgeAll(frames, frames, QStringLiteral("2"));
}

void SegmentController::nudgeAll(int begin, int end, const QString &key)
{
    const Segment *primary = selected();
    if (!primary)
        return;
    std::vector<SegmentPlace> places;
    QString mergeKey = QStringLiteral("nudge:") + key;
    for (const Segment *segment : selectedSegments()) {
        places.push_back({segment->id,
                          {FrameIndex(segment->frames.begin.value + begin),
                           FrameIndex(segment->frames.end.value + end)},
                          {}});
        mergeKey += QLatin1Char(':') + QString::number(segment->id.value);
    }
    const FrameRange range{FrameIndex(primary->frames.begin.value + begin),
                           FrameIndex(primary->frames.end.value + end)};
    if (moveTo(QStringLiteral("segment.nudge"), places, mergeKey))
        m_workspace.requestSeek(begin != 0 ? range.begin : FrameIndex(range.end.value - 1));
}

void SegmentController::split()
{
    const Segment *primary = selected();
    if (!primary)
        return;
    const FrameIndex at = m_workspace.playhead();
    std::vector<SegmentId> cut;
    for (const Segment *segment : selectedSegments()) {
        if (segment->basis == Basis::Frames && at > segment->frames.begin
            && at < segment->frames.end)
            cut.push_back(segment->id);
    }
    if (cut.empty()) {
        m_workspace.showHint(
            tr("Segment %1 cannot be split at frame %2: it begins at %3 and ends at %4.")
                .arg(numberOf(primary->id))
                .arg(at.value)
                .arg(primary->frames.begin.value)
                .arg(primary->frames.end.value - 1));
        return;
    }
    const Selection before = selection();
    std::vector<SegmentId> made;
    const bool done
        = commit(QStringLiteral("segment.split"), cut.front(), [&](Edit &edit) -> Result<void> {
              for (const SegmentId id : cut) {
                  const Result<SegmentId> second = edit.splitSegment(id, at);
                  if (!second)
                      return fail(second);
                  made.push_back(*second);
              }
              return {};
          });
    if (done)
        selectMade(made, before);
}

void SegmentController::merge()
{
    std::vector<SegmentId> ids;
    for (const Segment *segment : selectedSegments())
        ids.push_back(segment->id);
    const Segment *next = ids.size() == 1 ? nextOf(*selected()) : nullptr;
    if (next)
        ids.push_back(next->id);
    if (ids.size() < 2)
        return;
    SegmentId merged;
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
    const std::vector<const Segment *> chosen = selectedSegments();
    if (chosen.empty())
        return;
    // The one that follows the last of them is looked at next.
    const Segment *primary = selected();
    const Segment *last = primary ? primary : chosen.back();
    for (const Segment *segment : chosen)
        last = segment->track == last->track ? segment : last;
    const Segment *next = nullptr;
    const std::vector<const Segment *> all = segmentsOn(last->track);
    const auto place = std::find(all.begin(), all.end(), last);
    if (place != all.end() && place + 1 != all.end())
        next = *(place + 1);
    const SegmentId following = next ? next->id : SegmentId();
    std::vector<SegmentId> ids;
    for (const Segment *segment : chosen)
        ids.push_back(segment->id);
    if (commit(QStringLiteral("segment.remove"), ids.front(), [&](Edit &edit) -> Result<void> {
            for (const SegmentId id : ids) {
                const Result<void> removed = edit.removeSegment(id);
                if (!removed)
                    return removed;
            }
            return {};
        }))
        m_workspace.setSegment(following);
}

void SegmentController::duplicate(const QString &track)
{
    // Not through copyTo(): segments in seconds can be copied too.
    const QString locked = lockObstacle(track);
    if (!locked.isEmpty()) {
        m_workspace.showHint(locked);
        return;
    }
    const Selection before = selection();
    std::vector<SegmentId> ids;
    for (const Segment *segment : selectedSegments())
        ids.push_back(segment->id);
    if (ids.empty())
        return;
    std::vector<SegmentId> made;
    const bool done
        = commit(QStringLiteral("segment.duplicate"), ids.front(), [&](Edit &edit) -> Result<void> {
              for (const SegmentId id : ids) {
                  const Result<SegmentId> copy = edit.duplicateSegment(id, track);
                  if (!copy)
                      return fail(copy);
                  made.push_back(*copy);
              }
              return {};
          });
    if (done)
        selectMade(made, before);
}

void SegmentController::moveToTrack(const QString &track)
{
    const QString reason = changeObstacle();
    const QString locked = reason.isEmpty() ? lockObstacle(track) : reason;
    if (!locked.isEmpty()) {
        m_workspace.showHint(locked);
        return;
    }
    std::vector<SegmentId> ids;
    for (const Segment *segment : selectedSegments()) {
        if (segment->track != track)
            ids.push_back(segment->id);
    }
    if (ids.empty())
        return;
    commit(QStringLiteral("segment.move"), ids.front(), [&](Edit &edit) -> Result<void> {
        for (const SegmentId id : ids) {
            SegmentPatch patch;
            patch.track = track;
            const Result<void> set = edit.setSegment(id, patch);
            if (!set)
                return set;
        }
        return {};
    });
}

} // namespace ecva
