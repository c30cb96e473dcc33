#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

class QPainter;
class QRectF;
class QWidget;

namespace ecva {

/// An icon of resources/icons (SVG on a 16 px grid, `currentColor`) in the given colour.
QPixmap iconPixmap(const QString &name, const QColor &colour, int size, qreal devicePixelRatio);
/// The same as an icon in the text colours of `widget`'s theme, disabled state included.
QIcon icon(const QString &name, const QWidget *widget);

/// Swatch of a class: its hue and pattern, as on the timeline.
QPixmap classSwatch(int hue, int pattern, const QWidget *widget, const QSize &size);

/// Paints the pattern of a class (1 stripes, 2 dots) in `colour`, clipped to `rect`; nothing for 0.
/// Stripes are anchored at `rect`'s left edge, so a scrolled segment keeps its pattern.
void paintClassPattern(QPainter &painter, const QRectF &rect, int pattern, const QColor &colour);

} // namespace ecva
