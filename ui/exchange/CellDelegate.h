#pragma once

#include "ui/exchange/CellModel.h"

#include <QStyledItemDelegate>

namespace ecva {

/// Paints a Cell in the tokens of the look.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int kRowHeight = 36;
    static constexpr int kTwoLineHeight = 48;
    static constexpr int kPadding = 16;
    static constexpr int kIcon = 16;

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;
};

} // namespace ecva
