#include "model/architectures/MistralDecoder.h"

#include "model/ops/CausalAttention.h"
#include "model/ops/MatMul.h"
#include "model/ops/Norms.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/embedding.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/equal.h>

#include <algorithm>

namespace ecva {

Result<MistralDecoder> MistralDecoder::load(const DecoderConfig &config, const WeightSource &source,
                                            const CancelToken &cancel)
{
    MistralDecoder decoder;
    decoder.m_config = config;
    decoder.m_embeddings = source("model.embed_tokens.weight");
    decoder.m_norm = source("model.norm.weight");
    if (config.tiedEmbeddings)
        decoder.m_head.weight = decoder.m_embeddings;
    else
        decoder.m_head = Linear::withoutBias(source, "lm_head");
    const MistralLayerShape shape{config.heads, config.kvHeads, config.headSize, config.epsilon,
                                  config.attentionBias};
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
                   m_embeddings.options());
}

at::Tensor MistralDecoder::embed(std::span<const std::int32_t> ids) const
{
    at::Tensor index = at::empty({static_cast<std::int64_t>(ids.size())}, at::kLong);
    std::copy(ids.begin(), ids.end(), index.mutable_data_ptr<std::int64_t>());
    return at::embedding(m_embeddings, index.to(m_embeddings.device()));
}

Result<at::Tensor> MistralDecoder::pass(at::Tensor x, std::span<const Rows> sequences,
                                        const CancelToken &cancel) const
{
    DecoderPass made;
    std::vector<at::Tensor> cos, sin;
    for (const Rows &rows : sequences) {
        std::int64_t before = 0;
        for (const SequenceRows &earlier : made.sequences)
            before += earlier.cache == rows.cache ? earlier.count : 0;
        const std::int64_t first = rows.cache->length() + before;
        const RopeTable rope
            = ropeTable(first, rows.count, m_config.headSize, m_config.ropeTheta, x.options());
        cos.push_back(rope.cos);
        sin.push_back(rope.sin);
        CausalSpan span{first, rows.count, first + rows.count, {}};
        if (m_config.slidingWindow)
            span.window = *m_config.slidingWindow;
        at::Tensor mask;
        if (needsMask(x.options(), m_config.headSize, span))
            mask = causalMask(span, m_config.heads / m_config.kvHeads, x.options());
        made.sequences.push_back({rows.cache, rows.count, span, mask, before});
    }
    made.rope = {at::cat(cos, 0), at::cat(sin, 0)};
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        if (const auto wanted = cancel.check(); !wanted)
            return fail(wanted);
        x = m_layers[i].forward(x, made, i);
    }
    for (const Rows &rows : sequences)
        rows.cache->advance(rows.count);
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
        const Rows rows{&cache, count};
        const auto hidden = pass(embeddings.narrow(0, first, count), {&rows, 1}, cancel);
        if (!hidden)
            return fail(hidden);
        const std::int64_t begin = std::max<std::int64_t>(0, firstKept - first);
        if (begin < count)
            kept.push_back(hidden->narrow(0, begin, count - begin));
    }
    return at::cat(kept, 0);
}

bool MistralDecoder::takesSteps(const KvCache &cache) const
{
    return !m_config.slidingWindow || cache.capacity() <= *m_config.slidingWindow;
}

RopeTable MistralDecoder::rope(std::int64_t positions) const
{
    return ropeTable(0, positions, m_config.headSize, m_config.ropeTheta, m_embeddings.options());
}

at::Tensor MistralDecoder::step(const Step &step) const
{
    DecoderPass pass;
    pass.rope
        = {step.rope.cos.index_select(0, step.place), step.rope.sin.index_select(0, step.place)};
    pass.sequences.push_back({step.cache, 1, {}, {}, 0});
    pass.place = step.place;
    at::Tensor x = at::embedding(m_embeddings, step.id);
    for (std::size_t i = 0; i < m_layers.size(); ++i)
        x = m_layers[i].forward(x, pass, i);
    return m_head(rmsNorm(x, m_norm, m_config.epsilon));
}

bool MistralDecoder::rowsAgree(std::int64_t rows) const
{
    // Bits of LibTorch's attention depend on where a row lies, which a single key would not show.
    if (!attendsAlikeAlone(m_embeddings, m_config.headSize))
        return false;
    // More rows than the weights are streamed past for are summed in another order. That the few
    // numbers below were rounded to the same ones all the same would be luck.
    const WeightKind kind = Weights{m_head.weight, m_head.scales}.kind();
    if (m_embeddings.is_cpu() && rows > fewRowsFor(kind))
        return false;
    const auto run = [&](const at::Tensor &x) {
        std::vector<KvCache> caches;
        DecoderPass pass;
        caches.reserve(static_cast<std::size_t>(x.size(0)));
        const RopeTable rope = ropeTable(0, 1, m_config.headSize, m_config.ropeTheta, x.options());
        pass.rope = {rope.cos.repeat({x.size(0), 1}), rope.sin.repeat({x.size(0), 1})};
        for (std::int64_t i = 0; i < x.size(0); ++i) {
            caches.push_back(KvCache({1, m_config.kvHeads, m_config.headSize, 1}, x.options()));
            pass.sequences.push_back({&caches.back(), 1, {0, 1, 1, {}}, {}, 0});
        }
        return logits(m_layers.front().forward(x, pass, 0));
    };
    std::vector<std::int32_t> ids;
    for (std::int64_t i = 0; i < rows; ++i)
        ids.push_back(static_cast<std::int32_t>(1 + 37 * i) % m_config.vocabulary);
    const at::Tensor x = embed(ids);
    const at::Tensor all = run(x);
    for (std::int64_t count = 1; count < rows; ++count) {
        if (!at::equal(run(x.narrow(0, rows - count, count)), all.narrow(0, rows - count, count)))
            return false;
    }
    return true;
}

at::Tensor MistralDecoder::logits(const at::Tensor &hidden) const
{
    const at::Tensor raw = m_head(rmsNorm(hidden, m_norm, m_config.epsilon));
    return raw.to(at::kCPU, accumulationType(raw.scalar_type()));
}

} // namespace ecva
