#include "model/ops/FlashAttention.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/_scaled_dot_product_flash_attention.h>
#include <ATen/ops/_scaled_dot_product_flash_attention_for_cpu.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/lerp.h>
#include <ATen/ops/sigmoid.h>
#include <c10/util/Exception.h>

#include <map>
#include <mutex>
#include <tuple>

namespace ecva {
namespace {

// What the kernel reads at once, and the longest head it is made for.
constexpr std::int64_t kNumbersTogether = 8, kLongestHead = 256;

/// Attention to some of the keys.
struct Part
{
    at::Tensor out;    ///< [1, heads, queries, size]
    at::Tensor logSum; ///< natural logarithm of the sum of e^score, [1, heads, queries], wide
};

Part attendPart(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v, bool isCausal)
{
    if (q.is_cpu()) {
        const auto [out, logSum]
            = at::_scaled_dot_product_flash_attention_for_cpu(q, k, v, 0.0, isCausal);
        return {out, logSum};
    }
    const auto all = at::_scaled_dot_product_flash_attention(q, k, v, 0.0, isCausal, false);
    return {std::get<0>(all), std::get<1>(all)};
}

/// Attention to the keys of both. Each has a key for every query, so no logarithm is infinite.
at::Tensor merged(const Part &a, const Part &b)
{
    const at::ScalarType wide = a.logSum.scalar_type();
    const at::Tensor share = at::sigmoid(b.logSum - a.logSum).unsqueeze(3);
    return at::lerp(a.out.to(wide), b.out.to(wide), share).to(a.out.scalar_type());
}

/// Numbers within ±1 without an order.
at::Tensor someNumbers(const std::vector<std::int64_t> &shape, double seed,
                       const at::TensorOptions &options)
{
    std::int64_t count = 1;
    for (const std::int64_t size : shape)
        count *= size;
    const at::Tensor i = at::arange(count, at::kDouble);
    return (i * i * 0.37 + i * seed)
        .sin()
        .view(shape)
        .to(options.device(), c10::typeMetaToScalarType(options.dtype()));
}

} // namespace

at::Tensor flashAttention(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v)
{
    const std::int64_t queries = q.size(1), before = k.size(1) - queries;
    TORCH_CHECK(before >= 0, "flash attention of ", queries, " queries to ", k.size(1), " keys");
    const auto keys = [](const at::Tensor &x, std::int64_t first, std::int64_t count) {
        return x.narrow(1, first, count).unsqueeze(0);
    };
    const at::Tensor asked = q.unsqueeze(0);
    const Part own = attendPart(asked, keys(k, before, queries), keys(v, before, queries), true);
    at::Tensor out = own.out;
    if (before > 0)
        out = merged(attendPart(asked, keys(k, 0, before), keys(v, 0, before), false), own);
    return out.squeeze(0).transpose(0, 1);
}

bool fitsFlash(at::ScalarType type, std::int64_t size, const CausalSpan &span)
{
    return (type == at::kBFloat16 || type == at::kHalf) && size > 0 && size <= kLongestHead
           && size % kNumbersTogether == 0 && span.queries > 1
           && span.keys == span.firstQuery + span.queries
           && (!span.window || span.keys <= *span.window);
}

bool flashAgrees(const at::TensorOptions &options, std::int64_t size)
{
    constexpr std::int64_t kHeads = 4, kKeyHeads = 2, kQueries = 3, kKeys = 8;
    // Four roundings of bf16; a key too many or too few, or another logarithm, is far more.
    constexpr double kBound = 4.0 / 256;
    try {
        const at::Tensor q = someNumbers({kHeads, kQueries, size}, 1.7, options);
        const at::Tensor k = someNumbers({kKeyHeads, kKeys, size}, 2.3, options);
        const at::Tensor v = someNumbers({kKeyHeads, kKeys, size}, 3.1, options);
        const CausalSpan span{kKeys - kQueries, kQueries, kKeys, {}};
        const at::Tensor expected
            = attention(q, k, v, causalMask(span, kHeads / kKeyHeads, q.options()));
        const at::Tensor apart
            = flashAttention(q, k, v).transpose(0, 1).to(at::kFloat) - expected.to(at::kFloat);
        return apart.abs().max().item().toDouble() <= kBound;
    } catch (const c10::OutOfMemoryError &) {
        throw;
    } catch (const c10::Error &) {
        return false; // an older GPU, or built without
    }
}

bool takesFlash(const at::TensorOptions &options, std::int64_t size, const CausalSpan &span)
{
    const at::ScalarType type = c10::typeMetaToScalarType(options.dtype());
    if (!options.device().is_cuda() || !fitsFlash(type, size, span))
        return false;
    static std::mutex mutex;
    static std::map<std::tuple<c10::DeviceIndex, at::ScalarType, std::int64_t>, bool> tried;
    const std::lock_guard lock(mutex);
    const auto key = std::tuple(options.device().index(), type, size);
    const auto known = tried.find(key);
    return known != tried.end() ? known->second
                                : tried.emplace(key, flashAgrees(options, size)).first->second;
}

} // namespace ecva
