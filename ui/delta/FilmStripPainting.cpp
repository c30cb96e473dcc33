// How the strips and the timeline between them look.
#include "ui/delta/DeltaTexts.h"
#include "ui/delta/FilmStrip.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"
#include "ui/timeline/RulerTicks.h"
#include "ui/timeline/TimelinePainter.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ecva {
namespace {

constexpr double kRulerLabelWidth = 84;
constexpr double kBandOpacity = 0.12;

/// What a masked frame is replaced by in mode "blank": the mean colour of CLIP's pictures.
const QColor kMeanColour(122, 116, 104);

QString clockText(double seconds, int decimals)
{
    const double unit = std::pow(10, decimals);
    const auto ticks = static_cast<qint64>(std::llround(seconds * unit));
    const qint64 whole = ticks / static_cast<qint64>(unit);
    QString text
        = whole >= 3600
              ? QStringLiteral("%1:%2:%3")
                    .arg(whole / 3600)
                    .arg(whole / 60 % 60, 2, 10, QLatin1Char('0'))
                    .arg(whole % 60, 2, 10, QLatin1Char('0'))
              : QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
    if (decimals > 0)
        text += QLocale().decimalPoint()
                + QStringLiteral("%1").arg(ticks % static_cast<qint64>(unit), decimals, 10,
                                           QLatin1Char('0'));
    return text;
}

void drawDiamond(QPainter &painter, const QPointF &centre, double radius)
{
    painter.drawPolygon(QPolygonF({centre + QPointF(0, -radius), centre + QPointF(radius, 0),
                                   centre + QPointF(0, radius), centre + QPointF(-radius, 0)}));
}

QImage blurred(const QImage &image)
{
    const QImage small
        = image.scaled(std::max(1, image.width() / 12), std::max(1, image.height() / 12),
                       Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    return small.scaled(image.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

} // namespace

void FilmStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    paintGutter(painter);
    paintTies(painter);
    paintTimeline(painter);
    paintMarks(painter);
    for (const bool lower : {false, true}) {
        paintStrip(painter, lower);
        paintNumbers(painter, lower);
    }
}

void FilmStrip::paintGutter(QPainter &painter) const
{
    const Theme &theme = themeOf(this);
    const auto name = [&](int centre, const QString &title, const QString &note) {
        painter.setFont(uiFont(TextSize::Secondary, QFont::DemiBold));
        painter.setPen(theme.text1);
        painter.drawText(QRect(16, centre - 16, kGutter - 20, 16), Qt::AlignLeft | Qt::AlignVCenter,
                         title);
        painter.setFont(uiFont(TextSize::Secondary));
        painter.setPen(theme.text2);
        painter.drawText(QRect(16, centre, kGutter - 20, 16), Qt::AlignLeft | Qt::AlignVCenter,
                         note);
    };
    name(m_upper.center().y() + 1, tr("With key frames"), m_note);
    name(m_segments.center().y(), tr("Timeline"), m_roundName);
    name(m_lower.center().y() + 1, tr("Without them"), m_lowerNote);
}

void FilmStrip::paintTies(QPainter &painter) const
{
    const Theme &theme = themeOf(this);
    const int top = m_upper.bottom() + 1;
    const int middleTop = m_ruler.top();
    const int middleEnd = m_marks.bottom() + 1;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const Run &run : runs()) {
        // In time a run reaches half way to its neighbours.
        const auto frame = [&](int slot) {
            return static_cast<double>(m_frames[static_cast<std::size_t>(slot)]);
        };
        const double from = run.begin > 0 ? (frame(run.begin - 1) + frame(run.begin)) / 2 : 0;
        const double to = run.end < slotCount() ? (frame(run.end - 1) + frame(run.end)) / 2
                                                : static_cast<double>(m_frameCount);
        const double x0 = slotRect(false, run.begin).left();
        const double x1 = slotRect(false, run.end - 1).right() + 1;
        const double m0 = std::abs(xOfFrame(from) - x0) < 6 ? x0 : xOfFrame(from);
        const double m1 = std::abs(xOfFrame(to) - x1) < 6 ? x1 : xOfFrame(to);
        double b0 = x0;
        double b1 = x1;
        const bool cut = cutsFrames();
        if (cut) { // what is gone closes to a seam between the frames seen instead
            int seam = 0;
            while (seam < slotCount() && frameAt(true, seam) >= 0
                   && static_cast<double>(frameAt(true, seam)) < frame(run.begin))
                ++seam;
            b0 = b1 = m_lower.left() + m_lower.width() * seam / std::max(1, slotCount());
        }
        QColor band = theme.warn;
        band.setAlphaF(static_cast<float>(kBandOpacity));
        QPolygonF area(
            {QPointF(x0, top), QPointF(x1, top), QPointF(m1, middleTop), QPointF(m1, middleEnd)});
        if (m_hasDelta)
            area << QPointF(b1, m_lower.top()) << QPointF(b0, m_lower.top());
        area << QPointF(m0, middleEnd) << QPointF(m0, middleTop);
        painter.setPen(Qt::NoPen);
        if (theme.kind != ThemeKind::HighContrast) {
            painter.setBrush(band);
            painter.drawPolygon(area);
        }
        painter.setPen(QPen(theme.warn, 1, Qt::DotLine));
        for (const bool right : {false, true}) {
            QPolygonF side({QPointF((right ? x1 - 1 : x0) + 0.5, top),
                            QPointF((right ? m1 - 1 : m0) + 0.5, middleTop),
                            QPointF((right ? m1 - 1 : m0) + 0.5, middleEnd)});
            if (m_hasDelta)
                side << QPointF((right && !cut ? b1 - 1 : b0) + 0.5, m_lower.top());
            painter.drawPolyline(side);
        }
        if (cut && m_hasDelta) {
            painter.setPen(QPen(theme.warn, 2));
            painter.drawLine(QPointF(b0, m_lower.top()), QPointF(b0, m_lower.bottom() + 1));
        }
    }
    painter.restore();
}

void FilmStrip::paintTimeline(QPainter &painter) const
{
    const Theme &theme = themeOf(this);
    painter.fillRect(QRect(m_ruler.left(), m_ruler.top(), m_ruler.width(), 1), theme.hairline);
    painter.fillRect(QRect(m_marks.left(), m_marks.bottom() + 1, m_marks.width(), 1),
                     theme.hairline);
    painter.setFont(uiFont(TextSize::Counter));
    const Ruler ruler = makeRuler(m_scene.axis, kRulerLabelWidth);
    for (const RulerTick &tick : ruler.ticks) {
        if (!tick.major)
            continue;
        const int x = static_cast<int>(std::lround(tick.x));
        painter.fillRect(QRect(x, m_ruler.bottom() - 5, 1, 6), theme.text3);
        painter.setPen(theme.text2);
        const QString label = clockText(tick.seconds, ruler.decimals);
        if (x + tabularWidth(painter.font(), label) + 4 < m_ruler.right())
            drawTabular(painter, QRect(x + 4, m_ruler.top() + 1, 80, m_ruler.height() - 2),
                        Qt::AlignLeft, label);
    }
    if (!m_scene.tracks.empty() && !m_scene.tracks.front().items.empty()) {
        TimelinePainter(painter, m_scene, m_thumbnails, theme, devicePixelRatioF()).segments(0);
    } else {
        painter.setFont(uiFont(TextSize::Secondary));
        painter.setPen(theme.text3);
        painter.drawText(m_segments.adjusted(8, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         tr("No segment is marked on this round."));
    }
}

void FilmStrip::paintMarks(QPainter &painter) const
{
    const Theme &theme = themeOf(this);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (int slot = 0; slot < slotCount(); ++slot) {
        const bool key = isKey(slot);
        // Of the frame's middle.
        const double x = xOfFrame(static_cast<double>(frameAt(false, slot)) + 0.5);
        const double y = m_marks.center().y() + 1;
        painter.setPen(QPen(key ? theme.warn : theme.text2, 1.2));
        painter.setBrush(key ? QBrush(theme.warn) : QBrush(Qt::NoBrush));
        painter.drawPolygon(
            QPolygonF({QPointF(x - 5, y - 4), QPointF(x + 5, y - 4), QPointF(x, y + 4)}));
        if (key) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.text1);
            drawDiamond(painter, QPointF(slotRect(false, slot).center().x() + 0.5, 15.5), 4.5);
        }
    }
    painter.restore();
}

void FilmStrip::paintPicture(QPainter &painter, const QRect &rect, bool lower, int slot) const
{
    painter.fillRect(rect, Theme::make(ThemeKind::Dark).canvas); // pictures stand on dark
    const bool struck = isStruckOut(lower, slot);
    const DeltaMode mode = maskMode(m_mask);
    if (struck && (mode == DeltaMode::Blank || mode == DeltaMode::Delete)) {
        painter.fillRect(rect, kMeanColour);
        return;
    }
    if (struck && mode == DeltaMode::Black)
        return;
    const int height = static_cast<int>(std::lround(rect.height() * devicePixelRatioF()));
    QImage image = m_thumbnails.image({FrameIndex(std::int64_t(frameAt(lower, slot))), height});
    if (image.isNull())
        return;
    if (struck && mode == DeltaMode::Blur)
        image = blurred(image);
    // Slots are narrower than the picture where there are many: its middle is shown.
    const double scale = static_cast<double>(image.height()) / rect.height();
    const int wide = static_cast<int>(std::lround(rect.width() * scale));
    if (image.width() >= wide) {
        painter.drawImage(rect, image, QRect((image.width() - wide) / 2, 0, wide, image.height()));
    } else {
        const int shown = static_cast<int>(std::lround(image.width() / scale));
        painter.drawImage(QRect(rect.center().x() - shown / 2, rect.top(), shown, rect.height()),
                          image);
    }
}

void FilmStrip::paintStrip(QPainter &painter, bool lower) const
{
    const Theme &theme = themeOf(this);
    for (int slot = 0; slot < slotCount(); ++slot) {
        if (frameAt(lower, slot) < 0)
            continue;
        const QRect rect = slotRect(lower, slot);
        paintPicture(painter, rect, lower, slot);
        painter.save();
        if (isStruckOut(lower, slot)) {
            QColor hatch = Qt::black; // over a picture, in any theme
            hatch.setAlpha(90);
            paintClassPattern(painter, rect, 1, hatch);
            painter.setRenderHint(QPainter::Antialiasing);
            const QRectF inner = QRectF(rect).adjusted(1, 1, -1, -1);
            const QColor cross = Theme::make(ThemeKind::Dark).warn;
            painter.setPen(QPen(cross, 1.5));
            painter.drawLine(inner.topLeft(), inner.bottomRight());
            painter.drawLine(inner.topRight(), inner.bottomLeft());
            painter.setPen(QPen(theme.warn, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(inner);
        } else if (!lower && isKey(slot)) {
            painter.setPen(QPen(theme.warn, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(QRectF(rect).adjusted(1, 1, -1, -1));
        } else if (theme.kind == ThemeKind::HighContrast) {
            painter.setPen(QPen(theme.text3, 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(rect.adjusted(0, 0, -1, -1));
        }
        painter.restore();
        if (hasFocus() && m_current.lower == lower && m_current.place == slot) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(QPen(theme.accent, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(rect).adjusted(-2, -2, 2, 2), 4, 4);
            painter.setRenderHint(QPainter::Antialiasing, false);
        }
    }
    if (m_notice.isEmpty() || slotCount() == 0 || (lower && !m_hasDelta))
        return;
    painter.setFont(uiFont(TextSize::Secondary));
    const QRect strip = lower ? m_lower : m_upper;
    const int wide = painter.fontMetrics().horizontalAdvance(m_notice) + 24;
    const QRect plate(strip.center().x() - wide / 2, strip.center().y() - 12, wide, 24);
    painter.fillRect(plate, theme.panel);
    painter.setPen(theme.text2);
    painter.drawText(plate, Qt::AlignCenter, m_notice);
}

void FilmStrip::paintNumbers(QPainter &painter, bool lower) const
{
    const Theme &theme = themeOf(this);
    int wide = 0;
    for (int slot = 0; slot < slotCount(); ++slot)
        wide = std::max(wide, tabularWidth(uiFont(TextSize::Counter, QFont::DemiBold),
                                           QString::number(frameAt(lower, slot))));
    const double step = static_cast<double>(m_upper.width()) / std::max(1, slotCount());
    const int every = std::max(1, static_cast<int>(std::ceil((wide + 6) / step)));
    for (int slot = 0; slot < slotCount(); slot += every) {
        const qint64 frame = frameAt(lower, slot);
        if (frame < 0)
            continue;
        const bool struck = isStruckOut(lower, slot);
        const bool strong = !lower && isKey(slot);
        const QRect picture = slotRect(lower, slot);
        QRect rect(picture.center().x() - wide, picture.bottom() + 3, 2 * wide, 14);
        rect.moveRight(std::min(rect.right(), width() - 2));
        painter.setFont(
            uiFont(TextSize::Counter, struck || strong ? QFont::DemiBold : QFont::Normal));
        painter.setPen(struck ? theme.warn : strong ? theme.text1 : theme.text2);
        const QString text = QString::number(frame);
        drawTabular(painter, rect, Qt::AlignHCenter, text);
        if (struck) {
            const int line = tabularWidth(painter.font(), text) + 4;
            painter.fillRect(QRect(rect.center().x() - line / 2, rect.center().y() + 1, line, 1),
                             theme.warn);
        }
    }
}

} // namespace ecva
