#pragma once

#include "core/base/Result.h"

#include <filesystem>

namespace ecva {

class EngineModule;
class TokenizerModule;

/// The two modules, opened on first use (RTLD_NOW | RTLD_LOCAL) and never closed. Looked for in
/// $ECVA_MODULE_DIR, beside the program, in ../bin and in ../lib/ecva-studio. Thread-safe.
/// Errors: NotFound (the module was not built: says what to do), Device (it does not load: what the
/// system said, e.g. which library it misses).
Result<EngineModule *> engineModule();
Result<TokenizerModule *> tokenizerModule();

/// Where a module's file lies, by the same search; empty where it is not there.
std::filesystem::path findModule(const char *file);

/// The engine's file is there; says nothing about whether it loads. Costs a file look-up.
bool isEngineInstalled();
/// What a person has to do to get the engine, in English; for messages of the command line.
extern const char kEngineAdvice[];

} // namespace ecva
