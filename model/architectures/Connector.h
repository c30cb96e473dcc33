#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Result.h"

#include <ATen/core/Tensor.h>

namespace ecva {

/// Between the tower and the decoder: makes the visual tokens of a whole clip from its patches.
class Connector
{
public:
    virtual ~Connector() = default;

    /// [frames, g², width of the tower] to [tokens, hidden of the decoder]; how many,
    /// AnomShieldConfig::visualTokens() says. Errors: Cancelled.
    virtual Result<at::Tensor> forward(const at::Tensor &patches, const CancelToken &cancel) const
        = 0;
};

} // namespace ecva
