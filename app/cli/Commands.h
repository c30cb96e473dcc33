#pragma once

#include "app/cli/Cli.h"

namespace ecva::cli {

void registerVersion(CLI::App &app, Action &action);
void registerImport(CLI::App &app, Action &action);
void registerExport(CLI::App &app, Action &action);

/// All commands in the order of the help text.
inline constexpr Registration kCommands[] = {
    registerVersion,
    registerImport,
    registerExport,
};

} // namespace ecva::cli
