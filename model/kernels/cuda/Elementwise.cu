#include "model/kernels/cuda/CudaKernels.h"

#include <cuda_bf16.h>
#include <cuda_runtime_api.h>

namespace ecva::cuda {
namespace {

constexpr int kThreads = 256;
constexpr int kWarp = 32;

__device__ float wide(std::uint16_t bits)
{
    return __uint_as_float(static_cast<unsigned>(bits) << 16);
}

__device__ std::uint16_t narrow(float value)
{
    return __bfloat16_as_ushort(__float2bfloat16_rn(value));
}

unsigned blocksFor(std::int64_t count)
{
    return static_cast<unsigned>((count + kThreads - 1) / kThreads);
}

// One block a row.
__global__ void rmsNormKernel(const std::uint16_t *x, const std::uint16_t *weight,
                              std::uint16_t *out, std::int64_t width, float epsilon)
{
    __shared__ float partial[kThreads / kWarp];
    const std::uint16_t *row = x + blockIdx.x * width;
    float sum = 0;
    for (std::int64_t i = threadIdx.x; i < width; i += kThreads)
        sum += wide(row[i]) * wide(row[i]);
    for (int offset = kWarp / 2; offset > 0; offset /= 2)
        sum += __shfl_xor_sync(0xFFFFFFFFU, sum, offset);
    if (threadIdx.x % kWarp == 0)
        partial[threadIdx.x / kWarp] = sum;
    __syncthreads();
    sum = 0;
    for (const float part : partial)
        sum += part;
    const float scale = rsqrtf(sum / static_cast<float>(width) + epsilon);
    for (std::int64_t i = threadIdx.x; i < width; i += kThreads)
        out[blockIdx.x * width + i] = narrow(wide(narrow(wide(row[i]) * scale)) * wide(weight[i]));
}

__global__ void ropeKernel(std::uint16_t *x, const std::uint16_t *cos, const std::uint16_t *sin,
                           std::int64_t pairs, std::int64_t heads, std::int64_t size)
{
    const std::int64_t at = static_cast<std::int64_t>(blockIdx.x) * kThreads + threadIdx.x;
    if (at >= pairs)
        return;
    const std::int64_t half = size / 2;
    const std::int64_t j = at % half;
    const std::int64_t row = at / half / heads;
    std::uint16_t *head = x + at / half * size;
    const auto turned = [&](float own, float other, std::int64_t k) {
        return narrow(wide(narrow(own * wide(cos[row * size + k])))
                      + wide(narrow(other * wide(sin[row * size + k]))));
    };
    const float low = wide(head[j]);
    const float high = wide(head[j + half]);
    head[j] = turned(low, -high, j);
    head[j + half] = turned(high, low, j + half);
}

__global__ void swiGluKernel(const std::uint16_t *gate, const std::uint16_t *up, std::uint16_t *out,
                             std::int64_t count)
{
    const std::int64_t at = static_cast<std::int64_t>(blockIdx.x) * kThreads + threadIdx.x;
    if (at >= count)
        return;
    const float g = wide(gate[at]);
    out[at] = narrow(wide(narrow(g / (1.0F + expf(-g)))) * wide(up[at]));
}

} // namespace

int rmsNorm(const std::uint16_t *x, const std::uint16_t *weight, std::uint16_t *out,
            std::int64_t rows, std::int64_t width, float epsilon, Stream stream)
{
    if (rows > 0)
        rmsNormKernel<<<static_cast<unsigned>(rows), kThreads, 0,
                        static_cast<cudaStream_t>(stream)>>>(x, weight, out, width, epsilon);
    return cudaGetLastError();
}

int rope(std::uint16_t *x, const std::uint16_t *cos, const std::uint16_t *sin, std::int64_t rows,
         std::int64_t heads, std::int64_t size, Stream stream)
{
    const std::int64_t pairs = rows * heads * (size / 2);
    if (pairs > 0)
        ropeKernel<<<blocksFor(pairs), kThreads, 0, static_cast<cudaStream_t>(stream)>>>(
            x, cos, sin, pairs, heads, size);
    return cudaGetLastError();
}

int swiGlu(const std::uint16_t *gate, const std::uint16_t *up, std::uint16_t *out,
           std::int64_t count, Stream stream)
{
    if (count > 0)
        swiGluKernel<<<blocksFor(count), kThreads, 0, static_cast<cudaStream_t>(stream)>>>(
            gate, up, out, count);
    return cudaGetLastError();
}

} // namespace ecva::cuda
