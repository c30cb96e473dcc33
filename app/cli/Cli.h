#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Result.h"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace ecva::cli {

/// Exit statuses of the program, a contract with scripts.
enum ExitCode {
    kDone = 0,
    kFindings = 1, ///< done, with findings: lint, verify, refused export items
    kUsage = 2,
    kBadInput = 3,
    kIo = 4,
    kDevice = 5,
    kCancelled = 6,
};

ExitCode exitCodeOf(ErrorCode code);

/// What every command gets: the common options and the ways to speak.
struct Context
{
    bool json = false;
    bool quiet = false;
    std::string author; ///< --as, else ECVA_USER, else the login
    CancelToken cancel; ///< cancelled by Ctrl+C

    /// One JSON document on stdout, UTF-8, with a final newline.
    void print(const nlohmann::json &value) const;
    void print(const std::string &line) const;
    /// "ecva: …" on stderr; returns the exit code that belongs to the error.
    int report(const Error &error) const;
    /// Progress on stderr: only on a terminal, and not with --quiet. `fraction` 0 to 1.
    void progress(const std::string &what, double fraction) const;
    void endProgress() const;
};

/// What a command's options lead to: runs after parsing and returns the exit status.
using Action = std::function<int(const Context &)>;

/// Each command adds its subcommand to `app` and sets `action` when it is the one chosen.
/// A new command: a file of its own, one line in Commands.h.
using Registration = void (*)(CLI::App &app, Action &action);

} // namespace ecva::cli
