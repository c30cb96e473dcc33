#pragma once

#include "ui/style/Controls.h"

#include <QAbstractTableModel>

#include <functional>
#include <optional>

namespace ecva {

/// What one place of a table shows.
struct Cell
{
    enum class Face { Body, Strong, Secondary, Mono };
    enum class Mark { Gone, New }; ///< tinted: what is wrong in the file; what it would become

    QString text;
    Face face = Face::Body;
    Label::Tone tone = Label::Tone::Text1;
    QString icon; ///< of resources/icons, before the text
    Label::Tone iconTone = Label::Tone::Text3;
    QString detail;     ///< fainter, after the text
    QString secondLine; ///< fainter, below it
    int markBegin = 0;
    int markLength = 0; ///< 0: no mark
    Mark mark = Mark::Gone;
    bool rightAligned = false;
    std::optional<Qt::CheckState> check; ///< a tick box before the text
};

/// A table that asks for its cells when they are to be shown: a plan of thousands of places costs
/// nothing but what is on the screen.
class CellModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using Provider = std::function<Cell(int row, int column)>;
    enum Role { CellRole = Qt::UserRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setTitles(const QStringList &titles);
    /// New content. `provider` is asked for 0 ≤ row < rows.
    void reset(int rows, Provider provider);
    /// The same rows, other texts or ticks.
    void refresh();
    Cell cell(int row, int column) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    /// A person ticked or unticked a row.
    void toggled(int row, bool on);

private:
    QStringList m_titles;
    int m_rows = 0;
    Provider m_provider;
};

} // namespace ecva

Q_DECLARE_METATYPE(ecva::Cell)
