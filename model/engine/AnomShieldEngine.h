#pragma once

#include "model/api/Engine.h"
#include "model/architectures/AnomShield.h"
#include "model/engine/AnswerLoop.h"
#include "model/engine/PromptMemory.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace ecva {

/// Answers and scores over AnomShield. What LibTorch throws goes through: the module's edge
/// (EngineModule.cpp) catches it.
class AnomShieldEngine : public Engine
{
public:
    AnomShieldEngine(AnomShield model, at::ScalarType type);

    Result<Generated> generate(const EnginePrompt &prompt, const GenerationOptions &options,
                               const std::function<void(std::int32_t)> &onToken,
                               const CancelToken &cancel) override;
    Result<Generated> generate(const EngineRequest &request, const CancelToken &cancel) override;
    Result<std::vector<Result<Generated>>> generateBatch(std::span<const EngineRequest> requests,
                                                         const CancelToken &cancel) override;
    /// Not on a GPU: a lone answer's steps are recorded there, and cost less.
    bool answersTogether() override { return device() == Device::Cpu && m_loop.rows() > 1; }
    Result<std::vector<double>> score(const EnginePrompt &prompt,
                                      std::span<const std::int32_t> answer,
                                      const CancelToken &cancel) override;
    Result<std::vector<std::vector<double>>> scoreBatch(std::span<const ScoreRequest> requests,
                                                        const ProgressSink &progress,
                                                        const CancelToken &cancel) override;
    void forget() override { m_prompts.forget(); }
    Device device() const override
    {
        return m_model->decoder().device().is_cuda() ? Device::Cuda : Device::Cpu;
    }

private:
    Result<void> check(const ScoreRequest &request) const;
    /// How much there is to be said, after the request was found sound.
    Result<std::int64_t> limitOf(const EngineRequest &request) const;
    /// Drops what is remembered before it gives up.
    Result<void> checkMemoryFor(int frames, std::int64_t positions, std::int64_t cachePositions,
                                std::int64_t logitRows);
    /// Reads the prompt and chooses the first token.
    Result<std::unique_ptr<Answering>> start(const EngineRequest &request,
                                             const CancelToken &cancel);
    /// Scores requests that share a pass; they were checked. `onRead` is called when a prompt was
    /// read.
    Result<void> scoreTogether(std::span<const ScoreRequest *const> requests,
                               std::span<std::vector<double> *const> scores,
                               const std::function<void()> &onRead, const CancelToken &cancel);
    Result<void> judge(const at::Tensor &hidden, std::span<const std::int32_t> answer,
                       std::vector<double> &scores, const CancelToken &cancel) const;

    const std::unique_ptr<const AnomShield> m_model; // in a place of its own: others refer to it
    const at::ScalarType m_type;
    PromptMemory m_prompts;
    AnswerLoop m_loop;
};

} // namespace ecva
