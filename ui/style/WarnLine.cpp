#include "ui/style/WarnLine.h"

#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"

#include <QHBoxLayout>
#include <QPainter>

namespace ecva {
namespace {

constexpr int kEdge = 3;
constexpr int kHeight = 28;

} // namespace

WarnLine::WarnLine(QWidget *parent)
    : QWidget(parent)
    , m_text(new Label(Label::Tone::Warn, this))
{
    setFixedHeight(kHeight);
    m_text->setFont(uiFont(TextSize::Secondary, QFont::DemiBold));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 0, 16, 1);
    row->addWidget(m_text);
}

void WarnLine::setText(const QString &text)
{
    m_text->setText(text);
    setAccessibleName(text);
}

QString WarnLine::text() const
{
    return m_text->text();
}

void WarnLine::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.raised);
    painter.fillRect(0, 0, kEdge, height(), theme.warn);
    painter.fillRect(0, height() - 1, width(), 1, theme.hairline);
}

} // namespace ecva
