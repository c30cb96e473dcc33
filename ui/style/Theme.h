#pragma once

#include <QColor>
#include <QString>

#include <optional>

class QWidget;

namespace ecva {

enum class ThemeKind { Dark, Light, HighContrast };

/// The colour tokens of one look. Widgets that paint take them from here, never from literals.
struct Theme
{
    ThemeKind kind = ThemeKind::Dark;

    QColor canvas, panel, raised;        ///< surround of the picture, panels, fields and cards
    QColor hover, pressed, selection;    ///< surfaces
    QColor hairline, border;             ///< 1 px lines; control borders
    QColor text1, text2, text3;          ///< text by rank
    QColor accent, accentFill, onAccent; ///< lines and links; filled button and the text on it
    QColor ok, warn, error;
    QColor diffNew, diffGone;
    QColor newTint, goneTint; ///< behind diffNew and diffGone; none in high contrast
    /// Behind words by their evidence from 0.3 and from 0.7 nats on; less is newTint and goneTint.
    QColor evidenceMore, evidenceMost;
    QColor searchHit;    ///< behind a word that was searched for
    int borderWidth = 1; ///< 2 in high contrast

    static Theme make(ThemeKind kind);
    bool isDark() const { return kind != ThemeKind::Light; }

    /// Number of class hues; each comes solid, striped and dotted.
    static constexpr int kHues = 7;
    /// The hue (0-6) of a class plain, as its bar is drawn, as a segment's opaque tint, and as
    /// the stripes or dots on that tint.
    QColor classHue(int hue) const;
    QColor classBar(int hue) const;
    QColor classTint(int hue) const;
    QColor classPattern(int hue) const;
};

/// "dark", "light", "high-contrast".
QString toName(ThemeKind kind);
std::optional<ThemeKind> themeFromName(const QString &name);

/// Contrast ratio of WCAG 2, 1 to 21.
double contrast(const QColor &a, const QColor &b);

/// The theme of the style that `widget` is drawn with (dark if it is not ours).
const Theme &themeOf(const QWidget *widget);

} // namespace ecva
