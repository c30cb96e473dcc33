// What lies over the timeline's picture and changes often: nothing here draws the picture anew.
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"
#include "ui/timeline/SegmentController.h"
#include "ui/timeline/SnapTargets.h"
#include "ui/timeline/TimelineDrag.h"
#include "ui/timeline/TimelineView.h"
#include "ui/workspace/Workspace.h"

#include <QPainter>

#include <algorithm>

namespace ecva {

namespace {

constexpr int kFlagPadding = 8;

void paintSnapLine(QPainter &painter, const TimelineScene &scene, const Theme &theme)
{
    const SnapTarget &snap = *scene.drag->snap;
    const int x = scene.axis.xOfFrame(snap.boundary);
    const QRect ruler = scene.layout.ruler;
    painter.fillRect(QRect(x, ruler.top(), 1, scene.layout.tracks.bottom() - ruler.top() + 1),
                     theme.accent);

    // The flag stands at the line; at the right end it hangs to the left.
    const QFont font = uiFont(TextSize::Counter, QFont::DemiBold);
    const QString text = snapFlag(snap);
    const int width = QFontMetrics(font).horizontalAdvance(text) + 2 * kFlagPadding;
    const int left = std::min(x - kFlagPadding, scene.axis.right() - width);
    const QRect flag(std::max(scene.axis.left(), left), ruler.top() + 2, width, 18);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.accent);
    painter.drawRoundedRect(flag, 3, 3);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setFont(font);
    painter.setPen(theme.panel);
    painter.drawText(flag, Qt::AlignCenter, text);

    const QRect bar = scene.previewRect();
    if (!bar.isEmpty()) { // the edge that sticks
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme.panel, 1.5));
        painter.setBrush(theme.accent);
        painter.drawEllipse(QPointF(x + 0.5, bar.center().y() + 0.5), 4, 4);
        painter.setRenderHint(QPainter::Antialiasing, false);
    }
}

/// The place that a dragged segment has left.
void paintGhost(QPainter &painter, const TimelineScene &scene, const Theme &theme)
{
    const DragPreview &drag = *scene.drag;
    std::size_t row = 0;
    const TimelineItem *item = drag.segment ? scene.item(drag.segment, &row) : nullptr;
    if (!item || drag.copy || drag.before.length() == 0)
        return;
    const QRect was = scene.layout.segmentRect(scene.tracks[row], row, item->lane,
                                               scene.axis.xOfFrame(drag.before.begin),
                                               scene.axis.xOfFrame(drag.before.end));
    const bool sameTrack = scene.tracks[row].name == drag.track;
    QRegion left(was.intersected(
        QRect(scene.axis.left(), was.top(), scene.axis.right() - scene.axis.left(), was.height())));
    left &= scene.layout.tracks;
    if (sameTrack)
        left -= scene.previewRect();
    painter.save();
    painter.setClipRegion(left);
    QPen pen(theme.text3);
    pen.setDashPattern({3, 3});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(was.adjusted(0, 0, -1, -1));
    painter.restore();
}

} // namespace

void TimelineView::paintOverlay(QPainter &painter) const
{
    const Theme &theme = themeOf(this);
    if (m_scene.drag) {
        paintGhost(painter, m_scene, theme);
        if (m_scene.drag->snap)
            paintSnapLine(painter, m_scene, theme);
    }
    const QRect band = m_drag->band();
    if (!band.isEmpty()) {
        QColor tint = theme.accent;
        tint.setAlphaF(0.16F);
        painter.fillRect(band, tint);
        painter.setPen(theme.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(band.adjusted(0, 0, -1, -1));
    }
    if (hasFocus()) {
        painter.setPen(QPen(theme.accent, 2));
        painter.setBrush(Qt::NoBrush);
        // Without a selected segment the keys work on a track: the ring is around its name.
        const int row = m_workspace.segment() ? -1 : currentTrack();
        if (row >= 0) {
            const QRect name = m_scene.layout.rows[static_cast<std::size_t>(row)];
            const QRect ring(4, name.top() + 2, m_scene.layout.gutter - 8, name.height() - 5);
            painter.save();
            painter.setClipRect(m_scene.layout.tracks, Qt::IntersectClip);
            painter.drawRoundedRect(ring, 4, 4);
            painter.restore();
        }
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

} // namespace ecva
