#pragma once

#include "model/kernels/CpuLevel.h"
#include "model/kernels/Scan.h"

#include <cstdint>

namespace ecva {

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
};

/// Precondition: cpuLevels() has it.
const Kernels &kernels(CpuLevel level);
/// Of cpuLevel().
const Kernels &kernels();

} // namespace ecva
