#pragma once

#include "model/kernels/Kernels.h"

namespace ecva {

/// Each puts what its level does better in place of what is there; in the order of the levels.
/// Precondition: cpuLevels() has it.
void addKernelsPortable(Kernels &kernels);
void addKernelsAvx2(Kernels &kernels);
void addKernelsAvx512(Kernels &kernels);
void addKernelsAvx512Bf16(Kernels &kernels);

template <typename Way>
ManyRowsProduct manyRowsOf()
{
    return {Way::panels, Way::packedBytes,   Way::pack,
            Way::blocks, Way::kScratchBytes, Way::multiply};
}

template <typename Way>
AttendKernel attendOf()
{
    return {Way::packedBytes, Way::pack, Way::scratchBytes, Way::kQueries, Way::attend};
}

} // namespace ecva
