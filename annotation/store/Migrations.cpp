#include "annotation/store/Migrations.h"

#include <QDir>
#include <QFile>
#include <QVariant>

// Keeps the resource in a static library: the linker takes an object nobody names for dead.
// The macro has to stand outside every namespace.
static void initSqlResource()
{
    Q_INIT_RESOURCE(sql);
}

namespace ecva {
namespace {

std::vector<Migration> readMigrations()
{
    initSqlResource();
    std::vector<Migration> steps;
    const QDir folder(QStringLiteral(":/ecva/sql"));
    for (const QString &name : folder.entryList(QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        const int version = name.section(u'_', 0, 0).toInt();
        if (!file.open(QIODevice::ReadOnly) || version != int(steps.size()) + 1)
            qFatal("migration %s is unreadable or out of order", qPrintable(name));
        steps.push_back({version, splitStatements(QString::fromUtf8(file.readAll()))});
    }
    return steps;
}

} // namespace

const std::vector<Migration> &migrations()
{
    static const std::vector<Migration> steps = readMigrations();
    return steps;
}

int currentVersion()
{
    return migrations().back().version;
}

QStringList splitStatements(const QString &script)
{
    QStringList statements;
    QString current;
    const QStringList lines = script.split(u'\n');
    for (const QString &line : lines) {
        const QString trimmed = line.trimmed();
        if (trimmed.isEmpty() || trimmed.startsWith(QLatin1String("--")))
            continue;
        current += line + u'\n';
        if (trimmed.endsWith(u';')) {
            statements.append(current);
            current.clear();
        }
    }
    if (!current.isEmpty())
        statements.append(current);
    return statements;
}

Result<void> migrate(Database &database, const std::vector<Migration> &steps)
{
    const auto version = database.value(QStringLiteral("PRAGMA user_version"));
    if (!version)
        return fail(version);
    for (const Migration &step : steps) {
        if (step.version <= version->toInt())
            continue;
        auto transaction = Transaction::begin(database, Transaction::Kind::Write);
        if (!transaction)
            return fail(transaction);
        for (const QString &statement : step.statements) {
            if (auto done = database.exec(statement); !done)
                return done;
        }
        if (auto done = database.exec(QStringLiteral("PRAGMA user_version = %1").arg(step.version));
            !done)
            return done;
        if (auto done = transaction->commit(); !done)
            return done;
    }
    return {};
}

} // namespace ecva
