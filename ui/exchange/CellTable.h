#pragma once

#include "ui/exchange/CellModel.h"

#include <QTableView>

namespace ecva {

/// A table of Cells: rows of 36 px, hairlines, one row selected; Space or a click on the box ticks,
/// Enter or a double click activates. Leaves Esc and Ctrl+Enter to the view around it.
class CellTable : public QTableView
{
    Q_OBJECT

public:
    explicit CellTable(QWidget *parent = nullptr);

    CellModel &cells() { return *m_cells; }
    const CellModel &cells() const { return *m_cells; }
    int currentRow() const { return currentIndex().row(); }
    void selectRow(int row);
    /// Widths in pixels; 0 takes a share of the rest.
    void setColumnWidths(const QList<int> &widths);

Q_SIGNALS:
    void currentRowChanged(int row);
    void rowActivated(int row);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void focusInEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;
    int sizeHintForRow(int row) const override;

private:
    void toggle(int row);

    CellModel *m_cells;
};

} // namespace ecva
