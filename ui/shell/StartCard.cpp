#include "ui/shell/StartCard.h"

#include "ui/style/Controls.h"
#include "ui/style/EcvaStyle.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"

#include <QKeyEvent>
#include <QPainter>

namespace ecva {

StartCard::StartCard(const QString &icon, QWidget *parent)
    : QAbstractButton(parent)
    , m_icon(icon)
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StartCard::setTexts(const QString &title, const QString &detail, const QString &key)
{
    setText(title);
    m_detail = detail;
    m_key = key;
    setAccessibleName(title);
    setAccessibleDescription(detail);
    update();
}

QSize StartCard::sizeHint() const
{
    return {420, m_compact ? 44 : 64};
}

void StartCard::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void StartCard::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    const bool hover = underMouse() || isDown();
    if (const auto *style = qobject_cast<const EcvaStyle *>(this->style())) {
        const QColor rest = m_compact ? QColor() : theme.raised;
        style->drawSurface(&painter, rect(), hover ? theme.hover : rest,
                           m_compact ? QColor() : theme.border, hasFocus(), m_compact ? 4 : 6);
    }
    const int left = m_compact ? 12 : 20;
    painter.drawPixmap(left, (height() - 16) / 2,
                       iconPixmap(m_icon, hasFocus() && !m_compact ? theme.accent : theme.text2, 16,
                                  devicePixelRatioF()));
    QRect text = rect().adjusted(left + (m_compact ? 28 : 32), 0, -16, 0);
    if (!m_key.isEmpty()) {
        const int width = keyCapWidth(m_key);
        drawKeyCap(painter, QRect(text.right() - width + 1, height() / 2 - 9, width, 18), m_key,
                   theme.text3, theme.border);
        text.setRight(text.right() - width - 8);
    }
    const int half = height() / 2;
    painter.setPen(theme.text1);
    painter.setFont(uiFont(m_compact ? TextSize::Body : TextSize::Answer, QFont::Medium));
    painter.drawText(QRect(text.left(), half - 20, text.width(), 20),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(this->text(), Qt::ElideRight, text.width()));
    painter.setPen(theme.text2);
    painter.setFont(uiFont(TextSize::Secondary));
    painter.drawText(QRect(text.left(), half, text.width(), 18), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_detail, Qt::ElideMiddle, text.width()));
}

} // namespace ecva
