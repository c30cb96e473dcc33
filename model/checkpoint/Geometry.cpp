#include "model/checkpoint/Geometry.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <system_error>

namespace ecva {
namespace {

constexpr std::int64_t kLargestSide = 1 << 20;

/// One side of a tensor of `rank` sides; nothing when there is no such tensor.
Result<std::optional<int>> side(const FindTensor &find, const std::string &name, std::size_t rank,
                                std::size_t which)
{
    const TensorView *tensor = find(name);
    if (!tensor)
        return std::optional<int>();
    if (tensor->shape.size() != rank || tensor->shape[which] < 1
        || tensor->shape[which] > kLargestSide) {
        return fail(ErrorCode::BadInput,
                    "tensor \"" + name + "\": shape " + shapeText(tensor->shape) + ": must have "
                        + std::to_string(rank) + " sides of 1 to " + std::to_string(kLargestSide),
                    tensor->file);
    }
    return static_cast<int>(tensor->shape[which]);
}

Result<int> neededSide(const FindTensor &find, const std::string &name, std::size_t rank,
                       std::size_t which)
{
    const auto found = side(find, name, rank, which);
    if (!found)
        return fail(found);
    if (!*found) {
        return fail(ErrorCode::BadInput,
                    "the vision tower has neither a config.json nor the tensor \"" + name
                        + "\" that gives its size");
    }
    return **found;
}

/// 384 of "google/siglip-so400m-patch14-384"; 0 where no number stands at the end.
int sideInName(std::string_view name)
{
    const std::size_t dash = name.rfind('-');
    int side = 0;
    if (dash == std::string_view::npos)
        return side;
    const auto [end, error]
        = std::from_chars(name.data() + dash + 1, name.data() + name.size(), side);
    return error == std::errc() && end == name.data() + name.size() && side <= 4096 ? side : 0;
}

} // namespace

Result<TowerConfig> towerFromShapes(const FindTensor &find, std::string_view name)
{
    constexpr int kMostLayers = 1024;
    const std::string embeddings = "vision_model.embeddings.";
    const bool isSiglip
        = !find(embeddings + "class_embedding") && find(embeddings + "patch_embedding.bias");
    const auto hidden = neededSide(
        find, embeddings + (isSiglip ? "patch_embedding.bias" : "class_embedding"), 1, 0);
    if (!hidden)
        return fail(hidden);
    const auto patch = neededSide(find, embeddings + "patch_embedding.weight", 4, 3);
    if (!patch)
        return fail(patch);
    const auto positions = neededSide(find, embeddings + "position_embedding.weight", 2, 0);
    if (!positions)
        return fail(positions);
    const auto mlp = neededSide(find, "vision_model.encoder.layers.0.mlp.fc1.weight", 2, 0);
    if (!mlp)
        return fail(mlp);
    TowerConfig tower;
    tower.hidden = *hidden;
    tower.heads = std::max(tower.hidden / 64, 1);
    if (isSiglip) {
        constexpr int kSo400m = 1152; // the only published one whose heads are not 64 wide
        tower.kind = TowerKind::Siglip;
        tower.heads = tower.hidden == kSo400m ? 16 : tower.heads;
        tower.epsilon = 1e-6;
        tower.activation = "gelu_pytorch_tanh";
    }
    tower.mlp = *mlp;
    tower.patch = *patch;
    tower.layers = 0;
    while (tower.layers < kMostLayers
           && find("vision_model.encoder.layers." + std::to_string(tower.layers)
                   + ".mlp.fc1.weight")) {
        ++tower.layers;
    }
    const int patches = *positions - (isSiglip ? 0 : 1);
    const int grid = static_cast<int>(std::lround(std::sqrt(patches)));
    if (grid < 1 || grid * grid != patches || std::int64_t{grid} * *patch > 4096
        || tower.hidden > 16384 || tower.mlp > 65536 || tower.hidden % tower.heads != 0) {
        return fail(ErrorCode::BadInput,
                    "the vision tower's tensors give no size that makes sense: hidden "
                        + std::to_string(*hidden) + ", mlp " + std::to_string(*mlp) + ", patch "
                        + std::to_string(*patch) + ", positions " + std::to_string(*positions));
    }
    tower.image = grid * *patch;
    if (const int named = isSiglip ? sideInName(name) : 0; named / *patch == grid)
        tower.image = named;
    return tower;
}

Result<MambaConnectorConfig> connectorFromShapes(const FindTensor &find, int width, int output)
{
    MambaConnectorConfig connector;
    connector.width = width;
    connector.output = output;
    connector.rank = (width + 15) / 16;
    const std::string mixer = "model.mm_projector.mambaModel_h.layers.0.mixer.";

    struct Source
    {
        int MambaConnectorConfig::*size;
        const char *name;
        std::size_t rank;
        std::size_t which;
    };
    constexpr int MambaConnectorConfig::*kInner = &MambaConnectorConfig::inner;
    connector.inner = 2 * width;
    // The first tensor of a size that is there tells it.
    const Source sources[] = {
        {kInner, "out_proj.weight", 2, 1},
        {kInner, "D", 1, 0},
        {kInner, "D_b", 1, 0},
        {&MambaConnectorConfig::state, "A_log", 2, 1},
        {&MambaConnectorConfig::state, "A_b_log", 2, 1},
        {&MambaConnectorConfig::rank, "dt_proj.weight", 2, 1},
        {&MambaConnectorConfig::rank, "dt_proj_b.weight", 2, 1},
        {&MambaConnectorConfig::kernel, "conv1d.weight", 3, 2},
        {&MambaConnectorConfig::kernel, "conv1d_b.weight", 3, 2},
    };
    int MambaConnectorConfig::*known = nullptr;
    for (const Source &source : sources) {
        if (source.size == known)
            continue;
        const auto found = side(find, mixer + source.name, source.rank, source.which);
        if (!found)
            return fail(found);
        if (*found) {
            connector.*source.size = **found;
            known = source.size;
        }
    }
    return connector;
}

Result<StcConnectorConfig> stcFromShapes(const FindTensor &find, int width, int output)
{
    const auto quarter = [](int channels) {
        const int whole = channels / 4;
        const int rest = channels % 4;
        return std::max(whole + (rest == 3 || (rest == 2 && whole % 2 == 1) ? 1 : 0), 1);
    };
    StcConnectorConfig connector;
    connector.width = width;
    connector.output = output;
    connector.firstReduction = quarter(width);
    connector.reduction = quarter(output);
    const std::string root = "model.mm_projector.";
    const auto take = [&](const char *name, int &size) -> Result<void> {
        const auto found = side(find, root + name, 4, 0);
        if (!found)
            return fail(found);
        size = found->value_or(size);
        return {};
    };
    if (auto taken = take("s1.b1.se.fc1.weight", connector.firstReduction); !taken)
        return fail(taken);
    if (auto taken = take("s1.b2.se.fc1.weight", connector.reduction); !taken)
        return fail(taken);
    return connector;
}

} // namespace ecva
