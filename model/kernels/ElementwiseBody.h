#pragma once

// The steps between products over one of the Vec types, each in one pass over memory; see VecMath.h
// for what may stand here. A row comes out the same whatever stands beside it.

#include "model/kernels/Elementwise.h"
#include "model/kernels/Numbers.h"
#include "model/kernels/VecMath.h"

namespace ecva {
namespace {

template <typename V>
struct WideNumbers
{
    using T = float;
    static typename V::F load(const float *from) { return V::load(from); }
    static void store(float *to, typename V::F v) { V::store(to, v); }
    static typename V::F rounded(typename V::F v) { return v; }
};

template <typename V>
struct PairedNumbers
{
    using T = std::uint16_t;
    static typename V::F load(const T *from) { return V::loadBf16(from); }
    static void store(T *to, typename V::F v) { V::storeBf16(to, v); }
    static typename V::F rounded(typename V::F v)
    {
        T numbers[V::kLanes];
        V::storeBf16(numbers, v);
        return V::loadBf16(numbers);
    }
};

/// What is behind the last whole register takes a way through a buffer.
template <typename V, typename Numbers>
struct Tail
{
    using T = typename Numbers::T;

    static typename V::F load(const T *from, std::int64_t count)
    {
        if (count >= V::kLanes)
            return Numbers::load(from);
        T some[V::kLanes] = {};
        for (std::int64_t i = 0; i < count; ++i)
            some[i] = from[i];
        return Numbers::load(some);
    }
    static void store(T *to, typename V::F v, std::int64_t count)
    {
        if (count >= V::kLanes)
            return Numbers::store(to, v);
        T some[V::kLanes];
        Numbers::store(some, v);
        for (std::int64_t i = 0; i < count; ++i)
            to[i] = some[i];
    }
};

template <typename V, typename Numbers>
void rmsNormOf(const RmsNormArguments &arguments, std::int64_t first, std::int64_t last)
{
    using F = typename V::F;
    using T = typename Numbers::T;
    using Io = Tail<V, Numbers>;
    const std::int64_t width = arguments.width;
    const auto *weight = static_cast<const T *>(arguments.weight);
    for (std::int64_t row = first; row < last; ++row) {
        const T *x = static_cast<const T *>(arguments.x) + row * width;
        T *out = static_cast<T *>(arguments.out) + row * width;
        constexpr int kSums = 4; // side by side, so that none waits for another
        F sums[kSums];
        for (F &sum : sums)
            sum = V::zero();
        for (std::int64_t i = 0; i < width; i += V::kLanes) {
            const F v = Io::load(x + i, width - i);
            F &sum = sums[i / V::kLanes % kSums];
            sum = V::fma(v, v, sum);
        }
        const float squares = V::sum(V::add(V::add(sums[0], sums[1]), V::add(sums[2], sums[3])));
        const float mean = squares / static_cast<float>(width);
        const F factor = V::set(1.0F / __builtin_sqrtf(mean + arguments.epsilon));
        for (std::int64_t i = 0; i < width; i += V::kLanes) {
            const F normed = Numbers::rounded(V::mul(Io::load(x + i, width - i), factor));
            Io::store(out + i, V::mul(normed, Io::load(weight + i, width - i)), width - i);
        }
    }
}

template <typename V>
void rmsNormRows(const RmsNormArguments &arguments, std::int64_t first, std::int64_t last)
{
    if (arguments.kind == NumberKind::Bf16)
        rmsNormOf<V, PairedNumbers<V>>(arguments, first, last);
    else
        rmsNormOf<V, WideNumbers<V>>(arguments, first, last);
}

template <typename V, typename Numbers>
void gateOf(const GateArguments &arguments, std::int64_t first, std::int64_t last)
{
    using F = typename V::F;
    using T = typename Numbers::T;
    using Io = Tail<V, Numbers>;
    const auto *x = static_cast<const T *>(arguments.x);
    const auto *times = static_cast<const T *>(arguments.times);
    auto *out = static_cast<T *>(arguments.out);
    if (times) {
        for (std::int64_t i = first; i < last; i += V::kLanes) {
            const F gate = Numbers::rounded(silu<V>(Io::load(x + i, last - i)));
            Io::store(out + i, V::mul(gate, Io::load(times + i, last - i)), last - i);
        }
        return;
    }
    const F slope = V::set(-1.702F);
    for (std::int64_t i = first; i < last; i += V::kLanes) {
        const F v = Io::load(x + i, last - i);
        const F divisor = V::add(V::set(1.0F), V::exp(V::mul(v, slope)));
        Io::store(out + i, V::div(v, divisor), last - i);
    }
}

template <typename V>
void gateNumbers(const GateArguments &arguments, std::int64_t first, std::int64_t last)
{
    if (arguments.kind == NumberKind::Bf16)
        gateOf<V, PairedNumbers<V>>(arguments, first, last);
    else
        gateOf<V, WideNumbers<V>>(arguments, first, last);
}

template <typename V, typename Numbers>
void ropeOf(const RopeArguments &arguments, std::int64_t first, std::int64_t last)
{
    using F = typename V::F;
    using T = typename Numbers::T;
    using Io = Tail<V, Numbers>;
    const std::int64_t size = arguments.size, half = size / 2;
    for (std::int64_t row = first; row < last; ++row) {
        const T *cos = static_cast<const T *>(arguments.cos) + row * size;
        const T *sin = static_cast<const T *>(arguments.sin) + row * size;
        for (std::int64_t head = 0; head < arguments.heads; ++head) {
            const T *x = static_cast<const T *>(arguments.x) + row * arguments.rowStride
                         + head * arguments.headStride;
            T *out = static_cast<T *>(arguments.out) + (head * arguments.rows + row) * size;
            for (std::int64_t i = 0; i < half; i += V::kLanes) {
                const std::int64_t some = half - i, j = half + i;
                const F a = Io::load(x + i, some), b = Io::load(x + j, some);
                Io::store(out + i,
                          V::fma(a, Io::load(cos + i, some),
                                 V::negated(V::mul(b, Io::load(sin + i, some)))),
                          some);
                Io::store(out + j,
                          V::fma(b, Io::load(cos + j, some), V::mul(a, Io::load(sin + j, some))),
                          some);
            }
        }
    }
}

template <typename V>
void ropeRows(const RopeArguments &arguments, std::int64_t first, std::int64_t last)
{
    if (arguments.kind == NumberKind::Bf16)
        ropeOf<V, PairedNumbers<V>>(arguments, first, last);
    else
        ropeOf<V, WideNumbers<V>>(arguments, first, last);
}

} // namespace
} // namespace ecva
