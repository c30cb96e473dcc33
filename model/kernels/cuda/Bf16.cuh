#pragma once

// What the kernels share: numbers in bf16, sums over the lanes of a warp.

#include "model/kernels/cuda/Launch.cuh"

#include <cuda_bf16.h>

#include <cstdint>

namespace ecva::cuda {

constexpr int kWarp = 32;

__device__ __forceinline__ float wide(std::uint16_t bits)
{
    return __uint_as_float(static_cast<unsigned>(bits) << 16);
}

__device__ __forceinline__ std::uint16_t narrow(float value)
{
    return __bfloat16_as_ushort(__float2bfloat16_rn(value));
}

/// The numbers in the low and the high half of a word.
__device__ __forceinline__ float lowOf(unsigned pair)
{
    return __uint_as_float(pair << 16);
}
__device__ __forceinline__ float highOf(unsigned pair)
{
    return __uint_as_float(pair & 0xFFFF0000U);
}

/// In every lane; all 32 of them take part.
__device__ __forceinline__ float warpSum(float value)
{
    for (int offset = kWarp / 2; offset > 0; offset /= 2)
        value += __shfl_xor_sync(0xFFFFFFFFU, value, offset);
    return value;
}

} // namespace ecva::cuda
