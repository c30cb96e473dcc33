#include "model/architectures/VisionTower.h"

#include "model/ops/Norms.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/conv2d.h>

#include <algorithm>
#include <optional>

namespace ecva {
namespace {

std::optional<VisionActivation> activationOf(const std::string &name)
{
    if (name == "quick_gelu")
        return VisionActivation::QuickGelu;
    if (name == "gelu")
        return VisionActivation::Gelu;
    if (name == "gelu_pytorch_tanh")
        return VisionActivation::GeluTanh;
    return {};
}

} // namespace

Result<int> VisionTower::layersThatRun(const TowerConfig &config)
{
    const int selected
        = config.selectLayer < 0 ? config.layers + 1 + config.selectLayer : config.selectLayer;
    if (selected < 0 || selected > config.layers)
        return fail(ErrorCode::Unsupported,
                    "mm_vision_select_layer " + std::to_string(config.selectLayer)
                        + " of a tower of " + std::to_string(config.layers) + " layers");
    return selected;
}

Result<VisionTower> VisionTower::load(const TowerConfig &config, const WeightSource &source,
                                      const CancelToken &cancel)
{
    const auto count = layersThatRun(config);
    if (!count)
        return fail(count);
    const auto activation = activationOf(config.activation);
    if (!activation)
        return fail(ErrorCode::Unsupported, "the tower's hidden_act \"" + config.activation + "\"");

    VisionTower tower;
    tower.m_config = config;
    tower.m_patch = source("vision_model.embeddings.patch_embedding.weight");
    tower.m_position = source("vision_model.embeddings.position_embedding.weight");
    if (config.kind == TowerKind::Clip) {
        tower.m_class = source("vision_model.embeddings.class_embedding");
        tower.m_preNorm = ScaleAndShift::load(source, "vision_model.pre_layrnorm"); // sic
    } else {
        tower.m_patchBias = source("vision_model.embeddings.patch_embedding.bias");
    }
    const VisionLayerShape shape{config.heads, config.epsilon, *activation};
    for (int i = 0; i < *count; ++i) {
        if (const auto wanted = cancel.check(); !wanted)
            return fail(wanted);
        tower.m_layers.emplace_back(source, "vision_model.encoder.layers." + std::to_string(i),
                                    shape);
    }
    return tower;
}

at::Tensor VisionTower::embed(const at::Tensor &pixels) const
{
    const std::int64_t pictures = pixels.size(0);
    const at::Tensor patches
        = at::conv2d(pixels, m_patch, m_patchBias, m_config.patch).flatten(2).transpose(1, 2);
    if (m_config.kind == TowerKind::Siglip)
        return patches + m_position;
    const at::Tensor first = m_class.expand({pictures, 1, m_class.size(0)});
    return layerNorm(at::cat({first, patches}, 1) + m_position, m_preNorm.weight, m_preNorm.bias,
                     m_config.epsilon);
}

Result<at::Tensor> VisionTower::forward(const at::Tensor &pixels, const CancelToken &cancel) const
{
    std::vector<at::Tensor> done;
    for (std::int64_t first = 0; first < pixels.size(0); first += kPicturesAtATime) {
        const std::int64_t count = std::min(kPicturesAtATime, pixels.size(0) - first);
        at::Tensor x = embed(pixels.narrow(0, first, count));
        for (const VisionLayer &layer : m_layers) {
            if (const auto wanted = cancel.check(); !wanted)
                return fail(wanted);
            x = layer.forward(x);
        }
        done.push_back(m_config.hasClassToken() ? x.narrow(1, 1, x.size(1) - 1) : x);
    }
    return at::cat(done, 0);
}

} // namespace ecva
