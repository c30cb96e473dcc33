#pragma once

#include "model/architectures/Connector.h"
#include "model/checkpoint/ModelConfig.h"
#include "model/layers/MambaMixer.h"

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace ecva {

/// AnomShield's `mamba_scan` connector: one bidirectional mamba block over all patches of all
/// frames, 4 × 4 mean pooling, a two-layer readout (model spec C.2). Depth 1 always.
class MambaConnector : public Connector
{
public:
    static constexpr std::int64_t kPool = kMambaPool;

    /// Names "model.mm_projector.…".
    explicit MambaConnector(const WeightSource &source);

    /// The block alone: [time, width] to the same, norm, mixer, residual and final norm.
    at::Tensor block(const at::Tensor &x) const;
    /// [frames, g², width] to [frames · ⌊g / 4⌋², width]; rows and columns beyond are dropped.
    static at::Tensor pool(const at::Tensor &x);
    /// [frames, g², width] to [frames · ⌊g / 4⌋², hidden of the decoder]. Errors: Cancelled.
    Result<at::Tensor> forward(const at::Tensor &patches, const CancelToken &cancel) const override;

private:
    at::Tensor m_norm, m_finalNorm;
    MambaMixer m_mixer;
    Linear m_readout0, m_readout2;
};

} // namespace ecva
