#pragma once

#include "core/base/Result.h"

#include <filesystem>

namespace ecva::bench {

/// A checkpoint with AnomShield-7B's sizes and names: CLIP ViT-L/14, the mamba connector and
/// `decoderLayers` layers of Mistral-7B's width, random bf16 weights in shards of some 5 GB, the
/// demonstration's vocabulary. 32 layers are 14.5 GB. Kept: a second call finds it.
/// Errors: Io, and those of makeTinyCheckpoint().
Result<void> writeRandomCheckpoint(const std::filesystem::path &folder, int decoderLayers);

} // namespace ecva::bench
