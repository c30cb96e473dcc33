#pragma once

#include "core/base/Result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>

#include <memory>

namespace ecva {

/// One SQLite connection of its own, with the pragmas every connection of ours has. Used by the
/// thread that opened it.
class Database
{
public:
    enum class Access { ReadWrite, ReadOnly };

    /// Opens an existing file, or makes one with ReadWrite. Errors: Io, BadInput (not SQLite,
    /// damaged), Internal (no SQLite driver); `shownPath` is the file that messages name.
    static Result<std::unique_ptr<Database>> open(const QString &path, Access access,
                                                  const QString &shownPath);
    /// Of SQLite, "3.40.1"; empty where Qt has no driver for it.
    static QString engineVersion();

    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    Result<void> exec(const QString &sql);
    /// The only value of the only row of a query; invalid when there is no row.
    Result<QVariant> value(const QString &sql);
    /// A prepared, forward-only query of this connection.
    Result<QSqlQuery> prepare(const QString &sql);
    /// Runs a prepared query.
    Result<void> run(QSqlQuery &query);

    /// The statement's failure in our words.
    Error error(const QSqlError &failed) const;

private:
    Database(QString name, QString shownPath);

    QString m_name;
    QString m_shownPath;
};

/// A transaction that is rolled back unless commit() has succeeded.
class Transaction
{
public:
    /// Write takes the write lock at once: a transaction that upgrades later fails when somebody
    /// else has committed in between. Read sees one state of the project throughout.
    enum class Kind { Read, Write };

    static Result<Transaction> begin(Database &database, Kind kind);
    Transaction(Transaction &&other) noexcept;
    Transaction &operator=(Transaction &&) = delete;
    ~Transaction();

    Result<void> commit();

private:
    explicit Transaction(Database &database)
        : m_database(&database)
    {
    }
    Database *m_database;
};

} // namespace ecva
