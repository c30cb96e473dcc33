#pragma once

#include <QString>
#include <QtGlobal>

#include <array>
#include <optional>
#include <variant>
#include <vector>

namespace ecva {

/// The content tables of a project, parents before children.
enum class Table {
    Settings,
    Clip,
    Source,
    SourceRow,
    Segment,
    Item,
    Answer,
    KeySentence,
    KeyFrame,
    Delta
};

inline constexpr std::array kTables{Table::Settings, Table::Clip, Table::Source, Table::SourceRow,
                                    Table::Segment,  Table::Item, Table::Answer, Table::KeySentence,
                                    Table::KeyFrame, Table::Delta};

/// A value as SQLite stores it; monostate is NULL.
using Value = std::variant<std::monostate, qint64, double, QString>;

/// Values of a row in the order of its table's columns, without the id.
using Row = std::vector<Value>;

/// What an edit, an undo or a redo does to one row.
struct RowChange
{
    Table table = Table::Clip;
    qint64 id = 0;
    std::optional<Row> before; ///< nothing: the row is made
    std::optional<Row> after;  ///< nothing: the row is removed

    friend bool operator==(const RowChange &, const RowChange &) = default;
};

using RowChanges = std::vector<RowChange>;

/// The same changes backwards.
RowChanges reversed(const RowChanges &changes);
/// `first`, then `second`, as one list with one entry per row; rows that end as they began drop
/// out.
RowChanges combined(const RowChanges &first, const RowChanges &second);

} // namespace ecva
