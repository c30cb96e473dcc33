#include "ui/style/Controls.h"

#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"

#include <QCoreApplication>
#include <QEvent>
#include <QFontMetrics>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

namespace ecva {
namespace {

constexpr char kKindProperty[] = "ecvaButtonKind";
constexpr char kKeysProperty[] = "ecvaKeyHint";

void paintRing(QPainter &painter, const QRect &rect, const Theme &theme, qreal radius)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius, radius);
}

} // namespace

void setButtonKind(QAbstractButton *button, ButtonKind kind)
{
    button->setProperty(kKindProperty, static_cast<int>(kind));
    button->update();
}

ButtonKind buttonKindOf(const QWidget *widget)
{
    const QVariant kind = widget ? widget->property(kKindProperty) : QVariant();
    if (kind.isValid())
        return static_cast<ButtonKind>(kind.toInt());
    return widget && widget->inherits("QToolButton") ? ButtonKind::Flat : ButtonKind::Plain;
}

void setKeyHint(QAbstractButton *button, const QString &keys)
{
    if (keys == keyHintOf(button))
        return;
    button->setProperty(kKeysProperty, keys);
    // Buttons remember their size hint and forget it only for a change that they are told of.
    QEvent change(QEvent::StyleChange);
    QCoreApplication::sendEvent(button, &change);
    button->updateGeometry();
    button->update();
}

QString keyHintOf(const QWidget *widget)
{
    return widget ? widget->property(kKeysProperty).toString() : QString();
}

int keyCapWidth(const QString &keys)
{
    return QFontMetrics(uiFont(TextSize::Counter)).horizontalAdvance(keys) + 10;
}

void drawKeyCap(QPainter &painter, const QRect &rect, const QString &keys, const QColor &text,
                const QColor &border)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QColor line = border;
    painter.setPen(QPen(line, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.setFont(uiFont(TextSize::Counter));
    painter.setPen(text);
    painter.drawText(rect, Qt::AlignCenter, keys);
    painter.restore();
}

IconButton::IconButton(const QString &name, QWidget *parent)
    : QAbstractButton(parent)
    , m_name(name)
{
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void IconButton::setIconName(const QString &name)
{
    if (name == m_name)
        return;
    m_name = name;
    update();
}

void IconButton::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!isEnabled())
        painter.setOpacity(0.45);
    QColor fill;
    if (isDown() || isChecked())
        fill = theme.pressed;
    else if (underMouse() && isEnabled())
        fill = theme.hover;
    if (fill.isValid()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawRoundedRect(rect(), 4, 4);
    }
    const bool strong = isEnabled() && (underMouse() || isChecked());
    const QPixmap pixmap
        = iconPixmap(m_name, strong ? theme.text1 : theme.text2, 16, devicePixelRatioF());
    painter.drawPixmap((width() - 16) / 2, (height() - 16) / 2, pixmap);
    if (hasFocus())
        paintRing(painter, rect(), theme, 4);
}

SegmentedControl::SegmentedControl(Look look, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
{
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void SegmentedControl::setItems(const QStringList &texts)
{
    m_texts = texts;
    m_enabled.resize(texts.size(), true);
    m_reasons.resize(texts.size());
    updateGeometry();
    update();
}

void SegmentedControl::setCurrentIndex(int index)
{
    if (index == m_current)
        return;
    m_current = index;
    update();
}

void SegmentedControl::setItemEnabled(int index, bool enabled, const QString &reason)
{
    m_enabled[index] = enabled;
    m_reasons[index] = reason;
    update();
}

int SegmentedControl::itemWidth(int index) const
{
    const int text = fontMetrics().horizontalAdvance(m_texts.at(index));
    return m_look == Look::Pill ? text + 32 : std::max(24, text + 16);
}

QSize SegmentedControl::sizeHint() const
{
    int width = m_look == Look::Pill ? 4 : 1;
    for (int i = 0; i < m_texts.size(); ++i)
        width += itemWidth(i);
    return {width, 28};
}

QRect SegmentedControl::itemRect(int index) const
{
    const int inset = m_look == Look::Pill ? 2 : 0;
    int x = inset;
    for (int i = 0; i < index; ++i)
        x += itemWidth(i);
    return {x, inset, itemWidth(index) + (m_look == Look::Cells ? 1 : 0), height() - 2 * inset};
}

int SegmentedControl::itemAt(const QPoint &position) const
{
    for (int i = 0; i < m_texts.size(); ++i) {
        if (itemRect(i).contains(position))
            return i;
    }
    return -1;
}

void SegmentedControl::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool cells = m_look == Look::Cells;
    if (!isEnabled())
        painter.setOpacity(0.45);
    painter.setPen(cells ? QPen(theme.border, theme.borderWidth) : QPen(Qt::NoPen));
    QColor bed = theme.isDark() ? theme.canvas : theme.pressed;
    if (cells)
        bed = theme.raised;
    else if (m_onCanvas && theme.isDark())
        bed = theme.panel;
    painter.setBrush(bed);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    for (int i = 0; i < m_texts.size(); ++i) {
        const QRect item = itemRect(i);
        const bool current = i == m_current;
        painter.save();
        if (!m_enabled.at(i) && isEnabled())
            painter.setOpacity(0.45);
        if (current || (i == m_hovered && m_enabled.at(i) && isEnabled())) {
            painter.setPen(Qt::NoPen);
            if (!current)
                painter.setBrush(theme.hover);
            else
                painter.setBrush(!theme.isDark() && !cells ? theme.raised : theme.pressed);
            painter.drawRoundedRect(cells ? item.adjusted(1, 1, -1, -1) : item, 3, 3);
        }
        if (cells && i > 0)
            painter.fillRect(item.left(), 1, 1, height() - 2, theme.border);
        if (current && (cells || theme.kind == ThemeKind::HighContrast))
            painter.fillRect(item.left() + 1, height() - 3, item.width() - 2, 2, theme.accent);
        painter.setFont(current ? uiFont(TextSize::Body, cells ? QFont::DemiBold : QFont::Medium)
                                : font());
        painter.setPen(current ? theme.text1 : theme.text2);
        painter.drawText(item, Qt::AlignCenter, m_texts.at(i));
        painter.restore();
    }
    if (hasFocus())
        paintRing(painter, rect(), theme, 4);
}

void SegmentedControl::choose(int index)
{
    if (index < 0 || index >= m_texts.size() || !m_enabled.at(index))
        return;
    if (index == m_current) {
        if (!m_clearable)
            return;
        index = -1;
    }
    setCurrentIndex(index);
    Q_EMIT chosen(index);
}

void SegmentedControl::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        choose(itemAt(event->position().toPoint()));
}

void SegmentedControl::mouseMoveEvent(QMouseEvent *event)
{
    const int hovered = itemAt(event->position().toPoint());
    if (hovered != m_hovered) {
        m_hovered = hovered;
        update();
    }
}

void SegmentedControl::leaveEvent(QEvent *)
{
    m_hovered = -1;
    update();
}

void SegmentedControl::keyPressEvent(QKeyEvent *event)
{
    const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    if (step == 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    for (int i = m_current + step; i >= 0 && i < m_texts.size(); i += step) {
        if (m_enabled.at(i)) {
            choose(i);
            break;
        }
    }
}

bool SegmentedControl::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        const int item = itemAt(help->pos());
        if (item >= 0 && !m_enabled.at(item) && !m_reasons.at(item).isEmpty()) {
            QToolTip::showText(help->globalPos(), m_reasons.at(item), this, itemRect(item));
            return true;
        }
    } else if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Left || key == Qt::Key_Right) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

Label::Label(Tone tone, QWidget *parent)
    : Label(QString(), tone, parent)
{
}

Label::Label(const QString &text, Tone tone, QWidget *parent)
    : QLabel(text, parent)
    , m_tone(tone)
{
    setTextFormat(Qt::PlainText);
}

void Label::setTone(Tone tone)
{
    if (tone == m_tone)
        return;
    m_tone = tone;
    applyTone();
}

void Label::setTabular(bool tabular)
{
    m_tabular = tabular;
    updateGeometry();
}

void Label::setElided(bool elided)
{
    m_elided = elided;
    updateGeometry();
}

QSize Label::sizeHint() const
{
    if (m_tabular)
        return {tabularWidth(font(), text()), fontMetrics().height()};
    return QLabel::sizeHint();
}

QSize Label::minimumSizeHint() const
{
    if (m_elided)
        return {24, fontMetrics().height()};
    return m_tabular ? sizeHint() : QLabel::minimumSizeHint();
}

QColor colourOf(const Theme &theme, Label::Tone tone)
{
    const QColor colours[]
        = {theme.text1, theme.text2, theme.text3, theme.accent, theme.ok, theme.warn, theme.error};
    return colours[static_cast<int>(tone)];
}

QColor Label::colour() const
{
    QColor colour = colourOf(themeOf(this), m_tone);
    if (!isEnabled())
        colour.setAlphaF(0.45F);
    return colour;
}

void Label::applyTone()
{
    QPalette own = palette();
    own.setColor(QPalette::WindowText, colour());
    setPalette(own);
}

void Label::paintEvent(QPaintEvent *event)
{
    if (!m_tabular && !m_elided) {
        QLabel::paintEvent(event);
        return;
    }
    QPainter painter(this);
    painter.setPen(colour());
    if (m_tabular)
        drawTabular(painter, rect(), alignment(), text());
    else
        painter.drawText(rect(), static_cast<int>(alignment()),
                         fontMetrics().elidedText(text(), Qt::ElideRight, width()));
}

bool Label::event(QEvent *event)
{
    switch (event->type()) {
    case QEvent::ToolTip:
        if (m_elided && toolTip().isEmpty()) {
            if (fontMetrics().horizontalAdvance(text()) > width())
                QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), text(), this);
            return true;
        }
        break;
    case QEvent::Polish:
    case QEvent::StyleChange:
    case QEvent::EnabledChange:
        applyTone();
        break;
    default:
        break;
    }
    return QLabel::event(event);
}

KeyCap::KeyCap(const QString &keys, QWidget *parent)
    : QWidget(parent)
    , m_keys(keys)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void KeyCap::setKeys(const QString &keys)
{
    m_keys = keys;
    updateGeometry();
    update();
}

QSize KeyCap::sizeHint() const
{
    return {keyCapWidth(m_keys), 18};
}

void KeyCap::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    if (!isEnabled())
        painter.setOpacity(0.45);
    drawKeyCap(painter, rect(), m_keys, theme.text3, theme.border);
}

Hairline::Hairline(Qt::Orientation orientation, QWidget *parent)
    : QWidget(parent)
{
    if (orientation == Qt::Horizontal)
        setFixedHeight(1);
    else
        setFixedWidth(1);
}

void Hairline::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), themeOf(this).hairline);
}

} // namespace ecva
