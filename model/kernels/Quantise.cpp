#include "model/kernels/Quantise.h"

#include "model/kernels/Numbers.h"
#include "model/kernels/Product.h"

#include <algorithm>
#include <cmath>

namespace ecva {
namespace {

// Rounds to the nearest, overflow to the largest finite one: a scale is no infinity.
std::uint16_t toFp16(float value)
{
    const std::uint32_t sign = bitsOf(value) >> 16 & 0x8000U;
    const float size = std::fabs(value);
    if (!(size < 65504.0F))
        return static_cast<std::uint16_t>(sign | 0x7BFFU);
    if (size < 6.103515625e-5F) // below the smallest normal number: steps of 2⁻²⁴
        return static_cast<std::uint16_t>(
            sign | static_cast<std::uint32_t>(std::nearbyint(size * 16777216.0F)));
    const std::uint32_t bits = bitsOf(size);
    const std::uint32_t rounded = bits + 0xFFFU + (bits >> 13 & 1U);
    return static_cast<std::uint16_t>(sign | std::min((rounded >> 13) - (112U << 10), 0x7BFFU));
}

} // namespace

float quantiseInt8(const float *row, std::int64_t count, std::int8_t *out)
{
    float furthest = 0;
    for (std::int64_t i = 0; i < count; ++i)
        furthest = std::max(furthest, std::fabs(row[i]));
    const float scale = furthest > 0 ? furthest / 127.0F : 1.0F;
    for (std::int64_t i = 0; i < count; ++i)
        out[i]
            = static_cast<std::int8_t>(std::clamp(std::nearbyint(row[i] / scale), -127.0F, 127.0F));
    return scale;
}

void packInt4(const float *row, std::int64_t count, std::uint8_t *out, std::uint16_t *scales)
{
    constexpr std::int64_t kHalf = kInt4Group / 2;
    for (std::int64_t group = 0; group < count / kInt4Group; ++group) {
        const float *from = row + group * kInt4Group;
        float furthest = 0;
        for (std::int64_t i = 0; i < kInt4Group; ++i) {
            if (std::fabs(from[i]) > std::fabs(furthest))
                furthest = from[i];
        }
        scales[group] = toFp16(furthest / -8.0F);
        const float scale = fromFp16(scales[group]);
        const auto level = [&](float value) {
            const float steps = scale == 0.0F ? 0.0F : std::nearbyint(value / scale);
            return static_cast<unsigned>(std::clamp(steps, -8.0F, 7.0F) + 8.0F);
        };
        for (std::int64_t i = 0; i < kHalf; ++i)
            out[group * kHalf + i]
                = static_cast<std::uint8_t>(level(from[i]) | level(from[i + kHalf]) << 4);
    }
}

void unpackInt4(const std::uint8_t *packed, const std::uint16_t *scales, std::int64_t count,
                float *out)
{
    constexpr std::int64_t kHalf = kInt4Group / 2;
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t group = i / kInt4Group;
        const std::int64_t inside = i % kInt4Group;
        const std::uint8_t byte = packed[group * kHalf + inside % kHalf];
        const int level = inside < kHalf ? byte & 15 : byte >> 4;
        out[i] = fromFp16(scales[group]) * static_cast<float>(level - 8);
    }
}

} // namespace ecva
