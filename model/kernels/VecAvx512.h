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
    static void storeBf16(std::uint16_t *to, F v)
    {
        const __m512i bits = _mm512_castps_si512(v);
        const __m512i odd = _mm512_and_si512(_mm512_srli_epi32(bits, 16), _mm512_set1_epi32(1));
        const __m512i rounded = _mm512_srli_epi32(
            _mm512_add_epi32(_mm512_add_epi32(bits, _mm512_set1_epi32(0x7FFF)), odd), 16);
        const __m512i numbers = _mm512_mask_mov_epi32(
            rounded, _mm512_cmp_ps_mask(v, v, _CMP_UNORD_Q), _mm512_set1_epi32(0x7FC0));
        _mm256_storeu_si256(reinterpret_cast<__m256i *>(to), _mm512_cvtepi32_epi16(numbers));
    }
    /// Rows become columns.
    static void transpose(F (&m)[kLanes])
    {
        F t[kLanes];
#pragma GCC unroll 8
        for (int i = 0; i < kLanes; i += 2) {
            t[i] = _mm512_unpacklo_ps(m[i], m[i + 1]);
            t[i + 1] = _mm512_unpackhi_ps(m[i], m[i + 1]);
        }
#pragma GCC unroll 4
        for (int i = 0; i < kLanes; i += 4) {
            m[i] = lowPairs(t[i], t[i + 2]);
            m[i + 1] = highPairs(t[i], t[i + 2]);
            m[i + 2] = lowPairs(t[i + 1], t[i + 3]);
            m[i + 3] = highPairs(t[i + 1], t[i + 3]);
        }
        // m[4g + c] holds in its quarter q the rows 4g … 4g + 3 of column 4q + c.
#pragma GCC unroll 4
        for (int c = 0; c < 4; ++c) {
            const F even = _mm512_shuffle_f32x4(m[c], m[4 + c], 0x88);
            const F odd = _mm512_shuffle_f32x4(m[c], m[4 + c], 0xDD);
            const F evenBelow = _mm512_shuffle_f32x4(m[8 + c], m[12 + c], 0x88);
            const F oddBelow = _mm512_shuffle_f32x4(m[8 + c], m[12 + c], 0xDD);
            t[c] = _mm512_shuffle_f32x4(even, evenBelow, 0x88);
            t[8 + c] = _mm512_shuffle_f32x4(even, evenBelow, 0xDD);
            t[4 + c] = _mm512_shuffle_f32x4(odd, oddBelow, 0x88);
            t[12 + c] = _mm512_shuffle_f32x4(odd, oddBelow, 0xDD);
        }
#pragma GCC unroll 16
        for (int i = 0; i < kLanes; ++i)
            m[i] = t[i];
    }
    static F add(F a, F b) { return _mm512_add_ps(a, b); }
    static F sub(F a, F b) { return _mm512_sub_ps(a, b); }
    static F mul(F a, F b) { return _mm512_mul_ps(a, b); }
    static F div(F a, F b) { return _mm512_div_ps(a, b); }
    static F fma(F a, F b, F c) { return _mm512_fmadd_ps(a, b, c); }
    /// b where either is no number
    static F max(F a, F b) { return _mm512_max_ps(a, b); }
    static F negated(F a) { return _mm512_xor_ps(a, _mm512_set1_ps(-0.0F)); }
    static F abs(F a) { return _mm512_andnot_ps(_mm512_set1_ps(-0.0F), a); }
    static float sum(F v) { return _mm512_reduce_add_ps(v); }
    static float largest(F v) { return _mm512_reduce_max_ps(v); }

    /// 2^(a b) for a b ≤ 0; what is less than 2^−125 comes out as that. An octave has 32 steps: the
    /// nearest one out of a table, what is left by a polynomial, in all within 2.5e-7.
    static F decay(F a, F b)
    {
        const F x = _mm512_max_ps(set(kLeastPower), _mm512_mul_ps(a, b));
        const F shifted = _mm512_add_ps(x, set(kToSteps));
        const F rest = _mm512_sub_ps(x, _mm512_sub_ps(shifted, set(kToSteps)));
        const __m512i step = _mm512_castps_si512(shifted);
        const __m512i power
            = _mm512_add_epi32(_mm512_slli_epi32(step, 18),
                               _mm512_permutex2var_epi32(_mm512_load_si512(kSteps), step,
                                                         _mm512_load_si512(kSteps + kLanes)));
        const F p = fma(fma(set(kStepExp2[1]), rest, set(kStepExp2[0])), rest, set(1.0F));
        return _mm512_mul_ps(_mm512_castsi512_ps(power), p);
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
    static constexpr float kLeastPower = -125.0F;
    static constexpr float kToSteps = 393216.0F; // 1.5 · 2¹⁸: the last bit counts thirty-seconds
    // The bits of 2^(j / 32), less j · 2¹⁸, which come with the whole number of octaves.
    alignas(64) static constexpr std::uint32_t kSteps[2 * kLanes] = {
        0x3F800000U, 0x3F7ECD87U, 0x3F7DAAC3U, 0x3F7C980FU, 0x3F7B95C2U, 0x3F7AA43AU, 0x3F79C3D3U,
        0x3F78F4F0U, 0x3F7837F0U, 0x3F778D3AU, 0x3F76F532U, 0x3F767043U, 0x3F75FED7U, 0x3F75A15BU,
        0x3F75583FU, 0x3F7523F6U, 0x3F7504F3U, 0x3F74FBAFU, 0x3F7508A4U, 0x3F752C4DU, 0x3F75672AU,
        0x3F75B9BEU, 0x3F76248CU, 0x3F76A81EU, 0x3F7744FDU, 0x3F77FBB8U, 0x3F78CCDFU, 0x3F79B907U,
        0x3F7AC0C7U, 0x3F7BE4BAU, 0x3F7D257DU, 0x3F7E83B3U};
    // 2^f = 1 + f (c₀ + f c₁) for f in [−1/64, 1/64], the least greatest error, 6e-8.
    static constexpr float kStepExp2[] = {0.693157344F, 0.240227681F};

    static F lowPairs(F a, F b)
    {
        return _mm512_castpd_ps(_mm512_unpacklo_pd(_mm512_castps_pd(a), _mm512_castps_pd(b)));
    }
    static F highPairs(F a, F b)
    {
        return _mm512_castpd_ps(_mm512_unpackhi_pd(_mm512_castps_pd(a), _mm512_castps_pd(b)));
    }

    static constexpr int kNearest = _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC;
    static __mmask16 first(std::int64_t count)
    {
        return static_cast<__mmask16>((1U << count) - 1U);
    }
};

} // namespace
} // namespace ecva
