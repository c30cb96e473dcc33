#pragma once

#include "model/architectures/ClipTower.h"
#include "model/architectures/MambaConnector.h"
#include "model/architectures/MistralDecoder.h"

#include <cstdint>
#include <span>

namespace ecva {

/// AnomShield as published with ECVA: CLIP's tower, the mamba connector, Mistral.
class AnomShield
{
public:
    /// Errors: BadInput (sizes that do not fit together), Unsupported (select_feature cls_patch;
    /// the tower's errors), Cancelled.
    static Result<AnomShield> load(const AnomShieldConfig &config, const WeightSource &tower,
                                   const WeightSource &weights, const CancelToken &cancel);

    /// What load() refuses before it looks at a weight.
    static Result<void> check(const AnomShieldConfig &config);
    /// Visual tokens of one frame: 16 for 224 pixels and patches of 14.
    static std::int64_t tokensPerFrame(const TowerConfig &config);

    const AnomShieldConfig &config() const { return m_config; }
    const MistralDecoder &decoder() const { return m_decoder; }

    /// [frames, 3, side, side], normalised, to [frames · tokensPerFrame, hidden]. Errors:
    /// Cancelled.
    Result<at::Tensor> encodeVideo(const at::Tensor &pixels, const CancelToken &cancel) const;

    /// Embeddings of a prompt, the visual tokens in the place of kVideoPlaceholder (spec E.4).
    at::Tensor splice(std::span<const std::int32_t> ids, const at::Tensor &visual) const;

private:
    AnomShield(const AnomShieldConfig &config, ClipTower tower, MambaConnector connector,
               MistralDecoder decoder);

    AnomShieldConfig m_config;
    ClipTower m_tower;
    MambaConnector m_connector;
    MistralDecoder m_decoder;
};

} // namespace ecva
