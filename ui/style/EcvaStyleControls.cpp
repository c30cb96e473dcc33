// Buttons, fields with arrows, menus, bars: the composite half of EcvaStyle.
#include "ui/style/Controls.h"
#include "ui/style/EcvaStyle.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleOption>
#include <QToolButton>

namespace ecva {

void EcvaStyle::drawButton(const QStyleOption *option, QPainter *painter,
                           const QWidget *widget) const
{
    const Theme &t = m_theme;
    const bool enabled = option->state & State_Enabled;
    const bool down = option->state & (State_Sunken | State_On);
    const bool hover = option->state & State_MouseOver && enabled;
    const bool focus = option->state & State_HasFocus && enabled;
    painter->save();
    if (!enabled)
        painter->setOpacity(0.45);
    switch (buttonKindOf(widget)) {
    case ButtonKind::Primary: {
        QColor fill = t.accentFill;
        if (down)
            fill = fill.darker(112);
        else if (hover)
            fill = t.isDark() ? fill.lighter(108) : fill.darker(106);
        drawSurface(painter, option->rect, fill, fill, false);
        if (focus) { // the ring must stand off from a fill in nearly the same colour
            drawSurface(painter, option->rect, {}, {}, true);
            drawSurface(painter, option->rect.adjusted(2, 2, -2, -2), {}, t.panel, false, 3);
        }
        break;
    }
    case ButtonKind::Flat: {
        QColor fill;
        if (down)
            fill = t.pressed;
        else if (hover)
            fill = t.hover;
        if (fill.isValid() || focus)
            drawSurface(painter, option->rect, fill, {}, focus);
        break;
    }
    case ButtonKind::Plain:
        drawSurface(painter, option->rect,
                    down    ? t.pressed
                    : hover ? t.hover
                            : t.raised,
                    t.border, focus);
        break;
    }
    painter->restore();
}

void EcvaStyle::drawButtonLabel(const QStyleOptionButton *option, QPainter *painter,
                                const QWidget *widget) const
{
    const Theme &t = m_theme;
    const bool primary = buttonKindOf(widget) == ButtonKind::Primary;
    const QString keys = keyHintOf(widget);
    painter->save();
    if (!(option->state & State_Enabled))
        painter->setOpacity(0.45);
    const int icon = option->icon.isNull() ? 0 : 16;
    const int text = option->fontMetrics.horizontalAdvance(option->text);
    const int caps = keys.isEmpty() ? 0 : keyCapWidth(keys);
    int width = icon + (icon && text ? 6 : 0) + text + (caps ? 8 + caps : 0);
    width = std::min(width, option->rect.width() - 8);
    QRect rest(option->rect.left() + (option->rect.width() - width) / 2, option->rect.top(), width,
               option->rect.height());
    if (icon) {
        const QIcon::Mode mode = option->state & State_MouseOver ? QIcon::Active : QIcon::Normal;
        option->icon.paint(painter, QRect(rest.left(), rest.center().y() - 7, 16, 16),
                           Qt::AlignCenter, mode);
        rest.setLeft(rest.left() + 22);
    }
    if (caps) {
        const QRect cap(rest.right() + 1 - caps, rest.center().y() - 8, caps, 18);
        drawKeyCap(*painter, cap, keys, primary ? t.onAccent : t.text3,
                   primary ? t.onAccent : t.border);
        rest.setRight(cap.left() - 9);
    }
    painter->setPen(primary ? t.onAccent : t.text1);
    painter->drawText(
        rest, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextHideMnemonic,
        option->fontMetrics.elidedText(option->text, Qt::ElideRight, rest.width() + 2));
    painter->restore();
}

void EcvaStyle::drawMenuBarItem(const QStyleOption *option, QPainter *painter) const
{
    const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
    painter->fillRect(option->rect, m_theme.panel);
    if (!item)
        return;
    const bool active = option->state & State_Selected;
    if (active) {
        drawSurface(painter, option->rect,
                    option->state & State_Sunken ? m_theme.pressed : m_theme.hover, {}, false);
    }
    painter->setPen(option->state & State_Enabled ? m_theme.text1 : m_theme.text3);
    painter->drawText(option->rect, Qt::AlignCenter | Qt::TextHideMnemonic, item->text);
}

void EcvaStyle::drawMenuItem(const QStyleOption *option, QPainter *painter) const
{
    const Theme &t = m_theme;
    const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
    if (!item)
        return;
    if (item->menuItemType == QStyleOptionMenuItem::Separator) {
        painter->fillRect(
            QRect(option->rect.left() + 8, option->rect.center().y(), option->rect.width() - 16, 1),
            t.hairline);
        return;
    }
    const bool enabled = option->state & State_Enabled;
    if (option->state & State_Selected && enabled)
        drawSurface(painter, option->rect, t.hover, {}, false);
    painter->save();
    if (!enabled)
        painter->setOpacity(0.45);
    if (item->checked) {
        painter->drawPixmap(option->rect.left() + 8, option->rect.center().y() - 7,
                            iconPixmap(QStringLiteral("check"), t.accent, 16,
                                       painter->device()->devicePixelRatioF()));
    }
    const int tab = static_cast<int>(item->text.indexOf(QLatin1Char('\t')));
    const QRect text = option->rect.adjusted(30, 0, -12, 0);
    painter->setFont(item->font);
    painter->setPen(t.text1);
    painter->drawText(text, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextHideMnemonic,
                      tab < 0 ? item->text : item->text.left(tab));
    if (tab >= 0) {
        painter->setFont(uiFont(TextSize::Counter));
        painter->setPen(t.text3);
        // As everywhere else in the window.
        const QString keys
            = item->text.mid(tab + 1).replace(QLatin1String("Return"), QLatin1String("Enter"));
        painter->drawText(text, Qt::AlignVCenter | Qt::AlignRight, keys);
    }
    if (item->menuItemType == QStyleOptionMenuItem::SubMenu) {
        painter->drawPixmap(option->rect.right() - 20, option->rect.center().y() - 7,
                            iconPixmap(QStringLiteral("chevron-right"), t.text2, 16,
                                       painter->device()->devicePixelRatioF()));
    }
    painter->restore();
}

void EcvaStyle::drawTab(const QStyleOption *option, QPainter *painter) const
{
    const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option);
    if (!tab)
        return;
    const bool selected = option->state & State_Selected;
    if (!selected && option->state & State_MouseOver)
        drawSurface(painter, option->rect.adjusted(2, 4, -2, -4), m_theme.hover, {}, false);
    painter->setPen(selected ? m_theme.text1 : m_theme.text2);
    painter->drawText(option->rect, Qt::AlignCenter | Qt::TextHideMnemonic, tab->text);
    if (selected) {
        painter->fillRect(
            QRect(option->rect.left() + 4, option->rect.bottom() - 1, option->rect.width() - 8, 2),
            m_theme.accent);
    }
    if (option->state & State_HasFocus)
        drawSurface(painter, option->rect.adjusted(1, 3, -1, -3), {}, {}, true);
}

void EcvaStyle::drawHeaderSection(const QStyleOption *option, QPainter *painter) const
{
    painter->fillRect(option->rect, m_theme.panel);
    painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                      m_theme.hairline);
}

void EcvaStyle::drawProgress(const QStyleOption *option, QPainter *painter) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option);
    if (!bar)
        return;
    const QRect track(option->rect.left(), option->rect.center().y() - 1, option->rect.width(), 3);
    drawSurface(painter, track, m_theme.pressed, {}, false, 1.5);
    const int span = bar->maximum - bar->minimum;
    if (span <= 0)
        return; // nothing is known yet: an empty track, no motion
    QRect done = track;
    done.setWidth(static_cast<int>(static_cast<double>(track.width())
                                   * (bar->progress - bar->minimum) / span));
    if (done.width() > 0)
        drawSurface(painter, done, m_theme.accent, {}, false, 1.5);
}

void EcvaStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                            const QWidget *widget) const
{
    switch (element) {
    case CE_PushButtonBevel:
        drawButton(option, painter, widget);
        return;
    case CE_PushButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option))
            drawButtonLabel(button, painter, widget);
        return;
    case CE_PushButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            drawButton(option, painter, widget);
            drawButtonLabel(button, painter, widget);
        }
        return;
    case CE_MenuBarItem:
        drawMenuBarItem(option, painter);
        return;
    case CE_MenuBarEmptyArea:
    case CE_MenuEmptyArea:
        if (element == CE_MenuBarEmptyArea)
            painter->fillRect(option->rect, m_theme.panel);
        return;
    case CE_MenuItem:
        drawMenuItem(option, painter);
        return;
    case CE_TabBarTabShape:
        return;
    case CE_TabBarTabLabel:
        drawTab(option, painter);
        return;
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
        drawHeaderSection(option, painter);
        return;
    case CE_ProgressBar:
        drawProgress(option, painter);
        return;
    case CE_Splitter:
        painter->fillRect(option->rect, m_theme.hairline);
        return;
    case CE_ComboBoxLabel:
        if (const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option)) {
            QRect text = option->rect.adjusted(8, 0, -26, 0);
            painter->save();
            if (!(option->state & State_Enabled))
                painter->setOpacity(0.45);
            if (!combo->currentIcon.isNull()) {
                combo->currentIcon.paint(painter,
                                         QRect(text.left(), text.center().y() - 7, 16, 16));
                text.setLeft(text.left() + 22);
            }
            if (!combo->editable) {
                painter->setPen(m_theme.text1);
                painter->drawText(text, Qt::AlignVCenter | Qt::AlignLeft,
                                  option->fontMetrics.elidedText(combo->currentText, Qt::ElideRight,
                                                                 text.width()));
            }
            painter->restore();
        }
        return;
    default:
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

QRect EcvaStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option,
                                SubControl subControl, const QWidget *widget) const
{
    const QRect rect = option->rect;
    if (control == CC_ScrollBar) {
        const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
        if (!slider)
            return {};
        const bool horizontal = slider->orientation == Qt::Horizontal;
        const int length = horizontal ? rect.width() : rect.height();
        const qint64 range = static_cast<qint64>(slider->maximum) - slider->minimum;
        int handle = length;
        if (range > 0) {
            handle = static_cast<int>(static_cast<qint64>(length) * slider->pageStep
                                      / (range + slider->pageStep));
            handle = std::min(length, std::max(handle, 28));
        }
        const int start
            = sliderPositionFromValue(slider->minimum, slider->maximum, slider->sliderPosition,
                                      length - handle, slider->upsideDown);
        int from = 0;
        int to = length;
        switch (subControl) {
        case SC_ScrollBarGroove:
            break;
        case SC_ScrollBarSlider:
            from = start;
            to = start + handle;
            break;
        case SC_ScrollBarSubPage:
            to = start;
            break;
        case SC_ScrollBarAddPage:
            from = start + handle;
            break;
        default:
            return {};
        }
        return horizontal ? QRect(rect.left() + from, rect.top(), to - from, rect.height())
                          : QRect(rect.left(), rect.top() + from, rect.width(), to - from);
    }
    if (control == CC_ComboBox) {
        switch (subControl) {
        case SC_ComboBoxEditField:
            return rect.adjusted(8, 2, -26, -2);
        case SC_ComboBoxArrow:
            return QRect(rect.right() - 24, rect.top(), 24, rect.height());
        case SC_ComboBoxListBoxPopup:
        case SC_ComboBoxFrame:
            return rect;
        default:
            break;
        }
    }
    return QProxyStyle::subControlRect(control, option, subControl, widget);
}

void EcvaStyle::drawScrollBar(const QStyleOptionComplex *option, QPainter *painter) const
{
    const QRect handle = subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, nullptr);
    const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (!slider || slider->maximum <= slider->minimum)
        return;
    const bool hover = option->state & State_MouseOver;
    const int inset = hover ? 2 : 3;
    QColor colour = m_theme.text3;
    if (m_theme.kind != ThemeKind::HighContrast)
        colour.setAlphaF(option->state & State_Sunken ? 0.75F : hover ? 0.6F : 0.38F);
    const qreal radius = 5.0 - inset;
    drawSurface(painter, handle.adjusted(inset, inset, -inset, -inset), colour, {}, false, radius);
}

void EcvaStyle::drawComboBox(const QStyleOptionComplex *option, QPainter *painter,
                             const QWidget *widget) const
{
    Q_UNUSED(widget)
    const bool enabled = option->state & State_Enabled;
    const bool hover = option->state & State_MouseOver && enabled;
    painter->save();
    if (!enabled)
        painter->setOpacity(0.45);
    drawSurface(painter, option->rect,
                hover ? m_theme.hover : option->palette.color(QPalette::Base), m_theme.border,
                option->state & State_HasFocus && enabled);
    painter->drawPixmap(option->rect.right() - 22, option->rect.center().y() - 7,
                        iconPixmap(QStringLiteral("chevron-down"), m_theme.text2, 16,
                                   painter->device()->devicePixelRatioF()));
    painter->restore();
}

void EcvaStyle::drawSlider(const QStyleOptionComplex *option, QPainter *painter,
                           const QWidget *widget) const
{
    const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (!slider || slider->orientation != Qt::Horizontal) {
        QProxyStyle::drawComplexControl(CC_Slider, option, painter, widget);
        return;
    }
    const QRect handle = proxy()->subControlRect(CC_Slider, option, SC_SliderHandle, widget);
    const QRect track(option->rect.left(), option->rect.center().y() - 1, option->rect.width(), 2);
    painter->fillRect(track, m_theme.border);
    const QRect dot(handle.center() - QPoint(5, 5), QSize(11, 11));
    drawSurface(painter, dot, option->state & State_MouseOver ? m_theme.text1 : m_theme.text2, {},
                false, 5.5);
    if (option->state & State_HasFocus)
        drawSurface(painter, dot.adjusted(-3, -3, 3, 3), {}, {}, true, 8.5);
}

void EcvaStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                                   QPainter *painter, const QWidget *widget) const
{
    switch (control) {
    case CC_ScrollBar:
        drawScrollBar(option, painter);
        return;
    case CC_ComboBox:
        drawComboBox(option, painter, widget);
        return;
    case CC_Slider:
        drawSlider(option, painter, widget);
        return;
    case CC_ToolButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option)) {
            drawButton(option, painter, widget);
            QStyleOptionToolButton label = *button;
            label.rect = option->rect;
            proxy()->drawControl(CE_ToolButtonLabel, &label, painter, widget);
        }
        return;
    default:
        QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

} // namespace ecva
