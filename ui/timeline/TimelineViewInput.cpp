// Mouse and keys of the timeline; wheel and zoom: TimelineViewport.cpp, menu: TimelineMenu.cpp.
#include "annotation/document/Document.h"
#include "core/base/Timecode.h"
#include "ui/timeline/EdgePopup.h"
#include "ui/timeline/SegmentController.h"
#include "ui/timeline/TimelineDrag.h"
#include "ui/timeline/TimelineView.h"
#include "ui/workspace/Workspace.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace ecva {

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
    m_drag->release(event->modifiers());
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
    case TimelinePart::Overview:
        if (TimelineDrag::isOverviewEdge(m_scene, position.x()))
            setCursor(Qt::SizeHorCursor);
        else
            unsetCursor();
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

void TimelineView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_drag->isActive())
        m_drag->cancel();
    else if (event->key() == Qt::Key_Shift)
        m_drag->setModifiers(event->modifiers() | Qt::ShiftModifier);
    else if (event->key() == Qt::Key_Control)
        m_drag->setModifiers(event->modifiers() | Qt::ControlModifier);
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
            m_drag->setModifiers(static_cast<QKeyEvent *>(event)->modifiers() & ~Qt::ShiftModifier);
        else if (static_cast<QKeyEvent *>(event)->key() == Qt::Key_Control)
            m_drag->setModifiers(static_cast<QKeyEvent *>(event)->modifiers()
                                 & ~Qt::ControlModifier);
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
    case QEvent::NativeGesture:
        return pinch(*static_cast<QNativeGestureEvent *>(event));
    case QEvent::StyleChange:
    case QEvent::PaletteChange:
    case QEvent::FontChange:
        m_cache.clear();
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

} // namespace ecva
