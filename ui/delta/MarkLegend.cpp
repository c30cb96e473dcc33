#include "ui/delta/AnswerPanes.h"
#include "ui/delta/WordFlow.h"
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"

#include <QEvent>
#include <QLocale>
#include <QPainter>

namespace ecva {
namespace {

constexpr int kRow = 24;
constexpr int kSwatch = 22;
constexpr int kSwatchHeight = 14;

} // namespace

MarkLegend::MarkLegend(Kind kind, QWidget *parent)
    : QWidget(parent)
    , m_kind(kind)
{
    if (kind == Kind::Diff) {
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        return;
    }
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

QSize MarkLegend::sizeHint() const
{
    constexpr int kWide = 420;
    int height = 0;
    const std::vector<Item> items = layOut(kWide, &height);
    return {m_kind == Kind::Diff ? items.back().rect.right() + 1 : kWide, height};
}

std::vector<MarkLegend::Item> MarkLegend::layOut(int width, int *height) const
{
    using Mark = WordFlow::Mark;
    std::vector<Item> items;
    if (m_kind == Kind::Evidence) {
        items = {{-1, tr("Evidence per word"), {}},
                 {static_cast<int>(Mark::Less), tr("less likely with them"), {}},
                 {static_cast<int>(Mark::Plain), tr("no change"), {}},
                 {static_cast<int>(Mark::Some), QLocale().toString(0.1, 'f', 1), {}},
                 {static_cast<int>(Mark::More), QLocale().toString(0.3, 'f', 1), {}},
                 {static_cast<int>(Mark::Most),
                  tr("%1 and more").arg(QLocale().toString(0.7, 'f', 1)),
                  {}}};
    } else {
        items = {{static_cast<int>(Mark::Gone), tr("gone"), {}},
                 {static_cast<int>(Mark::New), tr("new"), {}}};
    }
    const QFontMetrics metrics(uiFont(TextSize::Secondary));
    int x = 0;
    int y = 0;
    for (Item &item : items) {
        const int swatch = item.mark >= 0 && m_kind == Kind::Evidence ? kSwatch + 6 : 0;
        const int wide
            = swatch + metrics.horizontalAdvance(item.text) + (m_kind == Kind::Diff ? 8 : 0);
        if (x > 0 && x + wide > width) {
            x = 0;
            y += kRow;
        }
        item.rect = QRect(x, y, wide, kRow);
        x += wide + 16;
    }
    *height = y + kRow;
    return items;
}

int MarkLegend::heightForWidth(int width) const
{
    int height = 0;
    layOut(width, &height);
    return height;
}

void MarkLegend::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        updateGeometry();
    QWidget::changeEvent(event);
}

void MarkLegend::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    painter.setFont(uiFont(TextSize::Secondary));
    int height = 0;
    for (const Item &item : layOut(width(), &height)) {
        const auto mark = static_cast<WordFlow::Mark>(item.mark);
        QRect text = item.rect;
        painter.setPen(theme.text2);
        if (m_kind == Kind::Diff) {
            const QRect plate = item.rect.adjusted(0, 3, 0, -3);
            WordFlow::paintMark(painter, plate, mark, this);
            const bool gone = mark == WordFlow::Mark::Gone;
            painter.setPen(gone ? theme.diffGone : theme.diffNew);
            painter.drawText(plate.adjusted(4, -1, 4, -1), Qt::AlignVCenter, item.text);
            if (gone)
                painter.fillRect(QRect(plate.left() + 2, plate.center().y(), plate.width() - 4, 1),
                                 theme.diffGone);
            continue;
        }
        if (item.mark >= 0) {
            const QRect swatch(item.rect.left(), item.rect.top() + (kRow - kSwatchHeight) / 2,
                               kSwatch, kSwatchHeight);
            if (mark == WordFlow::Mark::Plain) {
                painter.setPen(QPen(theme.border, 1));
                painter.drawRect(swatch.adjusted(0, 0, -1, -1));
                painter.setPen(theme.text2);
            } else {
                WordFlow::paintMark(painter, swatch, mark, this);
            }
            text.setLeft(swatch.right() + 7);
        }
        painter.drawText(text.adjusted(0, 0, 4, 0), Qt::AlignVCenter | Qt::AlignLeft, item.text);
    }
}

} // namespace ecva
