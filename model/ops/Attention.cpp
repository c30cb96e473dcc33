#include "model/ops/Attention.h"

#include "model/ops/CudaOps.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/scaled_dot_product_attention.h>
#include <ATen/ops/zeros.h>

#include <limits>

namespace ecva {
namespace {

double lowest(at::ScalarType type)
{
    if (type == at::kHalf)
        return -65504.0;
    if (type == at::kBFloat16)
        return -3.38e38;
    return std::numeric_limits<float>::lowest();
}

} // namespace

at::Tensor causalMask(const CausalSpan &span, std::int64_t group, const at::TensorOptions &options)
{
    const std::int64_t last = span.firstQuery + span.queries - 1;
    const bool seesAll
        = span.queries == 1 && span.keys <= last + 1 && (!span.window || span.keys <= *span.window);
    if (seesAll)
        return {};
    const at::TensorOptions whole = options.dtype(at::kLong);
    const at::Tensor query
        = at::arange(span.firstQuery, last + 1, whole).repeat({group}).unsqueeze(1);
    const at::Tensor key = at::arange(0, span.keys, whole).unsqueeze(0);
    at::Tensor hidden = key > query;
    if (span.window)
        hidden = hidden | (key <= query - *span.window);
    return at::zeros({group * span.queries, span.keys}, options)
        .masked_fill_(hidden, lowest(c10::typeMetaToScalarType(options.dtype())));
}

at::Tensor attention(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v,
                     const at::Tensor &mask)
{
    const std::int64_t heads = q.size(0);
    const std::int64_t queries = q.size(1);
    if (queries == 1 && !mask.defined() && fitsOwnKernels(q))
        return attendRowOnGpu(q, k, v, {});
    const std::int64_t keyHeads = k.size(0);
    const at::Tensor grouped = q.reshape({1, keyHeads, heads / keyHeads * queries, q.size(2)});
    std::optional<at::Tensor> added;
    if (mask.defined())
        added = mask.unsqueeze(0).unsqueeze(0);
    return at::scaled_dot_product_attention(grouped, k.unsqueeze(0), v.unsqueeze(0), added)
        .reshape({heads, queries, q.size(2)});
}

at::Tensor attentionAt(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v,
                       const at::Tensor &place)
{
    if (fitsOwnKernels(q))
        return attendRowOnGpu(q, k, v, place);
    const std::int64_t seen = place.item().toLong() + 1;
    return attention(q, k.narrow(1, 0, seen), v.narrow(1, 0, seen), {});
}

} // namespace ecva
