#include "ui/exchange/Bar.h"

#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"

#include <QHBoxLayout>
#include <QPainter>

namespace ecva {

Bar::Bar(int height, Qt::Edge hairline, QWidget *parent)
    : QWidget(parent), m_hairline(hairline), m_row(new QHBoxLayout(this))
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

void Bar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const int y = m_hairline == Qt::TopEdge ? 0 : height() - 1;
    painter.fillRect(0, y, width(), 1, themeOf(this).hairline);
}

} // namespace ecva
