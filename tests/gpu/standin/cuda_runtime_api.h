#pragma once

// What our kernels and their check use of CUDA, for a processor: device memory is memory, a launch
// is done when it returns. run_on_processor.h runs the threads.
#include <cstdint>
#include <cstdlib>
#include <cstring>

#define __global__
#define __device__
#define __forceinline__ inline
#define __shared__ static // one block runs at a time

using cudaError_t = int;
using cudaStream_t = void *;
inline constexpr int cudaSuccess = 0, cudaErrorInvalidValue = 1, cudaErrorMemoryAllocation = 2;

struct dim3
{
    unsigned x = 1, y = 1, z = 1;

    dim3(unsigned wide = 1, unsigned high = 1, unsigned deep = 1)
        : x(wide)
        , y(high)
        , z(deep)
    {
    }
};
struct uint4
{
    unsigned x, y, z, w;
};

inline const char *cudaGetErrorString(cudaError_t status)
{
    return status == cudaSuccess ? "no error" : "refused";
}
inline cudaError_t cudaGetLastError()
{
    return cudaSuccess;
}
inline cudaError_t cudaDeviceSynchronize()
{
    return cudaSuccess;
}

inline cudaError_t cudaMalloc(void **data, std::size_t bytes)
{
    constexpr std::size_t kAlignment = 256;
    *data = std::aligned_alloc(kAlignment, (bytes / kAlignment + 1) * kAlignment);
    return *data ? cudaSuccess : cudaErrorMemoryAllocation;
}
inline cudaError_t cudaFree(void *data)
{
    std::free(data);
    return cudaSuccess;
}
inline constexpr int cudaMemcpyHostToDevice = 1, cudaMemcpyDeviceToHost = 2;
inline cudaError_t cudaMemcpy(void *to, const void *from, std::size_t bytes, int)
{
    std::memcpy(to, from, bytes);
    return cudaSuccess;
}
inline cudaError_t cudaMemset(void *to, int value, std::size_t bytes)
{
    std::memset(to, value, bytes);
    return cudaSuccess;
}

inline cudaError_t cudaGetDeviceCount(int *count)
{
    *count = 1;
    return cudaSuccess;
}
struct cudaDeviceProp
{
    const char *name;
};
inline cudaError_t cudaGetDeviceProperties(cudaDeviceProp *device, int)
{
    device->name = "a stand-in for CUDA on the processor";
    return cudaSuccess;
}
struct cudaFuncAttributes
{
};
inline cudaError_t cudaFuncGetAttributes(cudaFuncAttributes *, const void *)
{
    return cudaSuccess;
}
