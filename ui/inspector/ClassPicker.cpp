#include "ui/inspector/ClassPicker.h"

#include "annotation/domain/Taxonomy.h"
#include "ui/inspector/ClassPopup.h"
#include "ui/style/EcvaStyle.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/workspace/Wording.h"

#include <QKeyEvent>
#include <QPainter>

namespace ecva {

ClassPicker::ClassPicker(QWidget *parent)
    : QAbstractButton(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QAbstractButton::clicked, this, [this] { openPopup(); });
}

void ClassPicker::setLabel(const QString &label)
{
    m_label = label;
    const TaxonomyClass *entry = Taxonomy::published().find(label);
    setAccessibleDescription(entry ? entry->code + QLatin1Char(' ') + displayName(*entry) : label);
    update();
}

void ClassPicker::setPlaceholder(const QString &text)
{
    m_placeholder = text;
    update();
}

void ClassPicker::openPopup(const QString &typed)
{
    auto *popup = new ClassPopup(this);
    popup->setAttribute(Qt::WA_DeleteOnClose);
    connect(popup, &ClassPopup::chosen, this, &ClassPicker::chosen);
    popup->open(QRect(mapToGlobal(QPoint(0, 0)), size()), m_label, typed);
}

void ClassPicker::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Down || event->key() == Qt::Key_Return
        || event->key() == Qt::Key_Enter) {
        openPopup();
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

void ClassPicker::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    if (!isEnabled())
        painter.setOpacity(0.45);
    if (const auto *own = qobject_cast<const EcvaStyle *>(style()))
        own->drawSurface(&painter, rect(), underMouse() && isEnabled() ? theme.hover : theme.raised,
                         theme.border, hasFocus());
    painter.drawPixmap(
        width() - 24, (height() - 16) / 2,
        iconPixmap(QStringLiteral("chevron-down"), theme.text2, 16, devicePixelRatioF()));
    QRect text = rect().adjusted(9, 0, -30, 0);
    const TaxonomyClass *entry = Taxonomy::published().find(m_label);
    if (!entry) {
        // A label that is in neither taxonomy is shown as it is, not hidden.
        painter.setFont(uiFont(TextSize::Body));
        painter.setPen(m_label.isEmpty() ? theme.text3 : theme.warn);
        painter.setOpacity(
            1); // what to do must be readable, above all when nothing else can be done
        const QString shown = m_label.isEmpty() ? m_placeholder : m_label;
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(shown, Qt::ElideRight, text.width()));
        return;
    }
    painter.drawPixmap(text.left(), (height() - 16) / 2,
                       classSwatch(entry->hue, entry->pattern, this, {16, 16}));
    text.setLeft(text.left() + 24);
    const QFont bold = uiFont(TextSize::Body, QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(theme.text1);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, entry->code);
    text.setLeft(text.left() + QFontMetrics(bold).horizontalAdvance(entry->code) + 8);
    painter.setFont(uiFont(TextSize::Body));
    painter.drawText(
        text, Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(displayName(*entry), Qt::ElideRight, text.width()));
}

} // namespace ecva
