#include "ui/style/EcvaStyle.h"

#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QAbstractSlider>
#include <QApplication>
#include <QComboBox>
#include <QEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>
#include <QToolTip>

namespace ecva {

EcvaStyle::EcvaStyle(ThemeKind kind)
    : QProxyStyle(QStyleFactory::create(QStringLiteral("fusion")))
    , m_theme(Theme::make(kind))
{
}

QPalette EcvaStyle::standardPalette() const
{
    const Theme &t = m_theme;
    QPalette p;
    p.setColor(QPalette::Window, t.panel);
    p.setColor(QPalette::WindowText, t.text1);
    p.setColor(QPalette::Base, t.kind == ThemeKind::Dark ? t.canvas : t.raised);
    p.setColor(QPalette::AlternateBase, t.hover);
    p.setColor(QPalette::Text, t.text1);
    p.setColor(QPalette::PlaceholderText, t.text3);
    p.setColor(QPalette::Button, t.raised);
    p.setColor(QPalette::ButtonText, t.text1);
    p.setColor(QPalette::BrightText, t.error);
    p.setColor(QPalette::ToolTipBase, t.raised);
    p.setColor(QPalette::ToolTipText, t.text1);
    p.setColor(QPalette::Highlight, t.selection);
    p.setColor(QPalette::HighlightedText, t.text1);
    p.setColor(QPalette::Link, t.accent);
    p.setColor(QPalette::LinkVisited, t.accent);
    p.setColor(QPalette::Light, t.hover);
    p.setColor(QPalette::Midlight, t.hover);
    p.setColor(QPalette::Mid, t.hairline);
    p.setColor(QPalette::Dark, t.hairline);
    p.setColor(QPalette::Shadow, t.canvas);
    const auto faded = [](QColor colour) {
        colour.setAlphaF(0.45F);
        return colour;
    };
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        p.setColor(QPalette::Disabled, role, faded(t.text1));
    return p;
}

void EcvaStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QComboBox *>(widget)
        || qobject_cast<QLineEdit *>(widget) || qobject_cast<QAbstractSlider *>(widget)
        || qobject_cast<QTabBar *>(widget)) {
        widget->setAttribute(Qt::WA_Hover);
    }
    if (auto *view = qobject_cast<QAbstractItemView *>(widget))
        view->viewport()->setAttribute(Qt::WA_Hover);
    // A scroll area repaints its viewport only when the focus comes or goes; the ring is outside
    // it.
    if (qobject_cast<QAbstractScrollArea *>(widget))
        widget->installEventFilter(this);
    if (qobject_cast<QMenu *>(widget))
        widget->setAttribute(Qt::WA_TranslucentBackground);
}

void EcvaStyle::unpolish(QWidget *widget)
{
    widget->removeEventFilter(this);
    QProxyStyle::unpolish(widget);
}

bool EcvaStyle::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
        if (auto *widget = qobject_cast<QWidget *>(object))
            widget->update();
    }
    return QProxyStyle::eventFilter(object, event);
}

int EcvaStyle::pixelMetric(PixelMetric metric, const QStyleOption *option,
                           const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return 10;
    case PM_ScrollBarSliderMin:
        return 28;
    case PM_DefaultFrameWidth:
        return qobject_cast<const QMenu *>(widget) ? 1 : m_theme.borderWidth;
    case PM_SplitterWidth:
    case PM_DockWidgetSeparatorExtent:
    case PM_MenuPanelWidth:
    case PM_ToolBarSeparatorExtent:
        return 1;
    case PM_MenuHMargin:
    case PM_MenuVMargin:
        return 4;
    case PM_MenuBarPanelWidth:
    case PM_MenuBarVMargin:
    case PM_MenuBarItemSpacing:
    case PM_DockWidgetTitleMargin:
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_FocusFrameVMargin:
        return 0;
    case PM_MenuBarHMargin:
        return 8;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 16;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return 8;
    case PM_LayoutLeftMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutBottomMargin:
        return 12;
    case PM_ToolTipLabelFrameWidth:
        return 6;
    case PM_TextCursorWidth:
        return 1;
    case PM_SliderThickness:
    case PM_SliderLength:
    case PM_SliderControlThickness:
        return 16;
    case PM_HeaderMargin:
        return 8;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int EcvaStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                         QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_ScrollBar_Transient:
    case SH_ComboBox_Popup:
    case SH_UnderlineShortcut:
    case SH_Widget_Animation_Duration:
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_ScrollView_FrameOnlyAroundContents:
    case SH_ToolButton_PopupDelay:
        return 0;
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    case SH_Slider_AbsoluteSetButtons:
        return Qt::LeftButton;
    case SH_ToolTip_WakeUpDelay:
        return 500;
    case SH_ScrollBar_LeftClickAbsolutePosition:
        return 1;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QRect EcvaStyle::subElementRect(SubElement element, const QStyleOption *option,
                                const QWidget *widget) const
{
    if (element == SE_LineEditContents)
        return option->rect.adjusted(8, 2, -8, -2);
    return QProxyStyle::subElementRect(element, option, widget);
}

QSize EcvaStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                  const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            const int icon = button->icon.isNull() ? 0 : 16;
            const int text
                = button->text.isEmpty() ? 0 : option->fontMetrics.horizontalAdvance(button->text);
            int width = icon + text + (icon && text ? 6 : 0);
            const QString keys = keyHintOf(widget);
            if (!keys.isEmpty())
                width += 8 + keyCapWidth(keys);
            result = QSize(text ? width + 24 : 28, 28);
        }
        break;
    case CT_ToolButton:
        result = QSize(std::max(size.width() + 8, 28), 28);
        break;
    case CT_LineEdit:
        result = QSize(size.width() + 16, 28);
        break;
    case CT_ComboBox:
        result = QSize(size.width() + 40, 28);
        break;
    case CT_CheckBox:
    case CT_RadioButton:
        result.setHeight(std::max(result.height(), 20));
        break;
    case CT_MenuBarItem:
        result = QSize(size.width() + 16, 28);
        break;
    case CT_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            if (item->menuItemType == QStyleOptionMenuItem::Separator)
                return QSize(size.width(), 9);
            // check column, text, gap, shortcut column, arrow column
            return QSize(28 + size.width() + 24 + 20, 28);
        }
        break;
    case CT_HeaderSection:
        result.setHeight(28);
        break;
    case CT_TabBarTab:
        result = QSize(size.width() + 8, 32);
        break;
    default:
        break;
    }
    return result;
}

void EcvaStyle::drawSurface(QPainter *painter, const QRect &rect, const QColor &fill,
                            const QColor &border, bool focus, qreal radius) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const qreal width = focus ? 2.0 : m_theme.borderWidth;
    QPen pen(focus ? m_theme.accent : border, width);
    pen.setJoinStyle(Qt::MiterJoin);
    painter->setPen((focus || border.isValid()) ? pen : QPen(Qt::NoPen));
    painter->setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    const qreal inset = (focus || border.isValid()) ? width / 2.0 : 0.0;
    painter->drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset),
                             radius - inset / 2, radius - inset / 2);
    painter->restore();
}

void EcvaStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option,
                              QPainter *painter, const QWidget *widget) const
{
    const Theme &t = m_theme;
    switch (element) {
    case PE_PanelLineEdit: {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (frame && frame->lineWidth == 0 && !widget)
            return;
        const auto *edit = qobject_cast<const QLineEdit *>(widget);
        if (edit && !edit->hasFrame())
            return; // the editor of an item view or of a composite field: its owner paints
        drawSurface(painter, option->rect, option->palette.color(QPalette::Base),
                    option->state & State_Enabled ? t.border : t.hairline,
                    option->state & State_HasFocus && option->state & State_Enabled);
        return;
    }
    case PE_FrameLineEdit:
        return;
    case PE_Frame: {
        const bool focus = option->state & State_HasFocus;
        if (qobject_cast<const QAbstractItemView *>(widget))
            drawSurface(painter, option->rect, {}, t.hairline, focus);
        else
            drawSurface(painter, option->rect, {}, t.border, focus);
        return;
    }
    case PE_FrameFocusRect:
        // Rows carry their own mark; a ring is only drawn where nothing else shows the focus.
        if (!qobject_cast<const QAbstractItemView *>(widget))
            drawSurface(painter, option->rect, {}, {}, true);
        return;
    case PE_PanelButtonCommand:
    case PE_PanelButtonTool:
        drawButton(option, painter, widget);
        return;
    case PE_FrameDefaultButton:
    case PE_FrameStatusBarItem:
    case PE_FrameDockWidget:
    case PE_FrameTabBarBase:
    case PE_FrameMenu:
    case PE_PanelMenuBar:
    case PE_FrameTabWidget:
        return;
    case PE_PanelStatusBar:
    case PE_PanelToolBar:
        painter->fillRect(option->rect, t.panel);
        return;
    case PE_PanelMenu:
        drawSurface(painter, option->rect, t.raised, t.border, false, 6);
        return;
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, t.raised);
        painter->setPen(t.border);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorRadioButton:
    case PE_IndicatorItemViewItemCheck:
        drawCheckMark(option, painter);
        return;
    case PE_PanelItemViewRow:
        return;
    case PE_PanelItemViewItem:
        drawItemPanel(option, painter);
        return;
    case PE_IndicatorDockWidgetResizeHandle:
        painter->fillRect(option->rect, t.hairline);
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void EcvaStyle::drawCheckMark(const QStyleOption *option, QPainter *painter) const
{
    const Theme &t = m_theme;
    const bool enabled = option->state & State_Enabled;
    const bool on = option->state & (State_On | State_NoChange);
    const QRect box(option->rect.center() - QPoint(7, 7), QSize(16, 16));
    painter->save();
    if (!enabled)
        painter->setOpacity(0.45);
    drawSurface(painter, box, on ? t.accentFill : option->palette.color(QPalette::Base),
                on ? t.accentFill : t.border, option->state & State_HasFocus, 3);
    if (on) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(t.onAccent, 1.75, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        QPainterPath mark;
        if (option->state & State_NoChange) {
            mark.moveTo(4.5, 8);
            mark.lineTo(11.5, 8);
        } else {
            mark.moveTo(4.2, 8.3);
            mark.lineTo(7, 11);
            mark.lineTo(12, 5.2);
        }
        painter->translate(box.topLeft());
        painter->drawPath(mark);
    }
    painter->restore();
}

void EcvaStyle::drawItemPanel(const QStyleOption *option, QPainter *painter) const
{
    const bool selected = option->state & State_Selected;
    if (selected) {
        painter->fillRect(option->rect, m_theme.selection);
        painter->fillRect(QRect(option->rect.topLeft(), QSize(3, option->rect.height())),
                          m_theme.accent);
    } else if (option->state & State_MouseOver && option->state & State_Enabled) {
        painter->fillRect(option->rect, m_theme.hover);
    }
}

void applyTheme(QApplication &application, ThemeKind kind)
{
    drawAllOutlinesAlike();
    auto *style = new EcvaStyle(kind); // owned by the application from here on
    application.setFont(uiFont());
    application.setStyle(style);
    application.setPalette(style->standardPalette());
    QToolTip::setFont(uiFont(TextSize::Secondary));
    QToolTip::setPalette(style->standardPalette());
}

} // namespace ecva
