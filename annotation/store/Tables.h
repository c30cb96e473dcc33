#pragma once

#include "annotation/domain/Entities.h"
#include "annotation/store/Row.h"
#include "core/base/Result.h"

#include <vector>

namespace ecva {

struct Column
{
    enum class Kind { Integer, Real, Text };
    QString name;
    Kind kind = Kind::Text;
};

/// Name and columns of a content table; both come from one description per entity (Fields.h), which
/// the SQL of the newest migration has to agree with (a test compares them).
struct TableInfo
{
    Table table = Table::Clip;
    QString name;
    std::vector<Column> columns; ///< without "id"
    Row defaults;                ///< of a fresh entity: for columns that an old journal lacks
};

const TableInfo &tableInfo(Table table);
/// Null for an unknown name.
const TableInfo *tableByName(const QString &name);

/// Which table an entity lives in.
template <typename Entity>
inline constexpr Table kTableOf = Table::Clip;
template <>
inline constexpr Table kTableOf<ProjectSettings> = Table::Settings;
template <>
inline constexpr Table kTableOf<Source> = Table::Source;
template <>
inline constexpr Table kTableOf<SourceRow> = Table::SourceRow;
template <>
inline constexpr Table kTableOf<Segment> = Table::Segment;
template <>
inline constexpr Table kTableOf<QaItem> = Table::Item;
template <>
inline constexpr Table kTableOf<Answer> = Table::Answer;
template <>
inline constexpr Table kTableOf<KeySentence> = Table::KeySentence;
template <>
inline constexpr Table kTableOf<KeyFrame> = Table::KeyFrame;
template <>
inline constexpr Table kTableOf<Delta> = Table::Delta;

/// An entity as a row and back; the id is kept apart. fromRow's errors: BadInput, naming table, id,
/// column and value.
template <typename Entity>
Row toRow(const Entity &entity);
template <typename Entity>
Result<Entity> fromRow(qint64 id, const Row &row);

} // namespace ecva
