// Mouse, wheel, keys and the context menu of the timeline.
#include "annotation/document/Document.h"
#include "core/base/Timecode.h"
#include "ui/timeline/EdgePopup.h"
#include "ui/timeline/SegmentController.h"
#include "ui/timeline/TimelineDrag.h"
#include "ui/timeline/TimelineView.h"
#include "ui/workspace/Workspace.h"

#include <QHelpEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace ecva {

namespace {

constexpr double kWheelZoom = 1.0015; // per eighth of a degree: 1.2 for a notch
constexpr double kWheelPan = 0.8;     // pixels per eighth of a degree

} // namespace

void TimelineView::mousePressEvent(QMouseEvent *event)
{
    m_drag->press(*event);
}

void TimelineView::mouseMoveEvent(QMouseEvent *event)
{
    if (m_drag->isActive())
        m_drag->move(*event);
    else
        updateHover(event->position().toPoint());
}

void TimelineView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::RightButton)
        return;
    m_drag->release();
    updateHover(event->position().toPoint());
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const TimelineHit hit = m_scene.hit(event->position().toPoint());
    if (hit.part == TimelinePart::TrackName)
        m_segments.makeActive(m_scene.tracks[static_cast<std::size_t>(hit.track)].name);
    else if (hit.part == TimelinePart::Segment)
        m_workspace.requestFocus(QStringLiteral("description"));
    else
        mousePressEvent(event);
}

void TimelineView::leaveEvent(QEvent *)
{
    if (m_scene.hovered || m_scene.hoveredTrack >= 0 || m_scene.hoveredShot) {
        m_scene.hovered = {};
        m_scene.hoveredTrack = -1;
        m_scene.hoveredShot.reset();
        invalidate();
    }
}

void TimelineView::updateHover(const QPoint &position)
{
    const TimelineHit hit = m_scene.hit(position);
    switch (hit.part) {
    case TimelinePart::SegmentBegin:
    case TimelinePart::SegmentEnd:
        setCursor(Qt::SizeHorCursor);
        break;
    case TimelinePart::TrackSolo:
    case TimelinePart::TrackEye:
    case TimelinePart::TrackLock:
    case TimelinePart::KeyFrame:
        setCursor(Qt::PointingHandCursor);
        break;
    default:
        unsetCursor();
    }
    if (hit.segment != m_scene.hovered || hit.track != m_scene.hoveredTrack
        || hit.shot != m_scene.hoveredShot) {
        m_scene.hovered = hit.segment;
        m_scene.hoveredTrack = hit.track;
        m_scene.hoveredShot = hit.shot;
        invalidate();
    }
}

void TimelineView::wheelEvent(QWheelEvent *event)
{
    const QPoint position = event->position().toPoint();
    const QPoint delta = event->angleDelta();
    const bool overTracks = m_scene.layout.tracks.contains(position);
    const int hiddenRows = m_scene.layout.contentHeight - m_scene.layout.tracks.height();
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        m_scene.axis.zoomAt(position.x(), std::pow(kWheelZoom, delta.y()));
        axisChanged();
    } else if (overTracks && hiddenRows > 0 && !event->modifiers().testFlag(Qt::ShiftModifier)
               && delta.x() == 0) {
        m_scroll = std::clamp(m_scroll - delta.y() / 4, 0, hiddenRows);
        relayout();
    } else {
        const int along = std::abs(delta.x()) > std::abs(delta.y()) ? delta.x() : delta.y();
        m_scene.axis.panBy(-along * kWheelPan);
        axisChanged();
    }
    event->accept();
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

void TimelineView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_drag->isActive())
        m_drag->cancel();
    else if (event->key() == Qt::Key_Shift)
        m_drag->setSnappingSuspended(true);
    else
        QWidget::keyPressEvent(event);
}

void TimelineView::focusOutEvent(QFocusEvent *event)
{
    m_drag->cancel();
    QWidget::focusOutEvent(event);
    update();
}

bool TimelineView::event(QEvent *event)
{
    switch (event->type()) {
    case QEvent::ShortcutOverride:
        // While dragging, Esc belongs to the drag.
        if (m_drag->isActive() && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
            event->accept();
            return true;
        }
        break;
    case QEvent::KeyRelease:
        if (static_cast<QKeyEvent *>(event)->key() == Qt::Key_Shift)
            m_drag->setSnappingSuspended(false);
        break;
    case QEvent::ToolTip: {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QString tip = tipFor(m_scene.hit(help->pos()));
        if (tip.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), tip, this);
        return true;
    }
    case QEvent::StyleChange:
    case QEvent::PaletteChange:
    case QEvent::FontChange:
        invalidate();
        break;
    case QEvent::LanguageChange:
        setAccessibleName(tr("Timeline"));
        reloadTracks();
        break;
    default:
        break;
    }
    return QWidget::event(event);
}

QString TimelineView::tipFor(const TimelineHit &hit) const
{
    const auto title = [&] { return m_scene.tracks[static_cast<std::size_t>(hit.track)].title; };
    switch (hit.part) {
    case TimelinePart::TrackSolo:
        return tr("Show the track %1 alone").arg(title());
    case TimelinePart::TrackEye:
        return tr("Show or fold the track %1").arg(title());
    case TimelinePart::TrackLock:
        return tr("Lock or unlock the track %1").arg(title());
    case TimelinePart::TrackName:
        return tr("Double-click: mark and write in %1").arg(title());
    case TimelinePart::KeyFrame:
        return tr("Key frame %1").arg(hit.frame.value);
    case TimelinePart::Segment:
    case TimelinePart::SegmentBegin:
    case TimelinePart::SegmentEnd: {
        const TimelineItem *item = m_scene.item(hit.segment);
        if (!item)
            return {};
        const auto time = [](double seconds) {
            return QString::fromStdString(
                formatTimecode(static_cast<qint64>(std::llround(seconds * 1000))));
        };
        const QString name
            = item->code.isEmpty() ? item->text : tr("%1 %2").arg(item->code, item->text);
        QString tip = item->basis == Basis::Frames
                          ? tr("%1\n%2 – %3, frames %4 to %5")
                                .arg(name, time(item->begin), time(item->end))
                                .arg(item->frames.begin.value)
                                .arg(item->frames.end.value - 1)
                          : tr("%1\n%2 – %3").arg(name, time(item->begin), time(item->end));
        if (item->overlaps)
            tip = tr("%1\nLies over another segment; that is allowed.").arg(tip);
        return tip;
    }
    default:
        return {};
    }
}

void TimelineView::contextMenuEvent(QContextMenuEvent *event)
{
    m_drag->cancel();
    const bool byMouse = event->reason() == QContextMenuEvent::Mouse;
    const TimelineHit hit = byMouse ? m_scene.hit(event->pos()) : TimelineHit();
    if (hit.segment)
        m_workspace.setSegment(hit.segment);

    QMenu menu(this);
    const auto add = [&](const QString &text, const QString &obstacle, auto run) {
        QAction *action = menu.addAction(text, this, run);
        action->setEnabled(obstacle.isEmpty());
        action->setToolTip(obstacle);
    };
    menu.setToolTipsVisible(true);
    if (hit.part == TimelinePart::TrackName && hit.track >= 0) {
        const TimelineTrack &track = m_scene.tracks[static_cast<std::size_t>(hit.track)];
        add(tr("Mark and write in %1").arg(track.title),
            track.active ? tr("This is the active track.") : m_segments.obstacle(),
            [this, name = track.name] { m_segments.makeActive(name); });
    } else {
        const QString none = m_segments.selectionObstacle();
        add(tr("Split at the playhead"), none, [this] { m_segments.split(); });
        add(tr("Merge with the next"), m_segments.mergeObstacle(),
            [this] { m_segments.mergeWithNext(); });
        QMenu *copies = menu.addMenu(tr("Copy to"));
        copies->setEnabled(none.isEmpty());
        for (const TimelineTrack &track : m_scene.tracks)
            copies->addAction(track.title, this,
                              [this, name = track.name] { m_segments.duplicate(name); });
        menu.addSeparator();
        add(tr("Delete"), none, [this] { m_segments.remove(); });
        menu.addSeparator();
        add(tr("Mark or unmark the key frame here"), m_segments.markObstacle(),
            [this] { m_segments.toggleKeyFrame(); });
    }
    menu.exec(byMouse ? event->globalPos() : mapToGlobal(rect().center()));
}

} // namespace ecva
