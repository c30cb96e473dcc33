#pragma once

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

/// Rotates [rows, heads, size] in bf16 where it lies; cos and sin [rows, size]. CPU twin:
/// applyRope().
int rope(std::uint16_t *x, const std::uint16_t *cos, const std::uint16_t *sin, std::int64_t rows,
         std::int64_t heads, std::int64_t size, Stream stream);

/// SiLU(gate) ⊙ up over `count` numbers in bf16, rounded in between as the CPU does.
int swiGlu(const std::uint16_t *gate, const std::uint16_t *up, std::uint16_t *out,
           std::int64_t count, Stream stream);

} // namespace ecva::cuda
