#include "ui/inspector/ClassListModel.h"

#include "annotation/domain/Taxonomy.h"
#include "ui/inspector/ClassSearch.h"
#include "ui/workspace/Wording.h"

namespace ecva {

ClassListModel::ClassListModel(QObject *parent)
    : QAbstractListModel(parent)
{
    setSearch({});
}

void ClassListModel::setSearch(const QString &typed)
{
    beginResetModel();
    m_rows.clear();
    m_best = -1;
    int bestRank = 0;
    QString heading;
    for (const TaxonomyClass &entry : Taxonomy::published().classes()) {
        const int rank = classMatch(entry, typed);
        if (rank < 0)
            continue;
        const QString list = entry.label.section(QLatin1Char(':'), 0, 0).toUpper();
        if (list != heading) {
            heading = list;
            m_rows.push_back({nullptr, heading});
        }
        if (m_best < 0 || rank < bestRank) {
            m_best = static_cast<int>(m_rows.size());
            bestRank = rank;
        }
        m_rows.push_back({&entry, {}});
    }
    endResetModel();
}

const TaxonomyClass *ClassListModel::classAt(int row) const
{
    return row < 0 || row >= rowCount() ? nullptr : m_rows[static_cast<std::size_t>(row)].entry;
}

int ClassListModel::rowOf(const QString &label) const
{
    for (int row = 0; row < rowCount(); ++row) {
        const TaxonomyClass *entry = classAt(row);
        if (entry && entry->label == label)
            return row;
    }
    return -1;
}

int ClassListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ClassListModel::data(const QModelIndex &index, int role) const
{
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    const TaxonomyClass *entry = classAt(index.row());
    if (!entry)
        return m_rows[static_cast<std::size_t>(index.row())].heading;
    return QStringLiteral("%1 %2").arg(entry->code, displayName(*entry));
}

Qt::ItemFlags ClassListModel::flags(const QModelIndex &index) const
{
    return classAt(index.row()) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

} // namespace ecva
