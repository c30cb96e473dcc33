#pragma once

#include "model/architectures/Connector.h"
#include "model/architectures/MistralDecoder.h"
#include "model/architectures/VisionTower.h"

#include <cstdint>
#include <memory>
#include <span>

namespace ecva {

/// AnomShield as published with ECVA, and VideoLLaMA2: a vision tower, a connector, a decoder.
class AnomShield
{
public:
    /// Errors: BadInput (sizes that do not fit together), Unsupported (select_feature cls_patch;
    /// the tower's errors), Cancelled.
    static Result<AnomShield> load(const AnomShieldConfig &config, const WeightSource &tower,
                                   const WeightSource &weights, const CancelToken &cancel);

    /// What load() refuses before it looks at a weight.
    static Result<void> check(const AnomShieldConfig &config);

    const AnomShieldConfig &config() const { return m_config; }
    const MistralDecoder &decoder() const { return m_decoder; }

    std::int64_t visualTokens(std::int64_t frames) const { return m_config.visualTokens(frames); }

    /// The tower: [frames, 3, side, side], normalised, to [frames, patches, width], each frame for
    /// itself. Errors: Cancelled.
    Result<at::Tensor> patches(const at::Tensor &pixels, const CancelToken &cancel) const;
    /// The connector: the patches of a whole clip to [visualTokens(frames), hidden]; a token
    /// depends on all frames. Errors: Cancelled.
    Result<at::Tensor> connect(const at::Tensor &patches, const CancelToken &cancel) const;
    /// Both, one after the other. Errors: Cancelled.
    Result<at::Tensor> encodeVideo(const at::Tensor &pixels, const CancelToken &cancel) const;

    /// Embeddings of a prompt, the visual tokens in the place of kVideoPlaceholder (spec E.4).
    at::Tensor splice(std::span<const std::int32_t> ids, const at::Tensor &visual) const;

private:
    AnomShield(const AnomShieldConfig &config, VisionTower tower,
               std::unique_ptr<const Connector> connector, MistralDecoder decoder);

    AnomShieldConfig m_config;
    VisionTower m_tower;
    std::unique_ptr<const Connector> m_connector;
    MistralDecoder m_decoder;
};

} // namespace ecva
