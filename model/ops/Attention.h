#pragma once

#include "model/kernels/Kernels.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <optional>

namespace ecva {

/// Which keys the queries of one pass may see.
struct CausalSpan
{
    std::int64_t firstQuery = 0; ///< position of the first query
    std::int64_t queries = 0;
    std::int64_t keys = 0;              ///< positions 0 … keys − 1
    std::optional<std::int64_t> window; ///< a query sees itself and the window − 1 before it
};

/// What is added to the scores: 0 where a query may look, else the type's lowest number (finite,
/// so that a block of nothing but forbidden keys leaves no NaN). `group` copies of the rows, one
/// under the other, for attention() with that many query heads to a key head. Undefined when
/// every query may see every key. `options`: type and device. Shape [group · queries, keys].
at::Tensor causalMask(const CausalSpan &span, std::int64_t group, const at::TensorOptions &options);

/// softmax(q kᵀ / √size + mask) v for q [heads, queries, size] and k, v [key heads, keys, size].
/// Query head j uses key head j / (heads / key heads): the query heads of a key head are laid one
/// under the other, so keys are never copied. Softmax in fp32. `mask` may be undefined. Returns
/// [heads, queries, size].
at::Tensor attention(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v,
                     const at::Tensor &mask);

/// The same for one row at the position that `place` holds (int64 [1], where the tensors lie),
/// which sees keys 0 … place; k and v may hold more. Where fitsOwnKernels() the place is not read
/// here, so that a recording of it serves every position.
at::Tensor attentionAt(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v,
                       const at::Tensor &place);

/// Whether attentionInTiles() is for queries of that type and size of a head on that device. For a
/// single one it packs keys that are used once; LibTorch's way is no choice there, since in bf16
/// its last bit depends on where a row lies, and drafts must not change an answer.
bool attendsInTiles(const at::TensorOptions &options, std::int64_t size,
                    const Kernels &arithmetic = kernels());

/// softmax(q kᵀ / √size) v for q [batch, heads, queries, size] and k, v [batch, key heads, keys,
/// size], the numbers of a head side by side; with `span` under its mask. Softmax in fp32; what a
/// query gives does not depend on the other queries. Precondition: attendsInTiles(). Returns
/// [batch, queries, heads, size], contiguous.
at::Tensor attentionInTiles(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v,
                            const std::optional<CausalSpan> &span,
                            const Kernels &arithmetic = kernels());

} // namespace ecva
