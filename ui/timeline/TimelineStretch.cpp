// What a drag does to a segment: its range, what it snaps to, and what is shown of it meanwhile.
#include "core/base/Timecode.h"
#include "ui/timeline/EdgePopup.h"
#include "ui/timeline/SegmentController.h"
#include "ui/timeline/TimelineDrag.h"
#include "ui/timeline/TimelineView.h"
#include "ui/workspace/Workspace.h"

#include <algorithm>

namespace ecva {

namespace {

QString timeOf(const VideoIndex &index, FrameIndex frame)
{
    return QString::fromStdString(formatTimecode(index.milliseconds(frame)));
}

} // namespace

void TimelineDrag::stretch()
{
    TimelineScene &scene = m_view.m_scene;
    const bool snapping = scene.snapping && !m_modifiers.testFlag(Qt::ShiftModifier);
    const QString own = scene.tracks[static_cast<std::size_t>(std::max(0, m_row))].name;
    DragPreview preview;
    preview.segment = m_segment;
    preview.track = own;
    if (m_kind == Kind::Move) {
        preview.copy = m_onlyCopy || m_modifiers.testFlag(Qt::ControlModifier);
        preview.track = targetTrack();
        moveBody(preview, snapping);
    } else if (m_kind == Kind::Draw) {
        drawRange(preview, snapping);
    } else {
        moveEdge(preview, snapping);
    }
    if (m_kind != Kind::Draw) {
        preview.before = m_before;
        preview.lane = preview.track == own ? m_lane : 0;
    }
    scene.drag = preview;
    m_view.invalidate();
    followEdge(preview);
}

void TimelineDrag::moveBody(DragPreview &preview, bool snapping)
{
    const TimelineAxis &axis = m_view.m_scene.axis;
    const std::int64_t count = axis.index()->frameCount();
    // What moves stays whole within the clip, all of it.
    const auto held = [&](std::int64_t by) {
        return std::clamp(by, -m_span.begin.value, count - m_span.end.value);
    };
    const std::int64_t wanted = held(axis.boundaryAt(x()).value - m_grip.value);
    const SnappedRange snapped = snapRange(
        {FrameIndex(m_before.begin.value + wanted), FrameIndex(m_before.end.value + wanted)},
        m_targets, axis, snapping);
    const std::int64_t by = snapped.range.begin.value - m_before.begin.value;
    preview.by = held(by);
    preview.range = {FrameIndex(m_before.begin.value + preview.by),
                     FrameIndex(m_before.end.value + preview.by)};
    if (preview.by == by)
        preview.snap = snapped.snap;
    preview.others = m_others;
}

void TimelineDrag::moveEdge(DragPreview &preview, bool snapping)
{
    const TimelineAxis &axis = m_view.m_scene.axis;
    const FrameIndex edge = m_kind == Kind::Begin ? m_before.begin : m_before.end;
    // An edge grabbed beside its exact place does not jump to the mouse.
    FrameIndex boundary(axis.boundaryAt(x()).value + edge.value - m_grip.value);
    boundary.value = std::clamp<std::int64_t>(boundary.value, 0, axis.index()->frameCount());
    if (snapping) {
        preview.snap = snapBoundary(boundary, m_targets, axis);
        boundary = preview.snap ? preview.snap->boundary : boundary;
    }
    if (m_kind == Kind::Begin) {
        boundary.value = std::min(boundary.value, m_before.end.value - 1);
        preview.range = {boundary, m_before.end};
    } else {
        boundary.value = std::max(boundary.value, m_before.begin.value + 1);
        preview.range = {m_before.begin, boundary};
    }
    if (preview.snap && preview.snap->boundary != boundary)
        preview.snap.reset();
}

void TimelineDrag::drawRange(DragPreview &preview, bool snapping)
{
    const TimelineAxis &axis = m_view.m_scene.axis;
    FrameIndex boundary = axis.boundaryAt(x());
    FrameIndex anchor = m_grip;
    if (snapping) {
        if (const auto snap = snapBoundary(anchor, m_targets, axis))
            anchor = snap->boundary;
        preview.snap = snapBoundary(boundary, m_targets, axis);
        boundary = preview.snap ? preview.snap->boundary : boundary;
    }
    preview.range = {std::min(anchor, boundary), std::max(anchor, boundary)};
    if (preview.range.length() == 0) { // at least the frame under the mouse
        const std::int64_t count = axis.index()->frameCount();
        preview.range.begin.value = std::min(preview.range.begin.value, count - 1);
        preview.range.end.value = preview.range.begin.value + 1;
        preview.snap.reset();
    }
}

QString TimelineDrag::targetTrack() const
{
    const TimelineScene &scene = m_view.m_scene;
    const auto own = static_cast<std::size_t>(m_row);
    for (std::size_t i = 0; m_others.empty() && i < scene.tracks.size(); ++i) {
        const QRect row = scene.layout.rows[i];
        const bool over = m_last.y() >= row.top() && m_last.y() <= row.bottom();
        if (over && i != own && !scene.isHidden(scene.tracks[i])
            && !scene.isLocked(scene.tracks[i]))
            return scene.tracks[i].name;
    }
    return scene.tracks[own].name;
}

void TimelineDrag::followEdge(const DragPreview &preview)
{
    const bool snapsAtEnd = preview.snap && preview.snap->boundary == preview.range.end;
    const bool atBegin = m_kind == Kind::Begin || (m_kind == Kind::Move && !snapsAtEnd)
                         || (m_kind == Kind::Draw && m_last.x() < m_press.x());
    showFrame(atBegin ? preview.range.begin : FrameIndex(preview.range.end.value - 1));
    const FrameIndex boundary = atBegin ? preview.range.begin : preview.range.end;
    const FrameIndex before = atBegin ? m_before.begin : m_before.end;
    m_view.m_popup->showEdge(m_view.m_scene, atBegin ? SegmentEdge::Begin : SegmentEdge::End,
                             boundary, m_kind == Kind::Draw ? 0 : boundary.value - before.value);
    m_view.m_workspace.showHint(status(preview, atBegin));
    m_view.wishThumbnails();
}

QString TimelineDrag::status(const DragPreview &preview, bool atBegin) const
{
    const VideoIndex &index = *m_view.m_scene.axis.index();
    const FrameIndex to = atBegin ? preview.range.begin : preview.range.end;
    if (m_kind == Kind::Draw)
        return TimelineView::tr("New segment   f %1 – f %2   %3 – %4")
            .arg(QString::number(preview.range.begin.value),
                 QString::number(preview.range.end.value), timeOf(index, preview.range.begin),
                 timeOf(index, preview.range.end));
    const FrameIndex from = atBegin ? m_before.begin : m_before.end;
    const QString way = TimelineView::tr("f %1 → f %2   %3 → %4")
                            .arg(QString::number(from.value), QString::number(to.value),
                                 timeOf(index, from), timeOf(index, to));
    if (m_kind == Kind::Begin)
        return TimelineView::tr("Dragging the start of segment %1   %2").arg(m_number).arg(way);
    if (m_kind == Kind::End)
        return TimelineView::tr("Dragging the end of segment %1   %2").arg(m_number).arg(way);
    if (!preview.others.empty()) {
        const int count = static_cast<int>(preview.others.size()) + 1;
        return preview.copy ? TimelineView::tr("Copying %n segments   %1", nullptr, count).arg(way)
                            : TimelineView::tr("Moving %n segments   %1", nullptr, count).arg(way);
    }
    const QString track = trackTitle(preview.track);
    return preview.copy
               ? TimelineView::tr("Copying segment %1 to %2   %3").arg(m_number).arg(track, way)
               : TimelineView::tr("Moving segment %1 on %2   %3").arg(m_number).arg(track, way);
}

} // namespace ecva
