#include "model/kernels/cuda/Bf16.cuh"
#include "model/kernels/cuda/Launch.cuh"

#include <cuda_fp16.h>

namespace ecva::cuda {
namespace {

// A warp makes one number of each row of out: it streams past a row of weights once, 16 bytes a
// lane. Every row of x is summed in the same order whatever stands beside it, so a row comes out
// the same bit for bit with 1 to kMostRows of them.
constexpr int kWarps = 4;

template <typename T>
__device__ __forceinline__ T load(const void *from)
{
    return __ldg(static_cast<const T *>(from));
}

/// `Numbers` of x against weights that lie wide in registers.
template <int Numbers>
__device__ __forceinline__ float dot(const float (&weights)[Numbers], const std::uint16_t *x)
{
    float sum = 0;
#pragma unroll
    for (int i = 0; i < Numbers; i += 8) {
        const uint4 eight = load<uint4>(x + i);
        const unsigned pairs[4] = {eight.x, eight.y, eight.z, eight.w};
#pragma unroll
        for (int j = 0; j < 4; ++j) {
            sum = __fmaf_rn(weights[i + 2 * j], lowOf(pairs[j]), sum);
            sum = __fmaf_rn(weights[i + 2 * j + 1], highOf(pairs[j]), sum);
        }
    }
    return sum;
}

/// What 16 bytes of weights are, the `at`-th of a row, and what their products are scaled by.
template <WeightKind Kind>
struct Piece;

template <>
struct Piece<WeightKind::Bf16>
{
    static constexpr int kNumbers = 8;
    __device__ static float read(const WeightMatrix &m, std::int64_t row, std::int64_t at,
                                 float (&weights)[kNumbers])
    {
        const auto *from = static_cast<const std::uint16_t *>(m.data) + row * m.columns;
        const uint4 bits = load<uint4>(from + at * kNumbers);
        const unsigned pairs[4] = {bits.x, bits.y, bits.z, bits.w};
#pragma unroll
        for (int i = 0; i < 4; ++i) {
            weights[2 * i] = lowOf(pairs[i]);
            weights[2 * i + 1] = highOf(pairs[i]);
        }
        return 1;
    }
    __device__ static float scale(const WeightMatrix &, std::int64_t) { return 1; }
};

template <>
struct Piece<WeightKind::Int8>
{
    static constexpr int kNumbers = 16;
    __device__ static float read(const WeightMatrix &m, std::int64_t row, std::int64_t at,
                                 float (&weights)[kNumbers])
    {
        const auto *from = static_cast<const std::int8_t *>(m.data) + row * m.columns;
        const uint4 bits = load<uint4>(from + at * kNumbers);
        const unsigned words[4] = {bits.x, bits.y, bits.z, bits.w};
#pragma unroll
        for (int i = 0; i < kNumbers; ++i)
            weights[i] = static_cast<float>(static_cast<std::int8_t>(words[i / 4] >> i % 4 * 8));
        return 1;
    }
    __device__ static float scale(const WeightMatrix &m, std::int64_t row) { return m.scales[row]; }
};

template <>
struct Piece<WeightKind::Int4> // a whole group, as packInt4() lays it
{
    static constexpr int kNumbers = kInt4Group;
    __device__ static float read(const WeightMatrix &m, std::int64_t row, std::int64_t at,
                                 float (&weights)[kNumbers])
    {
        const auto *from = static_cast<const std::uint8_t *>(m.data) + row * (m.columns / 2);
        const uint4 bits = load<uint4>(from + at * (kNumbers / 2));
        const unsigned words[4] = {bits.x, bits.y, bits.z, bits.w};
#pragma unroll
        for (int i = 0; i < kNumbers / 2; ++i) {
            const unsigned byte = words[i / 4] >> i % 4 * 8 & 0xFFU;
            weights[i] = static_cast<float>(static_cast<int>(byte & 15U) - 8);
            weights[i + kNumbers / 2] = static_cast<float>(static_cast<int>(byte >> 4) - 8);
        }
        const auto half = load<std::uint16_t>(m.groupScales + row * (m.columns / kNumbers) + at);
        return __half2float(__ushort_as_half(half));
    }
    __device__ static float scale(const WeightMatrix &, std::int64_t) { return 1; }
};

template <WeightKind Kind, int Count>
__global__ void fewRowsKernel(const Product m)
{
    using P = Piece<Kind>;
    const int lane = threadIdx.x % kWarp;
    const std::int64_t row = static_cast<std::int64_t>(blockIdx.x) * kWarps + threadIdx.x / kWarp;
    if (row >= m.weight.rows)
        return; // the whole warp
    const std::int64_t columns = m.weight.columns;
    const std::int64_t pieces = columns / P::kNumbers;
    float sums[Count] = {};
#pragma unroll 4
    for (std::int64_t at = lane; at < pieces; at += kWarp) {
        float weights[P::kNumbers];
        const float scale = P::read(m.weight, row, at, weights);
#pragma unroll
        for (int r = 0; r < Count; ++r) {
            // A row too many reads the last one again and is not written.
            const std::int64_t of = r < m.count ? r : m.count - 1;
            sums[r] = __fmaf_rn(scale, dot(weights, m.xBf16 + of * columns + at * P::kNumbers),
                                sums[r]);
        }
    }
    const float scale = P::scale(m.weight, row);
#pragma unroll
    for (int r = 0; r < Count; ++r) {
        const float sum = warpSum(sums[r]);
        if (lane == 0 && r < m.count)
            m.outBf16[r * m.weight.rows + row]
                = narrow(__fmaf_rn(sum, scale, m.bias ? m.bias[row] : 0.0F));
    }
}

template <WeightKind Kind>
int launchFor(const Product &product, Stream stream)
{
    const dim3 blocks = blocksOf(product.weight.rows, kWarps);
    constexpr int kThreads = kWarps * kWarp;
    if (product.count == 1)
        return launch(fewRowsKernel<Kind, 1>, blocks, kThreads, stream, product);
    if (product.count == 2)
        return launch(fewRowsKernel<Kind, 2>, blocks, kThreads, stream, product);
    if (product.count <= 4)
        return launch(fewRowsKernel<Kind, 4>, blocks, kThreads, stream, product);
    return launch(fewRowsKernel<Kind, 8>, blocks, kThreads, stream, product);
}

} // namespace

int multiplyFew(const Product &product, Stream stream)
{
    if (!product.xBf16 || !product.outBf16 || product.count > kMostRows
        || product.weight.columns % kColumnsTogether != 0)
        return cudaErrorInvalidValue;
    if (product.count < 1 || product.weight.rows < 1)
        return cudaSuccess;
    switch (product.weight.kind) {
    case WeightKind::Bf16:
        return launchFor<WeightKind::Bf16>(product, stream);
    case WeightKind::Int8:
        return launchFor<WeightKind::Int8>(product, stream);
    case WeightKind::Int4:
        return launchFor<WeightKind::Int4>(product, stream);
    default:
        return cudaErrorInvalidValue;
    }
}

} // namespace ecva::cuda
