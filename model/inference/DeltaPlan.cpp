#include "model/inference/DeltaPlan.h"

namespace ecva {

Result<DeltaPlan> planDelta(const DeltaRequest &, const FrameSampler &)
{
    return fail(ErrorCode::Unsupported, "not yet");
}

} // namespace ecva
