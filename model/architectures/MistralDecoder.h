#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Result.h"
#include "model/checkpoint/ModelConfig.h"
#include "model/layers/MistralLayer.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>
#include <vector>

namespace ecva {

/// The decoder of Mistral, LLaMA and Qwen2: embeddings in, logits out, behind a cache of what went
/// before (E.1).
class MistralDecoder
{
public:
    /// Positions of one prefill pass; also where it can be cancelled.
    static constexpr std::int64_t kChunk = 512;

    /// Names "model.…" and "lm_head.weight". Errors: Cancelled.
    static Result<MistralDecoder> load(const DecoderConfig &config, const WeightSource &source,
                                       const CancelToken &cancel);

    /// Where its weights lie.
    at::Device device() const { return m_embeddings.device(); }
    /// An empty cache for that many positions.
    KvCache cache(std::int64_t capacity) const;

    /// [ids, hidden]; ids must lie in the vocabulary.
    at::Tensor embed(std::span<const std::int32_t> ids) const;

    /// Runs [positions, hidden] behind the cache, `chunk` positions at a time, and appends to it.
    /// Returns the hidden states of the last `keep` positions. Errors: Cancelled.
    Result<at::Tensor> forward(const at::Tensor &embeddings, KvCache &cache, std::int64_t keep,
                               const CancelToken &cancel, std::int64_t chunk = kChunk) const;

    /// One pass of several sequences: the rows of each, one sequence's after the other's, go behind
    /// its cache. Rows share every weight's way through the processor, and nothing else. Returns
    /// [rows, hidden]. The same cache again: those rows stand behind its earlier ones, and their
    /// attention is that of a pass of their own. Errors: Cancelled; the caches are as before.
    struct Rows
    {
        KvCache *cache = nullptr;
        std::int64_t count = 0;
    };
    Result<at::Tensor> pass(at::Tensor x, std::span<const Rows> sequences,
                            const CancelToken &cancel) const;

    /// Whether a row comes out of the first layer and the head bit for bit the same with 1 to
    /// `rows` rows in a pass: that is up to the matrix products of this machine, type and size.
    bool rowsAgree(std::int64_t rows) const;

    /// Whether step() can take every position of the cache: its rows see all that is before them,
    /// whatever the model's window.
    bool takesSteps(const KvCache &cache) const;
    /// One row at a position that only the device knows, for steps that are recorded.
    struct Step
    {
        KvCache *cache = nullptr;
        at::Tensor id;    ///< int64 [1], where the weights lie
        at::Tensor place; ///< int64 [1], there: the row's position, below the cache's capacity
        RopeTable rope;   ///< of all the cache's positions: rope()
    };
    RopeTable rope(std::int64_t positions) const;
    /// Puts the row's keys and values into the cache, whose length stays, and returns the raw
    /// logits, [1, vocabulary], in the weights' type and place. As pass() and logits() do it.
    at::Tensor step(const Step &step) const;

    /// Raw logits in fp32 (double for double), [positions, vocabulary], of hidden states; always on
    /// the CPU, where tokens are chosen.
    at::Tensor logits(const at::Tensor &hidden) const;

private:
    MistralDecoder() = default;

    DecoderConfig m_config;
    at::Tensor m_embeddings, m_norm;
    Linear m_head;
    std::vector<MistralLayer> m_layers;
};

} // namespace ecva
