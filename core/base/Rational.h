#pragma once

#include <cstdint>
#include <string>

namespace ecva {

/// An exact fraction: a time base or a frame rate.
struct Rational
{
    std::int64_t num = 0;
    std::int64_t den = 1;

    constexpr bool isValid() const { return den != 0; }
    constexpr double toDouble() const
    {
        return den == 0 ? 0.0 : static_cast<double>(num) / static_cast<double>(den);
    }
    std::string toString() const; ///< "30000/1001"
    friend constexpr bool operator==(const Rational &, const Rational &) = default;
};

/// value × num / den, rounded to nearest with halves away from zero, without overflow of the
/// product (128 bits inside).
std::int64_t scaleRounded(std::int64_t value, Rational by);

} // namespace ecva
