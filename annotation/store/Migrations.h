#pragma once

#include "annotation/store/Database.h"

#include <QStringList>

#include <vector>

namespace ecva {

/// One step of the file format: resources/sql/NNN_name.sql.
struct Migration
{
    int version = 0; ///< user_version afterwards
    QStringList statements;
};

/// "ECVA" in the file's header: tells `file` and us whose database it is.
inline constexpr qint64 kApplicationId = 0x45435641;

/// All migrations, ascending from 1 without a gap; compiled into the program.
const std::vector<Migration> &migrations();
/// user_version of a project written by this program.
int currentVersion();

/// Statements of a script: each ends with a semicolon at the end of its line; "--" lines are
/// dropped.
QStringList splitStatements(const QString &script);

/// Brings a database from its user_version to the newest of `steps`, each step in one transaction.
Result<void> migrate(Database &database, const std::vector<Migration> &steps);

} // namespace ecva
