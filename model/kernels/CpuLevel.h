#pragma once

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

/// Whether LibTorch's own matrix products are to be preferred for many rows: a processor with AMX
/// (bf16), or an Intel one (fp32), for which oneDNN and MKL are tuned.
struct LibraryProducts
{
    bool bf16 = false;
    bool fp32 = false;
};
LibraryProducts libraryProducts();

} // namespace ecva
