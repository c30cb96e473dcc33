#include "model/kernels/FewRows.h"
#include "model/kernels/KernelLevels.h"
#include "model/kernels/ManyRows.h"
#include "model/kernels/ScanBody.h"
#include "model/kernels/VecAvx512.h"

namespace ecva {

void addKernelsAvx512(Kernels &kernels)
{
    kernels.level = CpuLevel::Avx512;
    kernels.lanes = VecAvx512::kLanes;
    kernels.scan = scanChannels<VecAvx512>;
    kernels.convSilu = convolveTimes<VecAvx512>;
    kernels.multiplyFew = multiplyFew<VecAvx512, 16>;
    kernels.wide = manyRowsOf<ManyRows<WideTile<VecAvx512, 14>>>();
}

} // namespace ecva
