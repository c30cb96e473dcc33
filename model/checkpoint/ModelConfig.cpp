#include "model/checkpoint/ModelConfig.h"

namespace ecva {

std::int64_t AnomShieldConfig::visualTokens(std::int64_t frames) const
{
    const std::int64_t grid = tower.grid();
    if (connectorKind == ConnectorKind::MambaScan)
        return frames * (grid / kMambaPool) * (grid / kMambaPool);
    const std::int64_t more = stc.bordered ? 1 : 0;
    return (frames / 2 + more) * (grid / 2 + more) * (grid / 2 + more);
}

} // namespace ecva
