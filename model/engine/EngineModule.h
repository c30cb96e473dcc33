#pragma once

#include "model/api/Engine.h"

namespace ecva {

/// The engine on LibTorch. Lives as long as the program.
EngineModule &torchEngine();

} // namespace ecva
