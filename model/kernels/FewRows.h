#pragma once

// Products with few rows of x: the time is that of reading the weights once. Several rows of
// weights are read side by side; each sum has two parts, whatever the number of rows, so that a row
// of x comes out the same alone and among others. See VecMath.h for what may stand here.

#include "model/kernels/Numbers.h"
#include "model/kernels/Product.h"
#include "model/kernels/VecMath.h"

namespace ecva {
namespace {

/// Dot products of weights of one kind with numbers in fp32, one register of V at a time.
template <typename V, WeightKind kKind>
struct WideDot
{
    using F = typename V::F;
    using Input = float;
    static constexpr std::int64_t kStep = V::kLanes;

    static const Input *input(const Product &product) { return product.x; }
    static auto row(const WeightMatrix &matrix, std::int64_t row)
    {
        const std::int64_t at = row * matrix.columns;
        if constexpr (kKind == WeightKind::Fp32)
            return static_cast<const float *>(matrix.data) + at;
        else if constexpr (kKind == WeightKind::Int8)
            return static_cast<const std::int8_t *>(matrix.data) + at;
        else
            return static_cast<const std::uint16_t *>(matrix.data) + at;
    }
    template <typename T>
    static F weights(const T *from)
    {
        if constexpr (kKind == WeightKind::Fp32)
            return V::load(from);
        else if constexpr (kKind == WeightKind::Int8)
            return V::loadInt8(from);
        else if constexpr (kKind == WeightKind::Bf16)
            return V::loadBf16(from);
        else
            return V::loadFp16(from);
    }
    static F numbers(const float *from) { return V::load(from); }
    static F dot(F weights, F numbers, F sum) { return V::fma(weights, numbers, sum); }
    static F zero() { return V::zero(); }
    static float sum(F a, F b) { return V::sum(V::add(a, b)); }
    template <typename T>
    static float product(T weight, float number)
    {
        if constexpr (kKind == WeightKind::Bf16)
            return fromBf16(weight) * number;
        else if constexpr (kKind == WeightKind::Fp16)
            return fromFp16(weight) * number;
        else
            return static_cast<float>(weight) * number;
    }
};

inline void put(const Product &product, std::int64_t m, std::int64_t row, float sum)
{
    const WeightMatrix &weight = product.weight;
    float value = weight.kind == WeightKind::Int8 ? sum * weight.scales[row] : sum;
    if (product.bias)
        value += product.bias[row];
    const std::int64_t at = m * weight.rows + row;
    if (product.out)
        product.out[at] = value;
    else
        product.outBf16[at] = toBf16(value);
}

/// kRows rows of weights from `row` on, kCount rows of x.
template <typename Dot, int kRows, int kCount>
void fewRowsBlock(const Product &product, std::int64_t row)
{
    using F = typename Dot::F;
    constexpr std::int64_t kStep = Dot::kStep;
    const std::int64_t columns = product.weight.columns;
    const auto *weights = Dot::row(product.weight, row);
    const auto *x = Dot::input(product);
    F sums[kRows][kCount][2];
    for (int r = 0; r < kRows; ++r) {
        for (int m = 0; m < kCount; ++m)
            sums[r][m][0] = sums[r][m][1] = Dot::zero();
    }
    const auto step = [&](std::int64_t k, int part) {
        for (int r = 0; r < kRows; ++r) {
            const auto w = Dot::weights(weights + r * columns + k);
            for (int m = 0; m < kCount; ++m)
                sums[r][m][part] = Dot::dot(w, Dot::numbers(x + m * columns + k), sums[r][m][part]);
        }
    };
    std::int64_t k = 0;
    for (; k + 2 * kStep <= columns; k += 2 * kStep) {
        step(k, 0);
        step(k + kStep, 1);
    }
    if (k + kStep <= columns) {
        step(k, 0);
        k += kStep;
    }
    for (int r = 0; r < kRows; ++r) {
        for (int m = 0; m < kCount; ++m) {
            float rest = 0;
            for (std::int64_t i = k; i < columns; ++i)
                rest += Dot::product(weights[r * columns + i], x[m * columns + i]);
            put(product, m, row + r, Dot::sum(sums[r][m][0], sums[r][m][1]) + rest);
        }
    }
}

template <typename Dot, int kRegisters, int kCount>
void fewRowsOf(const Product &product, std::int64_t first, std::int64_t last)
{
    constexpr int kFits = kRegisters / (2 * kCount);
    constexpr int kRows = kFits >= 4 ? 4 : kFits >= 2 ? 2 : 1;
    std::int64_t row = first;
    for (; row + kRows <= last; row += kRows)
        fewRowsBlock<Dot, kRows, kCount>(product, row);
    for (; row < last; ++row)
        fewRowsBlock<Dot, 1, kCount>(product, row);
}

constexpr std::int64_t kCountAtOnce = 4;

/// `kRegisters` sums may be open at a time.
template <typename Dot, int kRegisters>
void fewRows(const Product &product, std::int64_t first, std::int64_t last)
{
    if (product.count > kCountAtOnce) {
        // The rest of x meets the weights while they are in the cache.
        constexpr std::int64_t kRowsAtOnce = 16;
        Product head = product, rest = product;
        head.count = kCountAtOnce;
        rest.count -= kCountAtOnce;
        rest.x += kCountAtOnce * product.weight.columns;
        if (rest.xBf16)
            rest.xBf16 += kCountAtOnce * product.weight.columns;
        if (rest.out)
            rest.out += kCountAtOnce * product.weight.rows;
        else
            rest.outBf16 += kCountAtOnce * product.weight.rows;
        for (std::int64_t row = first; row < last; row += kRowsAtOnce) {
            fewRows<Dot, kRegisters>(head, row, least(row + kRowsAtOnce, last));
            fewRows<Dot, kRegisters>(rest, row, least(row + kRowsAtOnce, last));
        }
        return;
    }
    switch (product.count) {
    case 1:
        return fewRowsOf<Dot, kRegisters, 1>(product, first, last);
    case 2:
        return fewRowsOf<Dot, kRegisters, 2>(product, first, last);
    case 3:
        return fewRowsOf<Dot, kRegisters, 3>(product, first, last);
    case 4:
        return fewRowsOf<Dot, kRegisters, 4>(product, first, last);
    default:
        break;
    }
}

/// Int4, one row of x at a time; a row of 4-bit weights stays in the first cache meanwhile.
template <typename V>
void fewRowsInt4(const Product &product, std::int64_t first, std::int64_t last)
{
    using F = typename V::F;
    constexpr std::int64_t kHalf = kInt4Group / 2;
    const std::int64_t columns = product.weight.columns;
    const std::int64_t groups = columns / kInt4Group;
    const auto *data = static_cast<const std::uint8_t *>(product.weight.data);
    for (std::int64_t row = first; row < last; ++row) {
        const std::uint8_t *packed = data + row * columns / 2;
        const std::uint16_t *scales = product.weight.groupScales + row * groups;
        for (std::int64_t m = 0; m < product.count; ++m) {
            const float *x = product.x + m * columns;
            F sum = V::zero();
            for (std::int64_t group = 0; group < groups; ++group) {
                const std::uint8_t *bytes = packed + group * kHalf;
                const float *numbers = x + group * kInt4Group;
                F low = V::zero(), high = V::zero();
                for (std::int64_t i = 0; i < kHalf; i += V::kLanes) {
                    low = V::fma(V::loadInt4(bytes + i, false), V::load(numbers + i), low);
                    high = V::fma(V::loadInt4(bytes + i, true), V::load(numbers + kHalf + i), high);
                }
                sum = V::fma(V::add(low, high), V::set(fromFp16(scales[group])), sum);
            }
            put(product, m, row, V::sum(sum));
        }
    }
}

template <typename V, int kRegisters>
void multiplyFew(const Product &product, std::int64_t first, std::int64_t last)
{
    switch (product.weight.kind) {
    case WeightKind::Fp32:
        return fewRows<WideDot<V, WeightKind::Fp32>, kRegisters>(product, first, last);
    case WeightKind::Bf16:
        return fewRows<WideDot<V, WeightKind::Bf16>, kRegisters>(product, first, last);
    case WeightKind::Fp16:
        return fewRows<WideDot<V, WeightKind::Fp16>, kRegisters>(product, first, last);
    case WeightKind::Int8:
        return fewRows<WideDot<V, WeightKind::Int8>, kRegisters>(product, first, last);
    case WeightKind::Int4:
        return fewRowsInt4<V>(product, first, last);
    }
}

} // namespace
} // namespace ecva
