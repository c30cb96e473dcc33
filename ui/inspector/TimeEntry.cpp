#include "ui/inspector/TimeEntry.h"

#include "ui/style/EcvaStyle.h"
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"

#include <QKeyEvent>
#include <QPainter>

namespace ecva {

TimeEntry::TimeEntry(QWidget *parent)
    : QLineEdit(parent)
{
    setFont(uiFont(TextSize::Body));
    setInputMethodHints(Qt::ImhPreferNumbers | Qt::ImhNoPredictiveText);
    connect(this, &QLineEdit::textEdited, this, [this] { setInvalid(false); });
}

void TimeEntry::setValue(const QString &time, const QString &frame)
{
    const bool pending = isPending();
    m_time = time;
    m_frame = frame;
    setTextMargins(0, 0, tabularWidth(uiFont(TextSize::Secondary), frame) + 4, 0);
    if (!pending && text() != time) {
        setText(time);
        if (hasFocus())
            selectAll();
    }
    update();
}

void TimeEntry::setInvalid(bool invalid)
{
    if (invalid == m_invalid)
        return;
    m_invalid = invalid;
    update();
}

void TimeEntry::takeBack()
{
    setInvalid(false);
    setText(m_time);
}

void TimeEntry::flush()
{
    if (isPending() && !m_invalid && !isReadOnly())
        Q_EMIT entered(text());
}

void TimeEntry::focusInEvent(QFocusEvent *event)
{
    QLineEdit::focusInEvent(event);
    if (event->reason() != Qt::MouseFocusReason && event->reason() != Qt::PopupFocusReason)
        selectAll();
}

void TimeEntry::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    if (event->reason() == Qt::PopupFocusReason)
        return;
    deselect();
    flush();
}

void TimeEntry::keyPressEvent(QKeyEvent *event)
{
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    if (modifiers == Qt::NoModifier) {
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
            flush();
            selectAll();
            return;
        }
        if (event->key() == Qt::Key_Escape) {
            if (isPending())
                takeBack();
            else
                Q_EMIT leaveRequested();
            return;
        }
    }
    QLineEdit::keyPressEvent(event);
}

void TimeEntry::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    if (!isEnabled())
        painter.setOpacity(0.45);
    painter.setFont(uiFont(TextSize::Secondary));
    painter.setPen(theme.text3);
    drawTabular(painter, rect().adjusted(8, 0, -8, 0), Qt::AlignRight, m_frame);
    if (!m_invalid)
        return;
    if (const auto *own = qobject_cast<const EcvaStyle *>(style()))
        own->drawSurface(&painter, rect(), {}, theme.error, false);
}

} // namespace ecva
