#pragma once

// Attention of one head over the tiles of ManyRows.h: scores of a few queries with all keys, their
// softmax, and the sum of the values by them; see VecMath.h for what may stand here.

#include "model/kernels/Attend.h"
#include "model/kernels/ManyRows.h"

namespace ecva {
namespace {

template <typename Tile>
class Attend
{
public:
    using Number = typename Tile::Number;
    static constexpr std::int64_t kPanel = kVectors * Tile::kLanes;
    static constexpr std::int64_t kQueries = Tile::kRows;

    static std::int64_t packedBytes(const AttendArguments &arguments)
    {
        return (keysBehind(arguments) + paddedKeys(arguments) * paddedSize(arguments))
               * static_cast<std::int64_t>(sizeof(Number));
    }
    static std::int64_t scratchBytes(const AttendArguments &arguments)
    {
        return kQueries
               * (scoreStride(arguments) * static_cast<std::int64_t>(sizeof(float) + sizeof(Number))
                  + paddedSize(arguments) * static_cast<std::int64_t>(sizeof(float)));
    }

    /// Keys with neighbours in the lanes, values with neighbouring places of theirs.
    static void pack(const AttendArguments &arguments, void *packed)
    {
        const std::int64_t size = arguments.size;
        const auto *k = static_cast<const Number *>(arguments.k);
        auto *keys = static_cast<Number *>(packed);
        for (std::int64_t key = 0; key < arguments.keys; key += kPanel) {
            const std::int64_t width = widthOf(arguments.keys - key);
            for (std::int64_t lane = 0; lane < width; lane += kLanes)
                packRows<Tile>(k + (key + lane) * arguments.kStride, arguments.kStride,
                               least(kLanes, arguments.keys - key - lane), size,
                               keys + key * size + lane * kDepth, width);
        }
        Number *values = keys + keysBehind(arguments);
        for (std::int64_t place = 0; place < size; place += kPanel)
            packValues(arguments, place, values + place * paddedKeys(arguments));
    }

    static void attend(const AttendArguments &arguments, const void *packed, std::int64_t first,
                       std::int64_t last, void *scratch)
    {
        auto *scores = static_cast<float *>(scratch);
        float *sums = scores + kQueries * scoreStride(arguments);
        auto *shares = reinterpret_cast<Number *>(sums + kQueries * paddedSize(arguments));
        for (std::int64_t query = first; query < last; query += kQueries) {
            const std::int64_t rows = least(kQueries, last - query);
            const Span all{seen(arguments, query).begin / kPanel * kPanel,
                           seen(arguments, query + rows - 1).end};
            score(arguments, static_cast<const Number *>(packed), query, rows, all, scores);
            float totals[kQueries];
            for (std::int64_t r = 0; r < rows; ++r) {
                const std::int64_t at = r * scoreStride(arguments);
                totals[r]
                    = share(arguments, seen(arguments, query + r), all, scores + at, shares + at);
            }
            mix(arguments, static_cast<const Number *>(packed) + keysBehind(arguments), rows, all,
                shares, sums);
            for (std::int64_t r = 0; r < rows; ++r)
                finish(arguments, query + r, sums + r * paddedSize(arguments), totals[r]);
        }
    }

private:
    using V = typename Tile::Vec;
    using F = typename Tile::F;
    static constexpr std::int64_t kLanes = Tile::kLanes, kDepth = Tile::kDepth;

    struct Span
    {
        std::int64_t begin, end;
    };

    static std::int64_t padded(std::int64_t count, std::int64_t to)
    {
        return (count + to - 1) / to * to;
    }
    static std::int64_t paddedKeys(const AttendArguments &arguments)
    {
        return padded(arguments.keys, kPanel);
    }
    static std::int64_t paddedSize(const AttendArguments &arguments)
    {
        return padded(arguments.size, kPanel);
    }
    static std::int64_t keysBehind(const AttendArguments &arguments)
    {
        return padded(paddedKeys(arguments) * arguments.size, kPanel);
    }
    // Rows a power of two apart would all meet in one set of the first cache.
    static std::int64_t scoreStride(const AttendArguments &arguments)
    {
        return paddedKeys(arguments) + kPanel;
    }
    static std::int64_t widthOf(std::int64_t rest) { return rest <= kLanes ? kLanes : kPanel; }

    static Span seen(const AttendArguments &arguments, std::int64_t query)
    {
        if (!arguments.causal)
            return {0, arguments.keys};
        const std::int64_t end = least(arguments.keys, arguments.firstQuery + query + 1);
        const std::int64_t begin = arguments.firstQuery + query + 1 - arguments.window;
        return {arguments.window > 0 && begin > 0 ? begin : 0, end};
    }

    static void packValues(const AttendArguments &arguments, std::int64_t place, Number *to)
    {
        const std::int64_t width = widthOf(arguments.size - place);
        const std::int64_t some = least(width, arguments.size - place);
        const auto *v = static_cast<const Number *>(arguments.v) + place;
        for (std::int64_t key = 0; key < paddedKeys(arguments); ++key) {
            const Number *from = v + key * arguments.vStride;
            Number *lanes = to + key / kDepth * kDepth * width + key % kDepth;
            const std::int64_t real = key < arguments.keys ? some : 0;
            for (std::int64_t i = 0; i < real; ++i)
                lanes[i * kDepth] = from[i];
            for (std::int64_t i = real; i < width; ++i)
                lanes[i * kDepth] = Number(0);
        }
    }

    static void multiply(const Number *weights, std::int64_t stride, const Number *x,
                         std::int64_t width, std::int64_t steps, float *sums,
                         std::int64_t sumsStride, bool adds, std::int64_t rows)
    {
        if (width == kPanel)
            multiplyRows<Tile, kVectors>(weights, stride, x, width * kDepth, steps, sums,
                                         sumsStride, adds, rows);
        else
            multiplyRows<Tile, 1>(weights, stride, x, width * kDepth, steps, sums, sumsStride, adds,
                                  rows);
    }

    static void score(const AttendArguments &arguments, const Number *keys, std::int64_t query,
                      std::int64_t rows, const Span &all, float *scores)
    {
        const auto *q = static_cast<const Number *>(arguments.q) + query * arguments.qStride;
        for (std::int64_t key = all.begin; key < all.end; key += kPanel)
            multiply(q, arguments.qStride, keys + key * arguments.size,
                     widthOf(arguments.keys - key), arguments.size / kDepth, scores + key,
                     scoreStride(arguments), false, rows);
    }

    static void put(float *to, F v) { V::store(to, v); }
    static void put(std::uint16_t *to, F v) { V::storeBf16(to, v); }

    /// A row of scores to e^(score − greatest) and 0 for what is not seen; returns the total.
    static float share(const AttendArguments &arguments, const Span &seen, const Span &all,
                       float *scores, Number *shares)
    {
        const std::int64_t end = padded(all.end, kLanes);
        for (std::int64_t i = all.begin; i < seen.begin; ++i)
            scores[i] = -__builtin_inff();
        for (std::int64_t i = seen.end; i < end; ++i)
            scores[i] = -__builtin_inff();
        F most = V::set(-__builtin_inff());
        for (std::int64_t i = all.begin; i < end; i += kLanes)
            most = V::max(most, V::load(scores + i));
        const F greatest = V::set(V::largest(most));
        const F scale = V::set(arguments.scale);
        F total = V::zero();
        for (std::int64_t i = all.begin; i < end; i += kLanes) {
            const F e = V::exp(V::mul(V::sub(V::load(scores + i), greatest), scale));
            total = V::add(total, e);
            put(shares + i, e);
        }
        return V::sum(total);
    }

    static void mix(const AttendArguments &arguments, const Number *values, std::int64_t rows,
                    const Span &all, const Number *shares, float *sums)
    {
        const std::int64_t end = padded(all.end, kLanes);
        for (std::int64_t place = 0; place < arguments.size; place += kPanel) {
            const std::int64_t width = widthOf(arguments.size - place);
            const Number *from = values + place * paddedKeys(arguments);
            // Parts with sums of their own, at the same keys for every query.
            for (std::int64_t key = all.begin; key < end;) {
                const std::int64_t until = least(end, (key / kKeysAtOnce + 1) * kKeysAtOnce);
                multiply(shares + key, scoreStride(arguments), from + key * width, width,
                         (until - key) / kDepth, sums + place, paddedSize(arguments),
                         key > all.begin, rows);
                key = until;
            }
        }
    }

    static void finish(const AttendArguments &arguments, std::int64_t query, const float *sums,
                       float total)
    {
        Number *to = static_cast<Number *>(arguments.out) + query * arguments.outStride;
        const F factor = V::set(1.0F / total);
        for (std::int64_t i = 0; i < arguments.size; i += kLanes) {
            const F value = V::mul(V::load(sums + i), factor);
            if (i + kLanes <= arguments.size) {
                put(to + i, value);
                continue;
            }
            Number some[kLanes];
            put(some, value);
            for (std::int64_t j = i; j < arguments.size; ++j)
                to[j] = some[j - i];
        }
    }

    static constexpr std::int64_t kKeysAtOnce = 512;
};

} // namespace
} // namespace ecva
