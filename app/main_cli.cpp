#include "app/cli/Arguments.h"
#include "app/cli/Commands.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>

#include <clocale>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <langinfo.h>
#include <pwd.h>
#include <string_view>
#include <unistd.h>

namespace {

// One token for the process: a signal handler may only touch what exists before it.
const ecva::CancelToken &processCancel()
{
    static const ecva::CancelToken token;
    return token;
}

void onInterrupt(int)
{
    processCancel().cancel(); // an atomic store
}

std::string loginName()
{
    if (const char *user = std::getenv("ECVA_USER"); user && *user)
        return user;
    if (const passwd *entry = getpwuid(geteuid()))
        return entry->pw_name;
    return "unknown";
}

/// `status`, once all that was said is written.
int flushed(int status)
{
    std::cout.flush();
    if (std::fflush(stdout) == 0 && std::cout.good())
        return status;
    std::fputs("ecva: stdout: write failed\n", stderr);
    return ecva::cli::kIo;
}

} // namespace

int main(int argc, char **argv)
{
    processCancel();
    // Without SA_RESTART: Ctrl+C also ends a read that waits for a script.
    struct sigaction interrupt{};
    interrupt.sa_handler = onInterrupt;
    sigaction(SIGINT, &interrupt, nullptr);
    sigaction(SIGTERM, &interrupt, nullptr);

    ecva::cli::Context context;
    context.cancel = processCancel();
    context.author = loginName();

    CLI::App app("ECVA Studio without a window: annotate, check and convert video anomalies.",
                 "ecva");
    app.set_help_all_flag("--help-all", "Help of all commands");
    app.fallthrough();
    // One command: what follows it are its arguments, also a file called "delta".
    app.require_subcommand(0, 1);
    app.add_flag("--json", context.json, "Machine-readable output on stdout");
    app.add_flag("--quiet", context.quiet, "No progress on stderr");
    app.add_option("--as", context.author, "Author of edits (default: ECVA_USER, else the login)");

    ecva::cli::Action action;
    for (const ecva::cli::Registration add : ecva::cli::kCommands)
        add(app, action);

    try {
        app.parse(argc, argv);
        ecva::cli::refuseEmptyTexts(app);
    } catch (const CLI::Success &asked) { // for help
        app.exit(asked);
        return flushed(ecva::cli::kDone);
    } catch (const CLI::ParseError &error) {
        std::fputs(ecva::cli::usageText(app, error).c_str(), stderr);
        return ecva::cli::kUsage;
    }
    if (!action) {
        std::fputs(app.help().c_str(), stderr);
        return ecva::cli::kUsage;
    }
    // Qt would warn and do the same.
    std::setlocale(LC_ALL, "");
    if (std::string_view(nl_langinfo(CODESET)) != "UTF-8")
        setenv("LC_ALL", "C.UTF-8", 1);
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("ecva"));
    return flushed(action(context));
}
