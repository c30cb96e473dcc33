#pragma once

#include "model/ops/SelectiveScan.h"

#include <ATen/core/Tensor.h>

namespace ecva {

/// One direction's tensors as the kernels of either device take them: fp32, neighbouring channels
/// side by side; rows may lie apart, as they do where a wider product was split. Keeps what the
/// arguments point to.
class ScanTensors
{
public:
    /// `onto`: what the result is added to, changed in place; undefined: an `out` of its own.
    explicit ScanTensors(const ScanInputs &inputs, const at::Tensor &onto = {});

    ScanArguments arguments() const;
    const at::Tensor &out() const { return m_out; } ///< [time, channels]

private:
    at::Tensor m_x, m_delta, m_b, m_c, m_z, m_bias, m_d, m_rates, m_out;
    bool m_isReversed, m_adds;
};

} // namespace ecva
