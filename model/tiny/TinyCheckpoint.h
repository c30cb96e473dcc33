#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace ecva {

struct TinyOptions
{
    std::uint64_t seed = 0;
    bool sharded = false; ///< two shards with an index instead of one file
    /// "mamba_scan"; "stc_connector" and "stc_connector_v35" make a VideoLLaMA2, whose tower's
    /// weights lie beside the decoder's.
    std::string connector = "mamba_scan";
};

/// Writes a small checkpoint with the real tensor names and layout and random weights: a
/// tower folder, safetensors, configs marked "ecva_demonstration", and a SentencePiece vocabulary
/// of its own. The same seed gives the same bytes. The weights are scaled so that answers depend on
/// the video and end by themselves. `folder` must not exist or be empty; nothing half-made is left.
/// Errors: InvalidArgument (not empty, another connector), Io, and those of tokenizerModule().
Result<void> makeTinyCheckpoint(const std::filesystem::path &folder, const TinyOptions &options);

} // namespace ecva
