#pragma once

#include "model/kernels/VecMath.h"

#include <immintrin.h>

#include <cstdint>

namespace ecva {
namespace {

/// Sixteen floats.
struct VecAvx512
{
    using F = __m512;
    static constexpr std::int64_t kLanes = 16;

    static F zero() { return _mm512_setzero_ps(); }
    static F set(float value) { return _mm512_set1_ps(value); }
    static F load(const float *from) { return _mm512_loadu_ps(from); }
    static void store(float *to, F v) { _mm512_storeu_ps(to, v); }
    static F loadSome(const float *from, std::int64_t count)
    {
        return _mm512_maskz_loadu_ps(first(count), from);
    }
    static void storeSome(float *to, F v, std::int64_t count)
    {
        _mm512_mask_storeu_ps(to, first(count), v);
    }
    static F loadBf16(const std::uint16_t *from)
    {
        const __m256i bits = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(from));
        return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(bits), 16));
    }
    static F loadFp16(const std::uint16_t *from)
    {
        return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i *>(from)));
    }
    static F loadInt8(const std::int8_t *from)
    {
        return _mm512_cvtepi32_ps(
            _mm512_cvtepi8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i *>(from))));
    }
    /// The low or the high four bits of each byte, less 8.
    static F loadInt4(const std::uint8_t *from, bool high)
    {
        const __m512i bytes
            = _mm512_cvtepu8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i *>(from)));
        const __m512i nibbles
            = high ? _mm512_srli_epi32(bytes, 4) : _mm512_and_si512(bytes, _mm512_set1_epi32(15));
        return _mm512_cvtepi32_ps(_mm512_sub_epi32(nibbles, _mm512_set1_epi32(8)));
    }
    static F add(F a, F b) { return _mm512_add_ps(a, b); }
    static F mul(F a, F b) { return _mm512_mul_ps(a, b); }
    static F div(F a, F b) { return _mm512_div_ps(a, b); }
    static F fma(F a, F b, F c) { return _mm512_fmadd_ps(a, b, c); }
    /// b where either is no number
    static F max(F a, F b) { return _mm512_max_ps(a, b); }
    static F negated(F a) { return _mm512_xor_ps(a, _mm512_set1_ps(-0.0F)); }
    static F abs(F a) { return _mm512_andnot_ps(_mm512_set1_ps(-0.0F), a); }
    static float sum(F v) { return _mm512_reduce_add_ps(v); }

    /// 2^(a b); what is left of the product behind the whole number is exact.
    static F exp2Product(F a, F b)
    {
        const F whole = _mm512_roundscale_ps(_mm512_mul_ps(a, b), kNearest);
        return _mm512_scalef_ps(exp2Polynomial<VecAvx512>(_mm512_fmsub_ps(a, b, whole)), whole);
    }
    static F exp(F a)
    {
        // Beyond that it is 0 or infinite in any case; an infinity less itself would be no number.
        const F x = _mm512_min_ps(set(200.0F), _mm512_max_ps(set(-200.0F), a));
        const F whole = _mm512_roundscale_ps(_mm512_mul_ps(x, set(kLog2E)), kNearest);
        const F rest = fma(x, set(kLog2ERest), _mm512_fmsub_ps(x, set(kLog2E), whole));
        return _mm512_scalef_ps(exp2Polynomial<VecAvx512>(rest), whole);
    }

private:
    static constexpr int kNearest = _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC;
    static __mmask16 first(std::int64_t count)
    {
        return static_cast<__mmask16>((1U << count) - 1U);
    }
};

} // namespace
} // namespace ecva
