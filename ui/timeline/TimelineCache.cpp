#include "ui/timeline/TimelineCache.h"

#include "ui/style/Fonts.h"

#include <QFontMetrics>
#include <QImage>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ecva {

namespace {

constexpr qsizetype kMostTexts = 4000; // some 20 MB
constexpr qsizetype kMostPictures = 400;
constexpr double kLocked = 0.72;   // of the look: how much of a locked segment is left
constexpr double kProposal = 0.16; // tint of what a model proposes
constexpr double kPeriod = 7;      // of stripes and dots
constexpr int kDash = 4;
constexpr int kElideStep = 6; // room is taken in steps: while zooming most cuts stay

quint64 lookKey(TimelineCache::Face face, QRgb colour, QRgb bed, bool tabular)
{
    return (colour & 0xffffff) | static_cast<quint64>(bed & 0xffffff) << 24
           | static_cast<quint64>(face) << 48 | static_cast<quint64>(tabular) << 50;
}

} // namespace

QColor mixed(const QColor &over, const QColor &under, double share)
{
    const auto channel = [share](int a, int b) {
        return static_cast<int>(std::lround(a * share + b * (1 - share)));
    };
    return {channel(over.red(), under.red()), channel(over.green(), under.green()),
            channel(over.blue(), under.blue())};
}

TimelineCache::TimelineCache()
{
    clear();
}

void TimelineCache::setLook(const Theme &theme, qreal ratio)
{
    if (m_ratio == ratio && m_theme.kind == theme.kind && m_theme.panel == theme.panel)
        return;
    m_theme = theme;
    m_ratio = ratio;
    clear();
}

void TimelineCache::clear()
{
    m_fonts = {uiFont(TextSize::Counter), uiFont(TextSize::Secondary),
               uiFont(TextSize::Secondary, QFont::DemiBold)};
    for (std::size_t i = 0; i < m_fonts.size(); ++i)
        m_heights[i] = QFontMetrics(m_fonts[i]).height();
    m_texts.clear();
    m_elided.clear();
    m_widths.clear();
    m_styles.clear();
    m_pictures.clear();
    m_dots = {};
}

int TimelineCache::width(const QString &text, Face face)
{
    if (m_widths.size() > kMostTexts)
        m_widths.clear();
    int &width = m_widths[{text, static_cast<quint64>(face)}];
    if (width == 0 && !text.isEmpty())
        width = QFontMetrics(font(face)).horizontalAdvance(text);
    return width;
}

QString TimelineCache::elided(const QString &text, Face face, int room)
{
    if (width(text, face) <= room)
        return text;
    if (m_elided.size() > kMostTexts)
        m_elided.clear();
    room -= room % kElideStep;
    if (room <= 0)
        return {};
    const TextKey key{text, static_cast<quint64>(room) * 4 + static_cast<quint64>(face)};
    const auto found = m_elided.constFind(key);
    if (found != m_elided.constEnd())
        return *found;
    QString cut = QFontMetrics(font(face)).elidedText(text, Qt::ElideRight, room);
    if (cut.size() <= 1)
        cut.clear();
    m_elided.insert(key, cut);
    return cut;
}

QPixmap TimelineCache::text(const QString &text, Face face, const QColor &colour, const QColor &bed,
                            bool tabular)
{
    const TextKey key{text, lookKey(face, colour.rgb(), bed.rgb(), tabular)};
    const auto found = m_texts.constFind(key);
    if (found != m_texts.constEnd())
        return *found;
    if (m_texts.size() > kMostTexts)
        m_texts.clear();
    const int wide = std::max(1, tabular ? tabularWidth(font(face), text) : width(text, face));
    QPixmap pixmap = tile(wide, height(face));
    pixmap.fill(bed); // opaque: texts look as they do in other widgets
    QPainter painter(&pixmap);
    painter.setFont(font(face));
    painter.setPen(colour);
    const QRect rect(0, 0, wide, height(face));
    if (tabular)
        drawTabular(painter, rect, Qt::AlignLeft, text);
    else
        painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
    painter.end();
    m_texts.insert(key, pixmap);
    return pixmap;
}

QPixmap TimelineCache::tile(int width, int height) const
{
    QPixmap pixmap(static_cast<int>(std::ceil(width * m_ratio)),
                   static_cast<int>(std::ceil(height * m_ratio)));
    pixmap.setDevicePixelRatio(m_ratio);
    return pixmap;
}

const SegmentStyle &TimelineCache::style(int hue, int pattern, SegmentLook look)
{
    const int key = ((hue + 1) * 3 + pattern) * 16 + (look.locked ? 8 : 0) + (look.selected ? 4 : 0)
                    + (look.proposal ? 2 : 0) + (look.active ? 1 : 0);
    const auto found = m_styles.constFind(key);
    if (found != m_styles.constEnd())
        return *found;
    return *m_styles.insert(key, makeStyle(hue, pattern, look));
}

SegmentStyle TimelineCache::makeStyle(int hue, int pattern, SegmentLook look) const
{
    const Theme &theme = m_theme;
    SegmentStyle style;
    const QColor bed = look.active ? theme.raised : theme.panel;
    const bool classified = hue >= 0;
    style.bar = classified ? theme.classBar(hue) : theme.text3;
    style.tint = classified ? theme.classTint(hue) : theme.pressed;
    style.text = look.locked ? theme.text2 : theme.text1;
    QColor marks = classified ? theme.classPattern(hue) : QColor();
    if (look.proposal)
        style.tint = mixed(classified ? theme.classHue(hue) : theme.text3, bed, kProposal);
    if (look.selected && classified) {
        // The selected one is filled more strongly; its text keeps 4.5:1 on every hue.
        style.tint = mixed(theme.classHue(hue), theme.isDark() ? theme.canvas : theme.raised,
                           theme.isDark() ? 0.4 : 0.6);
    } else if (look.selected) {
        style.tint = theme.border;
    }
    if (look.locked) {
        style.bar = mixed(style.bar, bed, kLocked);
        style.tint = mixed(style.tint, bed, kLocked);
        marks = classified ? mixed(marks, bed, kLocked) : marks;
    }
    if (classified && pattern > 0 && !look.proposal)
        style.pattern = patternTile(pattern, style.tint, marks);
    if (look.proposal) {
        style.dashes = tile(2 * kDash, 1);
        style.dashesDown = tile(1, 2 * kDash);
        for (QPixmap *each : {&style.dashes, &style.dashesDown}) {
            each->fill(style.tint);
            QPainter painter(each);
            painter.fillRect(0, 0, each == &style.dashes ? kDash : 1,
                             each == &style.dashes ? 1 : kDash, style.bar);
        }
    }
    return style;
}

QPixmap TimelineCache::patternTile(int pattern, const QColor &tint, const QColor &colour) const
{
    QPixmap pixmap = tile(kTile, kTile);
    pixmap.fill(tint);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    if (pattern == 1) {
        painter.setPen(QPen(colour, 2.0));
        for (double x = -kTile - kPeriod; x <= kTile + kPeriod; x += kPeriod)
            painter.drawLine(QPointF(x - kPeriod, kTile + kPeriod),
                             QPointF(x + kTile + kPeriod, -kPeriod));
    } else {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        int row = 0;
        for (double y = -1.0; y < kTile + 2; y += kPeriod / 2, ++row) {
            const double shift = row % 2 == 0 ? 2.5 : 2.5 + kPeriod / 2;
            for (double x = shift - 2 * kPeriod; x < kTile + 2; x += kPeriod)
                painter.drawEllipse(QPointF(x, y), 1.1, 1.1);
        }
    }
    return pixmap;
}

QPixmap TimelineCache::picture(const QImage &image, const QSize &size)
{
    const std::pair<qint64, qint64> key(image.cacheKey(),
                                        static_cast<qint64>(size.width()) << 20 | size.height());
    const auto found = m_pictures.constFind(key);
    if (found != m_pictures.constEnd())
        return *found;
    if (m_pictures.size() > kMostPictures)
        m_pictures.clear();
    const QSize pixels = size * m_ratio;
    QPixmap pixmap
        = QPixmap::fromImage(image.size() == pixels ? image
                                                    : image.scaled(pixels, Qt::IgnoreAspectRatio,
                                                                   Qt::SmoothTransformation));
    pixmap.setDevicePixelRatio(m_ratio);
    m_pictures.insert(key, pixmap);
    return pixmap;
}

QPixmap TimelineCache::dots(int height, const QColor &colour)
{
    if (!m_dots.isNull() && m_dots.height() >= height * m_ratio && m_dotsColour == colour.rgb())
        return m_dots;
    m_dotsColour = colour.rgb();
    m_dots = tile(1, std::max(height, 512));
    m_dots.fill(Qt::transparent);
    QPainter painter(&m_dots);
    for (int y = 0; y < std::max(height, 512); y += 4)
        painter.fillRect(0, y, 1, 1, colour);
    return m_dots;
}

} // namespace ecva
