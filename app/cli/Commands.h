#pragma once

#include "app/cli/Cli.h"

namespace ecva::cli {

void registerVersion(CLI::App &app, Action &action);
void registerNew(CLI::App &app, Action &action);
void registerAdd(CLI::App &app, Action &action);
void registerInfo(CLI::App &app, Action &action);
void registerEdit(CLI::App &app, Action &action);
void registerUndo(CLI::App &app, Action &action);
void registerRedo(CLI::App &app, Action &action);
void registerLog(CLI::App &app, Action &action);
void registerDump(CLI::App &app, Action &action);
void registerIndex(CLI::App &app, Action &action);
void registerFrames(CLI::App &app, Action &action);
void registerSample(CLI::App &app, Action &action);
void registerProxy(CLI::App &app, Action &action);
void registerImport(CLI::App &app, Action &action);
void registerExport(CLI::App &app, Action &action);
void registerDemo(CLI::App &app, Action &action);
void registerModel(CLI::App &app, Action &action);
void registerPropose(CLI::App &app, Action &action);
void registerDelta(CLI::App &app, Action &action);
void registerBench(CLI::App &app, Action &action);

/// All commands in the order of the help text.
inline constexpr Registration kCommands[] = {
    registerVersion, registerNew,    registerAdd,     registerInfo,   registerEdit,
    registerUndo,    registerRedo,   registerLog,     registerDump,   registerIndex,
    registerFrames,  registerSample, registerProxy,   registerImport, registerExport,
    registerDemo,    registerModel,  registerPropose, registerDelta,  registerBench,
};

} // namespace ecva::cli
