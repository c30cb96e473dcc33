#pragma once

#include <QLatin1String>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>
#include <string>
#include <vector>

class QProcess;

namespace ecva::bench {

/// Milliseconds that `work` takes.
double timed(const std::function<void()> &work);
/// `q` 0 to 1. Precondition: values not empty.
double quantile(std::vector<double> values, double q);
inline double median(std::vector<double> values)
{
    return quantile(std::move(values), 0.5);
}

/// One line of a table: our side, another program's side or a limit on the same work, their ratio.
struct Figure
{
    std::string id = {};   ///< of the goal: "S1"
    std::string what = {}; ///< "16 frames to 336², 720p, groups of 250"
    double ours = 0;       ///< in `unit`
    std::string unit = "ms";
    std::string peer = {}; ///< "opencv"; empty: an absolute figure
    double theirs = 0;
    double ratio = 0;      ///< median over the pairs of theirs / ours: above 1 we are faster
    std::string goal = {}; ///< "≥ 2"
    std::string note = {}; ///< why a side is missing, what was checked
};

/// Runs both sides in turns (A B A B …) after one warm-up of each and fills ours, theirs and ratio
/// with medians. Each side returns its milliseconds, nothing when it fails: then the pair is left
/// out and the note says so.
Figure measurePairs(Figure figure, int pairs, const std::function<std::optional<double>()> &ours,
                    const std::function<std::optional<double>()> &theirs);

/// Collects figures and prints them as they come: a table, or with --json one object at the end.
class Report
{
public:
    Report(std::string name, bool json);
    void add(const Figure &figure);
    /// A fact about the conditions: "cpu", "frames".
    void fact(const std::string &name, const std::string &value);
    /// Prints what is left; the program's exit status.
    int finish();

private:
    std::string m_name;
    bool m_json;
    std::vector<Figure> m_figures;
    std::vector<std::pair<std::string, std::string>> m_facts;
};

/// What a benchmark was called with.
struct BenchArguments
{
    QStringList parts; ///< by name; empty: the usual ones
    bool json = false;
    bool quick = false;
    QString folder; ///< for files made for benchmarks; kept between runs

    bool wants(const char *part) const { return parts.isEmpty() || names(part); }
    bool names(const char *part) const { return parts.contains(QLatin1String(part)); }
};
/// main(): reads `[--json] [--quick] [PART…]` and runs; what is thrown becomes exit status 5.
int benchMain(int argc, char **argv, const char *program,
              const std::function<int(const BenchArguments &)> &run);

/// The CPU's name, cores and vector features, load average: what figures are read with.
std::string machine();

/// The Python libraries that we are measured against, in one process that stays: peers.py answers
/// each line of JSON by one. ECVA_BENCH_PYTHON names the interpreter that has them.
class PythonPeers
{
public:
    PythonPeers();
    ~PythonPeers();
    /// False: the interpreter is not there; why() says it.
    bool isAvailable() const { return m_process != nullptr; }
    std::string why() const { return m_why; }
    /// Milliseconds that `function` of peers.py says its work took; nothing when it failed: why().
    std::optional<double> time(const std::string &function, const std::string &argumentsJson);
    /// The answer as it came, JSON.
    std::optional<std::string> call(const std::string &function, const std::string &argumentsJson);

private:
    QProcess *m_process = nullptr;
    std::string m_why;
};

/// Milliseconds until the program has ended with status 0; nothing, and `why` set, when it is not
/// there or fails.
std::optional<double> timeProgram(const QString &program, const QStringList &arguments,
                                  std::string *why);

} // namespace ecva::bench
