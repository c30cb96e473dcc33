#pragma once

#include "model/kernels/Numbers.h"

#include <cuda_runtime_api.h>

struct StandinBf16
{
    std::uint16_t bits;
};
inline StandinBf16 __float2bfloat16_rn(float value)
{
    return {ecva::toBf16(value)};
}
inline std::uint16_t __bfloat16_as_ushort(StandinBf16 value)
{
    return value.bits;
}
