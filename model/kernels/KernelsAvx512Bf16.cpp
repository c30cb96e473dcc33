// Dot products of pairs of bf16 numbers (vdpbf16ps): what Bf16, Int8 and Int4 weights gain by it.
#include "model/kernels/AttendBody.h"
#include "model/kernels/FewRows.h"
#include "model/kernels/KernelLevels.h"
#include "model/kernels/ManyRows.h"
#include "model/kernels/VecAvx512.h"

namespace ecva {
namespace {

__m512bh asBf16(__m512i bits)
{
    return reinterpret_cast<__m512bh>(bits);
}

__m512i load32(const std::uint16_t *from)
{
    return _mm512_loadu_si512(from);
}

struct PairDot
{
    using F = __m512;
    using Input = std::uint16_t;
    static constexpr std::int64_t kStep = 32;

    static const Input *input(const Product &product) { return product.xBf16; }
    static const std::uint16_t *row(const WeightMatrix &matrix, std::int64_t row)
    {
        return static_cast<const std::uint16_t *>(matrix.data) + row * matrix.columns;
    }
    static __m512i weights(const std::uint16_t *from) { return load32(from); }
    static __m512i numbers(const std::uint16_t *from) { return load32(from); }
    static F dot(__m512i weights, __m512i numbers, F sum)
    {
        return _mm512_dpbf16_ps(sum, asBf16(weights), asBf16(numbers));
    }
    static F zero() { return _mm512_setzero_ps(); }
    static float sum(F a, F b) { return _mm512_reduce_add_ps(_mm512_add_ps(a, b)); }
    static float product(std::uint16_t weight, std::uint16_t number)
    {
        return fromBf16(weight) * fromBf16(number);
    }
};

struct PairTile
{
    using Wide = WideTile<VecAvx512, 14>;
    using Vec = VecAvx512;
    using F = __m512;
    using Number = std::uint16_t;
    static constexpr int kRows = 14;
    static constexpr std::int64_t kLanes = 16;
    static constexpr std::int64_t kDepth = 2;
    static constexpr std::int64_t kColumns = 512;

    static F zero() { return _mm512_setzero_ps(); }
    static F load(const float *from) { return _mm512_loadu_ps(from); }
    static void store(float *to, F v) { _mm512_storeu_ps(to, v); }
    static F add(F a, F b) { return _mm512_add_ps(a, b); }
    // Pairs travel as floats: only dot() looks into them.
    static F numbers(const Number *from) { return _mm512_castsi512_ps(load32(from)); }
    static void storeNumbers(Number *to, F v) { _mm512_storeu_si512(to, _mm512_castps_si512(v)); }
    static F spread(const Number *from)
    {
        int pair = 0;
        __builtin_memcpy(&pair, from, sizeof pair);
        return _mm512_castsi512_ps(_mm512_set1_epi32(pair));
    }
    static F dot(F weight, F numbers, F sum)
    {
        return _mm512_dpbf16_ps(sum, asBf16(_mm512_castps_si512(weight)),
                                asBf16(_mm512_castps_si512(numbers)));
    }
    static const Number *input(const Product &product) { return product.xBf16; }
    static bool isSame(const WeightMatrix &matrix) { return matrix.kind == WeightKind::Bf16; }

    /// Levels of Int8 are exact in bf16, and scaled at the end; Int4 is rounded with its scale.
    static void widen(const WeightMatrix &matrix, std::int64_t row, std::int64_t column,
                      std::int64_t count, Number *to)
    {
        if (isSame(matrix)) {
            const auto *from
                = static_cast<const Number *>(matrix.data) + row * matrix.columns + column;
            __builtin_memcpy(to, from, static_cast<std::size_t>(count) * sizeof(Number));
            return;
        }
        constexpr std::int64_t kPart = 32;
        float wide[kPart];
        for (std::int64_t i = 0; i < count; i += kPart) {
            const std::int64_t some = least(kPart, count - i);
            Wide::widen(matrix, row, column + i, some, wide);
            for (std::int64_t j = some; j < kPart; ++j)
                wide[j] = 0;
            const __m512bh pairs
                = _mm512_cvtne2ps_pbh(_mm512_loadu_ps(wide + 16), _mm512_loadu_ps(wide));
            if (some == kPart)
                _mm512_storeu_si512(to + i, reinterpret_cast<__m512i>(pairs));
            else
                _mm512_mask_storeu_epi16(to + i, (1U << some) - 1U,
                                         reinterpret_cast<__m512i>(pairs));
        }
    }
};

// 128 numbers of x in the order in which the four bits of 64 bytes come out.
constexpr std::int64_t kInt4Part = 128;

void shuffleForInt4(const std::uint16_t *x, std::uint16_t *to)
{
    for (int group = 0; group < 4; ++group) {
        for (int word = 0; word < 8; ++word) {
            const std::uint16_t *from = x + group * kInt4Group + 2 * word;
            std::uint16_t *at = to + group * 8 + word;
            at[0] = from[0];
            at[32] = from[16];
            at[64] = from[1];
            at[96] = from[17];
        }
    }
}

// −8 … 7 in bf16, twice: the index has five bits, of which the fifth is somebody else's.
__m512i int4Levels()
{
    alignas(64) std::uint16_t levels[32];
    for (int i = 0; i < 32; ++i)
        levels[i] = toBf16(static_cast<float>(i % 16 - 8));
    return _mm512_load_si512(levels);
}

// Numbers of a row of x that are shuffled at a time; the same for one row as for eight, since each
// time has a sum of its own.
constexpr std::int64_t kInt4Shuffled = 4096;
constexpr std::int64_t kMostRows = fewRowsFor(WeightKind::Int4);

template <int kCount>
void int4Rows(const WeightMatrix &weight, std::int64_t first, std::int64_t last,
              const std::uint16_t *x, std::int64_t from, std::int64_t until, float *sums)
{
    const __m512i levels = int4Levels();
    const __m512i four = _mm512_setr_epi32(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
    const std::int64_t groups = weight.columns / kInt4Group;
    const auto *data = static_cast<const std::uint8_t *>(weight.data);
    for (std::int64_t row = first; row < last; ++row) {
        const std::uint8_t *packed = data + row * weight.columns / 2;
        const std::uint16_t *scales = weight.groupScales + row * groups;
        __m512 sum[kCount];
        for (int m = 0; m < kCount; ++m)
            sum[m] = _mm512_setzero_ps();
        for (std::int64_t k = from; k < until; k += kInt4Part) {
            const __m512i bits = _mm512_loadu_si512(packed + k / 2);
            const __m512i w0 = _mm512_permutexvar_epi16(bits, levels);
            const __m512i w1 = _mm512_permutexvar_epi16(_mm512_srli_epi16(bits, 4), levels);
            const __m512i w2 = _mm512_permutexvar_epi16(_mm512_srli_epi16(bits, 8), levels);
            const __m512i w3 = _mm512_permutexvar_epi16(_mm512_srli_epi16(bits, 12), levels);
            const __m128 each = _mm_cvtph_ps(
                _mm_loadl_epi64(reinterpret_cast<const __m128i *>(scales + k / kInt4Group)));
            const __m512 scale = _mm512_permutexvar_ps(four, _mm512_castps128_ps512(each));
            for (int m = 0; m < kCount; ++m) {
                const std::uint16_t *numbers = x + m * kInt4Shuffled + (k - from);
                __m512 even = _mm512_setzero_ps(), odd = _mm512_setzero_ps();
                even = _mm512_dpbf16_ps(even, asBf16(w0), asBf16(load32(numbers)));
                odd = _mm512_dpbf16_ps(odd, asBf16(w1), asBf16(load32(numbers + 32)));
                even = _mm512_dpbf16_ps(even, asBf16(w2), asBf16(load32(numbers + 64)));
                odd = _mm512_dpbf16_ps(odd, asBf16(w3), asBf16(load32(numbers + 96)));
                sum[m] = _mm512_fmadd_ps(_mm512_add_ps(even, odd), scale, sum[m]);
            }
        }
        for (int m = 0; m < kCount; ++m)
            sums[(row - first) * kMostRows + m] += _mm512_reduce_add_ps(sum[m]);
    }
}

void multiplyInt4(const Product &product, std::int64_t first, std::int64_t last)
{
    constexpr std::int64_t kRowsAtOnce = 256;
    alignas(64) std::uint16_t shuffled[kMostRows * kInt4Shuffled];
    float sums[kRowsAtOnce * kMostRows];
    const std::int64_t columns = product.weight.columns;
    for (std::int64_t row = first; row < last; row += kRowsAtOnce) {
        const std::int64_t end = least(row + kRowsAtOnce, last);
        for (float &sum : sums)
            sum = 0;
        for (std::int64_t from = 0; from < columns; from += kInt4Shuffled) {
            const std::int64_t until = least(from + kInt4Shuffled, columns);
            for (std::int64_t m = 0; m < product.count; ++m) {
                for (std::int64_t k = from; k < until; k += kInt4Part)
                    shuffleForInt4(product.xBf16 + m * columns + k,
                                   shuffled + m * kInt4Shuffled + k - from);
            }
            std::int64_t m = 0;
            for (; m + 4 <= product.count; m += 4)
                int4Rows<4>(product.weight, row, end, shuffled + m * kInt4Shuffled, from, until,
                            sums + m);
            for (; m < product.count; ++m)
                int4Rows<1>(product.weight, row, end, shuffled + m * kInt4Shuffled, from, until,
                            sums + m);
        }
        for (std::int64_t r = row; r < end; ++r) {
            for (std::int64_t m = 0; m < product.count; ++m)
                put(product, m, r, sums[(r - row) * kMostRows + m]);
        }
    }
}

void multiplyFewPairs(const Product &product, std::int64_t first, std::int64_t last)
{
    const bool pairs = product.xBf16 != nullptr;
    if (pairs && product.weight.kind == WeightKind::Bf16)
        fewRows<PairDot, 16>(product, first, last);
    else if (pairs && product.weight.kind == WeightKind::Int4
             && product.weight.columns % kInt4Part == 0)
        multiplyInt4(product, first, last);
    else
        kernels(CpuLevel::Avx512).multiplyFew(product, first, last);
}

} // namespace

void addKernelsAvx512Bf16(Kernels &kernels)
{
    kernels.multiplyFew = multiplyFewPairs;
    kernels.bf16 = manyRowsOf<ManyRows<PairTile>>();
    kernels.attendBf16 = attendOf<Attend<PairTile>>();
}

} // namespace ecva
