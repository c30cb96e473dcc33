#include "app/cli/Commands.h"

#include "annotation/document/Document.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace ecva::cli {
namespace {

using Json = nlohmann::ordered_json;

double quantile(std::vector<double> values, double q)
{
    std::sort(values.begin(), values.end());
    const auto last = static_cast<double>(values.size() - 1);
    return values[static_cast<std::size_t>(std::lround(q * last))];
}

/// Milliseconds until the program has ended.
Result<double> timeProgram(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setStandardErrorFile(QProcess::nullDevice());
    process.setStandardOutputFile(QProcess::nullDevice());
    QElapsedTimer timer;
    timer.start();
    process.start(program, arguments);
    if (!process.waitForStarted() || !process.waitForFinished() || process.exitCode() != 0)
        return fail(ErrorCode::NotFound, "does not run", program.toStdString());
    return double(timer.nsecsElapsed()) / 1e6;
}

QString neighbour(const QString &name)
{
    return QCoreApplication::applicationDirPath() + u'/' + name;
}

/// `ecva --version` beside `ffprobe -version`, in turns.
Result<Json> benchVersion()
{
    constexpr int kPairs = 25;
    std::vector<double> ours, peers, ratios;
    for (int i = -2; i < kPairs; ++i) { // two pairs to warm up
        const auto a
            = timeProgram(neighbour(QStringLiteral("ecva")), {QStringLiteral("--version")});
        if (!a)
            return fail(a);
        const auto b = timeProgram(QStringLiteral("ffprobe"), {QStringLiteral("-version")});
        if (!b)
            return fail(b);
        if (i < 0)
            continue;
        ours.push_back(*a);
        peers.push_back(*b);
        ratios.push_back(*a / *b);
    }
    return Json{{"bench", "version"},
                {"pairs", kPairs},
                {"ecva_ms", quantile(ours, 0.5)},
                {"ffprobe_ms", quantile(peers, 0.5)},
                {"ratio", quantile(ratios, 0.5)}};
}

/// Edits of a project of 100 clips, each durable when its commit returns.
Result<Json> benchCommit()
{
    constexpr int kClips = 100;
    constexpr int kEdits = 3000;
    const QTemporaryDir folder;
    if (!folder.isValid())
        return fail(ErrorCode::Io, "no temporary folder");
    auto document
        = Document::create(folder.filePath(QStringLiteral("bench.ecva")), QStringLiteral("bench"));
    if (!document)
        return fail(document);
    std::vector<ClipId> clips;
    Edit setUp(**document, QStringLiteral("clip.add"));
    for (int i = 0; i < kClips; ++i) {
        NewClip clip;
        clip.path = QStringLiteral("clip%1.mp4").arg(i);
        const auto id = setUp.addClip(clip);
        if (!id)
            return fail(id);
        clips.push_back(*id);
    }
    if (const auto made = (*document)->commit(std::move(setUp)); !made)
        return fail(made);

    std::vector<double> times;
    for (int i = 0; i < kEdits; ++i) {
        QElapsedTimer timer;
        timer.start();
        Edit edit(**document, QStringLiteral("answer.set"));
        NewAnswer answer;
        answer.clip = clips[std::size_t(i) % clips.size()];
        answer.task = i % 2 ? Task::Cause : Task::Result;
        answer.text
            = QStringLiteral("A car runs the red light and hits another one, edit %1.").arg(i);
        const auto id = edit.setAnswer(answer);
        if (!id)
            return fail(id);
        const auto step = (*document)->commit(std::move(edit));
        if (!step)
            return fail(step);
        times.push_back(double(timer.nsecsElapsed()) / 1e6);
    }
    return Json{{"bench", "commit"},
                {"edits", kEdits},
                {"median_ms", quantile(times, 0.5)},
                {"p99_ms", quantile(times, 0.99)},
                {"max_ms", quantile(times, 1.0)}};
}

/// From the start of the window's process to its first painted frame, on `project`.
Result<Json> benchWindow(const QString &project)
{
    constexpr int kRuns = 9;
    if (project.isEmpty())
        return fail(ErrorCode::InvalidArgument, "name a project: ecva bench window PROJECT");
    std::vector<double> times;
    for (int i = -1; i < kRuns; ++i) { // one run to warm up
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("ECVA_TRACE"), QStringLiteral("1"));
        process.setProcessEnvironment(environment);
        process.setReadChannel(QProcess::StandardError); // what waitForReadyRead() waits for
        QElapsedTimer timer;
        timer.start();
        process.start(neighbour(QStringLiteral("ecva-studio")), {project});
        QByteArray said;
        while (!said.contains("painted") && timer.elapsed() < 30000
               && (process.waitForReadyRead(1000) || process.state() != QProcess::NotRunning))
            said += process.readAll();
        const double painted = double(timer.nsecsElapsed()) / 1e6;
        process.terminate();
        if (!process.waitForFinished(5000))
            process.kill();
        process.waitForFinished();
        if (!said.contains("painted"))
            return fail(ErrorCode::NotFound,
                        "no window was painted; without a display run this under xvfb-run",
                        "ecva-studio");
        if (i >= 0)
            times.push_back(painted);
    }
    return Json{{"bench", "window"},
                {"runs", kRuns},
                {"median_ms", quantile(times, 0.5)},
                {"max_ms", quantile(times, 1.0)}};
}

/// A benchmark with other programs on its other side: a program of its own beside this one, which
/// `./dev bench` builds, so that nothing of it is in the product. It writes to our output itself.
int runBenchProgram(const Context &context, const std::string &name,
                    const std::vector<std::string> &arguments, bool quick)
{
    const QString program = neighbour(QStringLiteral("ecva-bench-") + QString::fromStdString(name));
    QStringList given;
    for (const std::string &argument : arguments)
        given << QString::fromStdString(argument);
    if (quick)
        given << QStringLiteral("--quick");
    if (context.json)
        given << QStringLiteral("--json");
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedChannels);
    process.start(program, given);
    if (!process.waitForStarted()) {
        return context.report(Error{ErrorCode::NotFound,
                                    "is not there: ./dev bench builds it, with its peers",
                                    program.toStdString()});
    }
    process.waitForFinished(-1);
    return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : kIo;
}

} // namespace

void registerBench(CLI::App &app, Action &action)
{
    struct Options
    {
        std::string name;
        std::vector<std::string> arguments;
        bool quick = false;
    };
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand("bench", "Measure the figures that the README quotes");
    command
        ->add_option("NAME", options->name,
                     "version, commit, window, model, answers, media, timeline or session")
        ->required()
        ->check(CLI::IsMember(
            {"version", "commit", "window", "model", "answers", "media", "timeline", "session"}));
    command->add_option("ARGUMENTS", options->arguments,
                        "For window: the project to open. For the parts of media: sampling, seeks, "
                        "indexes, previews; of model: limits, scan, tower, decoder; of answers: "
                        "demonstration, delta, full (which writes 14.5 GB). Default: all but full");
    command->add_flag("--quick", options->quick, "Fewer repetitions");
    command->callback([&action, options] {
        action = [options](const Context &context) -> int {
            if (options->name != "version" && options->name != "commit"
                && options->name != "window")
                return runBenchProgram(context, options->name, options->arguments, options->quick);
            const Result<Json> measured
                = options->name == "version" ? benchVersion()
                  : options->name == "commit"
                      ? benchCommit()
                      : benchWindow(options->arguments.empty()
                                        ? QString()
                                        : QString::fromStdString(options->arguments.front()));
            if (!measured)
                return context.report(measured.error());
            if (context.json) {
                context.print(nlohmann::json(*measured));
                return kDone;
            }
            for (const auto &[name, value] : measured->items()) {
                char line[120];
                if (value.is_number_float())
                    std::snprintf(line, sizeof line, "%-12s %.2f", name.c_str(),
                                  value.get<double>());
                else
                    std::snprintf(line, sizeof line, "%-12s %s", name.c_str(),
                                  value.is_string() ? value.get<std::string>().c_str()
                                                    : value.dump().c_str());
                context.print(std::string(line));
            }
            return kDone;
        };
    });
}

} // namespace ecva::cli
