#pragma once

#include "core/base/Result.h"
#include "model/api/ModelInfo.h"
#include "model/checkpoint/ModelConfig.h"
#include "model/checkpoint/WeightStore.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ecva {

/// One tensor that an architecture needs: its name as published, its shape by the config.
struct ExpectedTensor
{
    std::string name;
    std::vector<std::int64_t> shape;
    bool ofTower = false; ///< in the tower's folder; the name begins with "vision_model."
};

/// Every tensor of an AnomShield checkpoint: tower ("vision_model.…"), connector
/// ("model.mm_projector.…") and decoder ("model.…", "lm_head.weight" unless the embeddings are
/// tied). All layers of the tower, also those behind the selected one; no post_layernorm.
std::vector<ExpectedTensor> expectedTensors(const AnomShieldConfig &config);

/// An AnomShield checkpoint in the layout of Hugging Face: config.json, safetensors,
/// tokenizer.model and the tower's folder found as model spec A.4 says. Immutable, safe from any
/// thread.
class Checkpoint
{
public:
    /// Reads the configs and maps the weights; `visionTower` empty: look-up order of A.4.
    /// Errors: NotFound, Io, BadInput (file, place and value), Unsupported (another architecture,
    /// by name), OutOfMemory. A checkpoint that lacks tensors opens: see info(). Reads weight files
    /// of up to 2 GiB once, for the digest.
    static Result<std::shared_ptr<const Checkpoint>>
    open(const std::filesystem::path &folder, const std::filesystem::path &visionTower = {});

    const AnomShieldConfig &config() const { return m_config; }
    const ModelInfo &info() const { return m_info; }
    const std::filesystem::path &folder() const { return m_folder; }
    const std::filesystem::path &towerFolder() const { return m_towerFolder; }
    std::filesystem::path tokenizerFile() const; ///< folder/tokenizer.model

    /// A tensor of expectedTensors() by its name there, whatever its shape: info() says which are
    /// misshaped. Null when it is missing.
    const TensorView *find(const ExpectedTensor &tensor) const;
    /// Of the decoder or connector, by its published name ("model.norm.weight").
    const TensorView *weight(std::string_view name) const;
    /// Of the tower, by its bare name ("vision_model.pre_layrnorm.weight").
    const TensorView *towerWeight(std::string_view name) const;

private:
    friend class CheckpointReader;
    AnomShieldConfig m_config;
    ModelInfo m_info;
    std::filesystem::path m_folder;
    std::filesystem::path m_towerFolder;
    WeightStore m_weights;
    WeightStore m_towerWeights;
    // By the names of expectedTensors(), whatever prefix the file gives them.
    using Names = std::map<std::string, const TensorView *, std::less<>>;
    Names m_named;
    Names m_towerNamed;
};

} // namespace ecva
