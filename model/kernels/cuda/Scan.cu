#include "model/kernels/cuda/CudaKernels.h"

#include <cuda_runtime_api.h>

namespace ecva::cuda {
namespace {

// Sixteen lanes share a channel; each holds the states of one or a few places.
constexpr int kLanes = 16;
constexpr int kPlaces = kMostStates / kLanes;
constexpr int kChannelsPerBlock = 8;

__device__ float softplus(float value)
{
    return fmaxf(value, 0.0F) + log1pf(expf(-fabsf(value)));
}

__global__ void scanKernel(ScanArguments onward, ScanArguments reversed)
{
    const ScanArguments &m = blockIdx.y == 0 ? onward : reversed;
    const int lane = threadIdx.x % kLanes;
    const std::int64_t channel
        = static_cast<std::int64_t>(blockIdx.x) * kChannelsPerBlock + threadIdx.x / kLanes;
    // A channel too many computes the last one again and keeps it to itself: the lanes of a warp
    // stay together.
    const bool isReal = channel < m.channels;
    const std::int64_t i = isReal ? channel : m.channels - 1;
    const float bias = m.deltaBias ? m.deltaBias[i] : 0.0F;
    const float skip = m.d[i];
    float state[kPlaces], rate[kPlaces];
    for (int p = 0; p < kPlaces; ++p) {
        const std::int64_t n = p * kLanes + lane;
        state[p] = 0;
        rate[p] = n < m.states ? m.rates[n * m.channels + i] : 0.0F;
    }
    for (std::int64_t step = 0; step < m.time; ++step) {
        const std::int64_t t = m.reversed ? m.time - 1 - step : step;
        const float x = m.x.data[t * m.x.stride + i];
        const float delta = softplus(m.delta.data[t * m.delta.stride + i] + bias);
        const float push = delta * x;
        float read = 0;
        for (int p = 0; p < kPlaces; ++p) {
            const std::int64_t n = p * kLanes + lane;
            if (n < m.states) {
                state[p] = exp2f(delta * rate[p]) * state[p] + push * m.b.data[t * m.b.stride + n];
                read += state[p] * m.c.data[t * m.c.stride + n];
            }
        }
        for (int offset = kLanes / 2; offset > 0; offset /= 2)
            read += __shfl_xor_sync(0xFFFFFFFFU, read, offset, kLanes);
        if (lane == 0 && isReal) {
            const float z = m.z.data[t * m.z.stride + i];
            m.out[t * m.outStride + i] = (read + skip * x) * (z / (1.0F + expf(-z)));
        }
    }
}

} // namespace

int runsHere()
{
    cudaFuncAttributes attributes{};
    return cudaFuncGetAttributes(&attributes, reinterpret_cast<const void *>(scanKernel));
}

int scanBothWays(const ScanArguments &onward, const ScanArguments &reversed, Stream stream)
{
    if (onward.states > kMostStates || onward.adds || reversed.adds
        || onward.channels != reversed.channels || onward.states != reversed.states)
        return cudaErrorInvalidValue;
    if (onward.time == 0 || onward.channels == 0)
        return cudaSuccess;
    const dim3 blocks(
        static_cast<unsigned>((onward.channels + kChannelsPerBlock - 1) / kChannelsPerBlock), 2);
    scanKernel<<<blocks, kChannelsPerBlock * kLanes, 0, static_cast<cudaStream_t>(stream)>>>(
        onward, reversed);
    return cudaGetLastError();
}

} // namespace ecva::cuda
