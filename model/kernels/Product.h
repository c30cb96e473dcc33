#pragma once

#include <cstdint>

namespace ecva {

/// How weights lie in memory, row by row.
enum class WeightKind {
    Fp32,
    Bf16,
    Fp16,
    Int8, ///< one scale a row
    Int4, ///< kInt4Group numbers less 8 share one fp16 scale; packed as packInt4() says
};

inline constexpr std::int64_t kInt4Group = 32;

struct WeightMatrix
{
    WeightKind kind = WeightKind::Fp32;
    std::int64_t rows = 0;    ///< what comes out
    std::int64_t columns = 0; ///< what goes in; a multiple of kInt4Group for Int4
    const void *data = nullptr;
    const float *scales = nullptr;              ///< Int8: [rows]
    const std::uint16_t *groupScales = nullptr; ///< Int4: [rows, columns / kInt4Group]
};

/// out = x weightᵀ + bias, summed in fp32.
struct Product
{
    WeightMatrix weight;
    std::int64_t count = 0; ///< rows of x and of out
    /// [count, columns]: in fp32, but for ManyRowsProduct in pairs; in bf16 as well where these are
    /// exactly the numbers.
    const float *x = nullptr;
    const std::uint16_t *xBf16 = nullptr;
    const float *bias = nullptr; ///< [rows], or none
    /// [count, rows], one of the two.
    float *out = nullptr;
    std::uint16_t *outBf16 = nullptr;
};

/// Up to that many rows of x the weights are only streamed past, and every row comes out the same
/// whatever stands beside it; so it does with more rows, but not the same as with few.
constexpr std::int64_t fewRowsFor(WeightKind kind)
{
    return kind == WeightKind::Int8 || kind == WeightKind::Int4 ? 8 : 4;
}

} // namespace ecva
