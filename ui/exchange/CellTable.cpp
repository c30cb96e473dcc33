#include "ui/exchange/CellTable.h"

#include "ui/exchange/CellDelegate.h"
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace ecva {
namespace {

/// Titles as small text on the panel, aligned like their columns.
class CellHeader : public QHeaderView
{
public:
    explicit CellHeader(QWidget *parent)
        : QHeaderView(Qt::Horizontal, parent)
    {
        setFixedHeight(30);
        setSectionsClickable(false);
        setHighlightSections(false);
        setMinimumSectionSize(16);
    }

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override
    {
        const Theme &theme = themeOf(this);
        painter->fillRect(rect, theme.panel);
        painter->fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.hairline);
        painter->setFont(uiFont(TextSize::Secondary));
        painter->setPen(theme.text2);
        const auto *cells = static_cast<const CellModel *>(model());
        const bool right = cells->rowCount() > 0 && cells->cell(0, section).rightAligned;
        const QString title
            = cells->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString();
        painter->drawText(rect.adjusted(section == 0 ? CellDelegate::kPadding : 8, 0, -8, -1),
                          Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft), title);
    }
};

} // namespace

CellTable::CellTable(QWidget *parent)
    : QTableView(parent)
    , m_cells(new CellModel(this))
{
    setModel(m_cells);
    setItemDelegate(new CellDelegate(this));
    setHorizontalHeader(new CellHeader(this));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setTabKeyNavigation(false);
    setEditTriggers(NoEditTriggers);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAttribute(Qt::WA_InputMethodEnabled, false);
    verticalHeader()->hide();
    verticalHeader()->setMinimumSectionSize(CellDelegate::kRowHeight);
    verticalHeader()->setDefaultSectionSize(CellDelegate::kRowHeight);
    QPalette own = palette();
    own.setColor(QPalette::Base, Qt::transparent); // tables lie on the panel, not in fields
    setPalette(own);
    connect(this, &QTableView::doubleClicked, this,
            [this](const QModelIndex &index) { Q_EMIT rowActivated(index.row()); });
    connect(m_cells, &CellModel::modelReset, this, [this] {
        // Only short lists have rows of two lines; a fixed height keeps long ones free.
        for (int row = 0; row < std::min(m_cells->rowCount(), 100); ++row)
            setRowHeight(row, sizeHintForRow(row));
    });
}

int CellTable::sizeHintForRow(int row) const
{
    const bool two = m_cells->columnCount() > 0 && !m_cells->cell(row, 0).secondLine.isEmpty();
    return two ? CellDelegate::kTwoLineHeight : CellDelegate::kRowHeight;
}

void CellTable::selectRow(int row)
{
    if (row >= 0 && row < m_cells->rowCount())
        setCurrentIndex(m_cells->index(row, 0));
}

void CellTable::setColumnWidths(const QList<int> &widths)
{
    for (int column = 0; column < widths.size(); ++column) {
        const bool stretch = widths.at(column) == 0;
        horizontalHeader()->setSectionResizeMode(column, stretch ? QHeaderView::Stretch
                                                                 : QHeaderView::Fixed);
        if (!stretch)
            horizontalHeader()->resizeSection(column, widths.at(column));
    }
}

void CellTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (current.isValid() && current.row() != previous.row())
        Q_EMIT currentRowChanged(current.row());
}

void CellTable::toggle(int row)
{
    for (int column = 0; column < m_cells->columnCount(); ++column) {
        const auto check = m_cells->cell(row, column).check;
        if (!check)
            continue;
        const Qt::CheckState next = *check == Qt::Checked ? Qt::Unchecked : Qt::Checked;
        m_cells->setData(m_cells->index(row, column), next, Qt::CheckStateRole);
        return;
    }
}

bool CellTable::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        // Keys that a list needs itself, before any command of the window hears them.
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_Home:
        case Qt::Key_End:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown:
        case Qt::Key_Space:
        case Qt::Key_Return:
        case Qt::Key_Enter:
            event->accept();
            return true;
        default:
            break;
        }
    }
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::PaletteChange)
        viewport()->update();
    return QTableView::event(event);
}

void CellTable::keyPressEvent(QKeyEvent *event)
{
    const bool plain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (plain && event->key() == Qt::Key_Space && currentIndex().isValid()) {
        toggle(currentRow());
    } else if (plain && enter && currentIndex().isValid()) {
        Q_EMIT rowActivated(currentRow());
    } else if (event->key() == Qt::Key_Escape || enter) {
        event->ignore();
    } else if (plain && (event->key() == Qt::Key_Home || event->key() == Qt::Key_End)) {
        selectRow(event->key() == Qt::Key_Home ? 0 : m_cells->rowCount() - 1);
    } else {
        QTableView::keyPressEvent(event);
    }
}

void CellTable::mouseReleaseEvent(QMouseEvent *event)
{
    QTableView::mouseReleaseEvent(event);
    const QPoint position = event->position().toPoint();
    const QModelIndex index = indexAt(position);
    if (event->button() != Qt::LeftButton || !index.isValid()
        || !m_cells->cell(index.row(), index.column()).check)
        return;
    const int left = visualRect(index).left();
    const int right = left + CellDelegate::kPadding + CellDelegate::kIcon + 8;
    if (position.x() <= right)
        toggle(index.row());
}

void CellTable::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    if (!currentIndex().isValid())
        selectRow(0);
}

void CellTable::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (!hasFocus())
        return;
    const QRect row = visualRect(currentIndex());
    if (!row.isValid())
        return;
    QPainter painter(viewport());
    painter.setPen(QPen(themeOf(this).accent, 2));
    painter.drawRect(QRect(1, row.top() + 1, horizontalHeader()->length() - 2, row.height() - 3));
}

} // namespace ecva
