#pragma once

// Sixteen-bit numbers one by one. Internal linkage, as everything that the levels share has it.

#include <cstdint>
#include <cstring>

namespace ecva {
namespace {

inline float fromBits(std::uint32_t bits)
{
    float value = 0;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

inline std::uint32_t bitsOf(float value)
{
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    return bits;
}

inline float fromBf16(std::uint16_t bits)
{
    return fromBits(static_cast<std::uint32_t>(bits) << 16);
}

/// The nearest one, the even one of two.
inline std::uint16_t toBf16(float value)
{
    const std::uint32_t bits = bitsOf(value);
    if (value != value)
        return 0x7FC0;
    return static_cast<std::uint16_t>((bits + 0x7FFFU + (bits >> 16 & 1U)) >> 16);
}

inline float fromFp16(std::uint16_t half)
{
    const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000U) << 16;
    const std::uint32_t exponent = half >> 10 & 0x1FU;
    const std::uint32_t fraction = half & 0x3FFU;
    if (exponent == 0) // fraction · 2⁻²⁴, exact
        return fromBits(sign | bitsOf(static_cast<float>(fraction) * 5.9604644775390625e-8F));
    if (exponent == 31)
        return fromBits(sign | 0x7F800000U | fraction << 13);
    return fromBits(sign | (exponent + 112U) << 23 | fraction << 13);
}

} // namespace
} // namespace ecva
