#pragma once

#include "model/api/Generation.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ecva {

/// A tensor whose shape is not the one that the architecture asks for.
struct TensorMismatch
{
    std::string name;
    std::vector<std::int64_t> expected;
    std::vector<std::int64_t> found;
};

/// What a checkpoint is, holds and lacks.
struct ModelInfo
{
    std::string name;         ///< last component of its folder; the author of its answers
    std::string folder;       ///< absolute
    std::string adapter;      ///< folder of the LoRA adapter that is merged in; empty: none
    std::string architecture; ///< "anomshield", "videollama2"
    std::string connector;    ///< "mamba_scan", "stc_connector", "stc_connector_v35"
    std::string storedType;   ///< of most of its parameters: "F32", "BF16", …
    std::int64_t parameters = 0;
    /// SHA-256 of the weight files in order of name: whole files up to 2 GiB in all, beyond that
    /// each file's size, header, first and last MiB ("sha256:…", "sha256-sampled:…").
    std::string weightsDigest;
    bool demonstration = false; ///< random weights: its answers are noise, and every view says so
    int defaultFrames = 16;
    int tokensPerStep = 16;         ///< visual tokens of a step of time
    int framesPerStep = 1;          ///< 2: the connector joins frames two by two
    int stepsMore = 0;              ///< of a border in time
    std::int64_t contextLength = 0; ///< positions that the decoder was trained for
    bool padsToSquare = false;      ///< config.image_aspect_ratio is "pad"
    SamplingDefaults sampling = {};

    std::vector<std::string> missing;    ///< expected by the architecture, absent
    std::vector<std::string> unexpected; ///< present, used by nothing
    std::vector<TensorMismatch> misshaped;

    /// Visual tokens of a video of that many frames.
    std::int64_t visualTokens(std::int64_t frames) const
    {
        return (frames / framesPerStep + stepsMore) * tokensPerStep;
    }
    /// All that is needed is there in the right shape.
    bool isComplete() const { return missing.empty() && misshaped.empty(); }
};

} // namespace ecva
