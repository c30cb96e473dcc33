#pragma once

#include "model/layers/KvCache.h"
#include "model/layers/Linear.h"
#include "model/ops/Rope.h"

#include <cstdint>

namespace ecva {

struct MistralLayerShape
{
    std::int64_t heads = 32;
    std::int64_t keyHeads = 8;
    std::int64_t headSize = 128;
    double epsilon = 1e-5;
};

/// One layer of Mistral and LLaMA decoders (model spec E.1).
class MistralLayer
{
public:
    /// `name`: "model.layers.0"
    MistralLayer(const WeightSource &source, const std::string &name,
                 const MistralLayerShape &shape);

    /// [positions, hidden] to the same, behind what layer `index` of the cache holds; appends to
    /// it. `mask` is causalMask()'s for these positions.
    at::Tensor forward(const at::Tensor &x, const RopeTable &rope, const at::Tensor &mask,
                       KvCache &cache, std::size_t index) const;

private:
    at::Tensor attend(const at::Tensor &x, const RopeTable &rope, const at::Tensor &mask,
                      KvCache &cache, std::size_t index) const;

    MistralLayerShape m_shape;
    at::Tensor m_inputNorm, m_postNorm;
    Linear m_query, m_key, m_value, m_out, m_gate, m_up, m_down;
};

} // namespace ecva
