#pragma once

#include <ATen/core/Tensor.h>

namespace ecva {

/// SiLU of a causal depthwise convolution over time (model spec C.3):
/// c_t[i] = SiLU(bias[i] + Σ_j weight[i, 0, j] · x_{t − k + 1 + j}[i]), zeros before the start.
/// x [time, channels], weight [channels, 1, k], bias [channels]; sums in fp32 (double for double),
/// the result in x's type.
at::Tensor causalConvSilu(const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias);

} // namespace ecva
