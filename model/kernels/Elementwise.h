#pragma once

#include <cstdint>

namespace ecva {

/// How the numbers of the steps between products lie in memory; arithmetic is in fp32.
enum class NumberKind { Fp32, Bf16 };

/// RMSNorm: x / √(mean of squares + epsilon), rounded to the kind, times weight.
struct RmsNormArguments
{
    NumberKind kind = NumberKind::Fp32;
    std::int64_t width = 0;
    const void *x = nullptr; ///< [rows, width]
    const void *weight = nullptr;
    void *out = nullptr; ///< [rows, width]
    float epsilon = 0;
};

/// x · σ(1.702 x) of each number; with `times` x · σ(x) · times instead.
struct GateArguments
{
    NumberKind kind = NumberKind::Fp32;
    const void *x = nullptr;
    const void *times = nullptr;
    void *out = nullptr;
};

/// Rotary positions: each head's halves (a, b) become (a cos − b sin, b cos + a sin).
struct RopeArguments
{
    NumberKind kind = NumberKind::Fp32;
    std::int64_t heads = 0, size = 0; ///< of a head, even
    const void *x = nullptr; ///< number i of head h in row r: r rowStride + h headStride + i
    std::int64_t rowStride = 0, headStride = 0;
    const void *cos = nullptr, *sin = nullptr; ///< [rows, size]
    void *out = nullptr;                       ///< [heads, rows, size]
    std::int64_t rows = 0;
};

} // namespace ecva
