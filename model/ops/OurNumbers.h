#pragma once

#include "model/kernels/Kernels.h"

#include <ATen/core/Tensor.h>

namespace ecva {

/// Whether the steps between products have kernels for it: fp32 or bf16 on the CPU, side by side
/// in the last dimension, on a processor whose vectors we know better than LibTorch's operators.
inline bool isOurType(const at::Tensor &tensor)
{
    return tensor.is_cpu()
           && (tensor.scalar_type() == at::kFloat || tensor.scalar_type() == at::kBFloat16)
           && cpuLevel() != CpuLevel::Portable;
}

inline bool isForOurs(const at::Tensor &tensor)
{
    return isOurType(tensor) && tensor.is_contiguous();
}

/// Precondition: fp32 or bf16.
inline NumberKind numberKind(const at::Tensor &tensor)
{
    return tensor.scalar_type() == at::kBFloat16 ? NumberKind::Bf16 : NumberKind::Fp32;
}

} // namespace ecva
