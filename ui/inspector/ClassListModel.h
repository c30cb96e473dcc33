#pragma once

#include <QAbstractListModel>

#include <vector>

namespace ecva {

struct TaxonomyClass;

/// The classes that a search lets through, each taxonomy under its heading, in published order.
class ClassListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    explicit ClassListModel(QObject *parent = nullptr);

    void setSearch(const QString &typed);
    /// Null for a heading.
    const TaxonomyClass *classAt(int row) const;
    /// The row of the best match (the class itself for its code), -1 when nothing matches.
    int bestRow() const { return m_best; }
    int rowOf(const QString &label) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    /// Display: heading, or code and name.
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Row
    {
        const TaxonomyClass *entry = nullptr;
        QString heading;
    };
    std::vector<Row> m_rows;
    int m_best = -1;
};

} // namespace ecva
