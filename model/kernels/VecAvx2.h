#pragma once

#include "model/kernels/VecMath.h"

#include <immintrin.h>

#include <cstdint>

namespace ecva {
namespace {

/// Eight floats.
struct VecAvx2
{
    using F = __m256;
    static constexpr std::int64_t kLanes = 8;

    static F zero() { return _mm256_setzero_ps(); }
    static F set(float value) { return _mm256_set1_ps(value); }
    static F load(const float *from) { return _mm256_loadu_ps(from); }
    static void store(float *to, F v) { _mm256_storeu_ps(to, v); }
    static F loadSome(const float *from, std::int64_t count)
    {
        return _mm256_maskload_ps(from, first(count));
    }
    static void storeSome(float *to, F v, std::int64_t count)
    {
        _mm256_maskstore_ps(to, first(count), v);
    }
    static F loadBf16(const std::uint16_t *from)
    {
        const __m128i bits = _mm_loadu_si128(reinterpret_cast<const __m128i *>(from));
        return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(bits), 16));
    }
    static F loadFp16(const std::uint16_t *from)
    {
        return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i *>(from)));
    }
    static F loadInt8(const std::int8_t *from)
    {
        return _mm256_cvtepi32_ps(
            _mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i *>(from))));
    }
    /// The low or the high four bits of each byte, less 8.
    static F loadInt4(const std::uint8_t *from, bool high)
    {
        const __m256i bytes
            = _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i *>(from)));
        const __m256i nibbles
            = high ? _mm256_srli_epi32(bytes, 4) : _mm256_and_si256(bytes, _mm256_set1_epi32(15));
        return _mm256_cvtepi32_ps(_mm256_sub_epi32(nibbles, _mm256_set1_epi32(8)));
    }
    static void storeBf16(std::uint16_t *to, F v)
    {
        const __m256i bits = _mm256_castps_si256(v);
        const __m256i odd = _mm256_and_si256(_mm256_srli_epi32(bits, 16), _mm256_set1_epi32(1));
        const __m256i rounded = _mm256_srli_epi32(
            _mm256_add_epi32(_mm256_add_epi32(bits, _mm256_set1_epi32(0x7FFF)), odd), 16);
        const __m256i numbers
            = _mm256_blendv_epi8(rounded, _mm256_set1_epi32(0x7FC0),
                                 _mm256_castps_si256(_mm256_cmp_ps(v, v, _CMP_UNORD_Q)));
        _mm_storeu_si128(reinterpret_cast<__m128i *>(to),
                         _mm_packus_epi32(_mm256_castsi256_si128(numbers),
                                          _mm256_extracti128_si256(numbers, 1)));
    }
    /// Rows become columns.
    static void transpose(F (&m)[kLanes])
    {
        F t[kLanes];
#pragma GCC unroll 4
        for (int i = 0; i < kLanes; i += 2) {
            t[i] = _mm256_unpacklo_ps(m[i], m[i + 1]);
            t[i + 1] = _mm256_unpackhi_ps(m[i], m[i + 1]);
        }
#pragma GCC unroll 2
        for (int i = 0; i < kLanes; i += 4) {
            m[i] = _mm256_shuffle_ps(t[i], t[i + 2], 0x44);
            m[i + 1] = _mm256_shuffle_ps(t[i], t[i + 2], 0xEE);
            m[i + 2] = _mm256_shuffle_ps(t[i + 1], t[i + 3], 0x44);
            m[i + 3] = _mm256_shuffle_ps(t[i + 1], t[i + 3], 0xEE);
        }
        // m[4g + c] holds in its half h the rows 4g … 4g + 3 of column 4h + c.
#pragma GCC unroll 4
        for (int c = 0; c < 4; ++c) {
            const F first = _mm256_permute2f128_ps(m[c], m[4 + c], 0x20);
            m[4 + c] = _mm256_permute2f128_ps(m[c], m[4 + c], 0x31);
            m[c] = first;
        }
    }
    static F add(F a, F b) { return _mm256_add_ps(a, b); }
    static F sub(F a, F b) { return _mm256_sub_ps(a, b); }
    static F mul(F a, F b) { return _mm256_mul_ps(a, b); }
    static F div(F a, F b) { return _mm256_div_ps(a, b); }
    static F fma(F a, F b, F c) { return _mm256_fmadd_ps(a, b, c); }
    /// b where either is no number
    static F max(F a, F b) { return _mm256_max_ps(a, b); }
    static F negated(F a) { return _mm256_xor_ps(a, _mm256_set1_ps(-0.0F)); }
    static F abs(F a) { return _mm256_andnot_ps(_mm256_set1_ps(-0.0F), a); }
    static float sum(F v)
    {
        const __m128 four = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
        const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
        return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
    }
    static float largest(F v)
    {
        const __m128 four = _mm_max_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
        const __m128 two = _mm_max_ps(four, _mm_movehl_ps(four, four));
        return _mm_cvtss_f32(_mm_max_ss(two, _mm_movehdup_ps(two)));
    }

    /// 2^(a b) for a b ≤ 0; what is less than 2^−125 comes out as that.
    static F decay(F a, F b)
    {
        const F x = _mm256_max_ps(set(-125.0F), _mm256_mul_ps(a, b));
        const F whole = _mm256_round_ps(x, kNearest);
        const __m256i bits = _mm256_castps_si256(exp2Polynomial<VecAvx2>(_mm256_sub_ps(x, whole)));
        return _mm256_castsi256_ps(
            _mm256_add_epi32(bits, _mm256_slli_epi32(_mm256_cvtps_epi32(whole), 23)));
    }
    static F exp(F a)
    {
        // Beyond that it is 0 or infinite in any case; an infinity less itself would be no number.
        const F x = _mm256_min_ps(set(150.0F), _mm256_max_ps(set(-150.0F), a));
        const F whole = _mm256_round_ps(_mm256_mul_ps(x, set(kLog2E)), kNearest);
        const F rest = fma(x, set(kLog2ERest), _mm256_fmsub_ps(x, set(kLog2E), whole));
        return scaled(exp2Polynomial<VecAvx2>(rest), whole);
    }

private:
    static constexpr int kNearest = _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC;

    /// v 2^whole in two steps, so that the smallest and the largest numbers come out as well.
    static F scaled(F v, F whole)
    {
        const F bounded = _mm256_min_ps(set(252.0F), _mm256_max_ps(set(-252.0F), whole));
        const __m256i power = _mm256_cvtps_epi32(bounded);
        const __m256i half = _mm256_srai_epi32(power, 1);
        return mul(mul(v, powerOf2(half)), powerOf2(_mm256_sub_epi32(power, half)));
    }
    static F powerOf2(__m256i power)
    {
        return _mm256_castsi256_ps(
            _mm256_slli_epi32(_mm256_add_epi32(power, _mm256_set1_epi32(127)), 23));
    }
    static __m256i first(std::int64_t count)
    {
        return _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(count)),
                                  _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
    }
};

} // namespace
} // namespace ecva
