#pragma once

#include "model/kernels/Kernels.h"

#include <ATen/core/Tensor.h>

namespace ecva {

/// The weights of a product, as they lie in the file or quantised.
struct Weights
{
    /// [out, in] in fp32, bf16, fp16 or double; Int8: signed bytes [out, in]; Int4: bytes
    /// [out, in / 2], packed as packInt4() says.
    at::Tensor numbers;
    at::Tensor scales; ///< Int8: fp32 [out]; Int4: fp16 [out, in / kInt4Group]; else undefined

    WeightKind kind() const;
    std::int64_t outputs() const { return numbers.size(0); }
    std::int64_t inputs() const;
};

/// As the kernels take it; points into the tensors.
WeightMatrix matrixOf(const Weights &weights);

/// Quantises [out, in]; `kind` is Int8 or Int4, the latter only for inputs that are a multiple of
/// kInt4Group: others become Int8.
Weights quantised(const at::Tensor &weights, WeightKind kind);

/// x Wᵀ + b over the last dimension, in x's type, summed in fp32; `bias` may be undefined.
/// Uses our kernels, or LibTorch's where it is known to be faster or the type is not ours (double,
/// weights of another type than x). On one machine the same input gives the same output; the two
/// ways differ by the order of the sums, at most 2⁻²⁰ √in · max|x| max|W| before the rounding to
/// x's type. On another device than the CPU LibTorch's, with quantised weights as linearComposed();
/// on a GPU linearOnGpu() for what fitsFewRows() (CudaOps.h).
at::Tensor linear(const at::Tensor &x, const Weights &weights, const at::Tensor &bias);

/// The same for quantised weights out of LibTorch's operators, on any device: Int8 in x's type and
/// scaled behind the product, Int4 turned into numbers of x's type for each product. Slow, and not
/// yet run on a GPU.
at::Tensor linearComposed(const at::Tensor &x, const Weights &weights, const at::Tensor &bias);

/// The same by the kernels of one level, always. Not for double.
at::Tensor linearBy(const Kernels &arithmetic, const at::Tensor &x, const Weights &weights,
                    const at::Tensor &bias);

} // namespace ecva
