#pragma once

// What the levels share, over one of the Vec types. Everything in here has internal linkage: each
// level is compiled with instructions of its own, and the linker must never take one level's copy
// of a function for another's. So no functions of the standard library either, but for those that
// the compiler always inlines.

#include <cstdint>

namespace ecva {
namespace {

inline std::int64_t least(std::int64_t a, std::int64_t b)
{
    return a < b ? a : b;
}

// 2^f for f in [−½, ½]: least relative error of a polynomial of degree 6, 2e-9.
constexpr float kExp2[]
    = {1.0000000005541665F,   0.6931472057372671F,  0.2402264689063385F,    0.05550328776965821F,
       0.009618488957147805F, 0.00133999312191135F, 0.00015345811994395056F};
constexpr float kLog2E = 1.44269504088896341F;
constexpr float kLog2ERest = 1.92596299112661746e-8F; // log₂e − kLog2E

template <typename V>
typename V::F exp2Polynomial(typename V::F f)
{
    typename V::F p = V::set(kExp2[6]);
    for (int i = 5; i >= 0; --i)
        p = V::fma(p, f, V::set(kExp2[i]));
    return p;
}

/// x · σ(x)
template <typename V>
typename V::F silu(typename V::F x)
{
    return V::div(x, V::add(V::set(1.0F), V::exp(V::negated(x))));
}

// log1p(u) = u (c₀ + u (c₁ + …)) for u in [0, 1]: least greatest relative error, 3e-8.
constexpr float kLog1p[]
    = {0.99999994F,  -0.499994934F, 0.333190948F,   -0.248429775F, 0.191059887F,
       -0.13663207F, 0.0782254934F, -0.0295049567F, 0.00523262424F};

/// log(1 + eˣ) = max(x, 0) + log1p(e^−|x|)
template <typename V>
typename V::F softplus(typename V::F x)
{
    const typename V::F u = V::exp(V::negated(V::abs(x)));
    typename V::F p = V::set(kLog1p[8]);
    for (int i = 7; i >= 0; --i)
        p = V::fma(p, u, V::set(kLog1p[i]));
    return V::fma(u, p, V::max(V::zero(), x));
}

} // namespace
} // namespace ecva
