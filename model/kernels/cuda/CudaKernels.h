#pragma once

#include "model/kernels/Product.h"
#include "model/kernels/Scan.h"

#include <cstdint>

// The same arithmetic on a GPU; pointers are the device's. Each function puts its work on `stream`
// (a cudaStream_t) and returns CUDA's status, 0 for success; nothing waits.
namespace ecva::cuda {

using Stream = void *;

/// Whether the current device runs what these kernels were compiled for; CUDA's status.
int runsHere();

/// Both directions of a mixer in one launch, states in fp32. Each has an `out` of its own and does
/// not add; at most kMostStates states. CPU twin: Kernels::scan.
inline constexpr std::int64_t kMostStates = 64;
int scanBothWays(const ScanArguments &onward, const ScanArguments &reversed, Stream stream);

/// PIL's bicubic resize of an RGB picture and CLIP's normalisation. CPU twin: clipPixels().
struct Axis ///< of one direction: what each output position reads
{
    const int *begin = nullptr;            ///< [out]
    const int *count = nullptr;            ///< [out]
    const std::int32_t *weights = nullptr; ///< [out, stride], whole numbers of 2⁻²²
    int stride = 0;
};
struct ResizeArguments
{
    const std::uint8_t *rgb = nullptr; ///< [height, width, 3]
    int width = 0, height = 0;
    int outWidth = 0, outHeight = 0;
    Axis across, down;
    std::uint8_t *rows = nullptr; ///< [height, outWidth, 3], between the passes
    double rescale = 1.0 / 255;   ///< of a byte
    float mean[3] = {0, 0, 0}, deviation[3] = {1, 1, 1};
    float *out = nullptr; ///< [3, outHeight, outWidth]
};
int resizeAndNormalise(const ResizeArguments &arguments, Stream stream);

/// x / √(mean x² + ε), rounded to bf16, times the weight: [rows, width] in bf16. CPU twin:
/// rmsNorm().
int rmsNorm(const std::uint16_t *x, const std::uint16_t *weight, std::uint16_t *out,
            std::int64_t rows, std::int64_t width, float epsilon, Stream stream);

/// Rotates [rows, heads, size] in bf16; cos and sin [rows, size], out apart from x. CPU twin:
/// applyRope().
int rope(const std::uint16_t *x, const std::uint16_t *cos, const std::uint16_t *sin,
         std::uint16_t *out, std::int64_t rows, std::int64_t heads, std::int64_t size,
         Stream stream);

/// SiLU(gate) ⊙ up over `count` numbers in bf16, rounded in between as the CPU does.
int swiGlu(const std::uint16_t *gate, const std::uint16_t *up, std::uint16_t *out,
           std::int64_t count, Stream stream);

/// A product with 1 to kMostRows rows of xBf16 into outBf16, weights in Bf16, Int8 or Int4 whose
/// columns are a multiple of kColumnsTogether, everything at multiples of 16 bytes. A row comes out
/// bit for bit the same whatever stands beside it. CPU twin: Kernels::multiplyFew.
inline constexpr std::int64_t kMostRows = 8;
inline constexpr std::int64_t kColumnsTogether = 32;
int multiplyFew(const Product &product, Stream stream);

/// softmax(scale · q kᵀ) v of one row in every head over the keys that it sees, in bf16, sums in
/// fp32. CPU twin: attention().
inline constexpr std::int64_t kKeysTogether = 64;
struct AttendArguments
{
    const std::uint16_t *q = nullptr;                       ///< [heads, size]
    const std::uint16_t *keys = nullptr, *values = nullptr; ///< [key heads, …, size]
    std::int64_t headStride = 0;                    ///< from one key head to the next, in numbers
    std::int64_t heads = 0, keyHeads = 0, size = 0; ///< size even
    float scale = 1;
    std::int64_t seen = 0; ///< keys 0 … seen − 1
    /// On the device, instead of `seen`: seen − 1. A recorded launch then serves every position.
    const std::int64_t *place = nullptr;
    std::int64_t parts = 0;       ///< of kKeysTogether keys, enough for all that may be seen
    float *scratch = nullptr;     ///< [heads, parts, size + 2]
    std::uint16_t *out = nullptr; ///< [heads, size]
};
int attendRow(const AttendArguments &arguments, Stream stream);

} // namespace ecva::cuda
