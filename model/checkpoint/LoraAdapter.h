#pragma once

#include "core/base/Result.h"
#include "model/checkpoint/WeightStore.h"

#include <filesystem>
#include <map>
#include <string>

namespace ecva {

/// A low-rank change of one weight: W' = W + scale · B · A.
struct LoraPair
{
    const TensorView *a = nullptr; ///< [rank, in]
    const TensorView *b = nullptr; ///< [out, rank]
};

/// A LoRA adapter as peft saves it: adapter_config.json with adapter_model.safetensors or
/// adapter_model.bin. Only what changes linear weights and nothing else; what else peft knows
/// (DoRA, ranks that differ by pattern, biases) is refused by name. Model spec E.7. Immutable.
class LoraAdapter
{
public:
    /// The folder holds an adapter_config.json.
    static bool isAdapter(const std::filesystem::path &folder);
    /// Errors: NotFound, Io, BadInput (file, key or tensor, value), Unsupported.
    static Result<LoraAdapter> open(const std::filesystem::path &folder);

    /// α / r, or α / √r with use_rslora.
    double scale() const { return m_scale; }
    /// By the published name of the weight that each changes: "model.layers.0.mlp.up_proj.weight".
    const std::map<std::string, LoraPair, std::less<>> &pairs() const { return m_pairs; }
    const WeightStore &weights() const { return m_weights; }

private:
    Result<void> readConfig(const std::filesystem::path &file);
    Result<void> pairUp(const std::filesystem::path &file);

    double m_scale = 1;
    WeightStore m_weights;
    std::map<std::string, LoraPair, std::less<>> m_pairs;
};

} // namespace ecva
