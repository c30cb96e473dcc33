#pragma once

#include "app/cli/Cli.h"

namespace ecva::cli {

void registerVersion(CLI::App &app, Action &action);

/// All commands in the order of the help text.
inline constexpr Registration kCommands[] = {
    registerVersion,
};

} // namespace ecva::cli
