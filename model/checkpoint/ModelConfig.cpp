#include "model/checkpoint/ModelConfig.h"

namespace ecva {

std::int64_t AnomShieldConfig::visualTokens(std::int64_t frames) const
{
    const std::int64_t side = tower.grid() / kMambaPool;
    return frames * side * side;
}

} // namespace ecva
