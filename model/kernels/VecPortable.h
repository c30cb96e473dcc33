#pragma once

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
    static F add(F a, F b) { return a + b; }
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

    /// 2^(a b)
    static F exp2Product(F a, F b)
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
