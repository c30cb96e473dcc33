#include "model/ops/CausalAttention.h"

#include "model/ops/CudaOps.h"
#include "model/ops/FlashAttention.h"

#include <algorithm>

namespace ecva {

bool needsMask(const at::TensorOptions &options, std::int64_t size, const CausalSpan &span)
{
    return span.queries > 1 && !attendsInTiles(options, size) && !takesFlash(options, size, span);
}

at::Tensor causalAttention(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v,
                           const CausalSpan &span, const at::Tensor &mask)
{
    const std::int64_t size = q.size(2);
    if (attendsInTiles(q.options(), size))
        return attentionInTiles(q.unsqueeze(0), k.unsqueeze(0), v.unsqueeze(0), span).squeeze(0);
    if (span.queries == 1) {
        // What one row sees lies side by side, with a window too.
        const std::int64_t seen = std::min(span.keys, span.window.value_or(span.keys));
        const auto last = [&](const at::Tensor &x) { return x.narrow(1, span.keys - seen, seen); };
        return attention(q, last(k), last(v), {}).transpose(0, 1);
    }
    if (takesFlash(q.options(), size, span))
        return flashAttention(q, k, v);
    return attention(q, k, v, mask).transpose(0, 1);
}

bool attendsAlikeAlone(const at::Tensor &weights, std::int64_t size)
{
    return attendsInTiles(weights.options(), size) || fitsOwnKernels(weights);
}

} // namespace ecva
