#include "tests/support/CliRunner.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcessEnvironment>

namespace ecva::test {

QJsonValue CliResult::json() const
{
    const QJsonDocument document = QJsonDocument::fromJson(out);
    if (document.isArray())
        return document.array();
    if (document.isObject())
        return document.object();
    return QJsonValue(QJsonValue::Undefined);
}

QByteArray CliResult::text() const
{
    return (crashed ? "crashed" : "exit " + QByteArray::number(exit))
           + "\nstdout: " + out.left(2000) + "\nstderr: " + err.left(2000);
}

QString programPath(const QString &name)
{
    return qEnvironmentVariable("ECVA_BIN_DIR") + '/' + name;
}

CliResult runCli(const QStringList &arguments, const CliOptions &options)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &variable : options.environment)
        environment.insert(variable.section('=', 0, 0), variable.section('=', 1));
    process.setProcessEnvironment(environment);
    if (options.inChild)
        process.setChildProcessModifier(options.inChild);
    process.start(programPath("ecva"), arguments);
    process.write(options.input);
    process.closeWriteChannel();

    CliResult result;
    if (!process.waitForFinished(60000)) {
        process.kill();
        process.waitForFinished();
        result.crashed = true;
    }
    result.crashed = result.crashed || process.exitStatus() != QProcess::NormalExit;
    result.exit = process.exitCode();
    result.out = process.readAllStandardOutput();
    result.err = process.readAllStandardError();
    return result;
}

} // namespace ecva::test
