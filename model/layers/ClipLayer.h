#pragma once

#include "model/layers/Linear.h"

#include <cstdint>

namespace ecva {

enum class ClipActivation { QuickGelu, Gelu };

struct ClipLayerShape
{
    std::int64_t heads = 16;
    double epsilon = 1e-5;
    ClipActivation activation = ClipActivation::QuickGelu;
};

/// One encoder layer of CLIP's vision tower (model spec A.4).
class ClipLayer
{
public:
    /// `name`: "vision_model.encoder.layers.0"
    ClipLayer(const WeightSource &source, const std::string &name, const ClipLayerShape &shape);

    /// [pictures, tokens, hidden] to the same.
    at::Tensor forward(const at::Tensor &x) const;

private:
    at::Tensor attend(const at::Tensor &x) const;

    ClipLayerShape m_shape;
    ScaleAndShift m_norm1, m_norm2;
    Linear m_query, m_key, m_value, m_out, m_fc1, m_fc2;
};

} // namespace ecva
