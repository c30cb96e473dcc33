#pragma once

#include <string>
#include <string_view>

namespace ecva {

/// Where a whole video model keeps its tower's tensors ("model.vision_tower.vision_tower.
/// vision_model.pre_layrnorm.weight").
inline constexpr std::string_view kTowerInShards = "model.vision_tower.vision_tower.";

/// The published name of a tensor of a decoder, a connector or a tower beside them, without what
/// training tools put before it (model spec E.7): "module.", "base_model.", one "model." too many,
/// anything before "mm_projector." and "vision_tower.".
std::string publishedName(std::string_view name);

/// The same in a tower's own folder: transformers 5 leaves "vision_model." out of a tower that is
/// saved alone.
std::string publishedTowerName(std::string_view name);

/// Parts of a whole CLIP or SigLIP that a tower carries along and nothing here uses.
bool isUnusedByTower(std::string_view name);

} // namespace ecva
