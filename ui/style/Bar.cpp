#include "ui/style/Bar.h"

#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"

#include <QHBoxLayout>
#include <QPainter>

namespace ecva {
namespace {

constexpr int kIconSize = 16;

} // namespace

IconMark::IconMark(QWidget *parent)
    : QWidget(parent)
{
    setFixedSize(kIconSize, kIconSize);
}

void IconMark::show(const QString &icon, Label::Tone tone)
{
    m_icon = icon;
    m_tone = tone;
    update();
}

void IconMark::paintEvent(QPaintEvent *)
{
    if (m_icon.isEmpty())
        return;
    QPainter painter(this);
    painter.drawPixmap(
        0, 0, iconPixmap(m_icon, colourOf(themeOf(this), m_tone), kIconSize, devicePixelRatioF()));
}

Bar::Bar(int height, Qt::Edge hairline, QWidget *parent)
    : QWidget(parent)
    , m_hairline(hairline)
    , m_row(new QHBoxLayout(this))
{
    setFixedHeight(height);
    m_row->setContentsMargins(16, 0, 16, 0);
    m_row->setSpacing(8);
}

Label *Bar::addTitle()
{
    auto *label = new Label(Label::Tone::Text1, this);
    label->setFont(uiFont(TextSize::Body, QFont::DemiBold));
    m_row->addWidget(label);
    return label;
}

Label *Bar::addNote()
{
    auto *label = new Label(Label::Tone::Text2, this);
    label->setFont(uiFont(TextSize::Secondary));
    m_row->addWidget(label);
    return label;
}

IconMark *Bar::addIcon()
{
    auto *icon = new IconMark(this);
    m_row->addWidget(icon);
    return icon;
}

void Bar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const int y = m_hairline == Qt::TopEdge ? 0 : height() - 1;
    painter.fillRect(0, y, width(), 1, themeOf(this).hairline);
}

} // namespace ecva
