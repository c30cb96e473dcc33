#pragma once

#include <QColor>

class QWidget;

namespace ecva {

enum class ThemeKind { Dark, Light, HighContrast };

/// The colour tokens of one look. Widgets that paint take them from here, never from literals.
struct Theme
{
    ThemeKind kind = ThemeKind::Dark;

    QColor canvas, panel, raised;       ///< surround of the picture, panels, fields and cards
    QColor hover, pressed, selection;   ///< surfaces
    QColor hairline, border;            ///< 1 px lines; control borders
    QColor text1, text2, text3;         ///< text by rank
    QColor accent, accentFill, onAccent; ///< lines and links; filled button and the text on it
    QColor ok, warn, error;
    QColor diffNew, diffGone;
    int borderWidth = 1; ///< 2 in high contrast

    static Theme make(ThemeKind kind);
    bool isDark() const { return kind != ThemeKind::Light; }

    /// The hue (0-6) of a class as its bar is drawn, and as a segment's tint over `panel`.
    QColor classBar(int hue) const;
    QColor classTint(int hue) const;
};

/// The theme of the style that `widget` is drawn with (dark if it is not ours).
const Theme &themeOf(const QWidget *widget);

} // namespace ecva
