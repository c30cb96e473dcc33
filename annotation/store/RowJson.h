#pragma once

#include "annotation/store/Tables.h"
#include "core/base/Result.h"

#include <QByteArray>

namespace ecva {

/// Canonical JSON: UTF-8 unescaped, keys sorted, no blanks, shortest numbers that read back
/// exactly.
QByteArray rowJson(const TableInfo &info, qint64 id, const Row &row);

enum class Side { Before, After };
/// One side of the changes as the journal keeps it: [{"id","row","table"}], row null where there is
/// none.
QByteArray changesJson(const RowChanges &changes, Side side);
/// Both sides put together again. Columns that the JSON lacks get their default, so that steps made
/// before a migration can still be undone. Errors: BadInput.
Result<RowChanges> parseChanges(const QByteArray &before, const QByteArray &after);

} // namespace ecva
