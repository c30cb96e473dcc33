#include "model/kernels/AttendBody.h"
#include "model/kernels/ElementwiseBody.h"
#include "model/kernels/FewRows.h"
#include "model/kernels/KernelLevels.h"
#include "model/kernels/ManyRows.h"
#include "model/kernels/ScanBody.h"
#include "model/kernels/VecAvx2.h"

namespace ecva {

void addKernelsAvx2(Kernels &kernels)
{
    kernels.level = CpuLevel::Avx2;
    kernels.lanes = VecAvx2::kLanes;
    kernels.scan = scanChannels<VecAvx2>;
    kernels.convSilu = convolveTimes<VecAvx2>;
    kernels.rmsNorm = rmsNormRows<VecAvx2>;
    kernels.gate = gateNumbers<VecAvx2>;
    kernels.rope = ropeRows<VecAvx2>;
    kernels.attendWide = attendOf<Attend<WideTile<VecAvx2, 6>>>();
    kernels.multiplyFew = multiplyFew<VecAvx2, 8>;
    kernels.wide = manyRowsOf<ManyRows<WideTile<VecAvx2, 6>>>();
}

} // namespace ecva
