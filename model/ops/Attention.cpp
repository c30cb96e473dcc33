#include "model/ops/Attention.h"

#include "model/ops/CudaOps.h"
#include "model/ops/LargePages.h"
#include "model/ops/Threads.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/scaled_dot_product_attention.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <cmath>
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
    const at::Tensor keys = k.narrow(1, 0, seen), values = v.narrow(1, 0, seen);
    if (attendsInTiles(q.options(), q.size(2))) {
        const CausalSpan span{seen - 1, 1, seen, {}};
        return attentionInTiles(q.unsqueeze(0), keys.unsqueeze(0), values.unsqueeze(0), span)
            .squeeze(0)
            .transpose(0, 1);
    }
    return attention(q, keys, values, {});
}

bool attendsInTiles(const at::TensorOptions &options, std::int64_t size, const Kernels &arithmetic)
{
    const at::ScalarType type = c10::typeMetaToScalarType(options.dtype());
    return options.device().is_cpu() && arithmetic.level != CpuLevel::Portable
           && (type == at::kFloat
               || (type == at::kBFloat16 && arithmetic.attendBf16.attend && size % 2 == 0));
}

at::Tensor attentionInTiles(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v,
                            const std::optional<CausalSpan> &span, const Kernels &arithmetic)
{
    const std::int64_t batch = q.size(0), heads = q.size(1), queries = q.size(2), size = q.size(3);
    const std::int64_t keyHeads = k.size(1), group = heads / keyHeads;
    const at::Tensor out = inLargePages(at::empty({batch, queries, heads, size}, q.options()));
    if (out.numel() == 0)
        return out;
    const AttendKernel &way
        = q.scalar_type() == at::kBFloat16 ? arithmetic.attendBf16 : arithmetic.attendWide;
    const std::int64_t bytes = q.element_size();

    AttendArguments common;
    common.size = size;
    common.keys = k.size(2);
    common.qStride = q.stride(2);
    common.kStride = k.stride(2);
    common.vStride = v.stride(2);
    common.outStride = heads * size;
    common.scale = static_cast<float>(1.0 / std::sqrt(static_cast<double>(size)));
    common.causal = span.has_value();
    if (span) {
        common.firstQuery = span->firstQuery;
        common.window = span->window.value_or(0);
    }
    const auto headOf = [bytes](const at::Tensor &tensor, std::int64_t i, std::int64_t head) {
        return static_cast<const char *>(tensor.const_data_ptr())
               + (i * tensor.stride(0) + head * tensor.stride(1)) * bytes;
    };
    const auto argumentsOf = [&](std::int64_t i, std::int64_t head) {
        AttendArguments one = common;
        one.q = headOf(q, i, head);
        one.k = headOf(k, i, head / group);
        one.v = headOf(v, i, head / group);
        one.out = static_cast<char *>(out.mutable_data_ptr())
                  + (i * queries * heads + head) * size * bytes;
        return one;
    };

    // A key head's pack serves all its query heads, and is done before the first of them starts.
    constexpr std::int64_t kLine = 64;
    const auto lines = [](std::int64_t count) { return (count + kLine - 1) / kLine * kLine; };
    const std::int64_t packedBytes = lines(way.packedBytes(common));
    const at::Tensor packed = inLargePages(at::empty({batch * keyHeads * packedBytes}, at::kByte));
    auto *packs = packed.mutable_data_ptr<std::uint8_t>();
    shareOut(batch * keyHeads, [&](std::int64_t part) {
        way.pack(argumentsOf(part / keyHeads, part % keyHeads * group), packs + part * packedBytes);
    });

    constexpr std::int64_t kTilesPerPart = 4;
    const std::int64_t rows = way.queries * kTilesPerPart;
    const std::int64_t cuts = (queries + rows - 1) / rows;
    const std::int64_t scratchBytes = lines(way.scratchBytes(common));
    const std::int64_t parts = batch * heads * cuts;
    const std::int64_t threads = std::min<std::int64_t>(at::get_num_threads(), parts);
    const at::Tensor scratch = at::empty({threads * scratchBytes}, at::kByte);
    auto *scratches = scratch.mutable_data_ptr<std::uint8_t>();
    shareOutWithin(threads, parts, [&](std::int64_t thread, std::int64_t part) {
        const std::int64_t i = part / cuts / heads, head = part / cuts % heads;
        // The last queries see the most keys: they come first.
        const std::int64_t first = (cuts - 1 - part % cuts) * rows;
        way.attend(argumentsOf(i, head), packs + (i * keyHeads + head / group) * packedBytes, first,
                   std::min(first + rows, queries), scratches + thread * scratchBytes);
    });
    return out;
}

} // namespace ecva
