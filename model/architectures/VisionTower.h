#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Result.h"
#include "model/checkpoint/ModelConfig.h"
#include "model/layers/VisionLayer.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace ecva {

/// CLIP's or SigLIP's vision tower up to the layer that the config selects; what lies behind is not
/// loaded: later layers, the last norm, SigLIP's pooling head (model spec A.4).
class VisionTower
{
public:
    /// Bounds the working memory and the time to a cancel; more is hardly faster on a CPU.
    static constexpr std::int64_t kPicturesAtATime = 4;

    /// Names as in the bare tower ("vision_model.…"). Errors: Unsupported (activation, select
    /// layer outside the tower), Cancelled.
    static Result<VisionTower> load(const TowerConfig &config, const WeightSource &source,
                                    const CancelToken &cancel);

    /// How many layers run: 23 of 24 for select layer −2. Errors: Unsupported.
    static Result<int> layersThatRun(const TowerConfig &config);

    /// [pictures, 3, side, side] to [pictures, patches, hidden], row by row, without CLIP's class
    /// token. A few pictures at a time. Errors: Cancelled.
    Result<at::Tensor> forward(const at::Tensor &pixels, const CancelToken &cancel) const;

private:
    VisionTower() = default;
    at::Tensor embed(const at::Tensor &pixels) const;

    TowerConfig m_config;
    at::Tensor m_patch, m_position;
    at::Tensor m_patchBias; ///< SigLIP only
    at::Tensor m_class;     ///< CLIP only, as the next
    ScaleAndShift m_preNorm;
    std::vector<VisionLayer> m_layers;
};

} // namespace ecva
