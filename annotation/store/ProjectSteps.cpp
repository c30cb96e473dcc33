// Writing: steps and their way back. See ProjectStore.h.
#include "annotation/store/ProjectStore.h"

#include "annotation/store/RowJson.h"

#include <QSqlError>
#include <QVariant>

namespace ecva {
namespace {

QVariant bound(const Value &value)
{
    if (const qint64 *number = std::get_if<qint64>(&value))
        return *number;
    if (const double *real = std::get_if<double>(&value))
        return *real;
    if (const QString *text = std::get_if<QString>(&value))
        return text->isNull() ? QStringLiteral("") : *text; // Qt binds a null string as NULL
    return QVariant(QMetaType::fromType<QString>());
}

std::optional<JournalEntry::State> stateFromName(const QString &name)
{
    for (const auto state :
         {JournalEntry::State::Applied, JournalEntry::State::Undone, JournalEntry::State::Dead}) {
        if (toName(state) == name)
            return state;
    }
    return std::nullopt;
}

QString placeholders(std::size_t count)
{
    return QStringList(qsizetype(count), QStringLiteral("?")).join(QStringLiteral(", "));
}

QStringList columnNames(const TableInfo &info)
{
    QStringList names;
    for (const Column &column : info.columns)
        names.append(column.name);
    return names;
}

} // namespace

QString toName(JournalEntry::State state)
{
    switch (state) {
    case JournalEntry::State::Applied:
        return QStringLiteral("applied");
    case JournalEntry::State::Undone:
        return QStringLiteral("undone");
    case JournalEntry::State::Dead:
        return QStringLiteral("dead");
    }
    return {};
}

Result<QSqlQuery *> ProjectStore::statement(std::optional<QSqlQuery> &slot, const QString &sql)
{
    if (!slot) {
        auto prepared = m_database->prepare(sql);
        if (!prepared)
            return fail(prepared);
        slot = std::move(*prepared);
    }
    return &*slot;
}

Result<void> ProjectStore::writeRow(const RowChange &change)
{
    const TableInfo &info = tableInfo(change.table);
    Statements &statements = m_statements[static_cast<std::size_t>(change.table)];
    const QString blank = QStringLiteral(", ");
    Result<QSqlQuery *> query = nullptr;
    if (!change.before) {
        query = statement(statements.insert, QStringLiteral("INSERT INTO %1 (%2, id) VALUES (%3)")
                                                 .arg(info.name, columnNames(info).join(blank),
                                                      placeholders(info.columns.size() + 1)));
    } else if (!change.after) {
        query = statement(statements.remove,
                          QStringLiteral("DELETE FROM %1 WHERE id = ?").arg(info.name));
    } else {
        query = statement(statements.update,
                          QStringLiteral("UPDATE %1 SET %2 = ? WHERE id = ?")
                              .arg(info.name, columnNames(info).join(QStringLiteral(" = ?, "))));
    }
    if (!query)
        return fail(query);
    int at = 0;
    if (change.after) {
        for (const Value &value : *change.after)
            (*query)->bindValue(at++, bound(value));
    }
    (*query)->bindValue(at, change.id);
    if (auto done = m_database->run(**query); !done)
        return done;
    const int touched = (*query)->numRowsAffected();
    (*query)->finish();
    if (touched != 1)
        return fail(ErrorCode::Internal,
                    "has no " + info.name.toStdString() + " " + std::to_string(change.id),
                    m_path.toStdString());
    return {};
}

Result<void> ProjectStore::apply(const RowChanges &changes)
{
    // Removing first makes room for rows that take over a unique key.
    const auto write = [&](auto &&wanted) -> Result<void> {
        for (const RowChange &change : changes) {
            if (!wanted(change))
                continue;
            if (auto done = writeRow(change); !done)
                return done;
        }
        return {};
    };
    if (auto done = write([](const RowChange &c) { return !c.after; }); !done)
        return done;
    if (auto done = write([](const RowChange &c) { return c.before && c.after; }); !done)
        return done;
    return write([](const RowChange &c) { return !c.before; });
}

Result<qint64> ProjectStore::commit(const RowChanges &changes, const NewStep &step, qint64 nextId)
{
    auto transaction = Transaction::begin(*m_database, Transaction::Kind::Write);
    if (!transaction)
        return fail(transaction);
    if (auto done = apply(changes); !done)
        return fail(done);
    if (auto done = m_database->exec(
            QStringLiteral("UPDATE journal SET state = 'dead' WHERE state = 'undone'"));
        !done)
        return fail(done);

    RowChanges whole = changes;
    qint64 seq = step.mergeInto;
    if (seq) {
        auto former = this->step(seq);
        if (!former)
            return fail(former);
        auto earlier = parseChanges(former->before, former->after);
        if (!earlier)
            return tl::unexpected<Error>(damaged(earlier.error()));
        whole = combined(*earlier, changes);
        if (auto done
            = m_database->exec(QStringLiteral("DELETE FROM journal WHERE seq = %1").arg(seq));
            !done)
            return fail(done);
    } else {
        const auto last = m_database->value(QStringLiteral("SELECT max(seq) FROM journal"));
        if (!last)
            return fail(last);
        seq = last->toLongLong() + 1;
    }
    if (whole.empty()) {
        seq = 0; // the later commit took back the earlier one
    } else {
        auto add = statement(m_addStep,
                             QStringLiteral("INSERT INTO journal (seq, at, who, command, state, "
                                            "before, after) VALUES (?, ?, ?, ?, 'applied', ?, ?)"));
        if (!add)
            return fail(add);
        const QVariant values[] = {seq,
                                   bound(step.when),
                                   bound(step.who),
                                   bound(step.command),
                                   QString::fromUtf8(changesJson(whole, Side::Before)),
                                   QString::fromUtf8(changesJson(whole, Side::After))};
        for (int i = 0; i < int(std::size(values)); ++i)
            (*add)->bindValue(i, values[i]);
        if (auto done = m_database->run(**add); !done)
            return fail(done);
        (*add)->finish();
    }
    if (auto done = m_database->exec(
            QStringLiteral("UPDATE project SET next_id = %1 WHERE next_id < %1").arg(nextId));
        !done)
        return fail(done);
    if (auto done = transaction->commit(); !done)
        return fail(done);
    return seq;
}

Result<ProjectStore::Head> ProjectStore::head()
{
    Head head;
    const auto read = [&](std::optional<QSqlQuery> &slot, const char *sql, qint64 &seq,
                          QString &command) -> Result<void> {
        auto query = statement(slot, QLatin1String(sql));
        if (!query)
            return fail(query);
        if (auto done = m_database->run(**query); !done)
            return done;
        if ((*query)->next()) {
            seq = (*query)->value(0).toLongLong();
            command = (*query)->value(1).toString();
        }
        (*query)->finish();
        return {};
    };
    if (auto done = read(m_headUndo,
                         "SELECT seq, command FROM journal WHERE state = 'applied' "
                         "ORDER BY seq DESC LIMIT 1",
                         head.undoSeq, head.undoCommand);
        !done)
        return fail(done);
    if (auto done = read(m_headRedo,
                         "SELECT seq, command FROM journal WHERE state = 'undone' "
                         "ORDER BY seq LIMIT 1",
                         head.redoSeq, head.redoCommand);
        !done)
        return fail(done);
    return head;
}

Result<ProjectStore::Moved> ProjectStore::move(qint64 seq, JournalEntry::State to)
{
    auto transaction = Transaction::begin(*m_database, Transaction::Kind::Write);
    if (!transaction)
        return fail(transaction);
    auto entry = step(seq);
    if (!entry)
        return fail(entry);
    auto changes = parseChanges(entry->before, entry->after);
    if (!changes)
        return tl::unexpected<Error>(damaged(changes.error()));
    Moved moved{entry->command,
                to == JournalEntry::State::Undone ? reversed(*changes) : std::move(*changes)};
    if (auto done = apply(moved.changes); !done)
        return fail(done);
    if (auto done
        = m_database->exec(QStringLiteral("UPDATE journal SET state = '%1' WHERE seq = %2")
                               .arg(toName(to))
                               .arg(seq));
        !done)
        return fail(done);
    if (auto done = transaction->commit(); !done)
        return fail(done);
    return moved;
}

Result<ProjectStore::Moved> ProjectStore::undo()
{
    const auto now = head();
    if (!now)
        return fail(now);
    if (!now->undoSeq)
        return fail(ErrorCode::InvalidArgument, "there is nothing to undo", m_path.toStdString());
    return move(now->undoSeq, JournalEntry::State::Undone);
}

Result<ProjectStore::Moved> ProjectStore::redo()
{
    const auto now = head();
    if (!now)
        return fail(now);
    if (!now->redoSeq)
        return fail(ErrorCode::InvalidArgument, "there is nothing to redo", m_path.toStdString());
    return move(now->redoSeq, JournalEntry::State::Applied);
}

Result<void> ProjectStore::readJournal(const std::function<bool(const JournalEntry &)> &visit)
{
    auto query = m_database->prepare(QStringLiteral(
        "SELECT seq, at, who, command, state, before, after FROM journal ORDER BY seq"));
    if (!query)
        return fail(query);
    if (auto done = m_database->run(*query); !done)
        return done;
    while (query->next()) {
        JournalEntry entry;
        entry.seq = query->value(0).toLongLong();
        entry.when = query->value(1).toString();
        entry.who = query->value(2).toString();
        entry.command = query->value(3).toString();
        const auto state = stateFromName(query->value(4).toString());
        if (!state)
            return fail(ErrorCode::BadInput,
                        "is damaged: step " + std::to_string(entry.seq) + " has no known state",
                        m_path.toStdString());
        entry.state = *state;
        entry.before = query->value(5).toString().toUtf8();
        entry.after = query->value(6).toString().toUtf8();
        if (!visit(entry))
            return {};
    }
    if (query->lastError().isValid())
        return tl::unexpected<Error>(m_database->error(query->lastError()));
    return {};
}

Result<JournalEntry> ProjectStore::step(qint64 seq)
{
    auto query = m_database->prepare(
        QStringLiteral("SELECT command, before, after FROM journal WHERE seq = ?"));
    if (!query)
        return fail(query);
    query->addBindValue(seq);
    if (auto done = m_database->run(*query); !done)
        return fail(done);
    if (!query->next())
        return fail(ErrorCode::BadInput, "is damaged: step " + std::to_string(seq) + " is missing",
                    m_path.toStdString());
    JournalEntry entry;
    entry.seq = seq;
    entry.command = query->value(0).toString();
    entry.before = query->value(1).toString().toUtf8();
    entry.after = query->value(2).toString().toUtf8();
    return entry;
}

} // namespace ecva
