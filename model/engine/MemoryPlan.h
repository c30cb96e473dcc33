#pragma once

#include "core/base/Result.h"
#include "model/checkpoint/ModelConfig.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string>

namespace ecva {

/// What one request asks for, in bytes; doubles, so that no product overflows.
struct MemoryPlan
{
    double cache = 0;   ///< keys and values
    double working = 0; ///< the largest of tower, connector, prefill and logits
    double total() const { return cache + working; }
};

struct RequestSize
{
    std::int64_t frames = 0;
    std::int64_t positions = 0;      ///< of the longest sequence
    std::int64_t cachePositions = 0; ///< of all caches together; 0: one of `positions`
    std::int64_t logitRows = 1;      ///< whose logits are made at a time
    int bytesPerNumber = 4;
};

/// An estimate from above of what the engine allocates beside its weights.
MemoryPlan planMemory(const AnomShieldConfig &config, const RequestSize &size);

/// Errors: OutOfMemory ("`what` needs 1.4 GB, 0.9 GB are free") when the machine, or its GPU, does
/// not have it.
Result<void> checkMemory(double bytes, const std::string &what,
                         const at::Device &device = at::kCPU);

} // namespace ecva
