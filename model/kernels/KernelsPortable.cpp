#include "model/kernels/AttendBody.h"
#include "model/kernels/ElementwiseBody.h"
#include "model/kernels/FewRows.h"
#include "model/kernels/KernelLevels.h"
#include "model/kernels/ManyRows.h"
#include "model/kernels/ScanBody.h"
#include "model/kernels/VecPortable.h"

namespace ecva {

void addKernelsPortable(Kernels &kernels)
{
    kernels.level = CpuLevel::Portable;
    kernels.lanes = VecPortable::kLanes;
    kernels.scan = scanChannels<VecPortable>;
    kernels.convSilu = convolveTimes<VecPortable>;
    kernels.rmsNorm = rmsNormRows<VecPortable>;
    kernels.gate = gateNumbers<VecPortable>;
    kernels.rope = ropeRows<VecPortable>;
    kernels.attendWide = attendOf<Attend<WideTile<VecPortable, 3>>>();
    kernels.multiplyFew = multiplyFew<VecPortable, 8>;
    kernels.wide = manyRowsOf<ManyRows<WideTile<VecPortable, 3>>>();
}

} // namespace ecva
