// The rows of tracks and the segments on them.
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/timeline/TimelinePainter.h"

#include <QPainter>

#include <algorithm>

namespace ecva {

namespace {

constexpr int kBar = 3;
constexpr int kLabelLeast = 22;  ///< a segment narrower than this carries no text inside
constexpr int kBesideLeast = 70; ///< room that a text beside a narrow segment needs
constexpr int kTextHeightLeast = 13;
constexpr double kLockedOpacity = 0.72;

} // namespace

void TimelinePainter::tracks()
{
    m_painter.save();
    m_painter.setClipRect(m_scene.layout.tracks);
    for (std::size_t i = 0; i < m_scene.tracks.size(); ++i) {
        if (m_scene.layout.rows[i].intersects(m_scene.layout.tracks))
            track(i);
    }
    m_painter.restore();
}

void TimelinePainter::track(std::size_t i)
{
    const TimelineTrack &track = m_scene.tracks[i];
    const QRect row = m_scene.layout.rows[i];
    const bool folded = m_scene.isHidden(track);
    const bool locked = m_scene.isLocked(track);
    if (track.active) {
        m_painter.fillRect(row, m_theme.raised);
        m_painter.fillRect(QRect(0, row.top(), 3, row.height()), m_theme.accent);
    }
    m_painter.fillRect(QRect(0, row.bottom(), row.width() + TimelineLayout::kRightMargin, 1),
                       m_theme.hairline);

    const QFont &font = folded ? m_counter : track.active ? m_smallBold : m_small;
    const QRect name(12, row.top(), m_scene.eyeRect(i).left() - 16, row.height());
    text(name, QFontMetrics(font).elidedText(track.title, Qt::ElideRight, name.width()),
         track.active ? m_theme.text1 : m_theme.text2, font);
    if (!folded) {
        drawGlyph(QStringLiteral("eye"), m_scene.eyeRect(i),
                  track.active ? m_theme.text1 : m_theme.text3);
        drawGlyph(locked ? QStringLiteral("lock") : QStringLiteral("unlock"), m_scene.lockRect(i),
                  locked ? m_theme.text1 : m_theme.text3);
        segments(i);
    } else {
        drawGlyph(QStringLiteral("eye-off"), m_scene.eyeRect(i), m_theme.text3);
    }
}

void TimelinePainter::segments(std::size_t i)
{
    const TimelineTrack &track = m_scene.tracks[i];
    const QRect row = m_scene.layout.rows[i];
    const TimelineAxis &axis = m_scene.axis;
    const bool locked = m_scene.isLocked(track);
    const bool drawingHere = m_scene.drag && m_scene.drag->track == track.name;

    if (track.items.empty() && !drawingHere) {
        QString hint;
        if (track.name == QLatin1String("gold"))
            hint = tr("Empty until a reviewer accepts a round.");
        else if (track.active && axis.hasFrames() && !m_scene.markIn && !m_scene.markOut)
            hint = tr("Press I at the start, O at the end, Enter.");
        text(row.adjusted(TimelineLayout::kGutter + 10, 0, 0, -1), hint, m_theme.text3, m_small);
    }

    m_painter.save();
    m_painter.setClipRect(
        QRect(axis.left() - 1, row.top(), axis.right() - axis.left() + 2, row.height()),
        Qt::IntersectClip);
    if (locked)
        m_painter.setOpacity(kLockedOpacity);
    // Of many segments within one pixel column of a lane one stroke is enough.
    std::vector<int> drawnTo(static_cast<std::size_t>(track.lanes), axis.left() - 1000);
    const auto &items = track.items;
    const TimelineItem *chosen = nullptr;
    track.index.visit(axis.start() - 4 / axis.pixelsPerSecond(), axis.end(), [&](std::size_t n) {
        const TimelineItem &item = items[n];
        if (m_scene.drag && m_scene.drag->segment == item.id && !m_scene.drag->copy)
            return;
        const QRect rect = m_scene.itemRect(i, item);
        if (item.id == m_scene.selected) {
            chosen = &item;
            return;
        }
        int &drawn = drawnTo[static_cast<std::size_t>(item.lane)];
        if (rect.right() <= drawn)
            return;
        drawn = std::max(drawn, rect.right());
        int room = 0; // to the right of a narrow one, up to the next
        if (rect.width() < kLabelLeast)
            room = (n + 1 < items.size() ? m_scene.itemRect(i, items[n + 1]).left() : axis.right())
                   - rect.right();
        const bool selected = m_scene.isSelected(item.id);
        segment(item, rect, {locked, selected, room});
        if (selected)
            outline(rect, false);
    });
    if (chosen) {
        const QRect rect = m_scene.itemRect(i, *chosen);
        segment(*chosen, rect, {locked, true, 0});
        m_painter.setOpacity(1);
        outline(rect, !locked && chosen->basis == Basis::Frames);
    }
    if (drawingHere) {
        m_painter.setOpacity(1);
        const TimelineItem *moved = m_scene.item(m_scene.drag->segment);
        const QRect rect = m_scene.previewRect();
        TimelineItem item = moved ? *moved : TimelineItem();
        segment(item, rect, {false, true, 0});
        outline(rect, true);
    }
    m_painter.restore();
}

void TimelinePainter::segment(const TimelineItem &item, const QRect &rect, Look look)
{
    const QRect seen
        = rect.intersected(QRect(m_scene.axis.left() - 8, rect.top(),
                                 m_scene.axis.right() - m_scene.axis.left() + 16, rect.height()));
    if (seen.isEmpty())
        return;
    if (rect.width() <= 3) { // one frame, from far: all bar
        m_painter.fillRect(seen, bar(item));
        segmentLabel(item, rect, look);
        return;
    }
    m_painter.fillRect(seen, tint(item, look.selected));
    if (item.hue >= 0 && item.pattern > 0)
        paintClassPattern(m_painter, QRectF(rect).adjusted(0, kBar, 0, 0), item.pattern,
                          m_theme.classPattern(item.hue));
    m_painter.fillRect(QRect(seen.left(), seen.top(), seen.width(), std::min(kBar, seen.height())),
                       bar(item));
    segmentLabel(item, rect, look);
}

void TimelinePainter::segmentLabel(const TimelineItem &item, const QRect &rect, Look look)
{
    if (rect.height() < kTextHeightLeast)
        return;
    // The label stays in view while its segment reaches out of it.
    const int left = std::max(rect.left(), m_scene.axis.left());
    const int right = std::min(rect.right(), m_scene.axis.right());
    QRect area(left + 3, rect.top() + kBar, right - left - 5, rect.height() - kBar);
    const bool beside = rect.width() < kLabelLeast;
    if (beside) {
        if (look.room < kBesideLeast)
            return;
        area = QRect(rect.right() + 5, rect.top() + kBar, std::min(look.room - 10, 240),
                     rect.height() - kBar);
    }
    const int warning = item.overlaps && !beside && area.width() > 40 ? 18 : 0;
    area.setRight(area.right() - warning);
    QString description = item.text;
    if (beside && item.basis == Basis::Frames && item.frames.length() == 1)
        description = tr("one frame, %1").arg(item.frames.begin.value);

    const QFontMetrics bold(m_bodyBold);
    const QFontMetrics plain(m_body);
    const int codeWidth = item.code.isEmpty() ? 0 : bold.horizontalAdvance(item.code);
    if (area.width() < (item.code.isEmpty() ? 24 : codeWidth + 8) && !beside)
        return;
    const int gap = codeWidth > 0 ? 6 : 0;
    QString shown
        = plain.elidedText(description, Qt::ElideRight, area.width() - codeWidth - gap - 8);
    if (shown == QStringLiteral("…") || (beside && shown != description))
        shown.clear();
    const int textWidth = shown.isEmpty() ? 0 : gap + plain.horizontalAdvance(shown);
    if (codeWidth + textWidth == 0)
        return;
    const int height = std::min(area.height() - 2, plain.height() + 2);
    const QRect plate(area.left(), area.center().y() - height / 2 + 1, codeWidth + textWidth + 8,
                      height);
    if (!beside)
        m_painter.fillRect(plate, tint(item, look.selected)); // plain: text never stands on stripes
    const QRect line = plate.adjusted(4, 0, 0, 0);
    const QColor colour = look.locked ? m_theme.text2 : m_theme.text1;
    if (codeWidth > 0)
        text(line, item.code, colour, m_bodyBold);
    text(line.adjusted(codeWidth + gap, 0, 0, 0), shown, colour, m_body);
    if (warning > 0)
        drawGlyph(QStringLiteral("warning"), QRect(right - 17, area.center().y() - 7, 14, 14),
                  m_theme.warn);
}

void TimelinePainter::outline(const QRect &rect, bool handles)
{
    const QColor colour = m_theme.isDark() ? QColor(Qt::white) : QColor(Qt::black);
    m_painter.save();
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(QPen(colour, 2));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawRoundedRect(QRectF(rect).adjusted(0, 0, 0, 0), 2, 2);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(colour);
    if (handles && rect.width() > 14) {
        const int height = std::min(14, rect.height() - 6);
        const double y = rect.center().y() - height / 2.0 + 0.5;
        m_painter.drawRoundedRect(QRectF(rect.left(), y, 4, height), 1.5, 1.5);
        m_painter.drawRoundedRect(QRectF(rect.right() - 3, y, 4, height), 1.5, 1.5);
    }
    m_painter.restore();
}

} // namespace ecva
