#pragma once

#include "model/kernels/Numbers.h"

#include <cmath>
#include <cstdint>
#include <cstring>

namespace ecva {
namespace {

/// Four floats by the compiler's own vectors: what any processor has. The other levels' types have
/// the same functions.
struct VecPortable
{
    using F = float __attribute__((vector_size(16)));
    static constexpr std::int64_t kLanes = 4;

    static F zero() { return F{0, 0, 0, 0}; }
    static F set(float value) { return F{value, value, value, value}; }
    static F load(const float *from)
    {
        F v;
        std::memcpy(&v, from, sizeof v);
        return v;
    }
    static void store(float *to, F v) { std::memcpy(to, &v, sizeof v); }
    static F loadSome(const float *from, std::int64_t count)
    {
        F v = zero();
        std::memcpy(&v, from, static_cast<std::size_t>(count) * sizeof(float));
        return v;
    }
    static void storeSome(float *to, F v, std::int64_t count)
    {
        std::memcpy(to, &v, static_cast<std::size_t>(count) * sizeof(float));
    }
    static F loadBf16(const std::uint16_t *from)
    {
        return F{fromBf16(from[0]), fromBf16(from[1]), fromBf16(from[2]), fromBf16(from[3])};
    }
    static F loadFp16(const std::uint16_t *from)
    {
        return F{fromFp16(from[0]), fromFp16(from[1]), fromFp16(from[2]), fromFp16(from[3])};
    }
    static F loadInt8(const std::int8_t *from)
    {
        return F{float(from[0]), float(from[1]), float(from[2]), float(from[3])};
    }
    /// The low or the high four bits of each byte, less 8.
    static F loadInt4(const std::uint8_t *from, bool high)
    {
        const auto nibble = [&](int i) { return float((high ? from[i] >> 4 : from[i] & 15) - 8); };
        return F{nibble(0), nibble(1), nibble(2), nibble(3)};
    }
    static void storeBf16(std::uint16_t *to, F v)
    {
        for (int i = 0; i < kLanes; ++i)
            to[i] = toBf16(v[i]);
    }
    /// Rows become columns.
    static void transpose(F (&m)[kLanes])
    {
        for (int i = 0; i < kLanes; ++i) {
            for (int j = 0; j < i; ++j) {
                const float kept = m[i][j];
                m[i][j] = m[j][i];
                m[j][i] = kept;
            }
        }
    }
    static F add(F a, F b) { return a + b; }
    static F sub(F a, F b) { return a - b; }
    static F mul(F a, F b) { return a * b; }
    static F div(F a, F b) { return a / b; }
    static F fma(F a, F b, F c) { return a * b + c; }
    static F max(F a, F b)
    {
        return each(a, b, [](float x, float y) { return y < x ? x : y; });
    }
    static F negated(F a) { return -a; }
    static F abs(F a)
    {
        return each(a, a, [](float x, float) { return std::fabs(x); });
    }
    static float sum(F v) { return (v[0] + v[2]) + (v[1] + v[3]); }
    static float largest(F v)
    {
        const float a = v[0] < v[1] ? v[1] : v[0], b = v[2] < v[3] ? v[3] : v[2];
        return a < b ? b : a;
    }

    /// 2^(a b) for a b ≤ 0
    static F decay(F a, F b)
    {
        return each(a, b, [](float x, float y) { return std::exp2(x * y); });
    }
    static F exp(F a)
    {
        return each(a, a, [](float x, float) { return std::exp(x); });
    }

private:
    template <typename Function>
    static F each(F a, F b, Function function)
    {
        return F{function(a[0], b[0]), function(a[1], b[1]), function(a[2], b[2]),
                 function(a[3], b[3])};
    }
};

} // namespace
} // namespace ecva
