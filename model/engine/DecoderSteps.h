#pragma once

#include "core/base/Result.h"
#include "model/architectures/MistralDecoder.h"
#include "model/engine/CudaRecording.h"

#include <cstdint>
#include <memory>

namespace ecva {

/// One token after another behind a cache: everything a step reads and writes has its place, so on
/// a GPU the launches of a step are recorded with the first one and played for the others. A step
/// that cannot be recorded is launched each time. The numbers are those of
/// MistralDecoder::pass(). The recording has not yet run on a GPU.
class DecoderSteps
{
public:
    /// `cache` stays where it is and lives longer. `recorder`: nothing is recorded without one.
    /// Precondition: decoder.takesSteps(cache).
    DecoderSteps(const MistralDecoder &decoder, KvCache &cache, const CudaRecorder *recorder);

    /// Whether a step of that decoder can be recorded here: on a GPU, with our kernels.
    static bool canRecord(const MistralDecoder &decoder, const KvCache &cache);

    /// Appends the row of `id` to the cache. Logits of what comes next as MistralDecoder::logits()
    /// has them. Errors: Device.
    Result<at::Tensor> next(std::int32_t id);

    bool isRecorded() const { return m_recording != nullptr; }

private:
    const MistralDecoder &m_decoder;
    KvCache &m_cache;
    const CudaRecorder *m_recorder;
    at::Tensor m_inputs; ///< the id and its position, int64 [2] where the weights lie
    MistralDecoder::Step m_step;
    std::unique_ptr<CudaRecording> m_recording; ///< goes after m_logits, which lie in its memory
    at::Tensor m_logits;                        ///< raw, of the last step
};

} // namespace ecva
