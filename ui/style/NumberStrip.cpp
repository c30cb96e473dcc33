#include "ui/style/NumberStrip.h"

#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace ecva {
namespace {

constexpr int kHeight = 76;
constexpr int kPadding = 16;

} // namespace

NumberStrip::NumberStrip(QWidget *parent)
    : QWidget(parent)
{
    setFixedHeight(kHeight);
    setObjectName(QStringLiteral("numberStrip"));
}

QSize NumberStrip::sizeHint() const
{
    return {720, kHeight};
}

void NumberStrip::setNumbers(std::vector<Number> numbers)
{
    m_numbers = std::move(numbers);
    QStringList spoken;
    for (const Number &number : m_numbers)
        spoken << tr("%1: %2 (%3)").arg(number.caption + number.index, number.figure, number.note);
    setAccessibleName(spoken.join(u'\n'));
    update();
}

void NumberStrip::setFooted(bool footed)
{
    m_footed = footed;
    update();
}

QRect NumberStrip::cellRect(std::size_t place) const
{
    const auto count = static_cast<int>(m_numbers.size());
    const int left = width() * static_cast<int>(place) / count;
    const int right = width() * (static_cast<int>(place) + 1) / count;
    return {left, 0, right - left, height()};
}

void NumberStrip::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    const int foot = m_footed ? 1 : 0;
    painter.fillRect(0, height() - foot, width(), foot, theme.hairline);
    for (std::size_t i = 0; i < m_numbers.size(); ++i) {
        const Number &number = m_numbers[i];
        const QRect cell = cellRect(i);
        if (i > 0)
            painter.fillRect(cell.left(), 0, 1, height() - foot, theme.hairline);
        const QRect inner = cell.adjusted(kPadding, 0, -8, 0);
        painter.setFont(uiFont(TextSize::Secondary));
        painter.setPen(theme.text2);
        painter.drawText(
            QRect(inner.left(), 8, inner.width(), 18), Qt::AlignVCenter,
            painter.fontMetrics().elidedText(number.caption, Qt::ElideRight, inner.width()));
        if (!number.index.isEmpty()) {
            const int used = painter.fontMetrics().horizontalAdvance(number.caption);
            painter.setFont(uiFont(TextSize::Counter));
            painter.drawText(QRect(inner.left() + used, 11, inner.width() - used, 18),
                             Qt::AlignVCenter, number.index);
        }
        painter.setFont(uiFont(TextSize::Timecode, QFont::DemiBold));
        painter.setPen(colourOf(theme, number.tone));
        drawTabular(painter, QRect(inner.left(), 26, inner.width(), 26), Qt::AlignLeft,
                    number.figure);
        painter.setFont(uiFont(TextSize::Secondary));
        painter.setPen(theme.text2);
        painter.drawText(
            QRect(inner.left(), 52, inner.width(), 16), Qt::AlignVCenter,
            painter.fontMetrics().elidedText(number.note, Qt::ElideRight, inner.width()));
    }
}

bool NumberStrip::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    for (std::size_t i = 0; i < m_numbers.size(); ++i) {
        if (cellRect(i).contains(help->pos()))
            QToolTip::showText(help->globalPos(), m_numbers[i].note, this, cellRect(i));
    }
    return true;
}

} // namespace ecva
