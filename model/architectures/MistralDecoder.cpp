#include "model/architectures/MistralDecoder.h"

#include "model/ops/Attention.h"
#include "model/ops/Norms.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/embedding.h>
#include <ATen/ops/empty.h>

#include <algorithm>

namespace ecva {

Result<MistralDecoder> MistralDecoder::load(const DecoderConfig &config, const WeightSource &source,
                                            const CancelToken &cancel)
{
    MistralDecoder decoder;
    decoder.m_config = config;
    decoder.m_embeddings = source("model.embed_tokens.weight");
    decoder.m_norm = source("model.norm.weight");
    decoder.m_head.weight = config.tiedEmbeddings ? decoder.m_embeddings : source("lm_head.weight");
    const MistralLayerShape shape{config.heads, config.kvHeads, config.headSize, config.epsilon};
    for (int i = 0; i < config.layers; ++i) {
        if (const auto wanted = cancel.check(); !wanted)
            return fail(wanted);
        decoder.m_layers.emplace_back(source, "model.layers." + std::to_string(i), shape);
    }
    return decoder;
}

KvCache MistralDecoder::cache(std::int64_t capacity) const
{
    return KvCache({m_config.layers, m_config.kvHeads, m_config.headSize, capacity},
                   m_embeddings.scalar_type());
}

at::Tensor MistralDecoder::embed(std::span<const std::int32_t> ids) const
{
    at::Tensor index = at::empty({static_cast<std::int64_t>(ids.size())}, at::kLong);
    std::copy(ids.begin(), ids.end(), index.mutable_data_ptr<std::int64_t>());
    return at::embedding(m_embeddings, index);
}

Result<at::Tensor> MistralDecoder::pass(at::Tensor x, KvCache &cache,
                                        const CancelToken &cancel) const
{
    const std::int64_t first = cache.length();
    const std::int64_t count = x.size(0);
    const RopeTable rope
        = ropeTable(first, count, m_config.headSize, m_config.ropeTheta, x.scalar_type());
    CausalSpan span{first, count, first + count, {}};
    if (m_config.slidingWindow)
        span.window = *m_config.slidingWindow;
    const at::Tensor mask = causalMask(span, m_config.heads / m_config.kvHeads, x.scalar_type());
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        if (const auto wanted = cancel.check(); !wanted)
            return fail(wanted);
        x = m_layers[i].forward(x, rope, mask, cache, i);
    }
    cache.advance(count);
    return x;
}

Result<at::Tensor> MistralDecoder::forward(const at::Tensor &embeddings, KvCache &cache,
                                           std::int64_t keep, const CancelToken &cancel,
                                           std::int64_t chunk) const
{
    const std::int64_t positions = embeddings.size(0);
    const std::int64_t firstKept = positions - keep;
    std::vector<at::Tensor> kept;
    for (std::int64_t first = 0; first < positions; first += chunk) {
        const std::int64_t count = std::min(chunk, positions - first);
        const auto hidden = pass(embeddings.narrow(0, first, count), cache, cancel);
        if (!hidden)
            return fail(hidden);
        const std::int64_t begin = std::max<std::int64_t>(0, firstKept - first);
        if (begin < count)
            kept.push_back(hidden->narrow(0, begin, count - begin));
    }
    return at::cat(kept, 0);
}

at::Tensor MistralDecoder::logits(const at::Tensor &hidden) const
{
    const at::Tensor raw = m_head(rmsNorm(hidden, m_norm, m_config.epsilon));
    return raw.to(accumulationType(raw.scalar_type()));
}

} // namespace ecva
