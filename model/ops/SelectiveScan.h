#pragma once

#include <ATen/core/Tensor.h>

namespace ecva {

/// One direction of mamba's selective scan; time × …, row-major (model spec C.3).
struct ScanInputs
{
    at::Tensor x;     ///< [time, channels], after the convolution
    at::Tensor delta; ///< [time, channels], after softplus
    at::Tensor a;     ///< [channels, state], −exp(A_log)
    at::Tensor b;     ///< [time, state]
    at::Tensor c;     ///< [time, state]
    at::Tensor d;     ///< [channels]
    at::Tensor z;     ///< [time, channels], the gate before SiLU
};

/// h_t = exp(Δ_t A) h_{t−1} + Δ_t x_t B_t, h before the start 0; o_t = (h_t C_t + D x_t) ·
/// SiLU(z_t). Everything in fp32, or in double when x is; channels in parallel, each summed in one
/// fixed order, so the result does not depend on the number of threads. Returns [time, channels] in
/// x's type.
at::Tensor selectiveScan(const ScanInputs &inputs);

} // namespace ecva
