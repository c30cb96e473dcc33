#include "tests/bench/Harness.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStandardPaths>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <thread>

namespace ecva::bench {
namespace {

constexpr int kPeerPatienceMs = 600'000;

std::string number(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    return text;
}

} // namespace

double timed(const std::function<void()> &work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

double quantile(std::vector<double> values, double q)
{
    std::sort(values.begin(), values.end());
    const auto last = static_cast<double>(values.size() - 1);
    return values[static_cast<std::size_t>(std::lround(q * last))];
}

Figure measurePairs(Figure figure, int pairs, const std::function<std::optional<double>()> &ours,
                    const std::function<std::optional<double>()> &theirs)
{
    std::vector<double> a, b, ratios;
    int failed = 0;
    for (int i = -1; i < pairs; ++i) { // one pair to warm up
        const auto mine = ours();
        const auto other = theirs();
        if (i < 0)
            continue;
        if (mine)
            a.push_back(*mine);
        if (other)
            b.push_back(*other);
        if (mine && other && *mine > 0)
            ratios.push_back(*other / *mine);
        else
            ++failed;
    }
    if (!a.empty())
        figure.ours = median(a);
    if (!b.empty())
        figure.theirs = median(b);
    if (!ratios.empty())
        figure.ratio = median(ratios);
    if (failed > 0) {
        figure.note += (figure.note.empty() ? "" : "; ") + std::to_string(failed) + " of "
                       + std::to_string(pairs) + " pairs failed";
    }
    return figure;
}

int benchMain(int argc, char **argv, const char *program,
              const std::function<int(const BenchArguments &)> &run)
try {
    const QCoreApplication application(argc, argv);
    BenchArguments arguments;
    arguments.parts = application.arguments().mid(1);
    arguments.json = arguments.parts.removeAll(QStringLiteral("--json")) > 0;
    arguments.quick = arguments.parts.removeAll(QStringLiteral("--quick")) > 0;
    arguments.folder = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation)
                       + QStringLiteral("/ecva-studio/bench");
    QDir().mkpath(arguments.folder);
    return run(arguments);
} catch (const std::exception &error) {
    std::fprintf(stderr, "%s: %s\n", program, error.what());
    return 5;
}

Report::Report(std::string name, bool json)
    : m_name(std::move(name))
    , m_json(json)
{
    fact("machine", machine());
}

void Report::fact(const std::string &name, const std::string &value)
{
    m_facts.emplace_back(name, value);
    if (!m_json)
        std::printf("# %s: %s\n", name.c_str(), value.c_str());
}

void Report::add(const Figure &figure)
{
    m_figures.push_back(figure);
    if (m_json)
        return;
    std::string line
        = figure.id + "  " + figure.what + ": " + number(figure.ours) + " " + figure.unit;
    if (!figure.peer.empty()) {
        line += ", " + figure.peer + " "
                + (figure.theirs > 0 ? number(figure.theirs) + " " + figure.unit : "–");
        if (figure.ratio > 0)
            line += ", ratio " + number(figure.ratio);
    }
    if (!figure.goal.empty())
        line += "  (goal " + figure.goal + ")";
    if (!figure.note.empty())
        line += "  [" + figure.note + "]";
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
}

int Report::finish()
{
    if (m_json) {
        nlohmann::ordered_json all{{"bench", m_name}};
        for (const auto &[name, value] : m_facts)
            all["facts"][name] = value;
        all["figures"] = nlohmann::ordered_json::array();
        for (const Figure &figure : m_figures) {
            nlohmann::ordered_json one{{"id", figure.id},
                                       {"what", figure.what},
                                       {"ours", figure.ours},
                                       {"unit", figure.unit}};
            if (!figure.peer.empty()) {
                one["peer"] = figure.peer;
                one["theirs"] = figure.theirs > 0 ? nlohmann::ordered_json(figure.theirs)
                                                  : nlohmann::ordered_json();
                one["ratio"] = figure.ratio > 0 ? nlohmann::ordered_json(figure.ratio)
                                                : nlohmann::ordered_json();
            }
            if (!figure.goal.empty())
                one["goal"] = figure.goal;
            if (!figure.note.empty())
                one["note"] = figure.note;
            all["figures"].push_back(std::move(one));
        }
        std::printf("%s\n", all.dump(2).c_str());
    }
    return 0;
}

std::string machine()
{
    std::string name, flags, line;
    for (std::ifstream info("/proc/cpuinfo"); std::getline(info, line) && flags.empty();) {
        const auto value = [&] { return line.substr(std::min(line.size(), line.find(':') + 2)); };
        if (line.starts_with("model name"))
            name = value();
        if (line.starts_with("flags"))
            flags = " " + value() + " ";
    }
    std::string said = name + ", " + std::to_string(std::thread::hardware_concurrency()) + " cores";
    for (const char *feature : {"avx2", "avx512f", "avx512_bf16", "amx_bf16"}) {
        if (flags.find(" " + std::string(feature) + " ") != std::string::npos)
            said += std::string(", ") + feature;
    }
    std::ifstream load("/proc/loadavg");
    if (std::string one; load >> one)
        said += ", load " + one;
    return said;
}

PythonPeers::PythonPeers()
{
    const QString python = qEnvironmentVariable("ECVA_BENCH_PYTHON");
    if (python.isEmpty()) {
        m_why = "ECVA_BENCH_PYTHON is not set (./dev bench sets it)";
        return;
    }
    m_process = new QProcess;
    m_process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process->start(python, {QStringLiteral("-u"), QStringLiteral("-B"),
                              QStringLiteral(ECVA_BENCH_SOURCES "/peers.py")});
    if (!m_process->waitForStarted()) {
        m_why = "does not start: " + python.toStdString();
        delete m_process;
        m_process = nullptr;
    }
}

PythonPeers::~PythonPeers()
{
    if (!m_process)
        return;
    m_process->closeWriteChannel();
    if (!m_process->waitForFinished(5000))
        m_process->kill();
    m_process->waitForFinished();
    delete m_process;
}

std::optional<std::string> PythonPeers::call(const std::string &function,
                                             const std::string &argumentsJson)
{
    if (!m_process)
        return std::nullopt;
    const std::string line
        = R"({"function":")" + function + R"(","arguments":)" + argumentsJson + "}\n";
    m_process->write(line.c_str());
    while (!m_process->canReadLine()) {
        if (!m_process->waitForReadyRead(kPeerPatienceMs)) {
            m_why = "peers.py does not answer";
            return std::nullopt;
        }
    }
    return m_process->readLine().toStdString();
}

std::optional<double> PythonPeers::time(const std::string &function,
                                        const std::string &argumentsJson)
{
    const auto answer = call(function, argumentsJson);
    if (!answer)
        return std::nullopt;
    const auto parsed = nlohmann::json::parse(*answer, nullptr, false);
    if (parsed.is_object() && parsed.contains("ms"))
        return parsed["ms"].get<double>();
    m_why = parsed.is_object() ? parsed.value("error", *answer) : *answer;
    return std::nullopt;
}

std::optional<double> timeProgram(const QString &program, const QStringList &arguments,
                                  std::string *why)
{
    QProcess process;
    process.setStandardErrorFile(QProcess::nullDevice());
    process.setStandardOutputFile(QProcess::nullDevice());
    QElapsedTimer timer;
    timer.start();
    process.start(program, arguments);
    if (!process.waitForStarted()) {
        if (why)
            *why = program.toStdString() + " is not installed";
        return std::nullopt;
    }
    if (!process.waitForFinished(kPeerPatienceMs) || process.exitCode() != 0) {
        if (why)
            *why = program.toStdString() + " failed";
        return std::nullopt;
    }
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

} // namespace ecva::bench
