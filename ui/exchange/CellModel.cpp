#include "ui/exchange/CellModel.h"

namespace ecva {

void CellModel::setTitles(const QStringList &titles)
{
    beginResetModel();
    m_titles = titles;
    endResetModel();
}

void CellModel::reset(int rows, Provider provider)
{
    beginResetModel();
    m_rows = rows;
    m_provider = std::move(provider);
    endResetModel();
}

void CellModel::refresh()
{
    if (m_rows > 0)
        Q_EMIT dataChanged(index(0, 0), index(m_rows - 1, columnCount() - 1));
}

Cell CellModel::cell(int row, int column) const
{
    return m_provider ? m_provider(row, column) : Cell{};
}

int CellModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

int CellModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_titles.size());
}

QVariant CellModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows)
        return {};
    switch (role) {
    case CellRole:
        return QVariant::fromValue(cell(index.row(), index.column()));
    case Qt::DisplayRole:
        return cell(index.row(), index.column()).text;
    case Qt::AccessibleTextRole: {
        const Cell shown = cell(index.row(), index.column());
        return QStringList{shown.text, shown.detail, shown.secondLine}.join(u' ').trimmed();
    }
    case Qt::ToolTipRole: {
        const Cell shown = cell(index.row(), index.column());
        return shown.secondLine.isEmpty() ? shown.text : shown.text + u'\n' + shown.secondLine;
    }
    case Qt::CheckStateRole:
        if (const auto check = cell(index.row(), index.column()).check)
            return *check;
        return {};
    default:
        return {};
    }
}

bool CellModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !index.isValid() || !cell(index.row(), index.column()).check)
        return false;
    Q_EMIT toggled(index.row(), value.toInt() == Qt::Checked);
    return true;
}

QVariant CellModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section >= m_titles.size())
        return {};
    if (role == Qt::DisplayRole)
        return m_titles.at(section);
    return {};
}

Qt::ItemFlags CellModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (index.isValid() && cell(index.row(), index.column()).check)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

} // namespace ecva
