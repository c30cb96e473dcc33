#pragma once

#include <cstdint>

namespace ecva {

/// Rows of numbers, one behind the other every `stride`.
struct Rows
{
    const float *data = nullptr;
    std::int64_t stride = 0;

    const float *row(std::int64_t index) const { return data + index * stride; }
};

/// One direction of mamba's selective scan (model spec C.3) with what stands before and behind it
/// in the mixer: Δ = softplus(delta + deltaBias), gate SiLU(z).
struct ScanArguments
{
    std::int64_t time = 0, channels = 0, states = 0;
    bool reversed = false;            ///< time runs from the last row to the first
    bool adds = false;                ///< to what lies in `out`
    Rows x;                           ///< [time, channels], after the convolution
    Rows delta;                       ///< [time, channels], before the bias
    const float *deltaBias = nullptr; ///< [channels]
    const float *rates = nullptr;     ///< [states, channels]: A · log₂e, none above 0
    Rows b, c;                        ///< [time, states]
    const float *d = nullptr;         ///< [channels]
    Rows z;                           ///< [time, channels]
    float *out = nullptr;             ///< [time, channels]
    std::int64_t outStride = 0;
};

/// SiLU of the causal depthwise convolution over time before it.
struct ConvArguments
{
    std::int64_t time = 0, channels = 0, taps = 0;
    bool reversed = false;         ///< "past" are the rows behind
    Rows x;                        ///< [time, channels]
    const float *weight = nullptr; ///< [taps, channels]
    const float *bias = nullptr;   ///< [channels]
    float *out = nullptr;          ///< [time, channels]
    std::int64_t outStride = 0;
};

} // namespace ecva
