#pragma once

#include "model/layers/Linear.h"

#include <cstdint>

namespace ecva {

enum class VisionActivation { QuickGelu, Gelu, GeluTanh };

struct VisionLayerShape
{
    std::int64_t heads = 16;
    double epsilon = 1e-5;
    VisionActivation activation = VisionActivation::QuickGelu;
};

/// One encoder layer of CLIP's and SigLIP's vision towers (model spec A.4).
class VisionLayer
{
public:
    /// `name`: "vision_model.encoder.layers.0"
    VisionLayer(const WeightSource &source, const std::string &name, const VisionLayerShape &shape);

    /// [pictures, tokens, hidden] to the same.
    at::Tensor forward(const at::Tensor &x) const;

private:
    at::Tensor attend(const at::Tensor &x) const;
    at::Tensor activate(const at::Tensor &wide) const;

    VisionLayerShape m_shape;
    ScaleAndShift m_norm1, m_norm2;
    Linear m_query, m_key, m_value, m_out, m_fc1, m_fc2;
};

} // namespace ecva
