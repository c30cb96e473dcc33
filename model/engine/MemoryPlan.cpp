#include "model/engine/MemoryPlan.h"

#include "model/architectures/MistralDecoder.h"
#include "model/architectures/VisionTower.h"
#include "model/engine/CudaDevice.h"
#include "model/engine/MachineMemory.h"

#include <algorithm>

namespace ecva {

MemoryPlan planMemory(const AnomShieldConfig &config, const RequestSize &size)
{
    const TowerConfig &tower = config.tower;
    const MambaConnectorConfig &connector = config.connector;
    const DecoderConfig &decoder = config.decoder;
    const double number = size.bytesPerNumber;
    constexpr double kWide = sizeof(float); // scans, norms and logits
    const double positions = static_cast<double>(size.positions);

    // A layer holds its input, its output and the widest thing between twice; a product holds what
    // goes in packed, and in fp32 where it is neither that nor bf16.
    const double packed = size.bytesPerNumber == 2 ? 2 * kWide + number : kWide;
    const double pictures
        = static_cast<double>(std::min(size.frames, VisionTower::kPicturesAtATime));
    const double tokens = pictures * tower.positions();
    const double seeing
        = tokens * ((6.0 * tower.hidden + 3.0 * tower.mlp) * number + tower.mlp * packed);

    const double time = static_cast<double>(size.frames) * tower.patches();
    // Of the STC connectors: both stages' outputs, the windows between, a few frames in a block.
    const double connecting
        = config.connectorKind == ConnectorKind::MambaScan
              ? time * (3.0 * connector.width * number + 12.0 * connector.inner * kWide)
              : (4.0 * time + 6.0 * pictures * tower.patches()) * config.stc.output * number;

    const double rows = static_cast<double>(std::min(size.positions, MistralDecoder::kChunk));
    const double group = static_cast<double>(decoder.heads) / decoder.kvHeads;
    const double mask = rows * group * positions * (number + 4); // with its boolean forms
    const double speaking
        = rows * (6.0 * decoder.hidden * kWide + decoder.feedForward * (4.0 * number + packed))
          + mask + positions * decoder.hidden * 2 * number;
    const double judging
        = static_cast<double>(size.logitRows) * decoder.vocabulary * (number + 3 * kWide);

    const double cached
        = size.cachePositions > 0 ? static_cast<double>(size.cachePositions) : positions;
    MemoryPlan plan;
    plan.cache = 2.0 * decoder.layers * decoder.kvHeads * decoder.headSize * cached * number;
    plan.working = std::max({seeing, connecting, speaking, judging});
    return plan;
}

Result<void> checkMemory(double bytes, const std::string &what, const at::Device &device)
{
    const auto available = device.is_cuda() ? freeCudaMemory() : availableMemory();
    if (available && bytes > static_cast<double>(*available))
        return fail(ErrorCode::OutOfMemory, what + " needs " + bytesText(bytes) + ", "
                                                + bytesText(static_cast<double>(*available))
                                                + (device.is_cuda() ? " of the GPU's" : "")
                                                + " are free");
    return {};
}

} // namespace ecva
