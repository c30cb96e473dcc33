#pragma once

#include "model/kernels/Kernels.h"
#include "model/ops/SelectiveScan.h"

#include <ATen/core/Tensor.h>

namespace ecva {

/// SiLU of a causal depthwise convolution over time (model spec C.3):
/// c_t[i] = SiLU(bias[i] + Σ_j weight[i, 0, j] · x_{t − k + 1 + j}[i]), zeros before the start.
/// Reversed: time runs from the last row to the first, and the rows stay where they are.
/// x [time, channels], weight [channels, 1, k], bias [channels]; fp32, or double for double, the
/// result too.
at::Tensor causalConvSilu(const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias,
                          TimeOrder order = TimeOrder::Onward,
                          const Kernels &arithmetic = kernels());

/// The same out of LibTorch's operators, for tensors on any device: causalConvSilu() takes it where
/// they do not lie on the CPU.
at::Tensor causalConvSiluComposed(const at::Tensor &x, const at::Tensor &weight,
                                  const at::Tensor &bias, TimeOrder order);

/// The same, number by number.
at::Tensor causalConvSiluReference(const at::Tensor &x, const at::Tensor &weight,
                                   const at::Tensor &bias, TimeOrder order);

} // namespace ecva
