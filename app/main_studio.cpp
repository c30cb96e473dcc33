#include "app/AppContext.h"
#include "ui/style/Theme.h"

#include <QApplication>
#include <QCommandLineParser>

#include <cstdio>
#include <pwd.h>
#include <unistd.h>

namespace {

constexpr int kUsage = 2;

QString loginName()
{
    const QString user = qEnvironmentVariable("ECVA_USER");
    if (!user.isEmpty())
        return user;
    const passwd *entry = getpwuid(geteuid());
    return entry ? QString::fromLocal8Bit(entry->pw_name) : QStringLiteral("unknown");
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("ecva-studio"));
    QApplication::setApplicationDisplayName(QStringLiteral("ECVA Studio"));
    QApplication::setApplicationVersion(QStringLiteral(ECVA_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("ecva-studio"));

    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("ECVA Studio: annotate video anomalies. Without a window: ecva."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("files"),
                                 QStringLiteral("A project, videos, folders, annotation files"),
                                 QStringLiteral("[PROJECT|FILES…]"));
    const QCommandLineOption demo(QStringLiteral("demo"),
                                  QStringLiteral("Open the sample project"));
    const QCommandLineOption theme(QStringLiteral("theme"),
                                   QStringLiteral("dark, light or high-contrast"),
                                   QStringLiteral("NAME"));
    const QCommandLineOption language(QStringLiteral("lang"), QStringLiteral("en or zh_CN"),
                                      QStringLiteral("CODE"));
    const QCommandLineOption author(QStringLiteral("as"),
                                    QStringLiteral("Author of edits (default: ECVA_USER, else the "
                                                   "login)"),
                                    QStringLiteral("NAME"), loginName());
    const QCommandLineOption model(QStringLiteral("model"),
                                   QStringLiteral("Load the model in this folder"),
                                   QStringLiteral("DIR"));
    const QCommandLineOption screenshot(QStringLiteral("screenshot"),
                                        QStringLiteral("Save a picture of the window and quit"),
                                        QStringLiteral("FILE"));
    const QCommandLineOption run(QStringLiteral("run"),
                                 QStringLiteral("Run a command once the window is there"),
                                 QStringLiteral("ID"));
    const QCommandLineOption size(QStringLiteral("size"), QStringLiteral("Size of the window"),
                                  QStringLiteral("WxH"));
    const QCommandLineOption trace(QStringLiteral("trace"),
                                   QStringLiteral("Say when the window was painted and, at the "
                                                  "end, the longest wait (also ECVA_TRACE=1)"));
    parser.addOptions({demo, theme, language, author, model, screenshot, run, size, trace});
    parser.process(application);

    ecva::StudioOptions options;
    options.paths = parser.positionalArguments();
    options.demo = parser.isSet(demo);
    options.language = parser.value(language);
    options.author = parser.value(author);
    options.model = parser.value(model);
    options.screenshot = parser.value(screenshot);
    options.run = parser.values(run);
    options.trace = parser.isSet(trace) || qEnvironmentVariableIsSet("ECVA_TRACE");
    if (parser.isSet(theme)) {
        options.theme = ecva::themeFromName(parser.value(theme));
        if (!options.theme) {
            std::fprintf(stderr, "ecva-studio: --theme: no theme '%s'\n",
                         qPrintable(parser.value(theme)));
            return kUsage;
        }
    }
    if (parser.isSet(size)) {
        const QStringList sides = parser.value(size).split(QLatin1Char('x'));
        if (sides.size() == 2)
            options.size = QSize(sides.at(0).toInt(), sides.at(1).toInt());
        if (options.size.isEmpty()) {
            std::fprintf(stderr, "ecva-studio: --size: '%s' is not WxH\n",
                         qPrintable(parser.value(size)));
            return kUsage;
        }
    }

    ecva::AppContext context(application, std::move(options));
    context.start();
    return QApplication::exec();
}
