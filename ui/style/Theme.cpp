#include "ui/style/Theme.h"

#include "ui/style/EcvaStyle.h"

#include <QApplication>
#include <QWidget>

#include <algorithm>
#include <array>
#include <cmath>

namespace ecva {
namespace {

constexpr std::array<QRgb, Theme::kHues> kClassHues{0xE8663C, 0xDE85C2, 0x5DB6F0, 0xF2AE2E,
                                                    0x17A28A, 0xCFCBC4, 0xD3E27A};

QColor hex(QRgb rgb)
{
    return QColor::fromRgb(rgb);
}

QColor mix(const QColor &over, const QColor &under, double share)
{
    const auto channel = [share](int a, int b) {
        return static_cast<int>(std::lround(a * share + b * (1.0 - share)));
    };
    return QColor(channel(over.red(), under.red()), channel(over.green(), under.green()),
                  channel(over.blue(), under.blue()));
}

Theme dark()
{
    Theme t;
    t.kind = ThemeKind::Dark;
    t.canvas = hex(0x111214);
    t.panel = hex(0x1A1B1E);
    t.raised = hex(0x232428);
    t.hover = hex(0x2B2D32);
    t.pressed = hex(0x35373D);
    t.selection = hex(0x2A2E4A);
    t.hairline = hex(0x2D2F34);
    t.border = hex(0x44474E);
    t.text1 = hex(0xE9EAEC);
    t.text2 = hex(0xB3B7BF);
    t.text3 = hex(0x9297A1);
    t.accent = hex(0x93A0FF);
    t.accentFill = hex(0x5161E3);
    t.onAccent = Qt::white;
    t.ok = hex(0x62CB92);
    t.warn = hex(0xE8B75A);
    t.error = hex(0xFF8279);
    t.diffNew = hex(0x9CC8FA);
    t.diffGone = hex(0xF0B877);
    t.newTint = hex(0x1E3350);
    t.goneTint = hex(0x5A3A1E);
    t.evidenceMore = hex(0x22508A);
    t.evidenceMost = hex(0x2966B4);
    t.searchHit = hex(0x3D4485);
    return t;
}

Theme light()
{
    Theme t;
    t.kind = ThemeKind::Light;
    t.canvas = hex(0xE4E6E9);
    t.panel = hex(0xF5F6F7);
    t.raised = hex(0xFFFFFF);
    t.hover = hex(0xE9EBEE);
    t.pressed = hex(0xDDE0E4);
    t.selection = hex(0xDEE2FB);
    t.hairline = hex(0xD9DCE0);
    t.border = hex(0xB4B9C1);
    t.text1 = hex(0x1A1C20);
    t.text2 = hex(0x4C515A);
    t.text3 = hex(0x5C626C);
    t.accent = hex(0x4050D0);
    t.accentFill = hex(0x4050D0);
    t.onAccent = Qt::white;
    t.ok = hex(0x17703F);
    t.warn = hex(0x855600);
    t.error = hex(0xB82A22);
    t.diffNew = hex(0x1F4F94);
    t.diffGone = hex(0x8A4B00);
    t.newTint = hex(0xD6E6FA);
    t.goneTint = hex(0xFBDDB8);
    t.evidenceMore = hex(0xA9CDF5);
    t.evidenceMost = hex(0x74B0EF);
    t.searchHit = hex(0xC6CDFB);
    return t;
}

Theme highContrast()
{
    Theme t;
    t.kind = ThemeKind::HighContrast;
    t.canvas = t.panel = t.raised = hex(0x000000);
    t.hover = hex(0x1F1F1F);
    t.pressed = hex(0x333333);
    t.selection = hex(0x00337A);
    t.hairline = t.border = hex(0xFFFFFF);
    t.text1 = t.text2 = hex(0xFFFFFF);
    t.text3 = hex(0xD6D6D6);
    t.accent = t.accentFill = hex(0xFFD83D);
    t.onAccent = Qt::black;
    t.ok = hex(0x5CF2A0);
    t.warn = hex(0xFFD83D);
    t.error = hex(0xFF9C94);
    t.diffNew = hex(0x9CC8FA);
    t.diffGone = hex(0xF0B877);
    t.newTint = t.goneTint = hex(0x000000);
    t.evidenceMore = t.evidenceMost = hex(0x000000);
    t.searchHit = hex(0x000000);
    t.borderWidth = 2;
    return t;
}

} // namespace

Theme Theme::make(ThemeKind kind)
{
    switch (kind) {
    case ThemeKind::Light:
        return light();
    case ThemeKind::HighContrast:
        return highContrast();
    case ThemeKind::Dark:
        break;
    }
    return dark();
}

QColor Theme::classHue(int hue) const
{
    return hex(kClassHues[static_cast<std::size_t>(std::clamp(hue, 0, kHues - 1))]);
}

QColor Theme::classBar(int hue) const
{
    const QColor colour = classHue(hue);
    // On a light bed the plain hues would be too faint: the bar is the hue, darkened.
    return isDark() ? colour : mix(colour, Qt::black, 0.62);
}

QColor Theme::classTint(int hue) const
{
    return isDark() ? mix(classHue(hue), canvas, 0.26) : mix(classHue(hue), raised, 0.42);
}

QColor Theme::classPattern(int hue) const
{
    return mix(isDark() ? classHue(hue) : classBar(hue), classTint(hue), isDark() ? 0.62 : 0.45);
}

QString toName(ThemeKind kind)
{
    switch (kind) {
    case ThemeKind::Light:
        return QStringLiteral("light");
    case ThemeKind::HighContrast:
        return QStringLiteral("high-contrast");
    case ThemeKind::Dark:
        break;
    }
    return QStringLiteral("dark");
}

std::optional<ThemeKind> themeFromName(const QString &name)
{
    for (const ThemeKind kind : {ThemeKind::Dark, ThemeKind::Light, ThemeKind::HighContrast}) {
        if (toName(kind) == name)
            return kind;
    }
    return std::nullopt;
}

double contrast(const QColor &a, const QColor &b)
{
    const auto luminance = [](const QColor &colour) {
        const auto linear = [](double c) {
            return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
               + 0.0722 * linear(colour.blueF());
    };
    const double high = std::max(luminance(a), luminance(b));
    const double low = std::min(luminance(a), luminance(b));
    return (high + 0.05) / (low + 0.05);
}

const Theme &themeOf(const QWidget *widget)
{
    const QStyle *style = widget ? widget->style() : QApplication::style();
    if (const auto *ours = qobject_cast<const EcvaStyle *>(style))
        return ours->theme();
    static const Theme fallback = Theme::make(ThemeKind::Dark);
    return fallback;
}

} // namespace ecva
