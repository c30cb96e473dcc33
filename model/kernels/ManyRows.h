#pragma once

// Products with many rows of x: the time is that of the arithmetic. x is packed once, so that the
// lanes of a register hold neighbouring rows of x; weights are taken where they lie, one number (or
// pair) for all lanes, or from a block that was widened just before. See VecMath.h for what may
// stand here.

#include "model/kernels/Numbers.h"
#include "model/kernels/Product.h"
#include "model/kernels/VecMath.h"

namespace ecva {
namespace {

constexpr std::int64_t kRowsOfXAtOnce = 512;
// Of the sums of one row of weights; rows a power of two apart would all meet in one set of the
// first cache.
constexpr std::int64_t kSumsStride = kRowsOfXAtOnce + 16;
constexpr std::int64_t kVectors = 2; // registers of x side by side

/// Tiles of fp32 numbers, `kTall` rows of weights high.
template <typename V, int kTall>
struct WideTile
{
    using Vec = V;
    using F = typename V::F;
    using Number = float;
    static constexpr int kRows = kTall;
    static constexpr std::int64_t kLanes = V::kLanes;
    static constexpr std::int64_t kDepth = 1; // columns a step
    // Of a block: a panel of x, two registers wide, takes two thirds of the first cache.
    static constexpr std::int64_t kColumns = 4096 / V::kLanes;

    static F zero() { return V::zero(); }
    static F load(const float *from) { return V::load(from); }
    static void store(float *to, F v) { V::store(to, v); }
    static F add(F a, F b) { return V::add(a, b); }
    static F numbers(const float *from) { return V::load(from); }
    static void storeNumbers(float *to, F v) { V::store(to, v); }
    static F spread(const float *from) { return V::set(*from); }
    static F dot(F weight, F numbers, F sum) { return V::fma(weight, numbers, sum); }

    static const float *input(const Product &product) { return product.x; }
    static bool isSame(const WeightMatrix &matrix) { return matrix.kind == WeightKind::Fp32; }

    /// `count` weights of `row` from `column` on; both are multiples of kInt4Group for Int4.
    static void widen(const WeightMatrix &matrix, std::int64_t row, std::int64_t column,
                      std::int64_t count, float *to)
    {
        const std::int64_t at = row * matrix.columns + column;
        if (matrix.kind == WeightKind::Int4)
            return widenInt4(matrix, at, count, to);
        const auto *floats = static_cast<const float *>(matrix.data) + at;
        if (matrix.kind == WeightKind::Fp32) {
            __builtin_memcpy(to, floats, static_cast<std::size_t>(count) * sizeof(float));
            return;
        }
        const auto *halves = static_cast<const std::uint16_t *>(matrix.data) + at;
        const auto *bytes = static_cast<const std::int8_t *>(matrix.data) + at;
        std::int64_t i = 0;
        for (; i + kLanes <= count; i += kLanes) {
            V::store(to + i, matrix.kind == WeightKind::Int8   ? V::loadInt8(bytes + i)
                             : matrix.kind == WeightKind::Bf16 ? V::loadBf16(halves + i)
                                                               : V::loadFp16(halves + i));
        }
        for (; i < count; ++i) {
            to[i] = matrix.kind == WeightKind::Int8   ? static_cast<float>(bytes[i])
                    : matrix.kind == WeightKind::Bf16 ? fromBf16(halves[i])
                                                      : fromFp16(halves[i]);
        }
    }

    static void widenInt4(const WeightMatrix &matrix, std::int64_t at, std::int64_t count,
                          float *to)
    {
        constexpr std::int64_t kHalf = kInt4Group / 2;
        for (std::int64_t i = 0; i < count; i += kInt4Group) {
            const std::uint8_t *bytes
                = static_cast<const std::uint8_t *>(matrix.data) + (at + i) / 2;
            const F scale = V::set(fromFp16(matrix.groupScales[(at + i) / kInt4Group]));
            for (std::int64_t j = 0; j < kHalf; j += kLanes) {
                V::store(to + i + j, V::mul(scale, V::loadInt4(bytes + j, false)));
                V::store(to + i + kHalf + j, V::mul(scale, V::loadInt4(bytes + j, true)));
            }
        }
    }
};

/// Up to kLanes rows of x, `stride` numbers apart, into their lanes of a panel `width` lanes wide;
/// lanes without a row get zeros.
template <typename Tile>
void packRows(const typename Tile::Number *x, std::int64_t stride, std::int64_t rows,
              std::int64_t columns, typename Tile::Number *to, std::int64_t width)
{
    using Number = typename Tile::Number;
    constexpr std::int64_t kLanes = Tile::kLanes, kDepth = Tile::kDepth;
    std::int64_t k = 0;
    for (; k + kLanes * kDepth <= columns; k += kLanes * kDepth) {
        typename Tile::F block[kLanes];
        if (rows == kLanes) {
#pragma GCC unroll 16
            for (std::int64_t i = 0; i < kLanes; ++i)
                block[i] = Tile::numbers(x + i * stride + k);
        } else {
            for (std::int64_t i = 0; i < kLanes; ++i)
                block[i] = i < rows ? Tile::numbers(x + i * stride + k) : Tile::zero();
        }
        Tile::Vec::transpose(block);
#pragma GCC unroll 16
        for (std::int64_t i = 0; i < kLanes; ++i)
            Tile::storeNumbers(to + (k + i * kDepth) * width, block[i]);
    }
    for (; k < columns; k += kDepth) {
        for (std::int64_t i = 0; i < kLanes; ++i) {
            for (std::int64_t j = 0; j < kDepth; ++j)
                to[k * width + i * kDepth + j] = i < rows ? x[i * stride + k + j] : Number(0);
        }
    }
}

/// kRows rows of weights times kWide registers of x, `steps` steps deep, onto `sums` or in place
/// of them.
template <typename Tile, int kRows, int kWide>
void multiplyTile(const typename Tile::Number *weights, std::int64_t stride,
                  const typename Tile::Number *x, std::int64_t xStride, std::int64_t steps,
                  float *sums, std::int64_t sumsStride, bool adds)
{
    using F = typename Tile::F;
    F acc[kRows][kWide];
    for (int r = 0; r < kRows; ++r) {
        for (int v = 0; v < kWide; ++v)
            acc[r][v] = Tile::zero();
    }
    for (std::int64_t step = 0; step < steps; ++step) {
        F numbers[kWide];
        for (int v = 0; v < kWide; ++v)
            numbers[v] = Tile::numbers(x + step * xStride + v * Tile::kLanes * Tile::kDepth);
        for (int r = 0; r < kRows; ++r) {
            const F weight = Tile::spread(weights + r * stride + step * Tile::kDepth);
            for (int v = 0; v < kWide; ++v)
                acc[r][v] = Tile::dot(weight, numbers[v], acc[r][v]);
        }
    }
    // Each block has a sum of its own, so that long rows lose less to rounding.
    for (int r = 0; r < kRows; ++r) {
        for (int v = 0; v < kWide; ++v) {
            float *to = sums + r * sumsStride + v * Tile::kLanes;
            Tile::store(to, adds ? Tile::add(Tile::load(to), acc[r][v]) : acc[r][v]);
        }
    }
}

template <typename Tile, int kWide, int kTall>
void multiplyTall(const typename Tile::Number *weights, std::int64_t stride,
                  const typename Tile::Number *x, std::int64_t xStride, std::int64_t steps,
                  float *sums, std::int64_t sumsStride, bool adds, std::int64_t rows,
                  std::int64_t &row)
{
    for (; row + kTall <= rows; row += kTall)
        multiplyTile<Tile, kTall, kWide>(weights + row * stride, stride, x, xStride, steps,
                                         sums + row * sumsStride, sumsStride, adds);
}

/// Any number of rows of weights, in tiles as high as they can be.
template <typename Tile, int kWide>
void multiplyRows(const typename Tile::Number *weights, std::int64_t stride,
                  const typename Tile::Number *x, std::int64_t xStride, std::int64_t steps,
                  float *sums, std::int64_t sumsStride, bool adds, std::int64_t rows)
{
    std::int64_t row = 0;
    multiplyTall<Tile, kWide, Tile::kRows>(weights, stride, x, xStride, steps, sums, sumsStride,
                                           adds, rows, row);
    if constexpr (Tile::kRows > 8)
        multiplyTall<Tile, kWide, 8>(weights, stride, x, xStride, steps, sums, sumsStride, adds,
                                     rows, row);
    if constexpr (Tile::kRows > 4)
        multiplyTall<Tile, kWide, 4>(weights, stride, x, xStride, steps, sums, sumsStride, adds,
                                     rows, row);
    multiplyTall<Tile, kWide, 1>(weights, stride, x, xStride, steps, sums, sumsStride, adds, rows,
                                 row);
}

template <typename Tile>
class ManyRows
{
public:
    using Number = typename Tile::Number;
    static constexpr std::int64_t kPanel = kVectors * Tile::kLanes; // rows of x
    static constexpr std::int64_t kBlock = 4 * Tile::kRows;         // rows of weights
    static_assert(kRowsOfXAtOnce % kPanel == 0);

    static std::int64_t panels(const Product &product)
    {
        return (product.count + kPanel - 1) / kPanel;
    }
    /// Of some rows of weights and some of x each.
    static std::int64_t blocks(const Product &product)
    {
        return (product.weight.rows + kBlock - 1) / kBlock * chunks(product);
    }
    static std::int64_t packedBytes(const Product &product)
    {
        return panels(product) * kPanel * product.weight.columns
               * static_cast<std::int64_t>(sizeof(Number));
    }
    // Rows a power of two apart would all meet in one set of the first cache.
    static constexpr std::int64_t kWidenedStride
        = Tile::kColumns + 64 / static_cast<std::int64_t>(sizeof(Number));
    // From that many rows of x on it pays to copy weights that could be taken where they lie.
    static constexpr std::int64_t kCopiedFrom = 128;
    static constexpr std::int64_t kScratchBytes
        = kBlock
          * (kSumsStride * static_cast<std::int64_t>(sizeof(float))
             + kWidenedStride * static_cast<std::int64_t>(sizeof(Number)));

    static void pack(const Product &product, void *packed, std::int64_t first, std::int64_t last)
    {
        const std::int64_t columns = product.weight.columns;
        for (std::int64_t panel = first; panel < last; ++panel) {
            const std::int64_t width = widthOf(product, panel);
            for (std::int64_t lane = 0; lane < width; lane += kLanes) {
                const std::int64_t row = panel * kPanel + lane;
                packRows<Tile>(Tile::input(product) + row * columns, columns,
                               least(kLanes, product.count - row), columns,
                               static_cast<Number *>(packed) + panel * kPanel * columns
                                   + lane * Tile::kDepth,
                               width);
            }
        }
    }

    static void multiply(const Product &product, const void *packed, std::int64_t first,
                         std::int64_t last, void *scratch)
    {
        auto *sums = static_cast<float *>(scratch);
        auto *widened = reinterpret_cast<Number *>(sums + kBlock * kSumsStride);
        const std::int64_t columns = product.weight.columns;
        const std::int64_t parts = chunks(product);
        const std::int64_t rowsOfX = (panels(product) + parts - 1) / parts * kPanel;
        for (std::int64_t block = first; block < last; ++block) {
            const std::int64_t row = block / parts * kBlock;
            const std::int64_t rows = least(kBlock, product.weight.rows - row);
            const std::int64_t m = block % parts * rowsOfX;
            const std::int64_t end = least(m + rowsOfX, product.count);
            if (m >= end)
                continue;
            for (std::int64_t k = 0; k < columns; k += Tile::kColumns) {
                const std::int64_t depth = least(Tile::kColumns, columns - k);
                multiplyBlock(product, static_cast<const Number *>(packed),
                              {row, rows, m, end, k, depth}, sums, widened);
            }
            finish(product, {row, rows, m, end, 0, 0}, sums);
        }
    }

private:
    using V = typename Tile::Vec;
    using F = typename Tile::F;
    static constexpr std::int64_t kLanes = Tile::kLanes;

    struct Place
    {
        std::int64_t row, rows; // of weights
        std::int64_t m, end;    // of x
        std::int64_t k, depth;
    };

    /// How many parts the rows of x are multiplied in, each of as many panels.
    static std::int64_t chunks(const Product &product)
    {
        constexpr std::int64_t kMost = kRowsOfXAtOnce / kPanel;
        return (panels(product) + kMost - 1) / kMost;
    }

    // A last panel that half a panel can hold is half as wide.
    static std::int64_t widthOf(const Product &product, std::int64_t panel)
    {
        return product.count - panel * kPanel <= Tile::kLanes ? Tile::kLanes : kPanel;
    }

    static void multiplyBlock(const Product &product, const Number *packed, const Place &place,
                              float *sums, Number *widened)
    {
        const std::int64_t columns = product.weight.columns;
        const Number *weights = nullptr;
        std::int64_t stride = columns;
        if (Tile::isSame(product.weight) && product.count < kCopiedFrom) {
            weights
                = static_cast<const Number *>(product.weight.data) + place.row * columns + place.k;
        } else {
            stride = kWidenedStride;
            weights = widened;
            for (std::int64_t r = 0; r < place.rows; ++r)
                Tile::widen(product.weight, place.row + r, place.k, place.depth,
                            widened + r * stride);
        }
        for (std::int64_t m = place.m; m < place.end; m += kPanel) {
            const std::int64_t width = widthOf(product, m / kPanel);
            const Number *x = packed + m * columns + place.k * width;
            float *to = sums + (m - place.m);
            if (width == kPanel)
                multiplyTiles<kVectors>(weights, stride, x, place, to);
            else
                multiplyTiles<1>(weights, stride, x, place, to);
        }
    }

    template <int kWide>
    static void multiplyTiles(const Number *weights, std::int64_t stride, const Number *x,
                              const Place &place, float *sums)
    {
        multiplyRows<Tile, kWide>(weights, stride, x, kWide * kLanes * Tile::kDepth,
                                  place.depth / Tile::kDepth, sums, kSumsStride, place.k > 0,
                                  place.rows);
    }

    /// Sums lie by rows of weights, what comes out by rows of x.
    static void finish(const Product &product, const Place &place, const float *sums)
    {
        for (std::int64_t r = 0; r < place.rows; r += kLanes) {
            const std::int64_t row = place.row + r, some = least(kLanes, place.rows - r);
            const bool scaled = product.weight.kind == WeightKind::Int8;
            float factors[kLanes], offsets[kLanes];
            for (std::int64_t j = 0; j < kLanes; ++j) {
                factors[j] = j < some && scaled ? product.weight.scales[row + j] : 1.0F;
                offsets[j] = j < some && product.bias ? product.bias[row + j] : 0.0F;
            }
            const F factor = V::load(factors), offset = V::load(offsets);
            for (std::int64_t i = place.m; i < place.end; i += kLanes) {
                const float *from = sums + r * kSumsStride + (i - place.m);
                F block[kLanes];
                if (some == kLanes) {
#pragma GCC unroll 16
                    for (std::int64_t j = 0; j < kLanes; ++j)
                        block[j] = V::load(from + j * kSumsStride);
                } else {
                    for (std::int64_t j = 0; j < kLanes; ++j)
                        block[j] = j < some ? V::load(from + j * kSumsStride) : V::zero();
                }
                V::transpose(block);
                const std::int64_t count = least(kLanes, place.end - i);
                for (std::int64_t j = 0; j < count; ++j)
                    putSome(product, i + j, row, V::fma(block[j], factor, offset), some);
            }
        }
    }

    static void putSome(const Product &product, std::int64_t m, std::int64_t row, F value,
                        std::int64_t some)
    {
        const std::int64_t at = m * product.weight.rows + row;
        if (product.out && some == kLanes) {
            V::store(product.out + at, value);
        } else if (product.out) {
            V::storeSome(product.out + at, value, some);
        } else if (some == kLanes) {
            V::storeBf16(product.outBf16 + at, value);
        } else {
            std::uint16_t numbers[kLanes];
            V::storeBf16(numbers, value);
            __builtin_memcpy(product.outBf16 + at, numbers,
                             static_cast<std::size_t>(some) * sizeof(std::uint16_t));
        }
    }
};

} // namespace
} // namespace ecva
