#pragma once

#include "model/ops/Attention.h"
#include "tests/model/kernels/Levels.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/softmax.h>

#include <cmath>
#include <optional>

namespace ecva::test {

inline double furthest(const at::Tensor &a, const at::Tensor &b)
{
    if (a.numel() == 0)
        return 0;
    return (a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item().toDouble();
}

/// q, k and v as they come out of products: the heads of a row side by side.
inline at::Tensor headsOf(std::int64_t batch, std::int64_t rows, std::int64_t heads,
                          std::int64_t size, std::uint64_t seed, at::ScalarType type)
{
    return normal({batch, rows, heads, size}, seed).mul(1.5).to(type).transpose(1, 2);
}

/// In double and by the definition: [batch, queries, heads, size].
inline at::Tensor attentionByOperators(const at::Tensor &q, const at::Tensor &k,
                                       const at::Tensor &v, const std::optional<CausalSpan> &span)
{
    const std::int64_t group = q.size(1) / k.size(1);
    const auto repeated
        = [group](const at::Tensor &x) { return x.to(at::kDouble).repeat_interleave(group, 1); };
    at::Tensor scores = at::matmul(q.to(at::kDouble), repeated(k).transpose(2, 3))
                        / std::sqrt(static_cast<double>(q.size(3)));
    if (span) {
        const at::Tensor mask = causalMask(*span, 1, at::kDouble);
        if (mask.defined())
            scores = scores + mask;
    }
    return at::matmul(at::softmax(scores, -1), repeated(v)).transpose(1, 2);
}

} // namespace ecva::test
