#include "model/kernels/cuda/Launch.cuh"

namespace ecva::cuda {
namespace {

// Sixteen lanes share a channel; each holds the states of one place, or of a few where there are
// more states than the published models have.
constexpr int kLanes = 16;
constexpr int kManyPlaces = kMostStates / kLanes;
constexpr int kChannelsPerBlock = 8;

__device__ float softplus(float value)
{
    return fmaxf(value, 0.0F) + log1pf(expf(-fabsf(value)));
}

/// What one time brings to a channel and to the states of a lane.
template <int Places>
struct Now
{
    float x, delta, z, b[Places], c[Places];
};

template <int Places>
__device__ Now<Places> read(const ScanArguments &m, std::int64_t step, std::int64_t channel,
                            int lane)
{
    const std::int64_t t = m.reversed ? m.time - 1 - step : step;
    Now<Places> now{m.x.data[t * m.x.stride + channel],
                    m.delta.data[t * m.delta.stride + channel],
                    m.z.data[t * m.z.stride + channel],
                    {},
                    {}};
    for (int p = 0; p < Places; ++p) {
        const std::int64_t n = p * kLanes + lane;
        now.b[p] = n < m.states ? m.b.data[t * m.b.stride + n] : 0.0F;
        now.c[p] = n < m.states ? m.c.data[t * m.c.stride + n] : 0.0F;
    }
    return now;
}

template <int Places>
__global__ void scanKernel(const ScanArguments onward, const ScanArguments reversed)
{
    // A copy: a reference to either would have both in memory.
    const ScanArguments m = blockIdx.y == 0 ? onward : reversed;
    const int lane = threadIdx.x % kLanes;
    const std::int64_t channel
        = static_cast<std::int64_t>(blockIdx.x) * kChannelsPerBlock + threadIdx.x / kLanes;
    // A channel too many computes the last one again and keeps it to itself: the lanes of a warp
    // stay together.
    const bool isReal = channel < m.channels;
    const std::int64_t i = isReal ? channel : m.channels - 1;
    const float bias = m.deltaBias ? m.deltaBias[i] : 0.0F;
    const float skip = m.d[i];
    float state[Places], rate[Places];
    for (int p = 0; p < Places; ++p) {
        const std::int64_t n = p * kLanes + lane;
        state[p] = 0;
        rate[p] = n < m.states ? m.rates[n * m.channels + i] : 0.0F;
    }
    Now<Places> ahead = read<Places>(m, 0, i, lane);
    for (std::int64_t step = 0; step < m.time; ++step) {
        // The next time is on its way while this one is computed.
        const Now<Places> now = ahead;
        if (step + 1 < m.time)
            ahead = read<Places>(m, step + 1, i, lane);
        const float delta = softplus(now.delta + bias);
        const float push = delta * now.x;
        float sum = 0;
        for (int p = 0; p < Places; ++p) {
            state[p] = exp2f(delta * rate[p]) * state[p] + push * now.b[p];
            sum += state[p] * now.c[p];
        }
        for (int offset = kLanes / 2; offset > 0; offset /= 2)
            sum += __shfl_xor_sync(0xFFFFFFFFU, sum, offset, kLanes);
        if (lane == 0 && isReal) {
            const std::int64_t t = m.reversed ? m.time - 1 - step : step;
            m.out[t * m.outStride + i] = (sum + skip * now.x) * (now.z / (1.0F + expf(-now.z)));
        }
    }
}

} // namespace

int runsHere()
{
    cudaFuncAttributes attributes{};
    return cudaFuncGetAttributes(&attributes, reinterpret_cast<const void *>(scanKernel<1>));
}

int scanBothWays(const ScanArguments &onward, const ScanArguments &reversed, Stream stream)
{
    if (onward.states > kMostStates || onward.adds || reversed.adds
        || onward.channels != reversed.channels || onward.states != reversed.states
        || onward.time != reversed.time)
        return cudaErrorInvalidValue;
    if (onward.time == 0 || onward.channels == 0)
        return cudaSuccess;
    const dim3 blocks(
        static_cast<unsigned>((onward.channels + kChannelsPerBlock - 1) / kChannelsPerBlock), 2);
    constexpr int kThreads = kChannelsPerBlock * kLanes;
    return onward.states <= kLanes
               ? launch(scanKernel<1>, blocks, kThreads, stream, onward, reversed)
               : launch(scanKernel<kManyPlaces>, blocks, kThreads, stream, onward, reversed);
}

} // namespace ecva::cuda
