#include "ui/inspector/RuleMark.h"

#include "ui/style/Icons.h"
#include "ui/style/Theme.h"

#include <QPainter>

namespace ecva {

RuleMark::RuleMark(QWidget *parent)
    : QWidget(parent)
{
    setFixedSize(16, 16);
}

void RuleMark::setState(State state)
{
    if (state == m_state)
        return;
    m_state = state;
    update();
}

void RuleMark::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QString name;
    QColor colour;
    switch (m_state) {
    case State::None:
        return;
    case State::Ok:
        name = QStringLiteral("check");
        colour = theme.ok;
        break;
    case State::Missing:
        name = QStringLiteral("warning");
        colour = theme.warn;
        break;
    case State::Broken:
        name = QStringLiteral("error");
        colour = theme.error;
        break;
    }
    QPainter painter(this);
    if (!isEnabled())
        painter.setOpacity(0.45);
    painter.drawPixmap(0, 0, iconPixmap(name, colour, 16, devicePixelRatioF()));
}

} // namespace ecva
