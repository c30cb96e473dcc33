#include "model/kernels/cuda/Bf16.cuh"
#include "model/kernels/cuda/Launch.cuh"

#include <math_constants.h>

namespace ecva::cuda {
namespace {

// Keys are gone through in parts of kKeysTogether, each by a block of its own, and the parts are
// joined in their order: what comes out depends on the keys seen and on nothing else.
constexpr int kThreads = 128;
constexpr int kWarps = kThreads / kWarp;
constexpr int kOfAPart = 2; // beside the sums: the highest score and the sum of the weights

__device__ std::int64_t seenBy(const AttendArguments &m)
{
    return m.place ? *m.place + 1 : m.seen;
}

__device__ float *partOf(const AttendArguments &m, std::int64_t head, std::int64_t part)
{
    return m.scratch + (head * m.parts + part) * (m.size + kOfAPart);
}

__global__ void partKernel(const AttendArguments m)
{
    __shared__ float weights[kKeysTogether];
    const std::int64_t seen = seenBy(m);
    const std::int64_t first = static_cast<std::int64_t>(blockIdx.x) * kKeysTogether;
    if (first >= seen)
        return; // the whole block: recorded launches are for all that the cache can hold
    const std::int64_t head = blockIdx.y;
    const std::int64_t begin
        = head / (m.heads / m.keyHeads) * m.headStride + first * m.size; // of the part's keys
    const int count = seen - first < kKeysTogether ? static_cast<int>(seen - first) : kKeysTogether;
    const int lane = threadIdx.x % kWarp;
    for (int key = threadIdx.x / kWarp; key < kKeysTogether; key += kWarps) {
        const bool isSeen = key < count;
        float sum = 0;
        for (std::int64_t i = 2 * lane; isSeen && i < m.size; i += 2 * kWarp) {
            const unsigned q = *reinterpret_cast<const unsigned *>(m.q + head * m.size + i);
            const unsigned k
                = *reinterpret_cast<const unsigned *>(m.keys + begin + key * m.size + i);
            sum = __fmaf_rn(lowOf(q), lowOf(k), sum);
            sum = __fmaf_rn(highOf(q), highOf(k), sum);
        }
        sum = warpSum(sum);
        if (lane == 0)
            weights[key] = isSeen ? sum * m.scale : -CUDART_INF_F;
    }
    __syncthreads();
    float highest = -CUDART_INF_F;
    for (int key = 0; key < count; ++key)
        highest = fmaxf(highest, weights[key]);
    __syncthreads();
    if (threadIdx.x < kKeysTogether)
        weights[threadIdx.x] = expf(weights[threadIdx.x] - highest);
    __syncthreads();
    float *part = partOf(m, head, blockIdx.x);
    for (std::int64_t i = threadIdx.x; i < m.size; i += kThreads) {
        float sum = 0;
        for (int key = 0; key < count; ++key)
            sum = __fmaf_rn(weights[key], wide(m.values[begin + key * m.size + i]), sum);
        part[i] = sum;
    }
    if (threadIdx.x == 0) {
        float sum = 0;
        for (int key = 0; key < count; ++key)
            sum += weights[key];
        part[m.size] = highest;
        part[m.size + 1] = sum;
    }
}

__global__ void joinKernel(const AttendArguments m)
{
    const std::int64_t parts = (seenBy(m) + kKeysTogether - 1) / kKeysTogether;
    const std::int64_t head = blockIdx.x;
    float highest = -CUDART_INF_F;
    for (std::int64_t part = 0; part < parts; ++part)
        highest = fmaxf(highest, partOf(m, head, part)[m.size]);
    float whole = 0;
    for (std::int64_t part = 0; part < parts; ++part) {
        const float *from = partOf(m, head, part) + m.size;
        whole = __fmaf_rn(expf(from[0] - highest), from[1], whole);
    }
    for (std::int64_t i = threadIdx.x; i < m.size; i += kThreads) {
        float sum = 0;
        for (std::int64_t part = 0; part < parts; ++part) {
            const float *from = partOf(m, head, part);
            sum = __fmaf_rn(expf(from[m.size] - highest), from[i], sum);
        }
        m.out[head * m.size + i] = narrow(sum / whole);
    }
}

} // namespace

int attendRow(const AttendArguments &arguments, Stream stream)
{
    const AttendArguments &m = arguments;
    if (m.heads < 1 || m.keyHeads < 1 || m.heads % m.keyHeads != 0 || m.size < 2 || m.size % 2 != 0
        || m.parts < 1 || (!m.place && (m.seen < 1 || m.parts * kKeysTogether < m.seen)))
        return cudaErrorInvalidValue;
    const auto heads = static_cast<unsigned>(m.heads);
    if (const int status
        = launch(partKernel, dim3(static_cast<unsigned>(m.parts), heads), kThreads, stream, m);
        status != cudaSuccess)
        return status;
    return launch(joinKernel, dim3(heads), kThreads, stream, m);
}

} // namespace ecva::cuda
