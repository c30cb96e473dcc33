#include "ui/delta/ControlLine.h"

#include "ui/delta/DeltaTexts.h"
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace ecva {
namespace {

constexpr int kAxis = 54; ///< y of the line
constexpr double kDot = 4;
constexpr double kDiamond = 6;

/// Distance of the labels, so that 3 to 6 of them cover `range`.
double tickStep(double range)
{
    double decade = 0.01;
    for (;;) {
        for (const double factor : {1.0, 2.0, 5.0}) {
            if (range / (decade * factor) <= 5.0)
                return decade * factor;
        }
        decade *= 10;
    }
}

} // namespace

ControlLine::ControlLine(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    describe();
}

void ControlLine::setNumbers(std::optional<double> delta, std::vector<double> controls, int frames)
{
    m_delta = delta;
    m_controls = std::move(controls);
    m_frames = frames;
    describe();
    update();
}

void ControlLine::describe()
{
    QStringList spoken{tr("Against %n control(s)", nullptr, static_cast<int>(m_controls.size()))};
    if (m_delta)
        spoken << tr("Key frames %1").arg(numberText(*m_delta, 3));
    for (std::size_t i = 0; i < m_controls.size(); ++i)
        spoken << tr("Control %1: %2").arg(i + 1).arg(numberText(m_controls[i], 3));
    setAccessibleName(spoken.join(u'\n'));
}

void ControlLine::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        describe();
    QWidget::changeEvent(event);
}

void ControlLine::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    painter.setFont(uiFont(TextSize::Secondary, QFont::DemiBold));
    painter.setPen(theme.text1);
    const QString title = m_controls.empty() ? tr("No controls")
                                             : tr("Against %n control(s)", nullptr,
                                                  static_cast<int>(m_controls.size()));
    painter.drawText(QRect(0, 0, width(), 16), Qt::AlignLeft | Qt::AlignVCenter, title);
    if (!m_delta)
        return;

    painter.setRenderHint(QPainter::Antialiasing);
    double low = std::min(0.0, *m_delta);
    double high = std::max(0.0, *m_delta);
    for (const double control : m_controls) {
        low = std::min(low, control);
        high = std::max(high, control);
    }
    // Room to the right of what was found: that is where evidence would be seen.
    const double least = 0.4;
    high = std::max(high * 1.15, low + least);
    const double step = tickStep(high - low);
    low = std::floor(low / step) * step;
    high = std::ceil(high / step - 1e-9) * step;
    const double left = 16;
    const double right = width() - 24;
    const auto x
        = [&](double value) { return left + (value - low) / (high - low) * (right - left); };

    if (!m_controls.empty()) {
        const auto [least, most] = std::minmax_element(m_controls.begin(), m_controls.end());
        painter.setFont(uiFont(TextSize::Secondary));
        painter.setPen(theme.text2);
        const QString range = tr("%n other frame(s) masked, %1 to %2", nullptr, m_frames)
                                  .arg(numberText(*least, 2), numberText(*most, 2));
        painter.drawText(QRect(0, 0, width(), 16), Qt::AlignRight | Qt::AlignVCenter, range);
        const double mark = width() - painter.fontMetrics().horizontalAdvance(range) - 12;
        painter.setPen(QPen(theme.text1, 1.5));
        painter.drawEllipse(QPointF(mark, 8), kDot, kDot);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.pressed);
        painter.drawRoundedRect(QRectF(x(*least) - 2, kAxis - 7.5, x(*most) - x(*least) + 4, 15), 3,
                                3);
        if (theme.kind == ThemeKind::HighContrast) { // the fill alone is too faint there
            painter.setPen(QPen(theme.text1, 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(
                QRectF(x(*least) - 2, kAxis - 7.5, x(*most) - x(*least) + 4, 15), 3, 3);
        }
    }

    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.fillRect(QRect(0, kAxis, width(), 1), theme.border);
    painter.setFont(uiFont(TextSize::Counter));
    for (int i = 0; low + i * step <= high + step / 2; ++i) {
        const double value = low + i * step;
        const int at = static_cast<int>(std::lround(x(value)));
        painter.fillRect(QRect(at, kAxis - 3, 1, 7), theme.border);
        painter.setPen(theme.text2);
        drawTabular(painter, QRect(at - 30, kAxis + 10, 60, 14), Qt::AlignHCenter,
                    numberText(std::abs(value) < step / 2 ? 0 : value, step < 0.1 ? 2 : 1));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(theme.panel);
    painter.setPen(QPen(theme.text1, 1.5));
    for (const double control : m_controls)
        painter.drawEllipse(QPointF(x(control), kAxis + 0.5), kDot, kDot);

    const QPointF at(x(*m_delta), kAxis + 0.5);
    painter.setPen(QPen(theme.accent, 1));
    painter.drawLine(QPointF(at.x(), 34), at);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.accent);
    painter.drawPolygon(QPolygonF({at + QPointF(0, -kDiamond), at + QPointF(kDiamond, 0),
                                   at + QPointF(0, kDiamond), at + QPointF(-kDiamond, 0)}));
    painter.setFont(uiFont(TextSize::Secondary, QFont::DemiBold));
    painter.setPen(theme.accent);
    const QString label = tr("Key frames %1").arg(numberText(*m_delta, 2));
    const int wide = painter.fontMetrics().horizontalAdvance(label);
    const double labelLeft = std::min(at.x() + 6, width() - wide - 1.0);
    painter.drawText(QRectF(std::max(0.0, labelLeft), 22, wide + 2, 16),
                     Qt::AlignLeft | Qt::AlignVCenter, label);
    // Beside it, where nothing was found.
    painter.setFont(uiFont(TextSize::Counter));
    painter.setPen(theme.text3);
    const QString hint = tr("evidence would sit here →");
    const int hintWide = painter.fontMetrics().horizontalAdvance(hint);
    const double most
        = m_controls.empty() ? *m_delta : *std::max_element(m_controls.begin(), m_controls.end());
    if (!m_controls.empty() && *m_delta <= most
        && right - hintWide > std::max(labelLeft + wide + 12, x(most) + 12))
        painter.drawText(QRectF(right - hintWide, 32, hintWide + 2, 14),
                         Qt::AlignLeft | Qt::AlignVCenter, hint);
}

} // namespace ecva
