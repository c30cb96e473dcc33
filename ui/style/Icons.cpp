#include "ui/style/Icons.h"

#include "core/base/Log.h"
#include "ui/style/Theme.h"

#include <QFile>
#include <QPainter>
#include <QPainterPath>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <QWidget>

#include <cmath>

namespace ecva {

QPixmap iconPixmap(const QString &name, const QColor &colour, int size, qreal devicePixelRatio)
{
    const QString key = QStringLiteral("ecva-icon:%1:%2:%3:%4")
                            .arg(name, colour.name(QColor::HexArgb))
                            .arg(size)
                            .arg(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;

    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        log(LogLevel::Warning, "style", "no icon " + name.toStdString());
        return {};
    }
    QByteArray svg = file.readAll();
    svg.replace("currentColor", colour.name(QColor::HexRgb).toLatin1());

    const int pixels = static_cast<int>(std::ceil(size * devicePixelRatio));
    pixmap = QPixmap(pixels, pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(colour.alphaF());
    QSvgRenderer(svg).render(&painter, QRectF(0, 0, pixels, pixels));
    painter.end();
    pixmap.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

QIcon icon(const QString &name, const QWidget *widget)
{
    const Theme &theme = themeOf(widget);
    QColor disabled = theme.text2;
    disabled.setAlphaF(0.45F);
    const qreal ratio = widget ? widget->devicePixelRatioF() : 1.0;
    QIcon result;
    result.addPixmap(iconPixmap(name, theme.text2, 16, ratio), QIcon::Normal, QIcon::Off);
    result.addPixmap(iconPixmap(name, theme.text1, 16, ratio), QIcon::Normal, QIcon::On);
    result.addPixmap(iconPixmap(name, theme.text1, 16, ratio), QIcon::Active, QIcon::Off);
    result.addPixmap(iconPixmap(name, disabled, 16, ratio), QIcon::Disabled, QIcon::Off);
    return result;
}

void paintClassPattern(QPainter &painter, const QRectF &rect, int pattern, const QColor &colour)
{
    if (pattern == 0 || rect.isEmpty())
        return;
    painter.save();
    painter.setClipRect(rect, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    // Only what can be seen is drawn: a segment may be far longer than the screen.
    const QRectF seen = painter.clipBoundingRect().intersected(rect);
    constexpr double kStep = 7.0;
    if (pattern == 1) {
        painter.setPen(QPen(colour, 2.0));
        const double height = rect.height();
        const double from = std::floor((seen.left() - height - rect.left()) / kStep) * kStep;
        for (double x = rect.left() + from; x < seen.right() + kStep; x += kStep)
            painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + height, rect.top()));
    } else {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        const double from = std::floor((seen.left() - rect.left()) / kStep) * kStep;
        int row = 0;
        for (double y = rect.top() + 2.5; y < rect.bottom() + 2.0; y += kStep / 2.0, ++row) {
            const double shift = row % 2 == 0 ? 2.5 : 2.5 + kStep / 2.0;
            for (double x = rect.left() + from - kStep + shift; x < seen.right() + 2.0; x += kStep)
                painter.drawEllipse(QPointF(x, y), 1.1, 1.1);
        }
    }
    painter.restore();
}

QPixmap classSwatch(int hue, int pattern, const QWidget *widget, const QSize &size)
{
    const Theme &theme = themeOf(widget);
    const qreal ratio = widget ? widget->devicePixelRatioF() : 1.0;
    const QString key = QStringLiteral("ecva-swatch:%1:%2:%3:%4x%5:%6")
                            .arg(toName(theme.kind))
                            .arg(hue)
                            .arg(pattern)
                            .arg(size.width())
                            .arg(size.height())
                            .arg(ratio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    pixmap = QPixmap(size * ratio);
    pixmap.fill(Qt::transparent);
    pixmap.setDevicePixelRatio(ratio);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath shape;
    shape.addRoundedRect(QRectF(QPointF(0, 0), QSizeF(size)), 2, 2);
    painter.setClipPath(shape);
    const QRectF rect(QPointF(0, 0), QSizeF(size));
    painter.fillRect(rect, theme.classTint(hue));
    paintClassPattern(painter, rect.adjusted(0, 3, 0, 0), pattern, theme.classPattern(hue));
    if (pattern == 0)
        painter.fillRect(rect.adjusted(0, 3, 0, 0), theme.classPattern(hue));
    painter.fillRect(QRectF(0, 0, size.width(), 3), theme.classBar(hue));
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

} // namespace ecva
