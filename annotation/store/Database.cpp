#include "annotation/store/Database.h"

#include <QSqlError>
#include <QUuid>
#include <QVariant>

#include <utility>

namespace ecva {
namespace {

/// Primary result codes of SQLite (sqlite.org/rescode.html); extended codes carry them in the low
/// byte.
enum SqliteCode {
    kBusy = 5,
    kLocked = 6,
    kNoMemory = 7,
    kReadOnly = 8,
    kIoError = 10,
    kCorrupt = 11,
    kFull = 13,
    kCannotOpen = 14,
    kConstraint = 19,
    kNotADatabase = 26,
};

} // namespace

Database::Database(QString name, QString shownPath)
    : m_name(std::move(name))
    , m_shownPath(std::move(shownPath))
{
}

Database::~Database()
{
    QSqlDatabase::database(m_name, false).close();
    QSqlDatabase::removeDatabase(m_name);
}

Error Database::error(const QSqlError &failed) const
{
    const std::string where = m_shownPath.toStdString();
    const std::string text
        = (failed.databaseText().isEmpty() ? failed.text() : failed.databaseText()).toStdString();
    switch (failed.nativeErrorCode().toInt() & 0xff) {
    case kBusy:
    case kLocked:
        return {ErrorCode::Locked, "is being written by another program", where};
    case kNoMemory:
        return {ErrorCode::OutOfMemory, text, where};
    case kReadOnly:
        return {ErrorCode::Io, "cannot be written: " + text, where};
    case kFull:
        return {ErrorCode::Io, "cannot be written: the disk is full", where};
    case kIoError:
        return {ErrorCode::Io, "cannot be read or written: " + text, where};
    case kCannotOpen:
        return {ErrorCode::Io, "cannot be opened: " + text, where};
    case kCorrupt:
        return {ErrorCode::BadInput, "is damaged: " + text, where};
    case kNotADatabase:
        return {ErrorCode::BadInput, "is not a project: " + text, where};
    case kConstraint:
        return {ErrorCode::Internal, "breaks a rule of the project: " + text, where};
    default:
        return {ErrorCode::Internal, text, where};
    }
}

Result<std::unique_ptr<Database>> Database::open(const QString &path, Access access,
                                                 const QString &shownPath)
{
    const QString name
        = QStringLiteral("ecva-") + QUuid::createUuid().toString(QUuid::WithoutBraces);
    std::unique_ptr<Database> database(new Database(name, shownPath));
    {
        QSqlDatabase connection = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        if (!connection.isValid())
            return fail(ErrorCode::Internal,
                        "Qt's SQLite driver is not installed (package libqt6sql6-sqlite)");
        connection.setDatabaseName(path);
        QString options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=2000");
        if (access == Access::ReadOnly)
            options += QStringLiteral(";QSQLITE_OPEN_READONLY");
        connection.setConnectOptions(options);
        if (!connection.open())
            return tl::unexpected<Error>(database->error(connection.lastError()));
    }
    // FULL: a commit is on the disk when it returns. Functions and checks in a foreign file are not
    // trusted. The memory-mapped default would turn I/O errors into signals.
    QStringList pragmas{
        QStringLiteral("PRAGMA foreign_keys = ON"), QStringLiteral("PRAGMA trusted_schema = OFF"),
        QStringLiteral("PRAGMA cell_size_check = ON"), QStringLiteral("PRAGMA mmap_size = 0"),
        QStringLiteral("PRAGMA synchronous = FULL")};
    if (access == Access::ReadOnly)
        pragmas += {QStringLiteral("PRAGMA query_only = ON"),
                    QStringLiteral("PRAGMA wal_autocheckpoint = 0")};
    for (const QString &pragma : std::as_const(pragmas)) {
        if (auto done = database->exec(pragma); !done)
            return fail(done);
    }
    return database;
}

QString Database::engineVersion()
{
    const QString name = QUuid::createUuid().toString(QUuid::WithoutBraces);
    QString version;
    {
        QSqlDatabase memory = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        memory.setDatabaseName(QStringLiteral(":memory:"));
        if (memory.open()) {
            QSqlQuery query(memory);
            if (query.exec(QStringLiteral("SELECT sqlite_version()")) && query.next())
                version = query.value(0).toString();
        }
    }
    QSqlDatabase::removeDatabase(name);
    return version;
}

Result<void> Database::exec(const QString &sql)
{
    QSqlQuery query(QSqlDatabase::database(m_name, false));
    if (!query.exec(sql))
        return tl::unexpected<Error>(error(query.lastError()));
    return {};
}

Result<QVariant> Database::value(const QString &sql)
{
    QSqlQuery query(QSqlDatabase::database(m_name, false));
    query.setForwardOnly(true);
    if (!query.exec(sql))
        return tl::unexpected<Error>(error(query.lastError()));
    if (query.next())
        return query.value(0);
    if (query.lastError().isValid())
        return tl::unexpected<Error>(error(query.lastError()));
    return QVariant();
}

Result<QSqlQuery> Database::prepare(const QString &sql)
{
    QSqlQuery query(QSqlDatabase::database(m_name, false));
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return tl::unexpected<Error>(error(query.lastError()));
    return query;
}

Result<void> Database::run(QSqlQuery &query)
{
    if (!query.exec())
        return tl::unexpected<Error>(error(query.lastError()));
    return {};
}

Result<Transaction> Transaction::begin(Database &database, Kind kind)
{
    if (auto begun = database.exec(kind == Kind::Write ? QStringLiteral("BEGIN IMMEDIATE")
                                                       : QStringLiteral("BEGIN"));
        !begun)
        return fail(begun);
    return Transaction(database);
}

Transaction::Transaction(Transaction &&other) noexcept
    : m_database(std::exchange(other.m_database, nullptr))
{
}

Transaction::~Transaction()
{
    // SQLite has rolled back by itself after some errors; then this fails, which is as good.
    if (m_database)
        (void)m_database->exec(QStringLiteral("ROLLBACK"));
}

Result<void> Transaction::commit()
{
    auto committed = m_database->exec(QStringLiteral("COMMIT"));
    if (committed)
        m_database = nullptr;
    return committed;
}

} // namespace ecva
