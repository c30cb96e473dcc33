#include "model/engine/DecoderSteps.h"

#include "core/base/Log.h"
#include "model/ops/CudaOps.h"
#include "model/ops/Norms.h"

#include <ATen/ops/empty.h>

#include <utility>

namespace ecva {

DecoderSteps::DecoderSteps(const MistralDecoder &decoder, KvCache &cache,
                           const CudaRecorder *recorder)
    : m_decoder(decoder)
    , m_cache(cache)
    , m_recorder(recorder)
    , m_inputs(at::empty({2}, at::TensorOptions(decoder.device()).dtype(at::kLong)))
    , m_step{&cache, m_inputs.narrow(0, 0, 1), m_inputs.narrow(0, 1, 1),
             decoder.rope(cache.capacity())}
{
}

bool DecoderSteps::canRecord(const MistralDecoder &decoder, const KvCache &cache)
{
    return decoder.takesSteps(cache) && fitsOwnKernels(cache.keys(0, 0));
}

Result<at::Tensor> DecoderSteps::next(std::int32_t id)
{
    at::Tensor inputs = at::empty({2}, at::kLong);
    inputs.mutable_data_ptr<std::int64_t>()[0] = id;
    inputs.mutable_data_ptr<std::int64_t>()[1] = m_cache.length();
    m_inputs.copy_(inputs);
    const auto launch = [this] { m_logits = m_decoder.step(m_step); };
    if (const CudaRecorder *const recorder = std::exchange(m_recorder, nullptr)) {
        std::string why;
        m_recording = recorder->record(launch, why);
        if (!m_recording)
            log(LogLevel::Warning, "engine", "steps are not recorded on the GPU: " + why);
    }
    if (!m_recording) {
        launch();
    } else if (const std::string failed = m_recording->play(); !failed.empty()) {
        return fail(ErrorCode::Device, "a recorded step on the GPU: " + failed);
    }
    m_cache.advance(1);
    return m_logits.to(at::kCPU, accumulationType(m_logits.scalar_type()));
}

} // namespace ecva
