#include "ui/player/Readout.h"

#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"

#include <QPainter>

#include <algorithm>

namespace ecva {

namespace {

constexpr int kHeight = 28;
constexpr int kPadding = 4;

} // namespace

Readout::Readout(QWidget *parent)
    : QAbstractButton(parent)
    , m_strong(uiFont(TextSize::Body, QFont::DemiBold))
    , m_plain(uiFont(TextSize::Body))
{
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Readout::setStrongFont(const QFont &font)
{
    m_strong = font;
}

void Readout::setParts(const Parts &parts)
{
    if (parts == m_parts)
        return;
    m_parts = parts;
    QString text;
    for (const Part &part : parts)
        text += part.text;
    setText(text);
}

void Readout::setRoomFor(const Parts &parts)
{
    m_room = widthOf(parts) + 2 * kPadding;
    setFixedSize(m_room, kHeight);
}

Readout::Parts Readout::split(const QString &pattern, const QString &first, const QString &second)
{
    Parts parts;
    qsizetype from = 0;
    const auto plain = [&](qsizetype to) {
        if (to > from)
            parts.append({pattern.mid(from, to - from), false});
    };
    while (true) {
        const qsizetype at = pattern.indexOf(QLatin1Char('%'), from);
        if (at < 0 || at + 1 >= pattern.size())
            break;
        plain(at);
        const bool one = pattern.at(at + 1) == QLatin1Char('1');
        parts.append({one ? first : second, one});
        from = at + 2;
    }
    plain(pattern.size());
    return parts;
}

int Readout::widthOf(const Parts &parts) const
{
    int width = 0;
    for (const Part &part : parts)
        width += tabularWidth(part.strong ? m_strong : m_plain, part.text);
    return width;
}

QSize Readout::sizeHint() const
{
    return {m_room > 0 ? m_room : widthOf(m_parts) + 2 * kPadding, kHeight};
}

void Readout::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    if (!isEnabled())
        painter.setOpacity(0.45);
    const bool hot = isEnabled() && (underMouse() || isDown());
    if (hot) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(isDown() ? theme.pressed : theme.hover);
        painter.drawRoundedRect(rect(), 4, 4);
    }
    int x = m_centred ? (width() - widthOf(m_parts)) / 2 : kPadding;
    for (const Part &part : m_parts) {
        painter.setFont(part.strong ? m_strong : m_plain);
        painter.setPen(part.strong ? theme.text1 : theme.text2);
        const int width = tabularWidth(painter.font(), part.text);
        drawTabular(painter, QRect(x, 0, width, height()), Qt::AlignLeft, part.text);
        x += width;
    }
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
}

} // namespace ecva
