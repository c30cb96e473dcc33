#include "model/checkpoint/TensorNames.h"

#include <algorithm>
#include <array>

namespace ecva {
namespace {

constexpr std::array<std::string_view, 8> kUnusedByTower{"text_model.",
                                                         "text_projection.",
                                                         "visual_projection.",
                                                         "logit_scale",
                                                         "vision_model.embeddings.position_ids",
                                                         "vision_model.post_layernorm.",
                                                         "vision_model.head.",
                                                         "logit_bias"};
/// What stands for nothing by itself, and what has one "model." too many: adapters are put around a
/// model that has "model." for its own first part, and none for its head.
constexpr std::array<std::string_view, 2> kWrappers{"module.", "base_model."};
constexpr std::array<std::string_view, 2> kTwice{"model.model.", "model.lm_head."};

bool dropWrapper(std::string_view &name)
{
    const auto isFirst = [&](std::string_view part) { return name.starts_with(part); };
    if (const auto wrapper = std::find_if(kWrappers.begin(), kWrappers.end(), isFirst);
        wrapper != kWrappers.end()) {
        name.remove_prefix(wrapper->size());
        return true;
    }
    if (std::none_of(kTwice.begin(), kTwice.end(), isFirst))
        return false;
    name.remove_prefix(std::string_view("model.").size());
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
    for (const char *part :
         {"embeddings.", "encoder.", "pre_layrnorm.", "post_layernorm.", "head."}) {
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
