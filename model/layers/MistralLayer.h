#pragma once

#include "model/layers/KvCache.h"
#include "model/layers/Linear.h"
#include "model/ops/Attention.h"
#include "model/ops/Rope.h"

#include <cstdint>
#include <vector>

namespace ecva {

struct MistralLayerShape
{
    std::int64_t heads = 32;
    std::int64_t keyHeads = 8;
    std::int64_t headSize = 128;
    double epsilon = 1e-5;
    bool hasBias = false; ///< of queries, keys and values: Qwen2
};

/// The rows of one sequence in a pass: they stand behind what its cache holds.
struct SequenceRows
{
    KvCache *cache = nullptr;
    std::int64_t count = 0;
    CausalSpan span;         ///< what these rows may see
    at::Tensor mask;         ///< causalMask() of it where needsMask(), else undefined
    std::int64_t before = 0; ///< rows of the same cache earlier in this pass
};

/// One pass over rows of one or several sequences, one sequence's rows after the other's.
struct DecoderPass
{
    RopeTable rope; ///< of all rows
    std::vector<SequenceRows> sequences;
    /// The position of the only row, int64 [1] where the weights lie, instead of behind its cache's
    /// length: nothing that is launched then depends on it. Undefined otherwise.
    at::Tensor place = {};
};

/// One layer of Mistral, LLaMA and Qwen2 decoders (model spec E.1).
class MistralLayer
{
public:
    /// `name`: "model.layers.0"
    MistralLayer(const WeightSource &source, const std::string &name,
                 const MistralLayerShape &shape);

    /// [rows, hidden] to the same; each sequence sees its own cache, to whose layer `index` its
    /// rows are appended. All rows go through a weight at once.
    at::Tensor forward(const at::Tensor &x, const DecoderPass &pass, std::size_t index) const;

private:
    at::Tensor attend(const at::Tensor &x, const DecoderPass &pass, std::size_t index) const;

    MistralLayerShape m_shape;
    at::Tensor m_inputNorm, m_postNorm;
    Linear m_query, m_key, m_value, m_out, m_gate, m_up, m_down;
};

} // namespace ecva
