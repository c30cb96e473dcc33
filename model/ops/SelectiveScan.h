#pragma once

#include "model/kernels/Kernels.h"

#include <ATen/core/Tensor.h>

namespace ecva {

enum class TimeOrder { Onward, Reversed };

/// One direction of mamba's selective scan, time × …, row-major (model spec C.3).
struct ScanInputs
{
    at::Tensor x;         ///< [time, channels], after the convolution
    at::Tensor delta;     ///< [time, channels], before its bias and the softplus
    at::Tensor deltaBias; ///< [channels]
    at::Tensor a;         ///< [channels, state], −exp(A_log): never above 0
    at::Tensor b;         ///< [time, state]
    at::Tensor c;         ///< [time, state]
    at::Tensor d;         ///< [channels]
    at::Tensor z;         ///< [time, channels], the gate before SiLU
    TimeOrder order = TimeOrder::Onward;
};

/// Δ = softplus(delta + bias), h_t = exp(Δ_t A) h_{t−1} + Δ_t x_t B_t, h before the start 0;
/// o_t = (h_t C_t + D x_t) · SiLU(z_t). Reversed: t runs from the last row to the first. Everything
/// in fp32, or in double when x is; each channel is summed in one fixed order, so the result does
/// not depend on the number of threads. Returns [time, channels] in that type, added to `onto` (of
/// that type, contiguous, changed in place) where there is one.
at::Tensor selectiveScan(const ScanInputs &inputs, const at::Tensor &onto = {},
                         const Kernels &arithmetic = kernels());

/// The same, number by number as it is written above: what the vectorised one is held against, and
/// what computes in double.
at::Tensor selectiveScanReference(const ScanInputs &inputs);

} // namespace ecva
