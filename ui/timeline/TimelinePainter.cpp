// Background, gutter, overview, ruler and playhead.
#include "ui/timeline/TimelinePainter.h"

#include "core/base/Timecode.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/timeline/RulerTicks.h"
#include "ui/timeline/ThumbnailLoader.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ecva {

namespace {

constexpr int kRulerLabelWidth = 74;
constexpr int kLabelGap = 5; ///< between a stroke and its label
constexpr double kFewItems = 2000;

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
                                 const ThumbnailLoader &thumbnails, const Theme &theme, qreal ratio,
                                 TimelineCache *cache)
    : m_painter(painter)
    , m_scene(scene)
    , m_thumbnails(thumbnails)
    , m_theme(theme)
    , m_ratio(ratio)
    , m_own(cache ? nullptr : std::make_unique<TimelineCache>())
    , m_cache(cache ? *cache : *m_own)
{
    m_cache.setLook(theme, ratio);
}

int TimelinePainter::text(const QRect &rect, const QString &text, const QColor &colour, Face face,
                          const QColor &bed, Qt::Alignment alignment, bool tabular)
{
    const QString shown = m_cache.elided(text, face, rect.width());
    if (shown.isEmpty())
        return 0;
    const QPixmap line = m_cache.text(shown, face, colour, bed, tabular);
    const int width = static_cast<int>(std::lround(line.width() / line.devicePixelRatio()));
    int x = rect.left();
    if (alignment & Qt::AlignRight)
        x = rect.right() + 1 - width;
    else if (alignment & Qt::AlignHCenter)
        x = rect.left() + (rect.width() - width) / 2;
    const int tall = m_cache.height(face);
    const int cut = std::max(0, tall - rect.height()); // a row lower than its text
    if (cut == 0) {
        m_painter.drawPixmap(x, rect.top() + (rect.height() - tall) / 2, line);
    } else {
        const QRectF part(0, cut / 2 * m_ratio, line.width(), rect.height() * m_ratio);
        m_painter.drawPixmap(QPointF(x, rect.top()), line, part);
    }
    return width;
}

void TimelinePainter::drawGlyph(const QString &name, const QRect &rect, const QColor &colour)
{
    m_painter.drawPixmap(rect.topLeft(), iconPixmap(name, colour, rect.width(), m_ratio));
}

void TimelinePainter::paint()
{
    const TimelineLayout &layout = m_scene.layout;
    m_painter.fillRect(QRect(0, 0, layout.tracks.width(), layout.tracks.bottom() + 1),
                       m_theme.panel);
    tracks();
    m_painter.fillRect(QRect(0, layout.tracks.top() - 1, layout.tracks.width(), 1),
                       m_theme.hairline);
    if (!layout.overview.isEmpty())
        overview();
    m_painter.save();
    m_painter.setClipRect(QRect(layout.left(), layout.ruler.top(), layout.ruler.width(),
                                layout.tracks.top() - 1 - layout.ruler.top()));
    frames();
    ruler();
    marks();
    if (!layout.sound.isEmpty())
        sound();
    const std::vector<const TimelineCurve *> curves = m_scene.shownCurves();
    for (std::size_t i = 0; i < std::min(layout.curves.size(), curves.size()); ++i)
        curve(*curves[i], layout.curves[i]);
    m_painter.restore();
    markedRange();
    gutter();
    hoveredShot();
    if (!m_scene.notice.isEmpty())
        rowNote(layout.frames, m_scene.notice);
}

void TimelinePainter::rowNote(const QRect &row, const QString &note)
{
    const QColor bed = row == m_scene.layout.frames ? m_theme.canvas : m_theme.panel;
    text(row.adjusted(10, 0, -10, 0), note,
         row == m_scene.layout.frames ? m_theme.text2 : m_theme.text3, Face::Small, bed);
}

void TimelinePainter::gutter()
{
    const TimelineLayout &layout = m_scene.layout;
    const int width = layout.gutter - 24;
    const auto name = [&](const QRect &row, const QString &title, int room) {
        text(QRect(12, row.top(), room, row.height()), title, m_theme.text2, Face::Small,
             m_theme.panel);
    };
    if (!layout.overview.isEmpty())
        name(layout.overview, tr("Overview"), width);
    const bool frames = m_scene.axis.hasFrames() && m_scene.axis.pixelsPerFrame() >= 3;
    name(layout.ruler, frames ? tr("Frame") : tr("Time"), width);
    if (m_scene.axis.hasFrames()) {
        const QString number
            = QLocale().toString(std::round(m_scene.axis.rate() * 100) / 100, 'g', 5);
        text(QRect(12, layout.ruler.top(), width, layout.ruler.height()),
             m_scene.axis.isVariableRate() ? tr("mean %1 fps").arg(number)
                                           : tr("%1 fps").arg(number),
             m_theme.text3, Face::Counter, m_theme.panel, Qt::AlignRight, true);
    }
    name(layout.frames, tr("Frames"), width);
    name(layout.marks, tr("Marks"), width);
    if (!layout.sound.isEmpty()) {
        name(layout.sound, tr("Sound"), width - 22);
        if (m_scene.axis.hasFrames())
            drawGlyph(m_scene.hasSound ? QStringLiteral("speaker") : QStringLiteral("speaker-off"),
                      QRect(layout.gutter - 28, layout.sound.center().y() - 7, 16, 16),
                      m_theme.text3);
    }
    const std::vector<const TimelineCurve *> curves = m_scene.shownCurves();
    for (std::size_t i = 0; i < std::min(layout.curves.size(), curves.size()); ++i)
        name(layout.curves[i], curves[i]->title, width);
}

void TimelinePainter::overview()
{
    const QRect row = m_scene.layout.overview;
    const TimelineAxis &axis = m_scene.axis;
    const QRect bed(row.left(), row.center().y() - 4, row.width(), 9);
    m_painter.fillRect(bed, m_theme.canvas);
    const double scale = bed.width() / axis.duration();
    const int active = m_scene.activeTrack();
    const auto fill = [&](double begin, double end, const QColor &colour) {
        const int x0 = bed.left() + static_cast<int>(begin * scale);
        const int x1 = std::max(x0 + 2, bed.left() + static_cast<int>(end * scale));
        m_painter.fillRect(QRect(x0, bed.top(), std::min(x1, bed.right() + 1) - x0, bed.height()),
                           colour);
        return x1;
    };
    const auto barOf = [&](int hue) { return hue < 0 ? m_theme.text3 : m_theme.classBar(hue); };
    if (active >= 0) {
        const TimelineTrack &track = m_scene.tracks[static_cast<std::size_t>(active)];
        if (track.items.size() < kFewItems || track.pyramids.empty()) {
            for (const TimelineItem &item : track.items)
                fill(item.begin, item.end, barOf(item.hue));
        }
        std::vector<LanePyramid::Column> columns;
        for (const LanePyramid &lane : track.pyramids) {
            if (track.items.size() < kFewItems)
                break;
            const int level = lane.levelFor(1 / scale);
            if (level >= 0) {
                columns.resize(static_cast<std::size_t>(bed.width()));
                lane.columns(level, 0, 1 / scale, columns);
                for (std::size_t x = 0; x < columns.size(); ++x) {
                    std::size_t last = x; // columns alike are one rectangle
                    while (columns[x].covered > 0 && last + 1 < columns.size()
                           && columns[last + 1].covered > 0
                           && columns[last + 1].hue == columns[x].hue)
                        ++last;
                    if (columns[x].covered > 0)
                        m_painter.fillRect(QRect(bed.left() + static_cast<int>(x), bed.top(),
                                                 static_cast<int>(last - x) + 1, bed.height()),
                                           barOf(columns[x].hue));
                    x = last;
                }
            }
            lane.visitLong(level, 0, axis.duration(), [&](std::uint32_t n) {
                const TimelineItem &item = track.items[n];
                return (fill(item.begin, item.end, barOf(item.hue)) - bed.left()) / scale;
            });
        }
    }
    const double x0 = bed.left() + axis.start() * scale;
    const double x1 = bed.left() + std::min(axis.end(), axis.duration()) * scale;
    m_painter.save();
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setBrush(Qt::NoBrush);
    m_painter.setPen(QPen(m_theme.text2, m_theme.borderWidth > 1 ? 2 : 1.5));
    m_painter.drawRoundedRect(
        QRectF(x0 + 0.5, bed.top() - 2.5, std::max(6.0, x1 - x0 - 1), bed.height() + 5), 3, 3);
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
        const QRect label(x + kLabelGap, row.top() + 2, kRulerLabelWidth, row.height() - 8);
        const QString first = ruler.frames ? QString::number(tick.frame.value)
                                           : rulerTime(tick.seconds, ruler.decimals);
        if (label.left() + m_cache.width(first, Face::SmallBold) > row.right())
            continue; // half a label is none
        if (ruler.frames) {
            const int used = text(label, first, m_theme.text1, Face::SmallBold, m_theme.panel,
                                  Qt::AlignLeft, true);
            text(label.adjusted(used + 6, 0, 30, 0), rulerTime(tick.seconds, ruler.decimals),
                 m_theme.text3, Face::Counter, m_theme.panel, Qt::AlignLeft, true);
        } else {
            text(label, first, m_theme.text2, Face::Small, m_theme.panel, Qt::AlignLeft, true);
        }
    }
}

void TimelinePainter::shotFlag(FrameIndex shot)
{
    const QRect row = m_scene.layout.ruler;
    const int x = m_scene.axis.xOfFrame(shot);
    const QString label = tr("%1 shot change").arg(shot.value);
    const int width = m_cache.width(label, Face::SmallBold) + 16;
    QRect flag(x - 8, row.top() + 1, width, 18);
    flag.moveLeft(
        std::clamp(flag.left(), m_scene.layout.left() - 6, std::max(0, row.right() + 6 - width)));
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(m_theme.accent);
    m_painter.drawRoundedRect(flag, 3, 3);
    m_painter.setRenderHint(QPainter::Antialiasing, false);
    text(flag.adjusted(8, 0, -4, 0), label, m_theme.panel, Face::SmallBold, m_theme.accent);
}

void TimelinePainter::hoveredShot()
{
    if (!m_scene.axis.hasFrames() || !m_scene.hoveredShot || m_scene.drag)
        return;
    const TimelineLayout &layout = m_scene.layout;
    const int x = m_scene.axis.xOfFrame(*m_scene.hoveredShot);
    if (x < layout.left() || x > layout.ruler.right() + 1)
        return;
    m_painter.fillRect(
        QRect(x, layout.ruler.top() + 16, 1, layout.tracks.bottom() + 1 - layout.ruler.top() - 16),
        m_theme.accent);
    shotFlag(*m_scene.hoveredShot);
}

QRect TimelinePainter::playheadRect(const TimelineScene &scene, int x)
{
    constexpr int kReach = 120; // flag, and a label of the ruler that gives way to it
    return {x - kReach, scene.layout.ruler.top() - 4, 2 * kReach,
            scene.layout.tracks.bottom() + 6 - scene.layout.ruler.top()};
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
    const int width = tabularWidth(m_cache.font(Face::SmallBold), number) + 12;
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
    text(flag, number, m_theme.panel, Face::SmallBold, m_theme.text1, Qt::AlignHCenter, true);
}

} // namespace ecva
