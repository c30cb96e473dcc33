// What the timeline shows of the clip: wheel, pinch, zoom, and the stretch in view.
#include "ui/timeline/SegmentController.h"
#include "ui/timeline/TimelineDrag.h"
#include "ui/timeline/TimelineView.h"
#include "ui/workspace/Workspace.h"

#include <QNativeGestureEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ecva {

namespace {

constexpr double kWheelZoom = 1.0015; // per eighth of a degree: 1.2 for a notch
constexpr double kWheelPan = 0.8;     // pixels per eighth of a degree
constexpr int kWheelRows = 4;         // eighths of a degree per pixel of the rows
constexpr double kTouchZoom = 1.006;  // per pixel of a touchpad

} // namespace

void TimelineView::wheelEvent(QWheelEvent *event)
{
    // A touchpad tells pixels, a wheel angles: pixels are followed one to one.
    const QPoint pixels = event->pixelDelta();
    const QPoint angle = event->angleDelta();
    const bool smooth = !pixels.isNull();
    const QPoint position = event->position().toPoint();
    const bool inOverview = m_scene.layout.overview.contains(position);
    const bool overTracks = m_scene.layout.tracks.contains(position);
    const int hiddenRows = m_scene.layout.contentHeight - m_scene.layout.tracks.height();
    const QPoint delta = smooth ? pixels : angle;
    const bool sideways = std::abs(delta.x()) > std::abs(delta.y());
    TimelineAxis &axis = m_scene.axis;
    event->accept();
    if (event->modifiers().testFlag(Qt::ControlModifier) || (inOverview && !sideways)) {
        const double factor
            = smooth ? std::pow(kTouchZoom, pixels.y()) : std::pow(kWheelZoom, angle.y());
        // The overview's x is not the axis': there the middle of the view stays.
        axis.zoomAt(inOverview ? (axis.left() + axis.right()) / 2.0 : position.x(), factor);
        axisChanged();
    } else if (overTracks && hiddenRows > 0 && !sideways
               && !event->modifiers().testFlag(Qt::ShiftModifier)) {
        panBy({0, smooth ? -pixels.y() : -angle.y() / kWheelRows});
    } else {
        const int along = sideways ? delta.x() : delta.y();
        axis.panBy(smooth ? -along : -along * kWheelPan);
        axisChanged();
    }
}

bool TimelineView::pinch(const QNativeGestureEvent &gesture)
{
    if (gesture.gestureType() != Qt::ZoomNativeGesture)
        return false;
    m_scene.axis.zoomAt(gesture.position().x(), 1 + gesture.value());
    axisChanged();
    return true;
}

void TimelineView::panBy(const QPoint &pixels)
{
    if (pixels.x() != 0) {
        m_scene.axis.panBy(pixels.x());
        axisChanged();
    }
    const int most = std::max(0, m_scene.layout.contentHeight - m_scene.layout.tracks.height());
    const int scroll = std::clamp(m_scroll + pixels.y(), 0, most);
    if (scroll != m_scroll) {
        m_scroll = scroll;
        relayout();
    }
}

void TimelineView::panByPage(double pages)
{
    m_scene.axis.panBy(pages * (m_scene.axis.right() - m_scene.axis.left()));
    axisChanged();
}

void TimelineView::fit()
{
    m_scene.axis.fit();
    axisChanged();
}

void TimelineView::toggleFit()
{
    TimelineAxis &axis = m_scene.axis;
    if (!axis.showsAll()) {
        m_beforeFit = {axis.start(), axis.end()};
        fit();
    } else if (m_scene.item(m_scene.selected)) {
        fitSelection();
    } else {
        if (m_beforeFit)
            showStretch(m_beforeFit->first, m_beforeFit->second);
        else if (axis.hasFrames())
            axis.zoomAt(axis.xOf(axis.index()->seconds(m_scene.playhead)), 8);
        axisChanged();
    }
}

void TimelineView::fitSelection()
{
    std::optional<std::pair<double, double>> stretch;
    for (const SegmentId id : m_workspace.selection()) {
        const TimelineItem *item = m_scene.item(id);
        if (item && stretch)
            stretch = {std::min(stretch->first, item->begin), std::max(stretch->second, item->end)};
        else if (item)
            stretch = {item->begin, item->end};
    }
    if (!stretch) {
        fit();
        return;
    }
    m_scene.axis.showRange(stretch->first, stretch->second);
    axisChanged();
}

void TimelineView::showStretch(double begin, double end)
{
    // showRange() adds 15 % of what it is given on both sides.
    const double margin = std::max(0.0, end - begin) * 0.15 / 1.3;
    m_scene.axis.showRange(begin + margin, end - margin);
}

void TimelineView::setZoom(double zoom)
{
    TimelineAxis &axis = m_scene.axis;
    double anchor = (axis.left() + axis.right()) / 2.0;
    if (axis.hasFrames()) {
        const double playhead = axis.xOf(axis.index()->seconds(m_scene.playhead));
        if (playhead >= axis.left() && playhead <= axis.right())
            anchor = playhead;
    }
    axis.setZoom(zoom, anchor);
    axisChanged();
}

void TimelineView::zoomBy(double factor)
{
    const TimelineAxis &axis = m_scene.axis;
    const double playhead
        = axis.hasFrames() ? axis.xOf(axis.index()->seconds(m_scene.playhead)) : -1;
    const bool seen = playhead >= axis.left() && playhead <= axis.right();
    m_scene.axis.zoomAt(seen ? playhead : (axis.left() + axis.right()) / 2.0, factor);
    axisChanged();
}

void TimelineView::setSnapping(bool snapping)
{
    if (snapping == m_scene.snapping)
        return;
    m_scene.snapping = snapping;
    Q_EMIT snappingChanged(snapping);
}

void TimelineView::setFollowing(bool following)
{
    if (following == m_following)
        return;
    m_following = following;
    Q_EMIT followingChanged(following);
}

void TimelineView::setCentring(bool centring)
{
    m_centring = centring;
    setFollowing(m_following || centring);
    movePlayhead(m_scene.playhead);
}

bool TimelineView::follow(FrameIndex before, FrameIndex frame)
{
    // Under the hand nothing moves by itself.
    const bool held = std::exchange(m_heldFrame, std::nullopt) == frame;
    if (!m_following || m_drag->isActive() || held)
        return false;
    TimelineAxis &axis = m_scene.axis;
    const double seconds = axis.index()->seconds(frame);
    if (m_workspace.isPlaying()) {
        // Who has looked elsewhere while it plays stays there until the playhead comes by.
        const int x = axis.xOfFrame(before);
        if (x < axis.left() || x > axis.right())
            return false;
        if (m_centring) {
            const double start = axis.start();
            axis.centreOn(seconds);
            return axis.start() != start;
        }
    }
    return axis.reveal(seconds);
}

int TimelineView::currentTrack() const
{
    return m_scene.trackNamed(m_segments.currentTrack());
}

int TimelineView::neighbourTrack(int direction) const
{
    const int count = static_cast<int>(m_scene.tracks.size());
    for (int row = currentTrack() + direction; row >= 0 && row < count; row += direction) {
        if (!m_scene.isHidden(m_scene.tracks[static_cast<std::size_t>(row)]))
            return row;
    }
    return -1;
}

void TimelineView::enterTrack(int direction)
{
    const int row = neighbourTrack(direction);
    if (row < 0)
        return;
    m_segments.enterTrack(m_scene.tracks[static_cast<std::size_t>(row)].name);
    // What is looked at now is in view, in time and among the rows.
    const TimelineItem *item = m_scene.item(m_workspace.segment());
    if (item && (item->end < m_scene.axis.start() || item->begin > m_scene.axis.end())
        && m_scene.axis.reveal(item->begin))
        axisChanged();
    const QRect seen = m_scene.layout.tracks;
    const QRect rect = m_scene.layout.rows[static_cast<std::size_t>(row)];
    if (rect.top() < seen.top())
        panBy({0, rect.top() - seen.top()});
    else if (rect.bottom() > seen.bottom())
        panBy({0, rect.bottom() - seen.bottom()});
}

void TimelineView::carryToTrack(int direction, bool copy)
{
    const int row = neighbourTrack(direction);
    if (row < 0) {
        m_workspace.showHint(direction < 0 ? tr("No track lies above.")
                                           : tr("No track lies below."));
        return;
    }
    const QString name = m_scene.tracks[static_cast<std::size_t>(row)].name;
    if (copy)
        m_segments.duplicate(name);
    else
        m_segments.moveToTrack(name);
}

namespace {

void toggle(QSet<QString> &set, const TimelineScene &scene, int track)
{
    if (track < 0 || track >= static_cast<int>(scene.tracks.size()))
        return;
    const QString &name = scene.tracks[static_cast<std::size_t>(track)].name;
    if (!set.remove(name))
        set.insert(name);
}

} // namespace

void TimelineView::toggleHidden(int track)
{
    toggle(m_scene.hidden, m_scene, track);
    relayout();
}

void TimelineView::toggleSolo(int track)
{
    toggle(m_scene.solo, m_scene, track);
    relayout();
}

void TimelineView::toggleLocked(int track)
{
    toggle(m_scene.lockToggled, m_scene, track);
    invalidate();
}

} // namespace ecva
