#include "core/base/Rational.h"

namespace ecva {

std::string Rational::toString() const
{
    return std::to_string(num) + "/" + std::to_string(den);
}

std::int64_t scaleRounded(std::int64_t value, Rational by)
{
    __extension__ using Wide = __int128;
    Wide num = static_cast<Wide>(value) * by.num;
    Wide den = by.den;
    if (den < 0) {
        num = -num;
        den = -den;
    }
    if (den == 0)
        return 0;
    const Wide half = den / 2;
    return static_cast<std::int64_t>(num >= 0 ? (num + half) / den : -((-num + half) / den));
}

} // namespace ecva
