#pragma once

#include "core/base/Result.h"
#include "model/api/ModelInfo.h"
#include "model/checkpoint/LoraAdapter.h"
#include "model/checkpoint/ModelConfig.h"
#include "model/checkpoint/WeightStore.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
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

/// Every tensor of a checkpoint: tower ("vision_model.…"), connector
/// ("model.mm_projector.…") and decoder ("model.…", "lm_head.weight" unless the embeddings are
/// tied). All layers of the tower, also those behind the selected one; no post_layernorm.
std::vector<ExpectedTensor> expectedTensors(const AnomShieldConfig &config);

/// Where a checkpoint's parts lie. Only `folder`, with config.json, is needed where it holds all.
struct CheckpointFiles
{
    std::filesystem::path folder;
    std::filesystem::path visionTower = {}; ///< empty: look-up order of model spec A.4
    /// The language model (weights, tokenizer) where `folder` holds a pre-trained connector
    /// (mm_projector.bin) or an adapter only.
    std::filesystem::path base = {};
    /// Folder of a LoRA adapter, with non_lora_trainables.bin where it changes the connector too.
    /// Empty: `folder` itself when it holds an adapter_config.json.
    std::filesystem::path lora = {};
    std::filesystem::path projector = {}; ///< file whose tensors replace the connector's
};

/// A checkpoint of AnomShield or VideoLLaMA2 in the layout of Hugging Face: config.json,
/// safetensors, a vocabulary and the tower's folder found as model spec A.4 says. Immutable,
/// safe from any thread.
class Checkpoint
{
public:
    /// Reads the configs and maps the weights. What lies in several places is one checkpoint: later
    /// parts replace earlier ones' tensors (model or base, mm_projector.bin,
    /// non_lora_trainables.bin, projector). Errors: NotFound, Io, BadInput (file, place and value),
    /// Unsupported (another architecture, by name), OutOfMemory. A checkpoint that lacks tensors
    /// opens: see info(). Reads weight files of up to 2 GiB once, for the digest.
    static Result<std::shared_ptr<const Checkpoint>> open(const CheckpointFiles &files);
    static Result<std::shared_ptr<const Checkpoint>>
    open(const std::filesystem::path &folder, const std::filesystem::path &visionTower = {})
    {
        CheckpointFiles files;
        files.folder = folder;
        files.visionTower = visionTower;
        return open(files);
    }

    const AnomShieldConfig &config() const { return m_config; }
    const ModelInfo &info() const { return m_info; }
    const std::filesystem::path &folder() const { return m_folder; }
    const std::filesystem::path &towerFolder() const { return m_towerFolder; }
    /// tokenizer.model of the folder, else of the base, else of the adapter; else vocab.json, else
    /// tokenizer.json in the same order.
    std::filesystem::path tokenizerFile() const;

    /// A tensor of expectedTensors() by its name there, whatever its shape: info() says which are
    /// misshaped. Null when it is missing.
    const TensorView *find(const ExpectedTensor &tensor) const;
    /// Of the decoder or connector, by its published name ("model.norm.weight").
    const TensorView *weight(std::string_view name) const;
    /// Of the tower, by its bare name ("vision_model.pre_layrnorm.weight").
    const TensorView *towerWeight(std::string_view name) const;
    /// How an adapter changes that weight of the decoder; null when it does not. To be added times
    /// loraScale(), computed in fp32 and rounded once.
    const LoraPair *lora(std::string_view name) const;
    double loraScale() const { return m_lora ? m_lora->scale() : 1; }

private:
    friend class CheckpointReader;
    AnomShieldConfig m_config;
    ModelInfo m_info;
    std::filesystem::path m_folder;
    std::filesystem::path m_towerFolder;
    WeightStore m_weights;
    WeightStore m_towerWeights;
    std::vector<WeightStore> m_replacements; ///< connectors of their own, in order
    std::optional<LoraAdapter> m_lora;
    std::filesystem::path m_base;
    std::filesystem::path m_loraFolder;
    // By the names of expectedTensors(), whatever prefix the file gives them.
    using Names = std::map<std::string, const TensorView *, std::less<>>;
    Names m_named;
    Names m_towerNamed;
};

} // namespace ecva
