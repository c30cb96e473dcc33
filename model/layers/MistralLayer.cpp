#include "model/layers/MistralLayer.h"

#include "model/ops/CausalAttention.h"
#include "model/ops/Norms.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>

namespace ecva {
namespace {

Linear projection(const WeightSource &source, const std::string &name,
                  const MistralLayerShape &shape)
{
    return shape.hasBias ? Linear::withBias(source, name) : Linear::withoutBias(source, name);
}

} // namespace

MistralLayer::MistralLayer(const WeightSource &source, const std::string &name,
                           const MistralLayerShape &shape)
    : m_shape(shape)
    , m_inputNorm(source(name + ".input_layernorm.weight"))
    , m_postNorm(source(name + ".post_attention_layernorm.weight"))
    , m_query(projection(source, name + ".self_attn.q_proj", shape))
    , m_key(projection(source, name + ".self_attn.k_proj", shape))
    , m_value(projection(source, name + ".self_attn.v_proj", shape))
    , m_out(Linear::withoutBias(source, name + ".self_attn.o_proj"))
    , m_gate(Linear::withoutBias(source, name + ".mlp.gate_proj"))
    , m_up(Linear::withoutBias(source, name + ".mlp.up_proj"))
    , m_down(Linear::withoutBias(source, name + ".mlp.down_proj"))
{
}

at::Tensor MistralLayer::attend(const at::Tensor &x, const DecoderPass &pass,
                                std::size_t index) const
{
    const std::int64_t rows = x.size(0);
    const auto split = [&](const Linear &projection, std::int64_t heads) {
        return projection(x).view({rows, heads, m_shape.headSize}).transpose(0, 1);
    };
    const at::Tensor q = applyRope(split(m_query, m_shape.heads), pass.rope);
    const at::Tensor k = applyRope(split(m_key, m_shape.keyHeads), pass.rope);
    const at::Tensor v = split(m_value, m_shape.keyHeads);
    std::vector<at::Tensor> mixed;
    std::int64_t first = 0;
    for (const SequenceRows &sequence : pass.sequences) {
        const std::int64_t count = sequence.count;
        KvCache &cache = *sequence.cache;
        if (pass.place.defined()) {
            cache.put(index, k, v, pass.place);
            mixed.push_back(attentionAt(q, cache.keys(index, cache.capacity()),
                                        cache.values(index, cache.capacity()), pass.place)
                                .transpose(0, 1));
            break;
        }
        cache.append(index, k.narrow(1, first, count), v.narrow(1, first, count), sequence.before);
        const std::int64_t seen = cache.length() + sequence.before + count;
        mixed.push_back(causalAttention(q.narrow(1, first, count), cache.keys(index, seen),
                                        cache.values(index, seen), sequence.span, sequence.mask));
        first += count;
    }
    const at::Tensor all = mixed.size() == 1 ? mixed.front() : at::cat(mixed, 0);
    return m_out(all.reshape({rows, m_shape.heads * m_shape.headSize}));
}

at::Tensor MistralLayer::forward(const at::Tensor &x, const DecoderPass &pass,
                                 std::size_t index) const
{
    const at::Tensor mixed = x + attend(rmsNorm(x, m_inputNorm, m_shape.epsilon), pass, index);
    const at::Tensor normed = rmsNorm(mixed, m_postNorm, m_shape.epsilon);
    return mixed + m_down(swiGlu(m_gate(normed), m_up(normed)));
}

} // namespace ecva
