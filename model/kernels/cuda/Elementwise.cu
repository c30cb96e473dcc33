#include "model/kernels/cuda/Bf16.cuh"
#include "model/kernels/cuda/Launch.cuh"

namespace ecva::cuda {
namespace {

constexpr int kThreads = 256;

// One block a row.
__global__ void rmsNormKernel(const std::uint16_t *x, const std::uint16_t *weight,
                              std::uint16_t *out, std::int64_t width, float epsilon)
{
    __shared__ float partial[kThreads / kWarp];
    const std::int64_t begin = static_cast<std::int64_t>(blockIdx.x) * width;
    const std::uint16_t *row = x + begin;
    float sum = 0;
    for (std::int64_t i = threadIdx.x; i < width; i += kThreads)
        sum += wide(row[i]) * wide(row[i]);
    sum = warpSum(sum);
    if (threadIdx.x % kWarp == 0)
        partial[threadIdx.x / kWarp] = sum;
    __syncthreads();
    sum = 0;
    for (const float part : partial)
        sum += part;
    const float scale = rsqrtf(sum / static_cast<float>(width) + epsilon);
    for (std::int64_t i = threadIdx.x; i < width; i += kThreads)
        out[begin + i] = narrow(wide(narrow(wide(row[i]) * scale)) * wide(weight[i]));
}

__global__ void ropeKernel(const std::uint16_t *x, const std::uint16_t *cos,
                           const std::uint16_t *sin, std::uint16_t *out, std::int64_t pairs,
                           std::int64_t heads, std::int64_t size)
{
    const std::int64_t at = static_cast<std::int64_t>(blockIdx.x) * kThreads + threadIdx.x;
    if (at >= pairs)
        return;
    const std::int64_t half = size / 2;
    const std::int64_t j = at % half;
    const std::int64_t row = at / half / heads;
    const std::int64_t head = at / half * size;
    const auto turned = [&](float own, float other, std::int64_t k) {
        return narrow(wide(narrow(own * wide(cos[row * size + k])))
                      + wide(narrow(other * wide(sin[row * size + k]))));
    };
    const float low = wide(x[head + j]);
    const float high = wide(x[head + j + half]);
    out[head + j] = turned(low, -high, j);
    out[head + j + half] = turned(high, low, j + half);
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
    if (rows < 1)
        return cudaSuccess;
    return launch(rmsNormKernel, dim3(static_cast<unsigned>(rows)), kThreads, stream, x, weight,
                  out, width, epsilon);
}

int rope(const std::uint16_t *x, const std::uint16_t *cos, const std::uint16_t *sin,
         std::uint16_t *out, std::int64_t rows, std::int64_t heads, std::int64_t size,
         Stream stream)
{
    const std::int64_t pairs = rows * heads * (size / 2);
    if (pairs < 1)
        return cudaSuccess;
    return launch(ropeKernel, blocksOf(pairs, kThreads), kThreads, stream, x, cos, sin, out, pairs,
                  heads, size);
}

int swiGlu(const std::uint16_t *gate, const std::uint16_t *up, std::uint16_t *out,
           std::int64_t count, Stream stream)
{
    if (count < 1)
        return cudaSuccess;
    return launch(swiGluKernel, blocksOf(count, kThreads), kThreads, stream, gate, up, out, count);
}

} // namespace ecva::cuda
