#pragma once

#include "model/ops/Attention.h"

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace ecva {

// LibTorch's flash attention, which keeps no table of scores. It takes no mask: earlier keys, which
// all see, and the queries' own, which are causal and as many, are two calls of it, merged by the
// logarithms of their sums. So nothing depends on where a causal call that is not square begins,
// which LibTorch itself asks of no kernel. Not yet run on a GPU.

/// softmax(q kᵀ / √size) v for q [heads, queries, size] and k, v [key heads, keys, size], of which
/// the last `queries` are the queries' own: a query sees those up to its own, and all before them.
/// Query head j uses key head j / (heads / key heads); keys are not copied on a GPU. Softmax, sums
/// and merge in fp32 (double for double); in a narrow type each part is rounded to it once before
/// the merge. On the CPU by the twin of the CUDA kernel, which tests go by. Throws c10::Error where
/// there is no such kernel. Returns [queries, heads, size].
at::Tensor flashAttention(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v);

/// Whether flashAttention() can compute what the span says, in that type and size of a head: narrow
/// types, whole groups of eight numbers up to 256, several queries, the keys up to the last one,
/// and no window that hides any.
bool fitsFlash(at::ScalarType type, std::int64_t size, const CausalSpan &span);

/// Whether flashAttention() answers for that type, device and size of a head, and a small case
/// comes out as attention() has it. Throws c10::OutOfMemoryError only.
bool flashAgrees(const at::TensorOptions &options, std::int64_t size);

/// Whether flashAttention() is the way: what fitsFlash() on a GPU that flashAgrees(), which is
/// tried once for each type and size. Thread-safe.
bool takesFlash(const at::TensorOptions &options, std::int64_t size, const CausalSpan &span);

} // namespace ecva
