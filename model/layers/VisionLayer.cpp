#include "model/layers/VisionLayer.h"

#include "model/ops/Attention.h"
#include "model/ops/Norms.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/scaled_dot_product_attention.h>

namespace ecva {

VisionLayer::VisionLayer(const WeightSource &source, const std::string &name,
                         const VisionLayerShape &shape)
    : m_shape(shape)
    , m_norm1(ScaleAndShift::load(source, name + ".layer_norm1"))
    , m_norm2(ScaleAndShift::load(source, name + ".layer_norm2"))
    , m_query(Linear::withBias(source, name + ".self_attn.q_proj"))
    , m_key(Linear::withBias(source, name + ".self_attn.k_proj"))
    , m_value(Linear::withBias(source, name + ".self_attn.v_proj"))
    , m_out(Linear::withBias(source, name + ".self_attn.out_proj"))
    , m_fc1(Linear::withBias(source, name + ".mlp.fc1"))
    , m_fc2(Linear::withBias(source, name + ".mlp.fc2"))
{
}

at::Tensor VisionLayer::attend(const at::Tensor &x) const
{
    const std::int64_t pictures = x.size(0);
    const std::int64_t tokens = x.size(1);
    const auto heads = [&](const Linear &projection) {
        return projection(x)
            .view({pictures, tokens, m_shape.heads, x.size(2) / m_shape.heads})
            .transpose(1, 2);
    };
    if (attendsInTiles(x.options(), x.size(2) / m_shape.heads))
        return m_out(attentionInTiles(heads(m_query), heads(m_key), heads(m_value), {})
                         .view({pictures, tokens, x.size(2)}));
    const at::Tensor mixed
        = at::scaled_dot_product_attention(heads(m_query), heads(m_key), heads(m_value));
    return m_out(mixed.transpose(1, 2).reshape({pictures, tokens, x.size(2)}));
}

at::Tensor VisionLayer::forward(const at::Tensor &x) const
{
    const at::Tensor mixed
        = x + attend(layerNorm(x, m_norm1.weight, m_norm1.bias, m_shape.epsilon));
    const at::Tensor wide = m_fc1(layerNorm(mixed, m_norm2.weight, m_norm2.bias, m_shape.epsilon));
    return mixed + m_fc2(activate(wide));
}

at::Tensor VisionLayer::activate(const at::Tensor &wide) const
{
    switch (m_shape.activation) {
    case VisionActivation::QuickGelu:
        return quickGelu(wide);
    case VisionActivation::Gelu:
        return at::gelu(wide);
    case VisionActivation::GeluTanh:
        break;
    }
    return at::gelu(wide, "tanh");
}

} // namespace ecva
