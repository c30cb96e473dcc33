#include "model/kernels/Kernels.h"

#include "model/kernels/KernelLevels.h"

#include <array>

namespace ecva {
namespace {

constexpr std::size_t kLevels = 4;

std::array<Kernels, kLevels> all()
{
    std::array<Kernels, kLevels> tables;
    Kernels table;
    // What a level's own file does is done in its own instructions: only where there are such.
    for (const CpuLevel level : cpuLevels()) {
        switch (level) {
        case CpuLevel::Portable:
            addKernelsPortable(table);
            break;
#if defined(__x86_64__)
        case CpuLevel::Avx2:
            addKernelsAvx2(table);
            break;
        case CpuLevel::Avx512:
            addKernelsAvx512(table);
            break;
        case CpuLevel::Avx512Bf16:
            addKernelsAvx512Bf16(table);
            break;
#endif
        default:
            break;
        }
        table.level = level;
        tables[static_cast<std::size_t>(level)] = table;
    }
    return tables;
}

} // namespace

const Kernels &kernels(CpuLevel level)
{
    static const std::array<Kernels, kLevels> tables = all();
    return tables[static_cast<std::size_t>(level)];
}

const Kernels &kernels()
{
    static const Kernels &chosen = kernels(cpuLevel());
    return chosen;
}

} // namespace ecva
