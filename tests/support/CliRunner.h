#pragma once

#include <QByteArray>
#include <QJsonValue>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <functional>

namespace ecva::test {

/// What one run of the `ecva` program gave.
struct CliResult
{
    bool crashed = false; ///< ended by a signal, or did not end in a minute
    int exit = -1;
    QByteArray out;
    QByteArray err;

    /// stdout as one JSON document; undefined when it is none.
    QJsonValue json() const;
    /// For messages of failed checks.
    QByteArray text() const;
};

/// Path of a program under test ("ecva"), in ECVA_BIN_DIR.
QString programPath(const QString &name);

struct CliOptions
{
    QByteArray input;        ///< stdin
    QStringList environment; ///< "NAME=value", added to the test's
    std::function<void()>
        inChild{}; ///< runs in the child before the program (limits); async-signal-safe
};

CliResult runCli(const QStringList &arguments, const CliOptions &options = {});

} // namespace ecva::test
