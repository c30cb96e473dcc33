#include "model/kernels/cuda/Launch.cuh"

namespace ecva::cuda {
namespace {

constexpr int kThreads = 256;
constexpr int kChannels = 3;
constexpr int kWeightBits = 22;

__device__ std::uint8_t weighed(const std::uint8_t *from, int stride, const Axis &axis, int at)
{
    std::int32_t sum = 1 << (kWeightBits - 1);
    const std::int32_t *weights = axis.weights + at * axis.stride;
    for (int j = 0; j < axis.count[at]; ++j)
        sum += weights[j] * from[(axis.begin[at] + j) * stride];
    const int value = sum >> kWeightBits;
    return static_cast<std::uint8_t>(value < 0 ? 0 : value > 255 ? 255 : value);
}

__global__ void acrossKernel(const ResizeArguments m)
{
    const int at = blockIdx.x * kThreads + threadIdx.x;
    if (at >= m.height * m.outWidth * kChannels)
        return;
    const int channel = at % kChannels;
    const int x = at / kChannels % m.outWidth;
    const int y = at / kChannels / m.outWidth;
    m.rows[at] = weighed(m.rgb + y * m.width * kChannels + channel, kChannels, m.across, x);
}

__global__ void downKernel(const ResizeArguments m)
{
    const int at = blockIdx.x * kThreads + threadIdx.x;
    if (at >= m.outHeight * m.outWidth * kChannels)
        return;
    const int x = at % m.outWidth;
    const int y = at / m.outWidth % m.outHeight;
    const int channel = at / m.outWidth / m.outHeight;
    const std::uint8_t byte
        = weighed(m.rows + x * kChannels + channel, m.outWidth * kChannels, m.down, y);
    // No fused operations: each step is rounded, as the CPU's are.
    const float value = static_cast<float>(__dmul_rn(static_cast<double>(byte), m.rescale));
    m.out[at] = __fdiv_rn(__fsub_rn(value, m.mean[channel]), m.deviation[channel]);
}

} // namespace

int resizeAndNormalise(const ResizeArguments &arguments, Stream stream)
{
    const ResizeArguments &m = arguments;
    const int between = m.height * m.outWidth * kChannels;
    const int out = m.outHeight * m.outWidth * kChannels;
    if (between <= 0 || out <= 0)
        return cudaErrorInvalidValue;
    if (const int status = launch(acrossKernel, blocksOf(between, kThreads), kThreads, stream, m);
        status != cudaSuccess)
        return status;
    return launch(downKernel, blocksOf(out, kThreads), kThreads, stream, m);
}

} // namespace ecva::cuda
