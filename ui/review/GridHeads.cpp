#include "ui/review/GridHeads.h"

#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"

#include <QPainter>

namespace ecva {
namespace {

constexpr int kPaddingX = 16;
constexpr int kPaddingY = 10;
constexpr int kStar = 14;
constexpr int kEdge = 3;

} // namespace

void GridHead::setTexts(const QString &name, const QString &note, const QString &facts)
{
    m_name = name;
    m_note = note;
    m_facts = facts;
    setAccessibleName(name);
    setAccessibleDescription(note + u' ' + facts);
    setToolTip(name);
    update();
}

void GridHead::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.hairline);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), theme.hairline);
    const QRect line(kPaddingX, 9, width() - 2 * kPaddingX, 20);
    const QFont bold = uiFont(TextSize::Answer, QFont::DemiBold);
    const QFont small = uiFont(TextSize::Secondary);
    const QFontMetrics wide(bold);
    const QFontMetrics narrow(small);
    const int noteWidth = m_note.isEmpty() ? 0 : narrow.horizontalAdvance(m_note) + 10;
    const QString name
        = wide.elidedText(m_name, Qt::ElideMiddle, std::max(60, line.width() - noteWidth));
    painter.setFont(bold);
    painter.setPen(theme.text1);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, name);
    painter.setFont(small);
    painter.setPen(theme.text3);
    painter.drawText(line.adjusted(wide.horizontalAdvance(name) + 10, 1, 0, 1),
                     Qt::AlignLeft | Qt::AlignVCenter, m_note);
    painter.setPen(theme.text2);
    const QRect second(kPaddingX, 31, line.width(), 18);
    painter.drawText(second, Qt::AlignLeft | Qt::AlignVCenter,
                     narrow.elidedText(m_facts, Qt::ElideRight, second.width()));
}

void RowHead::setTexts(const QString &name, const QString &note, const QString &gold)
{
    m_name = name;
    m_note = note;
    m_gold = gold;
    setAccessibleName(name);
    setAccessibleDescription(gold.isEmpty() ? note : note + QStringLiteral(". ") + gold);
    update();
}

void RowHead::setCurrent(bool current)
{
    if (current == m_current)
        return;
    m_current = current;
    update();
}

void RowHead::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), m_current ? theme.raised : theme.panel);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.hairline);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), theme.hairline);
    if (m_current)
        painter.fillRect(QRect(0, 0, kEdge, height() - 1), theme.accent);
    QRect line(kPaddingX, kPaddingY, width() - kPaddingX - 4, 20);
    painter.setFont(uiFont(TextSize::Body, QFont::DemiBold));
    painter.setPen(theme.text1);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, m_name);
    line.translate(0, 18);
    painter.setFont(uiFont(TextSize::Secondary));
    painter.setPen(theme.text3);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, m_note);
    if (m_gold.isEmpty())
        return;
    line.translate(0, 22);
    painter.drawPixmap(line.left(), line.top() + 3,
                       iconPixmap(QStringLiteral("gold"), theme.warn, kStar, devicePixelRatioF()));
    painter.setPen(theme.text2);
    painter.drawText(line.adjusted(kStar + 4, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, m_gold);
}

} // namespace ecva
