#include "model/layers/MistralLayer.h"

#include "model/ops/Attention.h"
#include "model/ops/Norms.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/silu.h>

namespace ecva {

MistralLayer::MistralLayer(const WeightSource &source, const std::string &name,
                           const MistralLayerShape &shape)
    : m_shape(shape)
    , m_inputNorm(source(name + ".input_layernorm.weight"))
    , m_postNorm(source(name + ".post_attention_layernorm.weight"))
    , m_query(Linear::withoutBias(source, name + ".self_attn.q_proj"))
    , m_key(Linear::withoutBias(source, name + ".self_attn.k_proj"))
    , m_value(Linear::withoutBias(source, name + ".self_attn.v_proj"))
    , m_out(Linear::withoutBias(source, name + ".self_attn.o_proj"))
    , m_gate(Linear::withoutBias(source, name + ".mlp.gate_proj"))
    , m_up(Linear::withoutBias(source, name + ".mlp.up_proj"))
    , m_down(Linear::withoutBias(source, name + ".mlp.down_proj"))
{
}

at::Tensor MistralLayer::attend(const at::Tensor &x, const RopeTable &rope, const at::Tensor &mask,
                                KvCache &cache, std::size_t index) const
{
    const std::int64_t positions = x.size(0);
    const auto split = [&](const Linear &projection, std::int64_t heads) {
        return projection(x).view({positions, heads, m_shape.headSize}).transpose(0, 1);
    };
    const at::Tensor q = applyRope(split(m_query, m_shape.heads), rope);
    cache.append(index, applyRope(split(m_key, m_shape.keyHeads), rope),
                 split(m_value, m_shape.keyHeads));
    const std::int64_t seen = cache.length() + positions;
    const at::Tensor mixed = attention(q, cache.keys(index, seen), cache.values(index, seen), mask);
    return m_out(mixed.transpose(0, 1).reshape({positions, m_shape.heads * m_shape.headSize}));
}

at::Tensor MistralLayer::forward(const at::Tensor &x, const RopeTable &rope, const at::Tensor &mask,
                                 KvCache &cache, std::size_t index) const
{
    const at::Tensor mixed
        = x + attend(rmsNorm(x, m_inputNorm, m_shape.epsilon), rope, mask, cache, index);
    const at::Tensor normed = rmsNorm(mixed, m_postNorm, m_shape.epsilon);
    return mixed + m_down(at::silu(m_gate(normed)) * m_up(normed));
}

} // namespace ecva
