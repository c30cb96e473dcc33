#include "model/kernels/AttendBody.h"
#include "model/kernels/ElementwiseBody.h"
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
    kernels.rmsNorm = rmsNormRows<VecAvx512>;
    kernels.gate = gateNumbers<VecAvx512>;
    kernels.rope = ropeRows<VecAvx512>;
    kernels.attendWide = attendOf<Attend<WideTile<VecAvx512, 14>>>();
    kernels.multiplyFew = multiplyFew<VecAvx512, 16>;
    kernels.wide = manyRowsOf<ManyRows<WideTile<VecAvx512, 14>>>();
}

} // namespace ecva
