#pragma once

#include "model/kernels/Kernels.h"

#include <ATen/core/Tensor.h>

namespace ecva {

/// What sums and states are kept in: fp32, or double for double (only tests compute in double).
at::ScalarType accumulationType(at::ScalarType type);

/// RMSNorm of LLaMA and Mistral over the last dimension: normalised in fp32, cast back to the
/// input's type, then multiplied by the weight (model spec 0.3; the order matters in fp16).
at::Tensor rmsNorm(const at::Tensor &x, const at::Tensor &weight, double epsilon);

/// SiLU(gate) ⊙ up, each step rounded to their type.
at::Tensor swiGlu(const at::Tensor &gate, const at::Tensor &up);

/// RMSNorm of mamba: `x` + `residual` and the product with the weight in fp32, cast at the end.
/// `residual` may be undefined.
at::Tensor mambaRmsNorm(const at::Tensor &x, const at::Tensor &residual, const at::Tensor &weight,
                        double epsilon);

/// Over the last dimension, biased variance.
at::Tensor layerNorm(const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias,
                     double epsilon);

/// x · σ(1.702 x), rounded once.
at::Tensor quickGelu(const at::Tensor &x);

/// rmsNorm(), quickGelu() and swiGlu() by the kernels of one level, always; for contiguous tensors
/// of one type on the CPU, fp32 or bf16.
at::Tensor rmsNormBy(const Kernels &arithmetic, const at::Tensor &x, const at::Tensor &weight,
                     double epsilon);
at::Tensor quickGeluBy(const Kernels &arithmetic, const at::Tensor &x);
at::Tensor swiGluBy(const Kernels &arithmetic, const at::Tensor &gate, const at::Tensor &up);

} // namespace ecva
