#include "ui/delta/MaskTable.h"

#include "ui/delta/DeltaTexts.h"
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ecva {
namespace {

constexpr int kRow = 24;
constexpr int kBox = 15;
constexpr int kBar = 62;
constexpr int kNumber = 56;
constexpr int kGap = 14;

} // namespace

MaskTable::MaskTable(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setObjectName(QStringLiteral("maskTable"));
}

void MaskTable::setSummary(const DeltaSummary &summary)
{
    m_rows.clear();
    const auto add = [&](const QString &name, const MaskSummary &mask) {
        Row row{name, {}, mask.delta};
        for (const qint64 frame : summary.frames)
            row.masked.push_back(std::find(mask.masked.begin(), mask.masked.end(), frame)
                                 != mask.masked.end());
        m_rows.push_back(std::move(row));
    };
    if (summary.delta)
        add(tr("Key frames"), summary.key);
    for (std::size_t i = 0; summary.delta && i < summary.controls.size(); ++i)
        add(tr("Control %1").arg(i + 1), summary.controls[i]);
    QStringList spoken;
    for (const Row &row : m_rows)
        spoken << tr("%1: %n frame(s) masked, %2", nullptr,
                     static_cast<int>(std::count(row.masked.begin(), row.masked.end(), true)))
                      .arg(row.name, numberText(row.delta, 3));
    setAccessibleName(spoken.join(u'\n'));
    updateGeometry();
    update();
}

QSize MaskTable::sizeHint() const
{
    return {480, kRow * static_cast<int>(m_rows.size())};
}

QSize MaskTable::minimumSizeHint() const
{
    return {320, sizeHint().height()};
}

void MaskTable::paintEvent(QPaintEvent *)
{
    if (m_rows.empty())
        return;
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    double most = 0;
    int names = 0;
    for (const Row &row : m_rows) {
        most = std::max(most, std::abs(row.delta));
        names = std::max(
            names,
            QFontMetrics(uiFont(TextSize::Secondary, QFont::DemiBold)).horizontalAdvance(row.name));
    }
    const int left = std::max(78, names + kGap);
    const int boxes = std::max(40, width() - left - kGap - kBar - kNumber);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const Row &row = m_rows[i];
        const bool key = i == 0;
        const int top = static_cast<int>(i) * kRow;
        painter.setFont(uiFont(TextSize::Secondary, key ? QFont::DemiBold : QFont::Normal));
        painter.setPen(key ? theme.text1 : theme.text2);
        painter.drawText(QRect(0, top, left, kRow), Qt::AlignVCenter | Qt::AlignLeft, row.name);

        const auto places = static_cast<int>(row.masked.size());
        for (int slot = 0; slot < places; ++slot) {
            const int x0 = left + boxes * slot / places;
            const int x1 = left + boxes * (slot + 1) / places - (boxes / places > 8 ? 4 : 1);
            const QRect box(x0, top + (kRow - kBox) / 2, std::max(2, x1 - x0), kBox);
            if (!row.masked[static_cast<std::size_t>(slot)]) {
                painter.fillRect(box, theme.hover);
                if (theme.kind == ThemeKind::HighContrast)
                    painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), theme.text3);
                continue;
            }
            painter.save();
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(QPen(key ? theme.warn : theme.text1, 1.2));
            painter.setBrush(key && theme.kind != ThemeKind::HighContrast ? theme.goneTint
                                                                          : theme.panel);
            const QRectF frame = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5);
            painter.drawRoundedRect(frame, 2, 2);
            painter.drawLine(frame.topLeft(), frame.bottomRight());
            painter.drawLine(frame.topRight(), frame.bottomLeft());
            painter.restore();
        }

        const int barLeft = width() - kNumber - kBar;
        const int bar
            = most > 0 ? static_cast<int>(std::lround(std::abs(row.delta) / most * kBar)) : 0;
        if (bar > 0) {
            const QRect area(barLeft, top + (kRow - 8) / 2, std::max(2, bar), 8);
            if (row.delta >= 0) {
                painter.fillRect(area, key ? theme.accent : theme.text3);
            } else { // it made the answer likelier: an outline, like all that is less than nothing
                painter.setPen(QPen(key ? theme.accent : theme.text3, 1));
                painter.setBrush(Qt::NoBrush);
                painter.drawRect(area.adjusted(0, 0, -1, -1));
            }
        }
        painter.setFont(uiFont(TextSize::Secondary, key ? QFont::DemiBold : QFont::Normal));
        painter.setPen(theme.text1);
        drawTabular(painter, QRect(width() - kNumber, top, kNumber, kRow), Qt::AlignRight,
                    numberText(row.delta, 3));
    }
}

} // namespace ecva
