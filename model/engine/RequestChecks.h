#pragma once

#include "core/base/Result.h"
#include "model/api/Engine.h"
#include "model/checkpoint/ModelConfig.h"

#include <cstdint>
#include <span>

namespace ecva {

// What a request may be, before anything is computed. Errors: InvalidArgument, naming the value.

Result<void> checkOptions(const GenerationOptions &options);
/// Every id is of the vocabulary; `what`: "prompt".
Result<void> checkIds(std::span<const std::int32_t> ids, int vocabulary, const char *what);
/// One place for a video exactly when there is one, and the video of the tower's size.
Result<void> checkPrompt(const EnginePrompt &prompt, const AnomShieldConfig &config);

/// Positions of the decoder that a checked prompt takes.
std::int64_t positionsOf(const EnginePrompt &prompt, const AnomShieldConfig &config);

} // namespace ecva
