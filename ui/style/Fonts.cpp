#include "ui/style/Fonts.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

#include <dlfcn.h>

namespace ecva {
namespace {

double digitAdvance(const QFontMetricsF &metrics)
{
    double widest = 0;
    for (char digit = '0'; digit <= '9'; ++digit)
        widest = std::max(widest, metrics.horizontalAdvance(QLatin1Char(digit)));
    return widest;
}

} // namespace

void drawAllOutlinesAlike()
{
    // Qt sets the property for its own FreeType library when it makes it, against FreeType's
    // default and its environment variable, and has no switch of its own.
    using Library = void *(*)();
    using SetProperty = int (*)(void *, const char *, const char *, const void *);
    const auto library = reinterpret_cast<Library>(dlsym(RTLD_DEFAULT, "_Z14qt_getFreetypev"));
    const auto set = reinterpret_cast<SetProperty>(dlsym(RTLD_DEFAULT, "FT_Property_Set"));
    const unsigned char none = 1;
    if (library && set)
        set(library(), "cff", "no-stem-darkening", &none);
}

QFont uiFont(TextSize size, QFont::Weight weight)
{
    // By its real name: a generic one ("Sans Serif") loses against a named second family.
    const QFont system = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    QFont font(QStringList{QFontInfo(system).family(), QStringLiteral("Noto Sans CJK SC")});
    font.setPixelSize(static_cast<int>(size));
    font.setWeight(weight);
    return font;
}

QFont monoFont(TextSize size)
{
    QFont font(QStringList{QFontDatabase::systemFont(QFontDatabase::FixedFont).family(),
                           QStringLiteral("Noto Sans Mono CJK SC")});
    font.setStyleHint(QFont::Monospace);
    font.setPixelSize(static_cast<int>(size));
    return font;
}

int tabularWidth(const QFont &font, const QString &text)
{
    const QFontMetricsF metrics(font);
    const double digit = digitAdvance(metrics);
    double width = 0;
    for (const QChar c : text)
        width += c.isDigit() ? digit : metrics.horizontalAdvance(c);
    return static_cast<int>(std::ceil(width));
}

void drawTabular(QPainter &painter, const QRect &rect, Qt::Alignment alignment, const QString &text)
{
    const QFontMetricsF metrics(painter.font());
    const double digit = digitAdvance(metrics);
    const int width = tabularWidth(painter.font(), text);
    double x = rect.left();
    if (alignment & Qt::AlignRight)
        x = rect.right() + 1 - width;
    else if (alignment & Qt::AlignHCenter)
        x = rect.left() + (rect.width() - width) / 2.0;
    const double y = rect.top() + (rect.height() + metrics.ascent() - metrics.descent()) / 2.0;
    for (const QChar c : text) {
        const double own = metrics.horizontalAdvance(c);
        const double advance = c.isDigit() ? digit : own;
        painter.drawText(QPointF(x + (advance - own) / 2.0, y), QString(c));
        x += advance;
    }
}

} // namespace ecva
