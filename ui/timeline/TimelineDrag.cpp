#include "ui/timeline/TimelineDrag.h"

#include "ui/timeline/EdgePopup.h"
#include "ui/timeline/SegmentController.h"
#include "ui/timeline/TimelineView.h"
#include "ui/workspace/Workspace.h"

#include <QApplication>
#include <QMouseEvent>

#include <algorithm>

namespace ecva {

void TimelineDrag::press(const QMouseEvent &event)
{
    if (isActive()) // another button during a drag
        return;
    TimelineScene &scene = m_view.m_scene;
    m_press = m_last = event.position().toPoint();
    m_suspended = event.modifiers().testFlag(Qt::ShiftModifier);
    m_playhead = m_view.m_workspace.playhead();
    m_shown.reset();
    if (event.button() == Qt::MiddleButton) {
        m_kind = Kind::Pan;
        m_view.setCursor(Qt::ClosedHandCursor);
        return;
    }
    if (event.button() != Qt::LeftButton)
        return;

    const TimelineHit hit = scene.hit(m_press);
    const auto track = static_cast<std::size_t>(std::max(0, hit.track));
    switch (hit.part) {
    case TimelinePart::Overview:
        m_kind = Kind::Overview;
        apply(m_press, false);
        return;
    case TimelinePart::Time:
        m_kind = Kind::Seek;
        seekTo(m_press.x());
        return;
    case TimelinePart::KeyFrame:
        m_view.m_workspace.requestSeek(hit.frame);
        return;
    case TimelinePart::TrackSolo:
        if (!scene.solo.remove(scene.tracks[track].name))
            scene.solo.insert(scene.tracks[track].name);
        m_view.relayout();
        return;
    case TimelinePart::TrackEye:
        if (!scene.hidden.remove(scene.tracks[track].name))
            scene.hidden.insert(scene.tracks[track].name);
        m_view.relayout();
        return;
    case TimelinePart::TrackLock:
        if (!scene.lockToggled.remove(scene.tracks[track].name))
            scene.lockToggled.insert(scene.tracks[track].name);
        m_view.invalidate();
        return;
    case TimelinePart::Segment:
    case TimelinePart::SegmentBegin:
    case TimelinePart::SegmentEnd: {
        m_view.m_workspace.setSegment(hit.segment);
        const TimelineItem *item = scene.item(hit.segment);
        if (!item || !scene.axis.hasFrames() || item->basis != Basis::Frames
            || scene.isLocked(scene.tracks[track]))
            return;
        m_segment = hit.segment;
        m_before = item->frames;
        m_grip = scene.axis.boundaryAt(m_press.x());
        m_targets = scene.snapTargets(m_segment);
        m_kind = hit.part == TimelinePart::Segment        ? Kind::Body
                 : hit.part == TimelinePart::SegmentBegin ? Kind::Begin
                                                          : Kind::End;
        return;
    }
    case TimelinePart::Track:
        m_kind = Kind::Empty;
        m_segment = {};
        if (scene.axis.hasFrames())
            m_grip = scene.axis.boundaryAt(m_press.x());
        m_targets = scene.snapTargets({});
        return;
    case TimelinePart::TrackName:
    case TimelinePart::None:
        return;
    }
}

void TimelineDrag::move(const QMouseEvent &event)
{
    const QPoint position = event.position().toPoint();
    m_suspended = event.modifiers().testFlag(Qt::ShiftModifier);
    if (m_kind == Kind::Pan) {
        m_view.m_scene.axis.panBy(m_last.x() - position.x());
        m_view.axisChanged();
        m_last = position;
        return;
    }
    m_last = position;
    const bool far
        = (position - m_press).manhattanLength() >= QApplication::startDragDistance() / 2;
    if (m_kind == Kind::Body && far)
        m_kind = Kind::Move;
    if (m_kind == Kind::Empty && far) {
        const TimelineScene &scene = m_view.m_scene;
        const TimelineHit hit = scene.hit(m_press);
        const bool drawable = hit.track >= 0 && scene.axis.hasFrames()
                              && !scene.isLocked(scene.tracks[static_cast<std::size_t>(hit.track)]);
        if (!drawable)
            return;
        m_kind = Kind::Draw;
    }
    apply(position, m_suspended);
}

void TimelineDrag::apply(const QPoint &position, bool suspended)
{
    TimelineScene &scene = m_view.m_scene;
    switch (m_kind) {
    case Kind::Seek:
        seekTo(position.x());
        return;
    case Kind::Overview: {
        const QRect row = scene.layout.overview;
        scene.axis.centreOn((position.x() - row.left()) * scene.axis.duration() / row.width());
        m_view.axisChanged();
        return;
    }
    case Kind::Move:
    case Kind::Begin:
    case Kind::End:
    case Kind::Draw:
        stretch(position, suspended);
        return;
    case Kind::None:
    case Kind::Pan:
    case Kind::Body:
    case Kind::Empty:
        return;
    }
}

void TimelineDrag::stretch(const QPoint &position, bool suspended)
{
    TimelineScene &scene = m_view.m_scene;
    const bool snapping = scene.snapping && !suspended;
    const std::int64_t count = scene.axis.index()->frameCount();
    DragPreview preview;
    preview.segment = m_segment;

    if (m_kind == Kind::Move) {
        const std::int64_t by = scene.axis.boundaryAt(position.x()).value - m_grip.value;
        const FrameRange wanted{FrameIndex(m_before.begin.value + by),
                                FrameIndex(m_before.end.value + by)};
        const SnappedRange snapped = snapRange(wanted, m_targets, scene.axis, snapping);
        preview.range = snapped.range;
        preview.snap = snapped.snap;
    } else {
        // An edge grabbed beside its exact place does not jump to the mouse.
        FrameIndex boundary = scene.axis.boundaryAt(position.x());
        if (m_kind == Kind::Begin)
            boundary.value += m_before.begin.value - m_grip.value;
        else if (m_kind == Kind::End)
            boundary.value += m_before.end.value - m_grip.value;
        boundary.value = std::clamp<std::int64_t>(boundary.value, 0, count);
        if (snapping) {
            preview.snap = snapBoundary(boundary, m_targets, scene.axis);
            boundary = preview.snap ? preview.snap->boundary : boundary;
        }
        if (m_kind == Kind::Begin) {
            boundary.value = std::min(boundary.value, m_before.end.value - 1);
            preview.range = {boundary, m_before.end};
        } else if (m_kind == Kind::End) {
            boundary.value = std::max(boundary.value, m_before.begin.value + 1);
            preview.range = {m_before.begin, boundary};
        } else {
            FrameIndex anchor = m_grip;
            if (snapping) {
                if (const auto snap = snapBoundary(anchor, m_targets, scene.axis))
                    anchor = snap->boundary;
            }
            preview.range = {std::min(anchor, boundary), std::max(anchor, boundary)};
            if (preview.range.length() == 0) { // at least the frame under the mouse
                preview.range.begin.value = std::min(preview.range.begin.value, count - 1);
                preview.range.end.value = preview.range.begin.value + 1;
            }
        }
        if (preview.snap && preview.snap->boundary != boundary)
            preview.snap.reset();
    }

    std::size_t row = 0;
    if (scene.item(m_segment, &row))
        preview.track = scene.tracks[row].name;
    else
        preview.track
            = scene.tracks[static_cast<std::size_t>(std::max(0, scene.hit(m_press).track))].name;
    scene.drag = preview;
    m_view.invalidate();

    const bool showsBegin = m_kind == Kind::Begin || m_kind == Kind::Move
                            || (m_kind == Kind::Draw && position.x() < m_press.x());
    const FrameIndex edge
        = showsBegin ? preview.range.begin : FrameIndex(preview.range.end.value - 1);
    showEdge(edge);
    const FrameIndex boundary = showsBegin ? preview.range.begin : preview.range.end;
    const FrameIndex before = showsBegin ? m_before.begin : m_before.end;
    const std::int64_t moved = m_kind == Kind::Draw ? 0 : boundary.value - before.value;
    m_view.m_popup->showEdge(scene, showsBegin ? SegmentEdge::Begin : SegmentEdge::End, boundary,
                             moved, preview);
    m_view.wishThumbnails();
}

void TimelineDrag::showEdge(FrameIndex frame)
{
    if (m_shown == frame)
        return;
    m_shown = frame;
    m_view.m_workspace.requestSeek(frame);
}

void TimelineDrag::seekTo(int x)
{
    if (m_view.m_scene.axis.hasFrames())
        showEdge(m_view.m_scene.axis.frameAt(x));
}

void TimelineDrag::release()
{
    const Kind kind = m_kind;
    const std::optional<DragPreview> preview = m_view.m_scene.drag;
    const SegmentId segment = m_segment;
    const FrameRange before = m_before;
    finish();
    if (kind == Kind::Empty) { // a click: show that place, select nothing
        m_view.m_workspace.setSegment({});
        if (m_view.m_scene.axis.hasFrames())
            m_view.m_workspace.requestSeek(m_view.m_scene.axis.frameAt(m_press.x()));
        return;
    }
    if (!preview)
        return;
    if (kind == Kind::Draw)
        m_view.m_segments.addSegment(preview->track, preview->range);
    else if (preview->range != before)
        m_view.m_segments.setRange(segment, preview->range,
                                   kind == Kind::Move ? QStringLiteral("segment.move")
                                                      : QStringLiteral("segment.edge"));
}

void TimelineDrag::cancel()
{
    if (!isActive())
        return;
    const bool moved = m_shown.has_value();
    finish();
    if (moved)
        m_view.m_workspace.requestSeek(m_playhead);
}

void TimelineDrag::setSnappingSuspended(bool suspended)
{
    if (suspended == m_suspended)
        return;
    m_suspended = suspended;
    if (m_kind == Kind::Move || m_kind == Kind::Begin || m_kind == Kind::End
        || m_kind == Kind::Draw)
        apply(m_last, suspended);
}

void TimelineDrag::finish()
{
    m_kind = Kind::None;
    m_view.m_scene.drag.reset();
    m_view.m_popup->hide();
    m_view.unsetCursor();
    m_view.invalidate();
}

} // namespace ecva
