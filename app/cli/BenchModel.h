#pragma once

#include "core/base/Result.h"

#include <nlohmann/json.hpp>

namespace ecva::cli {

/// The demonstration checkpoint, made, loaded (modules included), asked and doubted: 16 frames of
/// 640 × 360, greedy, at most 64 tokens, a delta with 3 controls. Times and resident memory.
Result<nlohmann::ordered_json> benchModel();

} // namespace ecva::cli
