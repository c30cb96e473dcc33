#pragma once

#include "core/base/Result.h"
#include "model/checkpoint/JsonFile.h"
#include "model/checkpoint/ModelConfig.h"

#include <filesystem>
#include <string>

namespace ecva {

/// What config.json of a checkpoint says, before any weight is looked at.
struct CheckpointSettings
{
    ModelFamily family = ModelFamily::AnomShield;
    ConnectorKind connector = ConnectorKind::MambaScan;
    bool bordered = true; ///< stc_connector; false: stc_connector_v35
    bool isQwen = false;  ///< model_type videollama2_qwen2
    DecoderConfig decoder;
    std::string visionTower; ///< mm_vision_tower: a path or "openai/clip-vit-large-patch14"
    int selectLayer = -2;
    bool keepClassToken = false;
    bool padToSquare = false;
    int videoFrames = 16;
    int stillFrames = 1;
    bool demonstration = false;
    std::vector<std::string> ignored; ///< settings of generation that are not computed
};

// Every number is checked for sense, so that products of any two sizes stay far from overflow.
// Errors of all three: NotFound, Io, BadInput (key and value), Unsupported (what, by name).

/// DIR/config.json, and of DIR/generation_config.json, else of that of the model that a connector
/// or an adapter is for, the end tokens and what draws go by (SamplingDefaults).
Result<CheckpointSettings> readCheckpointConfig(const std::filesystem::path &folder,
                                                const std::filesystem::path &base = {});

/// A CLIP or SigLIP vision tower's config.json: flat, or with the sizes in vision_config. The last
/// two members are the caller's.
Result<TowerConfig> readTowerConfig(const std::filesystem::path &file);

/// What a tower's pictures go through where no file says it.
ProcessorConfig usualProcessor(const TowerConfig &tower);

/// preprocessor_config.json; what it leaves out is as in usualProcessor().
Result<ProcessorConfig> readProcessorConfig(const std::filesystem::path &file,
                                            const TowerConfig &tower);

} // namespace ecva
