#pragma once

#include <QStyledItemDelegate>

namespace ecva {

class ClipListModel;

/// Paints a clip's row, 54 px: picture, name, status by shape and word, class, length. The clip in
/// the player has an edge, selected ones a plate. In a list narrower than 120 px (the rail) only
/// the picture with the status on it.
class ClipDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    ClipDelegate(const ClipListModel &model, QObject *parent);

    static constexpr int kRowHeight = 54;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

private:
    const ClipListModel &m_model;
};

} // namespace ecva
