#pragma once

#include "model/kernels/Numbers.h"

struct StandinHalf
{
    std::uint16_t bits;
};
inline StandinHalf __ushort_as_half(std::uint16_t bits)
{
    return {bits};
}
inline float __half2float(StandinHalf half)
{
    return ecva::fromFp16(half.bits);
}
