// From press to release: which kind of drag it is, and how it ends. What it does to a segment:
// TimelineStretch.cpp; the overview and the band: TimelineDragViews.cpp.
#include "ui/timeline/TimelineDrag.h"

#include "ui/timeline/EdgePopup.h"
#include "ui/timeline/SegmentController.h"
#include "ui/timeline/SnapTargets.h"
#include "ui/timeline/TimelineView.h"
#include "ui/workspace/Workspace.h"

#include <QApplication>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace ecva {

namespace {

constexpr int kScrollMs = 16;
constexpr double kScrollSpeed = 0.2; // of the mouse's way outside, each step
constexpr double kScrollLeast = 3;   // pixels a step
constexpr double kScrollMost = 60;

} // namespace

TimelineDrag::TimelineDrag(TimelineView &view)
    : m_view(view)
{
    m_scroll.setInterval(kScrollMs);
    QObject::connect(&m_scroll, &QTimer::timeout, &m_scroll, [this] { scrollOn(); });
}

bool TimelineDrag::isStretching() const
{
    return m_kind == Kind::Move || m_kind == Kind::Begin || m_kind == Kind::End
           || m_kind == Kind::Draw;
}

void TimelineDrag::press(const QMouseEvent &event)
{
    if (isActive()) // another button during a drag
        return;
    TimelineScene &scene = m_view.m_scene;
    m_press = m_last = event.position().toPoint();
    m_modifiers = event.modifiers();
    m_bands = m_modifiers.testFlag(Qt::AltModifier);
    m_far = m_onlyCopy = false;
    m_playhead = m_view.m_workspace.playhead();
    m_start = scene.axis.start();
    m_end = scene.axis.end();
    m_shown.reset();
    m_segment = {};
    m_others.clear();
    if (event.button() == Qt::MiddleButton) {
        m_kind = Kind::Pan;
        m_view.setCursor(Qt::ClosedHandCursor);
        return;
    }
    if (event.button() != Qt::LeftButton)
        return;

    const TimelineHit hit = scene.hit(m_press);
    m_row = hit.track;
    switch (hit.part) {
    case TimelinePart::Overview:
        pressOverview();
        return;
    case TimelinePart::Time:
        m_kind = Kind::Seek;
        seekTo(m_press.x());
        return;
    case TimelinePart::KeyFrame:
        m_view.m_workspace.requestSeek(hit.frame);
        return;
    case TimelinePart::TrackSolo:
        m_view.toggleSolo(hit.track);
        return;
    case TimelinePart::TrackEye:
        m_view.toggleHidden(hit.track);
        return;
    case TimelinePart::TrackLock:
        m_view.toggleLocked(hit.track);
        return;
    case TimelinePart::Segment:
    case TimelinePart::SegmentBegin:
    case TimelinePart::SegmentEnd:
        pressSegment(hit);
        return;
    case TimelinePart::Track:
        m_kind = Kind::Empty;
        if (scene.axis.hasFrames())
            m_grip = scene.axis.boundaryAt(m_press.x());
        findTargets();
        return;
    case TimelinePart::TrackName:
        m_kind = Kind::Gutter;
        return;
    case TimelinePart::None:
        return;
    }
}

void TimelineDrag::pressSegment(const TimelineHit &hit)
{
    TimelineScene &scene = m_view.m_scene;
    Workspace &workspace = m_view.m_workspace;
    const bool edge = hit.part != TimelinePart::Segment;
    const bool among = std::binary_search(workspace.selection().begin(),
                                          workspace.selection().end(), hit.segment);
    // Ctrl and Shift choose on release, if the mouse has not moved by then.
    const bool choosing = m_modifiers.testFlag(Qt::ControlModifier)
                          || (m_modifiers.testFlag(Qt::ShiftModifier) && !edge);
    if (among)
        workspace.setSelection(workspace.selection(), hit.segment);
    else if (!choosing)
        workspace.setSegment(hit.segment);

    const auto row = static_cast<std::size_t>(hit.track);
    const TimelineItem *item = scene.item(hit.segment);
    m_segment = hit.segment;
    m_kind = Kind::Fixed;
    if (!item || !scene.axis.hasFrames() || item->basis != Basis::Frames)
        return;
    m_before = m_span = item->frames;
    m_lane = item->lane;
    m_grip = scene.axis.boundaryAt(m_press.x());
    m_number = static_cast<int>(item - scene.tracks[row].items.data()) + 1;
    if (scene.isLocked(scene.tracks[row])) {
        if (m_modifiers.testFlag(Qt::ControlModifier)) { // a copy takes nothing away
            m_kind = Kind::Body;
            m_onlyCopy = true;
            findTargets();
        }
        return;
    }
    if (among && !edge) {
        for (const SegmentId id : workspace.selection()) {
            std::size_t track = 0;
            const TimelineItem *other = id == m_segment ? nullptr : scene.item(id, &track);
            if (!other || other->basis != Basis::Frames || scene.isLocked(scene.tracks[track]))
                continue;
            m_others.push_back(id);
            m_span.begin = std::min(m_span.begin, other->frames.begin);
            m_span.end = std::max(m_span.end, other->frames.end);
        }
    }
    m_kind = hit.part == TimelinePart::Segment        ? Kind::Body
             : hit.part == TimelinePart::SegmentBegin ? Kind::Begin
                                                      : Kind::End;
    findTargets();
}

void TimelineDrag::findTargets()
{
    std::vector<SegmentId> except = m_others;
    if (m_segment && !m_modifiers.testFlag(Qt::ControlModifier))
        except.insert(std::lower_bound(except.begin(), except.end(), m_segment), m_segment);
    m_targets = snapTargets(m_view.m_scene, m_playhead, except);
}

void TimelineDrag::move(const QMouseEvent &event)
{
    const QPoint position = event.position().toPoint();
    m_modifiers = event.modifiers();
    if (m_kind == Kind::Pan) {
        m_view.panBy(m_last - position);
        m_last = position;
        return;
    }
    m_last = position;
    m_far |= (position - m_press).manhattanLength() >= QApplication::startDragDistance() / 2;
    if (m_kind == Kind::Body && m_far)
        m_kind = Kind::Move;
    if (m_kind == Kind::Gutter && m_far)
        m_kind = Kind::Band;
    if (m_kind == Kind::Empty && m_far) {
        const TimelineScene &scene = m_view.m_scene;
        if (m_bands)
            m_kind = Kind::Band;
        else if (m_row >= 0 && scene.axis.hasFrames()
                 && !scene.isLocked(scene.tracks[static_cast<std::size_t>(m_row)]))
            m_kind = Kind::Draw;
        else
            return;
    }
    apply();
    const TimelineAxis &axis = m_view.m_scene.axis;
    const bool scrolls = isStretching() || m_kind == Kind::Seek || m_kind == Kind::Band;
    if (scrolls && m_far && (position.x() < axis.left() || position.x() > axis.right()))
        m_scroll.start();
    else
        m_scroll.stop();
}

int TimelineDrag::x() const
{
    const TimelineAxis &axis = m_view.m_scene.axis;
    return std::clamp(m_last.x(), axis.left(), axis.right());
}

void TimelineDrag::scrollOn()
{
    TimelineAxis &axis = m_view.m_scene.axis;
    const int outside = m_last.x() - x();
    const double before = axis.start();
    const double step = std::clamp(std::abs(outside) * kScrollSpeed, kScrollLeast, kScrollMost);
    if (outside != 0)
        axis.panBy(outside > 0 ? step : -step);
    if (axis.start() == before) {
        m_scroll.stop();
        return;
    }
    if (isStretching())
        findTargets();
    m_view.axisChanged();
    apply();
}

void TimelineDrag::apply()
{
    switch (m_kind) {
    case Kind::Seek:
        seekTo(x());
        return;
    case Kind::Overview:
    case Kind::OverviewBegin:
    case Kind::OverviewEnd:
        dragOverview();
        return;
    case Kind::Begin:
    case Kind::End:
        if (!m_far)
            return;
        [[fallthrough]];
    case Kind::Move:
    case Kind::Draw:
        stretch();
        return;
    case Kind::Band:
        drawBand();
        return;
    default:
        return;
    }
}

void TimelineDrag::release(Qt::KeyboardModifiers modifiers)
{
    const Kind kind = m_kind;
    const std::optional<DragPreview> preview = m_view.m_scene.drag;
    Workspace &workspace = m_view.m_workspace;
    std::vector<SegmentId> chosen;
    if (kind == Kind::Band)
        chosen = banded();
    finish();
    if (kind == Kind::Band) {
        const bool adding = modifiers & (Qt::ControlModifier | Qt::ShiftModifier);
        if (adding)
            chosen.insert(chosen.end(), workspace.selection().begin(), workspace.selection().end());
        workspace.setSelection(chosen, adding ? workspace.segment() : SegmentId());
    } else if (kind == Kind::Empty) { // a click: show that place, select nothing
        workspace.setSegment({});
        if (m_view.m_scene.axis.hasFrames())
            workspace.requestSeek(m_view.m_scene.axis.frameAt(m_press.x()));
    } else if (preview) {
        drop(kind, *preview);
    } else if (kind == Kind::Body || kind == Kind::Fixed || kind == Kind::Begin
               || kind == Kind::End) {
        select(m_segment, modifiers);
    }
}

void TimelineDrag::select(SegmentId clicked, Qt::KeyboardModifiers modifiers)
{
    Workspace &workspace = m_view.m_workspace;
    if (modifiers.testFlag(Qt::ControlModifier))
        m_view.m_segments.toggleSelected(clicked);
    else if (modifiers.testFlag(Qt::ShiftModifier))
        m_view.m_segments.selectUpTo(clicked);
    else
        workspace.setSegment(clicked);
}

void TimelineDrag::drop(Kind kind, const DragPreview &preview)
{
    SegmentController &segments = m_view.m_segments;
    if (kind == Kind::Draw) {
        segments.addSegment(preview.track, preview.range);
        return;
    }
    if (kind != Kind::Move) {
        if (preview.range != m_before)
            segments.setRange(preview.segment, preview.range, QStringLiteral("segment.edge"));
        return;
    }
    const QString own = m_view.m_scene.tracks[static_cast<std::size_t>(m_row)].name;
    if (preview.range == m_before && preview.track == own)
        return;
    std::vector<SegmentPlace> places{
        {preview.segment, preview.range, preview.track == own ? QString() : preview.track}};
    for (const SegmentId id : preview.others) {
        if (const TimelineItem *item = m_view.m_scene.item(id))
            places.push_back({id,
                              {FrameIndex(item->frames.begin.value + preview.by),
                               FrameIndex(item->frames.end.value + preview.by)},
                              {}});
    }
    if (preview.copy)
        segments.copyTo(places);
    else
        segments.moveTo(QStringLiteral("segment.move"), places);
}

void TimelineDrag::cancel()
{
    if (!isActive())
        return;
    const bool moved = m_shown.has_value();
    const TimelineAxis &axis = m_view.m_scene.axis;
    const bool scrolled = axis.start() != m_start || axis.end() != m_end;
    finish();
    if (scrolled) {
        m_view.showStretch(m_start, m_end);
        m_view.axisChanged();
    }
    if (moved) {
        m_view.m_heldFrame = m_playhead;
        m_view.m_workspace.requestSeek(m_playhead);
    }
}

void TimelineDrag::setModifiers(Qt::KeyboardModifiers modifiers)
{
    if (modifiers == m_modifiers)
        return;
    m_modifiers = modifiers;
    if (isStretching())
        apply();
}

void TimelineDrag::showFrame(FrameIndex frame)
{
    if (m_shown == frame)
        return;
    m_shown = frame;
    if (m_view.m_workspace.isPlaying())
        m_view.m_workspace.requestPlay(false);
    m_view.m_workspace.requestSeek(frame);
}

void TimelineDrag::seekTo(int x)
{
    if (m_view.m_scene.axis.hasFrames())
        showFrame(m_view.m_scene.axis.frameAt(x));
}

void TimelineDrag::finish()
{
    const bool told = m_view.m_scene.drag.has_value();
    m_kind = Kind::None;
    m_scroll.stop();
    m_view.m_scene.drag.reset();
    m_view.m_popup->hide();
    m_view.unsetCursor();
    m_view.invalidate();
    if (told)
        m_view.m_workspace.showHint({});
}

} // namespace ecva
