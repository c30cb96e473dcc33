#include "ui/exchange/CellDelegate.h"

#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"

#include <QApplication>
#include <QPainter>
#include <QStyle>

namespace ecva {
namespace {

constexpr int kGap = 8;
constexpr int kMarkPadding = 3;
/// What is kept of a long text before a mark, so that the mark can be seen.
constexpr int kContextBeforeMark = 8;

QFont faceFont(Cell::Face face)
{
    switch (face) {
    case Cell::Face::Strong:
        return uiFont(TextSize::Body, QFont::DemiBold);
    case Cell::Face::Secondary:
        return uiFont(TextSize::Secondary);
    case Cell::Face::Mono:
        return monoFont(TextSize::Secondary);
    case Cell::Face::Body:
        break;
    }
    return uiFont();
}

bool isNumber(const QString &text)
{
    return !text.isEmpty() && text.front().isDigit() && text.back().isDigit();
}

/// Draws from rect's left and returns the x after it.
int drawRun(QPainter &painter, const QRect &rect, const QString &text)
{
    if (rect.width() <= 0 || text.isEmpty())
        return rect.left();
    const QFontMetrics metrics(painter.font());
    const QString shown = metrics.elidedText(text, Qt::ElideRight, rect.width());
    painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, shown);
    return rect.left() + metrics.horizontalAdvance(shown);
}

void drawMarked(QPainter &painter, const QRect &rect, const Cell &cell, const Theme &theme)
{
    QString before = cell.text.left(cell.markBegin);
    const QString marked = cell.text.mid(cell.markBegin, cell.markLength);
    const QString after = cell.text.mid(cell.markBegin + cell.markLength);
    const QFontMetrics metrics(painter.font());
    if (metrics.horizontalAdvance(before + marked) > rect.width()
        && before.size() > kContextBeforeMark)
        before = QStringLiteral("…") + before.right(kContextBeforeMark);

    int x = drawRun(painter, rect, before);
    const bool isNew = cell.mark == Cell::Mark::New;
    const QColor colour = isNew ? theme.diffNew : theme.diffGone;
    const int width
        = std::min(metrics.horizontalAdvance(marked) + 2 * kMarkPadding, rect.right() - x + 1);
    const QRect plate(x, rect.center().y() - metrics.height() / 2 - 1, width, metrics.height() + 2);
    painter.fillRect(plate, isNew ? theme.newTint : theme.goneTint);
    if (isNew || theme.kind == ThemeKind::HighContrast)
        painter.fillRect(plate.left(), plate.bottom() - 1, plate.width(), 2, colour);
    painter.save();
    painter.setPen(colour);
    drawRun(painter, plate.adjusted(kMarkPadding, 0, 0, 0), marked);
    painter.restore();
    x = plate.right() + 1;
    drawRun(painter, QRect(x, rect.top(), rect.right() - x + 1, rect.height()), after);
}

} // namespace

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const Theme &theme = themeOf(option.widget);
    const Cell cell = index.data(CellModel::CellRole).value<Cell>();
    painter->save();
    if (option.state & QStyle::State_Selected) {
        painter->fillRect(option.rect, theme.selection);
        if (index.column() == 0)
            painter->fillRect(option.rect.left(), option.rect.top(), 3, option.rect.height(),
                              theme.accent);
    }
    painter->fillRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1,
                      theme.hairline);

    QRect rect = option.rect.adjusted(index.column() == 0 ? kPadding : kGap, 0, -kGap, -1);
    if (cell.check) {
        QStyleOptionViewItem box(option);
        box.rect = QRect(rect.left(), rect.center().y() - kIcon / 2, kIcon, kIcon);
        box.state &= ~(QStyle::State_HasFocus | QStyle::State_On | QStyle::State_Off);
        box.state |= *cell.check == Qt::Checked            ? QStyle::State_On
                     : *cell.check == Qt::PartiallyChecked ? QStyle::State_NoChange
                                                           : QStyle::State_Off;
        option.widget->style()->drawPrimitive(QStyle::PE_IndicatorItemViewItemCheck, &box, painter,
                                              option.widget);
        rect.setLeft(rect.left() + kIcon + kGap);
    }
    if (!cell.icon.isEmpty()) {
        const int y = rect.center().y() - kIcon / 2 + 1;
        painter->drawPixmap(rect.left(), y,
                            iconPixmap(cell.icon, colourOf(theme, cell.iconTone), kIcon,
                                       painter->device()->devicePixelRatioF()));
        rect.setLeft(rect.left() + kIcon + kGap);
    }
    QRect line = rect;
    if (!cell.secondLine.isEmpty()) {
        line.setBottom(rect.center().y() + 1);
        line.setTop(rect.top() + 5);
        painter->setFont(uiFont(TextSize::Secondary));
        painter->setPen(theme.text2);
        drawRun(*painter,
                QRect(rect.left(), line.bottom(), rect.width(), rect.bottom() - line.bottom() - 4),
                cell.secondLine);
    }
    painter->setFont(faceFont(cell.face));
    painter->setPen(colourOf(theme, cell.tone));
    if (cell.rightAligned && isNumber(cell.text)) {
        drawTabular(*painter, line, Qt::AlignRight, cell.text);
    } else if (cell.rightAligned) {
        painter->drawText(line, Qt::AlignVCenter | Qt::AlignRight, cell.text);
    } else if (cell.markLength > 0) {
        drawMarked(*painter, line, cell, theme);
    } else {
        const int x = drawRun(*painter, line, cell.text) + kGap;
        painter->setFont(uiFont(TextSize::Secondary));
        painter->setPen(theme.text2);
        drawRun(*painter, QRect(x, line.top(), line.right() - x + 1, line.height()), cell.detail);
    }
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const Cell cell = index.data(CellModel::CellRole).value<Cell>();
    const int width = QFontMetrics(faceFont(cell.face)).horizontalAdvance(cell.text) + 3 * kGap;
    return {width, cell.secondLine.isEmpty() ? kRowHeight : kTwoLineHeight};
}

bool CellDelegate::editorEvent(QEvent *, QAbstractItemModel *, const QStyleOptionViewItem &,
                               const QModelIndex &)
{
    return false; // the table ticks: by row, not by cell
}

} // namespace ecva
