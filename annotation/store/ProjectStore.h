#pragma once

#include "annotation/store/Database.h"
#include "annotation/store/JournalEntry.h"
#include "annotation/store/ProjectLock.h"
#include "annotation/store/Tables.h"

#include <QTemporaryDir>

#include <array>
#include <functional>
#include <memory>
#include <optional>

namespace ecva {

/// A project file: content rows and their journal, one transaction per step. Used by one thread.
class ProjectStore
{
public:
    using Access = Database::Access;

    /// Makes a project that is complete when it appears: built under another name, then linked to
    /// `path` without ever overwriting. Errors: InvalidArgument (exists already), Io.
    static Result<void> create(const QString &path, const QString &author);

    /// Errors: NotFound, Io, BadInput (not a project, damaged), NewerVersion, Locked.
    static Result<std::unique_ptr<ProjectStore>> open(const QString &path, Access access);
    ~ProjectStore();

    /// One row of content. An error ends the reading and is passed on.
    using RowVisitor = std::function<Result<void>(Table table, qint64 id, Row &&row)>;
    /// All content rows as of one moment, by table, then id.
    Result<void> readContent(const RowVisitor &visit);
    /// The smallest id that was never given out.
    Result<qint64> nextId();

    struct NewStep
    {
        QString when;
        QString who;
        QString command;
        qint64 mergeInto = 0; ///< the newest step, which this one continues; 0: a step of its own
    };
    /// Writes the rows, the step and the id counter, all or nothing; what had been undone becomes
    /// dead. Returns the step's seq, 0 when merging left nothing of it. Errors: Io, Internal.
    Result<qint64> commit(const RowChanges &changes, const NewStep &step, qint64 nextId);

    /// The newest applied and the oldest undone step; seq 0 where there is none.
    struct Head
    {
        qint64 undoSeq = 0;
        QString undoCommand;
        qint64 redoSeq = 0;
        QString redoCommand;
    };
    Result<Head> head();

    struct Moved
    {
        QString command;
        RowChanges changes; ///< as they were done to the rows
    };
    /// Takes back the newest applied step, or does the oldest undone one again.
    /// Errors: InvalidArgument when there is none, Io, BadInput (the history is damaged).
    Result<Moved> undo();
    Result<Moved> redo();

    /// Steps, oldest first; the visitor returns false to stop.
    Result<void> readJournal(const std::function<bool(const JournalEntry &)> &visit);

    /// Content as canonical JSON, in pieces, as of one moment.
    Result<void> dump(const std::function<void(const QByteArray &)> &write);

    /// integrity_check and foreign_key_check. Errors: BadInput, naming what is broken.
    Result<void> checkIntegrity();

private:
    struct Statements
    {
        std::optional<QSqlQuery> insert;
        std::optional<QSqlQuery> update;
        std::optional<QSqlQuery> remove;
    };

    ProjectStore(QString path, std::unique_ptr<ProjectLock> lock);
    Result<void> connect(Access access);
    Result<void> checkContents(Access access);
    /// Closes the project and copies it with its log; empty when there is no room.
    QString copyAside();
    Result<void> readMigrated();
    Result<void> readRows(const RowVisitor &visit);
    Result<void> apply(const RowChanges &changes);
    Result<void> writeRow(const RowChange &change);
    Result<QSqlQuery *> statement(std::optional<QSqlQuery> &slot, const QString &sql);
    Result<JournalEntry> step(qint64 seq);
    Result<Moved> move(qint64 seq, JournalEntry::State to);
    Error damaged(const Error &error) const;

    QString m_path;
    std::unique_ptr<ProjectLock> m_lock;       // released last
    std::unique_ptr<QTemporaryDir> m_snapshot; // of a project in a folder nobody may write
    std::unique_ptr<Database> m_database;
    // Prepared queries go before their connection.
    std::array<Statements, kTables.size()> m_statements;
    std::optional<QSqlQuery> m_addStep;
    std::optional<QSqlQuery> m_headUndo;
    std::optional<QSqlQuery> m_headRedo;
};

} // namespace ecva
