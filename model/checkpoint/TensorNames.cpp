#include "model/checkpoint/TensorNames.h"

#include <algorithm>
#include <array>

namespace ecva {
namespace {

constexpr std::array<std::string_view, 6> kUnusedByTower{"text_model.",
                                                         "text_projection.",
                                                         "visual_projection.",
                                                         "logit_scale",
                                                         "vision_model.embeddings.position_ids",
                                                         "vision_model.post_layernorm."};
// The longest first: the model that an adapter wraps has "model." for its own first part.
constexpr std::array<std::string_view, 3> kWrappers{"module.", "base_model.model.", "base_model."};

bool dropWrapper(std::string_view &name)
{
    for (const std::string_view wrapper : kWrappers) {
        if (name.starts_with(wrapper)) {
            name.remove_prefix(wrapper.size());
            return true;
        }
    }
    constexpr std::string_view kTwice = "model.model.";
    if (!name.starts_with(kTwice))
        return false;
    name.remove_prefix(kTwice.size() / 2);
    return true;
}

} // namespace

std::string publishedName(std::string_view name)
{
    constexpr std::string_view kConnector = "mm_projector.";
    if (const auto at = name.find(kConnector); at != std::string_view::npos)
        return "model." + std::string(name.substr(at));
    constexpr std::string_view kTower = "vision_tower.";
    if (const auto at = name.rfind(kTower); at != std::string_view::npos)
        return std::string(kTowerInShards) + std::string(name.substr(at + kTower.size()));
    while (dropWrapper(name)) {
    }
    return std::string(name);
}

std::string publishedTowerName(std::string_view name)
{
    for (const char *part : {"embeddings.", "encoder.", "pre_layrnorm.", "post_layernorm."}) {
        if (name.starts_with(part))
            return "vision_model." + std::string(name);
    }
    return std::string(name);
}

bool isUnusedByTower(std::string_view name)
{
    return std::any_of(kUnusedByTower.begin(), kUnusedByTower.end(),
                       [&](std::string_view start) { return name.starts_with(start); });
}

} // namespace ecva
