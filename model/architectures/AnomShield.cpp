#include "model/architectures/AnomShield.h"

#include "model/api/Engine.h"
#include "model/architectures/MambaConnector.h"
#include "model/architectures/StcConnector.h"

#include <ATen/ops/cat.h>

#include <algorithm>
#include <utility>

namespace ecva {
namespace {

std::string sizes(const char *what, std::int64_t whole, std::int64_t parts)
{
    return std::string(what) + " " + std::to_string(whole) + " in " + std::to_string(parts);
}

Result<std::unique_ptr<const Connector>> loadConnector(const AnomShieldConfig &config,
                                                       const WeightSource &weights,
                                                       const CancelToken &cancel)
{
    if (config.connectorKind == ConnectorKind::MambaScan)
        return std::make_unique<const MambaConnector>(weights);
    return StcConnector::load(config.stc, weights, cancel);
}

} // namespace

Result<void> AnomShield::check(const AnomShieldConfig &config)
{
    const TowerConfig &tower = config.tower;
    const DecoderConfig &decoder = config.decoder;
    for (const int number :
         {tower.hidden, tower.layers, tower.heads, tower.image, tower.patch, decoder.vocabulary,
          decoder.hidden, decoder.layers, decoder.heads, decoder.kvHeads, decoder.headSize}) {
        if (number < 1)
            return fail(ErrorCode::BadInput, "a size of the model is " + std::to_string(number));
    }
    if (decoder.maxPositions < 1)
        return fail(ErrorCode::BadInput,
                    "max_position_embeddings is " + std::to_string(decoder.maxPositions));
    if (tower.hidden % tower.heads != 0)
        return fail(ErrorCode::BadInput,
                    sizes("the tower's hidden size", tower.hidden, tower.heads) + " heads");
    if (decoder.heads % decoder.kvHeads != 0)
        return fail(ErrorCode::BadInput,
                    sizes("the decoder's heads", decoder.heads, decoder.kvHeads) + " key heads");
    if (decoder.headSize % 2 != 0)
        return fail(ErrorCode::BadInput,
                    "the decoder's head size " + std::to_string(decoder.headSize) + " is odd");
    if (decoder.slidingWindow && *decoder.slidingWindow < 1)
        return fail(ErrorCode::BadInput,
                    "sliding_window is " + std::to_string(*decoder.slidingWindow));
    const bool pools = config.connectorKind == ConnectorKind::MambaScan;
    if (const int least = pools ? kMambaPool : 2; tower.grid() < least)
        return fail(ErrorCode::BadInput,
                    "the tower's grid of " + std::to_string(tower.grid())
                        + " patches a side is smaller than the connector's pool of "
                        + std::to_string(least));
    if (tower.keepClassToken)
        return fail(ErrorCode::Unsupported,
                    "mm_vision_select_feature \"cls_patch\": the connectors take a square of"
                    " patches");
    if (const auto layers = VisionTower::layersThatRun(tower); !layers)
        return fail(layers);
    return {};
}

AnomShield::AnomShield(const AnomShieldConfig &config, VisionTower tower,
                       std::unique_ptr<const Connector> connector, MistralDecoder decoder)
    : m_config(config)
    , m_tower(std::move(tower))
    , m_connector(std::move(connector))
    , m_decoder(std::move(decoder))
{
}

Result<AnomShield> AnomShield::load(const AnomShieldConfig &config, const WeightSource &tower,
                                    const WeightSource &weights, const CancelToken &cancel)
{
    if (const auto fits = check(config); !fits)
        return fail(fits);
    auto seeing = VisionTower::load(config.tower, tower, cancel);
    if (!seeing)
        return fail(seeing);
    auto connecting = loadConnector(config, weights, cancel);
    if (!connecting)
        return fail(connecting);
    auto speaking = MistralDecoder::load(config.decoder, weights, cancel);
    if (!speaking)
        return fail(speaking);
    return AnomShield(config, std::move(*seeing), std::move(*connecting), std::move(*speaking));
}

Result<at::Tensor> AnomShield::patches(const at::Tensor &pixels, const CancelToken &cancel) const
{
    return m_tower.forward(pixels, cancel);
}

Result<at::Tensor> AnomShield::connect(const at::Tensor &patches, const CancelToken &cancel) const
{
    return m_connector->forward(patches, cancel);
}

Result<at::Tensor> AnomShield::encodeVideo(const at::Tensor &pixels,
                                           const CancelToken &cancel) const
{
    const auto seen = patches(pixels, cancel);
    if (!seen)
        return fail(seen);
    return connect(*seen, cancel);
}

at::Tensor AnomShield::splice(std::span<const std::int32_t> ids, const at::Tensor &visual) const
{
    const auto place = std::find(ids.begin(), ids.end(), kVideoPlaceholder);
    if (place == ids.end())
        return m_decoder.embed(ids);
    const auto before = static_cast<std::size_t>(place - ids.begin());
    return at::cat(
        {m_decoder.embed(ids.first(before)), visual, m_decoder.embed(ids.subspan(before + 1))}, 0);
}

} // namespace ecva
