#include "ui/timeline/TimelinePainter.h"

#include "core/base/Timecode.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/timeline/RulerTicks.h"
#include "ui/timeline/ThumbnailLoader.h"

#include <QPainter>

#include <cmath>

namespace ecva {

namespace {

constexpr int kRulerLabelWidth = 74;
constexpr int kLabelGap = 5; ///< between a stroke and its label

QColor withAlpha(QColor colour, double alpha)
{
    colour.setAlphaF(static_cast<float>(alpha));
    return colour;
}

QString rulerTime(double seconds, int decimals)
{
    const QString full
        = QString::fromStdString(formatTimecode(static_cast<qint64>(std::llround(seconds * 1000))));
    return full.chopped(decimals == 0 ? 4 : 3 - decimals);
}

} // namespace

TimelinePainter::TimelinePainter(QPainter &painter, const TimelineScene &scene,
                                 const ThumbnailLoader &thumbnails, const Theme &theme, qreal ratio)
    : m_painter(painter)
    , m_scene(scene)
    , m_thumbnails(thumbnails)
    , m_theme(theme)
    , m_ratio(ratio)
    , m_counter(uiFont(TextSize::Counter))
    , m_small(uiFont(TextSize::Secondary))
    , m_smallBold(uiFont(TextSize::Secondary, QFont::DemiBold))
    , m_body(uiFont(TextSize::Secondary))
    , m_bodyBold(uiFont(TextSize::Secondary, QFont::DemiBold))
{
}

void TimelinePainter::text(const QRect &rect, const QString &text, const QColor &colour,
                           const QFont &font, Qt::Alignment alignment)
{
    m_painter.setFont(font);
    m_painter.setPen(colour);
    m_painter.drawText(rect, static_cast<int>(alignment | Qt::AlignVCenter) | Qt::TextSingleLine,
                       text);
}

void TimelinePainter::drawGlyph(const QString &name, const QRect &rect, const QColor &colour)
{
    m_painter.drawPixmap(rect.topLeft(), iconPixmap(name, colour, rect.width(), m_ratio));
}

QColor TimelinePainter::bar(const TimelineItem &item) const
{
    return item.hue < 0 ? m_theme.text3 : m_theme.classBar(item.hue);
}

QColor TimelinePainter::tint(const TimelineItem &item, bool selected) const
{
    if (item.hue < 0)
        return selected ? m_theme.border : m_theme.pressed;
    if (!selected)
        return m_theme.classTint(item.hue);
    // The selected one is filled more strongly; its text keeps 4.5:1 on every hue.
    const QColor hue = m_theme.classHue(item.hue);
    const QColor bed = m_theme.isDark() ? m_theme.canvas : m_theme.raised;
    const float share = m_theme.isDark() ? 0.4F : 0.6F;
    return QColor::fromRgbF(hue.redF() * share + bed.redF() * (1 - share),
                            hue.greenF() * share + bed.greenF() * (1 - share),
                            hue.blueF() * share + bed.blueF() * (1 - share));
}

void TimelinePainter::paint()
{
    const TimelineLayout &layout = m_scene.layout;
    m_painter.fillRect(QRect(0, 0, layout.tracks.width(), layout.tracks.bottom() + 1),
                       m_theme.panel);
    tracks();
    m_painter.fillRect(QRect(0, layout.tracks.top() - 1, layout.tracks.width(), 1),
                       m_theme.hairline);
    overview();
    m_painter.save();
    m_painter.setClipRect(QRect(layout.left(), layout.ruler.top(), layout.ruler.width(),
                                layout.tracks.top() - 1 - layout.ruler.top()));
    frames();
    ruler();
    marks();
    m_painter.restore();
    markedRange();
    gutter();
    if (!m_scene.notice.isEmpty()) {
        const QRect area(layout.left() + 12, layout.frames.top(), layout.frames.width() - 24,
                         layout.frames.height());
        text(area, m_scene.notice, m_theme.text2, m_body);
    }
}

void TimelinePainter::gutter()
{
    const TimelineLayout &layout = m_scene.layout;
    const int width = TimelineLayout::kGutter - 24;
    const auto name = [&](const QRect &row, const QString &title) {
        text(QRect(12, row.top(), width, row.height()), title, m_theme.text2, m_small);
    };
    name(layout.overview, tr("Overview"));
    name(layout.ruler,
         m_scene.axis.hasFrames() && m_scene.axis.pixelsPerFrame() >= 3 ? tr("Frame") : tr("Time"));
    name(layout.frames, tr("Frames"));
    name(layout.marks, tr("Marks"));
}

void TimelinePainter::overview()
{
    const TimelineLayout &layout = m_scene.layout;
    const TimelineAxis &axis = m_scene.axis;
    const QRect bed = layout.overview.adjusted(0, 7, 0, -7);
    m_painter.fillRect(bed, m_theme.canvas);
    const double scale = bed.width() / axis.duration();
    const int active = m_scene.activeTrack();
    if (active >= 0) {
        // One pixel column needs one colour: of segments that share it the first is drawn.
        int drawn = bed.left() - 1;
        for (const TimelineItem &item : m_scene.tracks[static_cast<std::size_t>(active)].items) {
            const int x0 = bed.left() + static_cast<int>(item.begin * scale);
            const int x1 = std::min(
                bed.right() + 1, std::max(x0 + 2, bed.left() + static_cast<int>(item.end * scale)));
            const int from = std::max(x0, drawn);
            if (x1 > from)
                m_painter.fillRect(QRect(from, bed.top(), x1 - from, bed.height()), bar(item));
            drawn = std::max(drawn, x1);
        }
    }
    const double x0 = bed.left() + axis.start() * scale;
    const double x1 = bed.left() + std::min(axis.end(), axis.duration()) * scale;
    m_painter.save();
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setBrush(Qt::NoBrush);
    m_painter.setPen(QPen(m_theme.text2, 1.5));
    m_painter.drawRoundedRect(
        QRectF(x0, layout.overview.top() + 4.5, std::max(6.0, x1 - x0 - 1), 15), 3, 3);
    m_painter.restore();
}

void TimelinePainter::ruler()
{
    const QRect row = m_scene.layout.ruler;
    m_painter.fillRect(row, m_theme.panel);
    const Ruler ruler = makeRuler(m_scene.axis, kRulerLabelWidth);
    for (const RulerTick &tick : ruler.ticks) {
        const int x = static_cast<int>(std::lround(tick.x));
        const int height = tick.major ? 10 : 4;
        m_painter.fillRect(QRect(x, row.bottom() + 1 - height, 1, height),
                           tick.major ? m_theme.text3 : m_theme.border);
        if (!tick.major)
            continue;
        const QRect label(x + kLabelGap, row.top() + 2, 120, row.height() - 8);
        if (ruler.frames) {
            const QString number = QString::number(tick.frame.value);
            text(label, number, m_theme.text1, m_smallBold);
            const int used = QFontMetrics(m_smallBold).horizontalAdvance(number) + 6;
            text(label.adjusted(used, 0, 0, 0), rulerTime(tick.seconds, ruler.decimals),
                 m_theme.text3, m_counter);
        } else {
            text(label, rulerTime(tick.seconds, ruler.decimals), m_theme.text2, m_small);
        }
    }
}

void TimelinePainter::frames()
{
    const QRect row = m_scene.layout.frames;
    m_painter.fillRect(row, m_theme.canvas);
    const int height = static_cast<int>(std::lround(row.height() * m_ratio));
    const bool close = m_scene.axis.hasFrames() && m_scene.axis.pixelsPerFrame() >= 3;
    m_painter.setRenderHint(QPainter::SmoothPixmapTransform);
    for (const StripTile &tile : stripTiles(m_scene)) {
        QImage image = m_thumbnails.image({tile.frame, height});
        if (image.isNull())
            image = m_thumbnails.nearest(tile.frame);
        if (image.isNull())
            continue;
        m_painter.drawImage(tile.rect.adjusted(0, 0, -1, 0), image);
        if (close && tile.rect.width() >= 48) {
            const QString number = QString::number(tile.frame.value);
            const int width = QFontMetrics(m_counter).horizontalAdvance(number) + 8;
            const QRect plate(tile.rect.left() + 3, tile.rect.bottom() - 18, width, 15);
            m_painter.fillRect(plate, QColor(0, 0, 0, 170)); // over a picture, in any theme
            text(plate, number, Qt::white, m_counter, Qt::AlignHCenter);
        }
    }
}

void TimelinePainter::marks()
{
    if (!m_scene.axis.hasFrames())
        return;
    const QRect row = m_scene.layout.marks;
    m_painter.save();
    m_painter.setRenderHint(QPainter::Antialiasing);
    // What a model saw: filled inside the active track's segments, open outside.
    for (const FrameIndex frame : m_scene.seenFrames) {
        const int x = m_scene.axis.xOfFrame(frame);
        if (x < row.left() - 8 || x > row.right() + 8)
            continue;
        const bool inside = m_scene.isInSegment(frame);
        m_painter.setPen(QPen(inside ? m_theme.accent : m_theme.text3, 1.2));
        m_painter.setBrush(inside ? QBrush(m_theme.accent) : QBrush(Qt::NoBrush));
        const QPointF tip(x + 0.5, row.center().y() + 4.5);
        m_painter.drawPolygon(QPolygonF({tip, tip + QPointF(-4.5, -8), tip + QPointF(4.5, -8)}));
    }
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(m_theme.text1);
    for (const FrameIndex frame : m_scene.keyFrames) {
        const int x = m_scene.axis.xOfFrame(frame);
        if (x < row.left() - 8 || x > row.right() + 8)
            continue;
        const QPointF centre(x + 0.5, row.center().y() + 0.5);
        m_painter.drawPolygon(QPolygonF({centre + QPointF(0, -5), centre + QPointF(5, 0),
                                         centre + QPointF(0, 5), centre + QPointF(-5, 0)}));
    }
    m_painter.restore();
}

void TimelinePainter::markedRange()
{
    if (!m_scene.axis.hasFrames() || (!m_scene.markIn && !m_scene.markOut))
        return;
    const TimelineLayout &layout = m_scene.layout;
    m_painter.save();
    m_painter.setClipRect(QRect(layout.left() - 1, layout.ruler.top(), layout.ruler.width() + 2,
                                layout.tracks.bottom() + 1 - layout.ruler.top()));
    const auto bracket = [&](int x, int direction) {
        const QRect row = layout.marks.adjusted(0, 2, 0, -2);
        m_painter.fillRect(QRect(direction > 0 ? x : x - 2, row.top(), 2, row.height()),
                           m_theme.accent);
        const int arm = direction > 0 ? x : x - 6;
        m_painter.fillRect(QRect(arm, row.top(), 6, 2), m_theme.accent);
        m_painter.fillRect(QRect(arm, row.bottom() - 1, 6, 2), m_theme.accent);
    };
    if (m_scene.markIn)
        bracket(m_scene.axis.xOfFrame(*m_scene.markIn), 1);
    if (m_scene.markOut)
        bracket(m_scene.axis.xOfFrame(*m_scene.markOut), -1);
    if (m_scene.markIn && m_scene.markOut) {
        const int x0 = m_scene.axis.xOfFrame(*m_scene.markIn);
        const int x1 = m_scene.axis.xOfFrame(*m_scene.markOut);
        m_painter.fillRect(QRect(x0, layout.ruler.bottom() - 2, std::max(2, x1 - x0), 3),
                           m_theme.accent);
        const int active = m_scene.activeTrack();
        if (active >= 0) {
            const auto row = static_cast<std::size_t>(active);
            const QRect rect = layout.segmentRect(m_scene.tracks[row], row, 0, x0, x1);
            m_painter.setPen(QPen(m_theme.accent, 1, Qt::DashLine));
            m_painter.setBrush(withAlpha(m_theme.accent, 0.12));
            m_painter.drawRect(rect.adjusted(0, 0, -1, -1));
        }
    }
    m_painter.restore();
}

QRect TimelinePainter::playheadRect(const TimelineScene &scene, int x)
{
    constexpr int kReach = 120; // flag, and a label of the ruler that gives way to it
    return {x - kReach, scene.layout.overview.bottom() - 4, 2 * kReach,
            scene.layout.tracks.bottom() + 6 - scene.layout.overview.bottom()};
}

void TimelinePainter::paintPlayhead()
{
    const TimelineLayout &layout = m_scene.layout;
    if (!m_scene.axis.hasFrames())
        return;
    const int x = m_scene.axis.xOfFrame(m_scene.playhead);
    if (x < layout.left() - 1 || x > layout.ruler.right() + 1)
        return;
    const int top = layout.ruler.top();
    m_painter.fillRect(QRect(x - 1, top, 3, layout.tracks.bottom() + 1 - top),
                       withAlpha(m_theme.panel, 0.6));
    m_painter.fillRect(QRect(x, top, 1, layout.tracks.bottom() + 1 - top), m_theme.text1);

    const QString number = QString::number(m_scene.playhead.value);
    const int width = tabularWidth(m_smallBold, number) + 12;
    QRect flag(x - width / 2, top + 1, width, 18);
    flag.moveLeft(std::clamp(flag.left(), layout.left() - 6, layout.ruler.right() + 6 - width));
    for (const RulerTick &tick : makeRuler(m_scene.axis, kRulerLabelWidth).ticks) {
        const int label = static_cast<int>(tick.x) + kLabelGap; // half a label is none
        if (tick.major && label <= flag.right() && label + kRulerLabelWidth - 8 > flag.left()) {
            const int from = std::max(label, layout.left());
            m_painter.fillRect(QRect(from, top, label + kRulerLabelWidth - 8 - from, 16),
                               m_theme.panel);
        }
    }
    m_painter.save();
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(m_theme.text1);
    m_painter.drawRoundedRect(flag, 3, 3);
    m_painter.drawPolygon(
        QPolygonF({QPointF(x - 3.5, flag.bottom() + 0.5), QPointF(x + 4.5, flag.bottom() + 0.5),
                   QPointF(x + 0.5, flag.bottom() + 5)}));
    m_painter.restore();
    m_painter.setFont(m_smallBold);
    m_painter.setPen(m_theme.panel);
    drawTabular(m_painter, flag, Qt::AlignHCenter, number);
}

std::vector<StripTile> stripTiles(const TimelineScene &scene)
{
    std::vector<StripTile> tiles;
    const TimelineAxis &axis = scene.axis;
    if (!axis.hasFrames())
        return tiles;
    const MediaInfo &info = axis.index()->info();
    const QRect row = scene.layout.frames;
    const double aspect
        = static_cast<double>(std::max(1, info.displayWidth())) / std::max(1, info.displayHeight());
    const int width = std::clamp(static_cast<int>(std::lround(row.height() * aspect)), 24, 400);
    const double end = axis.xOf(axis.duration());
    const double origin = axis.xOf(0);
    const auto first = static_cast<std::int64_t>(std::floor((row.left() - origin) / width));
    for (std::int64_t i = std::max<std::int64_t>(0, first);; ++i) {
        const double x = origin + static_cast<double>(i) * width;
        if (x > row.right() || x >= end)
            break;
        StripTile tile;
        tile.rect = QRect(static_cast<int>(std::lround(x)), row.top(), width, row.height());
        tile.frame = axis.frameAt(tile.rect.left());
        tiles.push_back(tile);
    }
    return tiles;
}

} // namespace ecva
