#pragma once

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QStringList>

namespace ecva::test {

/// The command-line program under test.
inline QString ecvaProgram()
{
    return qEnvironmentVariable("ECVA_BIN_DIR") + QStringLiteral("/ecva");
}

struct Ran
{
    int status = -1;
    QByteArray out;
    QByteArray err;
};

/// Runs a program to its end (at most a minute).
inline Ran run(const QString &program, const QStringList &arguments, const QByteArray &input = {},
               const QString &folder = {})
{
    QProcess process;
    if (!folder.isEmpty())
        process.setWorkingDirectory(folder);
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
        return {-1, process.readAllStandardOutput(), process.readAllStandardError()};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

inline Ran runEcva(const QStringList &arguments, const QByteArray &input = {},
                   const QString &folder = {})
{
    return run(ecvaProgram(), arguments, input, folder);
}

} // namespace ecva::test
