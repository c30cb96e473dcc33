#pragma once

#include "model/ops/Attention.h"

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace ecva {

/// Whether causalAttention() of such a span takes a causalMask(). `options`: type and device.
bool needsMask(const at::TensorOptions &options, std::int64_t size, const CausalSpan &span);

/// Attention of a decoder's rows by the way that their type, device and number ask for: tiles of
/// our own on the CPU, our kernel for one row on a GPU and flash attention for several, else
/// LibTorch's under a mask. q [heads, queries, size], k and v [key heads, keys, size], the span's
/// numbers of them; its keys end with the last query. `mask`: causalMask() where needsMask(), else
/// not read. Returns [queries, heads, size].
at::Tensor causalAttention(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v,
                           const CausalSpan &span, const at::Tensor &mask);

/// Whether a single row of a decoder in the type and place of `weights` gets the same bits from
/// causalAttention() and attentionAt() wherever it lies: by kernels of our own, not by LibTorch's.
bool attendsAlikeAlone(const at::Tensor &weights, std::int64_t size);

} // namespace ecva
