#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace ecva {

/// What the arithmetic is compiled for; each level can do what the ones before it can.
enum class CpuLevel {
    Portable, ///< any processor
    Avx2,     ///< AVX2, FMA, F16C
    Avx512,   ///< AVX-512 F, BW, DQ, VL
    Avx512Bf16,
};

/// "portable", "avx2", "avx512", "avx512bf16".
std::string_view nameOf(CpuLevel level);

/// The levels that this processor and this build have, the lowest first; never empty.
const std::vector<CpuLevel> &cpuLevels();

/// The highest one, or a lower one named by the environment variable ECVA_CPU_LEVEL; asked once.
CpuLevel cpuLevel();

/// From how many rows on LibTorch's own matrix products are to be preferred; 0: never. In bf16 on a
/// processor with AMX always, on one that multiplies pairs from where oneDNN's way of laying the
/// weights anew pays; in fp32 on an Intel one, for which MKL is tuned.
struct LibraryProducts
{
    std::int64_t bf16 = 0;
    std::int64_t fp32 = 0;
};
LibraryProducts libraryProducts();

} // namespace ecva
