#pragma once

#include "model/architectures/Connector.h"
#include "model/checkpoint/ModelConfig.h"
#include "model/layers/RegNetBlock.h"

#include <cstdint>
#include <vector>

namespace ecva {

/// VideoLLaMA2's `stc_connector` and `stc_connector_v35` (model spec D): a stage of RegNet blocks
/// on every frame, a convolution that joins 2 × 2 × 2 patches in time and space, another stage, a
/// two-layer readout. The first one joins with a border of zeros around the clip.
class StcConnector : public Connector
{
public:
    /// Frames of the first stage that run together; what lies between is a place to cancel.
    static constexpr std::int64_t kFramesAtATime = 4;

    /// Names "model.mm_projector.…". Errors: Cancelled.
    static Result<std::unique_ptr<const Connector>>
    load(const StcConnectorConfig &config, const WeightSource &source, const CancelToken &cancel);

    /// Errors: InvalidArgument (too few frames to join), Cancelled.
    Result<at::Tensor> forward(const at::Tensor &patches, const CancelToken &cancel) const override;

private:
    explicit StcConnector(const StcConnectorConfig &config)
        : m_config(config)
    {
    }
    at::Tensor join(const at::Tensor &x) const;
    static Result<at::Tensor> run(const std::vector<RegNetBlock> &stage, at::Tensor x,
                                  const CancelToken &cancel);

    StcConnectorConfig m_config;
    std::vector<RegNetBlock> m_frameStage, m_clipStage;
    Linear m_sampler; ///< [out, in · 2 · 2 · 2]
    Linear m_readout0, m_readout2;
};

} // namespace ecva
