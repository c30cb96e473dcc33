#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Result.h"
#include "model/checkpoint/ModelConfig.h"
#include "model/layers/ClipLayer.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace ecva {

/// CLIP's vision tower up to the layer that the config selects; what lies behind is not loaded
/// (model spec A.4).
class ClipTower
{
public:
    /// Bounds the working memory and the time to a cancel; more is hardly faster on a CPU.
    static constexpr std::int64_t kPicturesAtATime = 4;

    /// Names as in the bare tower ("vision_model.…"). Errors: Unsupported (activation, select
    /// layer outside the tower), Cancelled.
    static Result<ClipTower> load(const TowerConfig &config, const WeightSource &source,
                                  const CancelToken &cancel);

    /// How many layers run: 23 of 24 for select layer −2. Errors: Unsupported.
    static Result<int> layersThatRun(const TowerConfig &config);

    /// [pictures, 3, side, side] to [pictures, patches, hidden], row by row, without the class
    /// token. A few pictures at a time. Errors: Cancelled.
    Result<at::Tensor> forward(const at::Tensor &pixels, const CancelToken &cancel) const;

private:
    ClipTower() = default;
    at::Tensor embed(const at::Tensor &pixels) const;

    TowerConfig m_config;
    at::Tensor m_class, m_patch, m_position;
    ScaleAndShift m_preNorm;
    std::vector<ClipLayer> m_layers;
};

} // namespace ecva
