#pragma once

#include "model/kernels/Attend.h"
#include "model/kernels/CpuLevel.h"
#include "model/kernels/Elementwise.h"
#include "model/kernels/Product.h"
#include "model/kernels/Scan.h"

#include <cstdint>

namespace ecva {

/// A product with more than fewRowsFor() rows of x, in parts: pack() the panels of x, then
/// multiply() the blocks of weights, each thread with a scratch of its own.
struct ManyRowsProduct
{
    std::int64_t (*panels)(const Product &product) = nullptr;
    std::int64_t (*packedBytes)(const Product &product) = nullptr;
    void (*pack)(const Product &product, void *packed, std::int64_t first, std::int64_t last)
        = nullptr;
    std::int64_t (*blocks)(const Product &product) = nullptr;
    std::int64_t scratchBytes = 0;
    void (*multiply)(const Product &product, const void *packed, std::int64_t first,
                     std::int64_t last, void *scratch)
        = nullptr;
};

/// The arithmetic of one level; no torch, no threads: each function does a part of the whole, and
/// the caller gives the parts to threads. A result never depends on how the parts were cut.
struct Kernels
{
    CpuLevel level = CpuLevel::Portable;
    std::int64_t lanes = 1; ///< floats a register: cut channels at multiples of it

    /// Channels first … last − 1 at all times; `scratch` holds (last − first + lanes) · states
    /// floats.
    void (*scan)(const ScanArguments &arguments, std::int64_t first, std::int64_t last,
                 float *scratch)
        = nullptr;
    /// Times first … last − 1 of all channels.
    void (*convSilu)(const ConvArguments &arguments, std::int64_t first, std::int64_t last)
        = nullptr;

    /// Rows first … last − 1.
    void (*rmsNorm)(const RmsNormArguments &arguments, std::int64_t first, std::int64_t last)
        = nullptr;
    /// Numbers first … last − 1.
    void (*gate)(const GateArguments &arguments, std::int64_t first, std::int64_t last) = nullptr;
    /// Rows first … last − 1 of all heads.
    void (*rope)(const RopeArguments &arguments, std::int64_t first, std::int64_t last) = nullptr;
    AttendKernel attendWide; ///< of fp32 numbers
    AttendKernel attendBf16; ///< of bf16 numbers; where there is nothing for them, null

    /// Rows first … last − 1 of the weights, at most fewRowsFor() rows of x.
    void (*multiplyFew)(const Product &product, std::int64_t first, std::int64_t last) = nullptr;
    ManyRowsProduct wide; ///< for any weights, sums of fp32 numbers
    /// For Bf16, Int8 and Int4 with product.xBf16 and an even number of columns; where there is
    /// nothing better, the functions are null.
    ManyRowsProduct bf16;
};

/// Precondition: cpuLevels() has it.
const Kernels &kernels(CpuLevel level);
/// Of cpuLevel().
const Kernels &kernels();

} // namespace ecva
