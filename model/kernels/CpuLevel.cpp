#include "model/kernels/CpuLevel.h"

#include <cstdlib>
#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace ecva {
namespace {

#if defined(__x86_64__)
bool hasAmxBf16()
{
    unsigned a = 0, b = 0, c = 0, d = 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (d >> 22 & 1) != 0;
}
#endif

std::vector<CpuLevel> found()
{
    std::vector<CpuLevel> levels{CpuLevel::Portable};
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")
        && __builtin_cpu_supports("f16c"))
        levels.push_back(CpuLevel::Avx2);
    else
        return levels;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        levels.push_back(CpuLevel::Avx512);
    else
        return levels;
    if (__builtin_cpu_supports("avx512bf16"))
        levels.push_back(CpuLevel::Avx512Bf16);
#endif
    return levels;
}

CpuLevel chosen()
{
    const char *wanted = std::getenv("ECVA_CPU_LEVEL");
    if (wanted) {
        for (const CpuLevel level : cpuLevels()) {
            if (nameOf(level) == wanted)
                return level;
        }
    }
    return cpuLevels().back();
}

} // namespace

std::string_view nameOf(CpuLevel level)
{
    switch (level) {
    case CpuLevel::Portable:
        return "portable";
    case CpuLevel::Avx2:
        return "avx2";
    case CpuLevel::Avx512:
        return "avx512";
    case CpuLevel::Avx512Bf16:
        return "avx512bf16";
    }
    return "portable";
}

const std::vector<CpuLevel> &cpuLevels()
{
    static const std::vector<CpuLevel> levels = found();
    return levels;
}

CpuLevel cpuLevel()
{
    static const CpuLevel level = chosen();
    return level;
}

LibraryProducts libraryProducts()
{
#if defined(__x86_64__)
    constexpr std::int64_t kManyRows = 256;
    static const LibraryProducts products{hasAmxBf16()                                ? 1
                                          : __builtin_cpu_supports("avx512bf16") != 0 ? kManyRows
                                                                                      : 0,
                                          __builtin_cpu_is("intel") != 0 ? 1 : 0};
    return products;
#else
    return {1, 1};
#endif
}

} // namespace ecva
