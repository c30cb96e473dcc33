#include "annotation/store/ProjectStore.h"

#include "annotation/store/Migrations.h"
#include "annotation/store/RowJson.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QUuid>
#include <QVariant>
#include <QtEndian>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace ecva {
namespace {

constexpr int kHeaderBytes = 100; // of an SQLite file
constexpr int kUserVersionAt = 60;
constexpr int kApplicationIdAt = 68;

Error newer(const QString &path, qint64 version)
{
    return {ErrorCode::NewerVersion,
            "was written by a newer version of ECVA Studio: its format is version "
                + std::to_string(version) + ", this program knows up to version "
                + std::to_string(currentVersion()),
            path.toStdString()};
}

/// Looks at the file's first bytes only, so that a file that is not ours is never touched.
Result<void> checkHeader(const QString &path)
{
    const std::string where = path.toStdString();
    if (!QFileInfo::exists(path))
        return fail(ErrorCode::NotFound, "does not exist", where);
    if (!QFileInfo(path).isFile())
        return fail(ErrorCode::BadInput, "is not a file", where);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Io, "cannot be read: " + file.errorString().toStdString(), where);
    if (file.size() == 0)
        return fail(ErrorCode::BadInput, "is empty (0 bytes), not a project", where);
    const QByteArray header = file.read(kHeaderBytes);
    if (header.size() < kHeaderBytes || !header.startsWith(QByteArray("SQLite format 3\0", 16)))
        return fail(ErrorCode::BadInput, "is not a project of ECVA Studio", where);
    if (qFromBigEndian<quint32>(header.constData() + kApplicationIdAt) != kApplicationId)
        return fail(ErrorCode::BadInput, "is a database of another program, not a project", where);
    const auto version = qFromBigEndian<quint32>(header.constData() + kUserVersionAt);
    if (version > quint32(currentVersion()))
        return tl::unexpected<Error>(newer(path, version));
    return {};
}

/// Gives a finished file its name without ever overwriting another one.
Result<void> publish(const QString &from, const QString &to)
{
    const QByteArray source = QFile::encodeName(from);
    const QByteArray target = QFile::encodeName(to);
    // Not every file system has hard links; renameat2 refuses to overwrite too.
    bool done = link(source.constData(), target.constData()) == 0;
    if (done)
        unlink(source.constData());
    else if (errno != EEXIST)
        done = renameat2(AT_FDCWD, source.constData(), AT_FDCWD, target.constData(),
                         RENAME_NOREPLACE)
               == 0;
    if (!done && errno == EEXIST)
        return fail(ErrorCode::InvalidArgument, "exists already", to.toStdString());
    if (!done)
        return fail(ErrorCode::Io, std::string("cannot be made: ") + std::strerror(errno),
                    to.toStdString());
    const QByteArray folder = QFile::encodeName(QFileInfo(to).absolutePath());
    if (const int descriptor = ::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        descriptor >= 0) {
        fsync(descriptor); // the name itself survives a power cut
        close(descriptor);
    }
    return {};
}

Result<void> fillNewFile(const QString &path, const QString &shownPath, const QString &author)
{
    auto database = Database::open(path, Database::Access::ReadWrite, shownPath);
    if (!database)
        return fail(database);
    for (const QString &sql : {QStringLiteral("PRAGMA application_id = %1").arg(kApplicationId),
                               QStringLiteral("PRAGMA journal_mode = WAL")}) {
        if (auto done = (*database)->exec(sql); !done)
            return done;
    }
    if (auto done = migrate(**database, migrations()); !done)
        return done;
    auto transaction = Transaction::begin(**database, Transaction::Kind::Write);
    if (!transaction)
        return fail(transaction);
    auto project = (*database)->prepare(QStringLiteral(
        "INSERT INTO project (id, created_at, created_by, next_id) VALUES (1, ?, ?, 1)"));
    if (!project)
        return fail(project);
    project->addBindValue(QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs));
    project->addBindValue(author);
    if (auto done = (*database)->run(*project); !done)
        return done;
    project->finish();
    if (auto done = transaction->commit(); !done)
        return done;
    return (*database)->exec(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)"));
}

} // namespace

ProjectStore::ProjectStore(QString path, std::unique_ptr<ProjectLock> lock)
    : m_path(std::move(path))
    , m_lock(std::move(lock))
{
}

ProjectStore::~ProjectStore() = default;

Result<void> ProjectStore::create(const QString &path, const QString &author)
{
    const QFileInfo info(path);
    const std::string where = path.toStdString();
    if (info.exists() || info.isSymLink())
        return fail(ErrorCode::InvalidArgument, "exists already", where);
    if (!QFileInfo(info.absolutePath()).isDir())
        return fail(ErrorCode::Io, "cannot be made: there is no such folder", where);
    // The log of a project that was removed by hand would be read into the new one. (Readers leave
    // empty ones.)
    if (QFileInfo(path + QStringLiteral("-wal")).size() > 0)
        return fail(ErrorCode::InvalidArgument,
                    "cannot be made: " + info.fileName().toStdString()
                        + "-wal is left of another project of this name; move it away",
                    where);
    const QString temporary = info.absolutePath() + QStringLiteral("/.") + info.fileName() + u'.'
                              + QUuid::createUuid().toString(QUuid::Id128).left(8)
                              + QStringLiteral(".tmp");
    auto made = fillNewFile(temporary, path, author);
    if (made)
        made = publish(temporary, path);
    if (!made) {
        for (const char *suffix : {"", "-wal", "-shm", "-journal"})
            QFile::remove(temporary + QLatin1String(suffix));
    }
    return made;
}

Result<std::unique_ptr<ProjectStore>> ProjectStore::open(const QString &path, Access access)
{
    if (auto ours = checkHeader(path); !ours)
        return fail(ours);
    // Two names of one file share one lock and one journal.
    const QString real = QFileInfo(path).canonicalFilePath();
    std::unique_ptr<ProjectLock> lock;
    if (access == Access::ReadWrite) {
        if (!QFileInfo(real).isWritable())
            return fail(ErrorCode::Io, "cannot be written: permission denied", path.toStdString());
        auto acquired = ProjectLock::acquire(real);
        if (!acquired)
            return fail(acquired);
        lock = std::move(*acquired);
    }
    std::unique_ptr<ProjectStore> store(new ProjectStore(real, std::move(lock)));
    auto connected = store->connect(access);
    if (connected)
        connected = store->checkContents(access);
    if (!connected)
        return fail(connected);
    return store;
}

Result<void> ProjectStore::connect(Access access)
{
    const auto open = [&](const QString &file) -> Result<void> {
        auto database = Database::open(file, access, m_path);
        if (!database)
            return fail(database);
        m_database = std::move(*database);
        if (auto read = m_database->value(QStringLiteral("SELECT count(*) FROM sqlite_schema"));
            !read)
            return fail(read);
        return {};
    };
    auto opened = open(m_path);
    if (opened || access == Access::ReadWrite || opened.error().code != ErrorCode::Io)
        return opened;
    // A reader of a log needs a file for its index beside the project. Where the folder cannot be
    // written, read a copy of the project and its log.
    const QString copy = copyAside();
    return copy.isEmpty() ? opened : open(copy);
}

QString ProjectStore::copyAside()
{
    m_database.reset();
    if (m_snapshot)
        return m_snapshot->filePath(QStringLiteral("project.ecva"));
    m_snapshot = std::make_unique<QTemporaryDir>();
    QString copy = m_snapshot->filePath(QStringLiteral("project.ecva"));
    const QString log = QStringLiteral("-wal");
    if (!m_snapshot->isValid() || !QFile::copy(m_path, copy)
        || (QFileInfo::exists(m_path + log) && !QFile::copy(m_path + log, copy + log)))
        return {};
    for (const QString &file : {copy, copy + log})
        QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner);
    return copy;
}

/// An older project is read as the newest version would hold it; its file stays what it is.
Result<void> ProjectStore::readMigrated()
{
    const QString copy = copyAside();
    if (copy.isEmpty())
        return fail(ErrorCode::Io,
                    "was written by an older version, and there is no room for a copy: open it "
                    "for writing once",
                    m_path.toStdString());
    {
        auto writing = Database::open(copy, Access::ReadWrite, m_path);
        if (!writing)
            return fail(writing);
        if (auto done = migrate(**writing, migrations()); !done)
            return done;
    }
    auto database = Database::open(copy, Access::ReadOnly, m_path);
    if (!database)
        return fail(database);
    m_database = std::move(*database);
    return {};
}

Result<void> ProjectStore::checkContents(Access access)
{
    const auto version = m_database->value(QStringLiteral("PRAGMA user_version"));
    if (!version)
        return fail(version);
    if (version->toInt() > currentVersion())
        return tl::unexpected<Error>(newer(m_path, version->toInt()));
    if (version->toInt() < 1)
        return fail(ErrorCode::BadInput, "is damaged: it has no version", m_path.toStdString());
    const auto foreign = m_database->value(
        QStringLiteral("SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view') LIMIT 1"));
    if (!foreign)
        return fail(foreign);
    if (foreign->isValid())
        return fail(ErrorCode::BadInput,
                    "is not a project of ECVA Studio: it holds '"
                        + foreign->toString().toStdString() + "', which no project does",
                    m_path.toStdString());
    if (access == Access::ReadOnly) {
        return version->toInt() < currentVersion() ? readMigrated() : Result<void>();
    }
    if (auto done = m_database->exec(QStringLiteral("PRAGMA journal_size_limit = 16777216")); !done)
        return done;
    return migrate(*m_database, migrations());
}

/// A row that does not fit its table is damage of this file.
Error ProjectStore::damaged(const Error &error) const
{
    return {error.code, "is damaged: " + error.message, m_path.toStdString()};
}

Result<void> ProjectStore::readRows(const RowVisitor &visit)
{
    for (const Table table : kTables) {
        const TableInfo &info = tableInfo(table);
        QStringList names{QStringLiteral("id")};
        for (const Column &column : info.columns)
            names.append(column.name);
        auto query = m_database->prepare(QStringLiteral("SELECT %1 FROM %2 ORDER BY id")
                                             .arg(names.join(QStringLiteral(", ")), info.name));
        if (!query)
            return fail(query);
        if (auto done = m_database->run(*query); !done)
            return done;
        while (query->next()) {
            Row row;
            row.reserve(info.columns.size());
            for (std::size_t i = 0; i < info.columns.size(); ++i) {
                const QVariant value = query->value(int(i) + 1);
                if (query->isNull(int(i) + 1))
                    row.emplace_back();
                else if (info.columns[i].kind == Column::Kind::Integer)
                    row.emplace_back(value.toLongLong());
                else if (info.columns[i].kind == Column::Kind::Real)
                    row.emplace_back(value.toDouble());
                else
                    row.emplace_back(value.toString());
            }
            if (auto done = visit(table, query->value(0).toLongLong(), std::move(row)); !done)
                return tl::unexpected<Error>(damaged(done.error()));
        }
        if (query->lastError().isValid())
            return tl::unexpected<Error>(m_database->error(query->lastError()));
    }
    return {};
}

Result<void> ProjectStore::readContent(const RowVisitor &visit)
{
    auto transaction = Transaction::begin(*m_database, Transaction::Kind::Read);
    if (!transaction)
        return fail(transaction);
    if (auto done = readRows(visit); !done)
        return done;
    return transaction->commit();
}

Result<qint64> ProjectStore::nextId()
{
    const auto value = m_database->value(QStringLiteral("SELECT next_id FROM project"));
    if (!value)
        return fail(value);
    if (!value->isValid())
        return fail(ErrorCode::BadInput, "is damaged: it has no id counter", m_path.toStdString());
    return value->toLongLong();
}

Result<void> ProjectStore::dump(const std::function<void(const QByteArray &)> &write)
{
    std::optional<Table> open;
    write("{");
    const auto done = readContent([&](Table table, qint64 id, Row &&row) -> Result<void> {
        const TableInfo &info = tableInfo(table);
        if (open != table)
            write((open ? "\n],\n\"" : "\n\"") + info.name.toUtf8() + "\":[\n");
        else
            write(",\n");
        open = table;
        write(rowJson(info, id, row));
        return {};
    });
    if (done)
        write(open ? "\n]\n}\n" : "\n}\n");
    return done;
}

Result<void> ProjectStore::checkIntegrity()
{
    const auto check = m_database->value(QStringLiteral("PRAGMA integrity_check(1)"));
    if (!check)
        return fail(check);
    if (check->toString() != QLatin1String("ok"))
        return fail(ErrorCode::BadInput, "is damaged: " + check->toString().toStdString(),
                    m_path.toStdString());
    const auto orphan = m_database->value(QStringLiteral("PRAGMA foreign_key_check"));
    if (!orphan)
        return fail(orphan);
    if (orphan->isValid())
        return fail(ErrorCode::BadInput,
                    "is damaged: a row of '" + orphan->toString().toStdString()
                        + "' hangs on nothing",
                    m_path.toStdString());
    return {};
}

} // namespace ecva
