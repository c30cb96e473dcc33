#pragma once

#include "ui/style/Theme.h"

#include <QProxyStyle>

class QApplication;
class QStyleOptionButton;
class QStyleOptionComplex;

namespace ecva {

/// Draws every widget of the window in one theme: Fusion's behaviour, our look. A new theme is a
/// new style object (applyTheme), so that widgets are told by their StyleChange event.
class EcvaStyle : public QProxyStyle
{
    Q_OBJECT

public:
    explicit EcvaStyle(ThemeKind kind);

    const Theme &theme() const { return m_theme; }
    QPalette standardPalette() const override;

    void polish(QWidget *widget) override;
    void unpolish(QWidget *widget) override;
    using QProxyStyle::polish;
    using QProxyStyle::unpolish;

    int pixelMetric(PixelMetric metric, const QStyleOption *option,
                    const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *data) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option,
                         SubControl subControl, const QWidget *widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption *option,
                         const QWidget *widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                           const QWidget *widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                            QPainter *painter, const QWidget *widget) const override;

    /// A field's, button's or card's surface: fill, 1 px border (2 px in high contrast), and the
    /// 2 px accent ring when it has the focus.
    void drawSurface(QPainter *painter, const QRect &rect, const QColor &fill, const QColor &border,
                     bool focus, qreal radius = 4) const;

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void drawButton(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawButtonLabel(const QStyleOptionButton *option, QPainter *painter,
                         const QWidget *widget) const;
    void drawCheckMark(const QStyleOption *option, QPainter *painter) const;
    void drawItemPanel(const QStyleOption *option, QPainter *painter) const;
    void drawMenuItem(const QStyleOption *option, QPainter *painter) const;
    void drawMenuBarItem(const QStyleOption *option, QPainter *painter) const;
    void drawTab(const QStyleOption *option, QPainter *painter) const;
    void drawHeaderSection(const QStyleOption *option, QPainter *painter) const;
    void drawProgress(const QStyleOption *option, QPainter *painter) const;
    void drawScrollBar(const QStyleOptionComplex *option, QPainter *painter) const;
    void drawComboBox(const QStyleOptionComplex *option, QPainter *painter,
                      const QWidget *widget) const;
    void drawSlider(const QStyleOptionComplex *option, QPainter *painter,
                    const QWidget *widget) const;

    Theme m_theme;
};

/// Puts style, palette and fonts of `kind` on the whole program.
void applyTheme(QApplication &application, ThemeKind kind);

} // namespace ecva
