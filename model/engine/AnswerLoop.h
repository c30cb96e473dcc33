#pragma once

#include "model/engine/DecoderSteps.h"
#include "model/engine/Drafter.h"
#include "model/engine/PromptMemory.h"
#include "model/engine/Sampler.h"
#include "model/engine/Seconds.h"

#include <memory>
#include <vector>

namespace ecva {

/// An answer on its way: the cache holds the prompt and all ids but the last.
struct Answering
{
    Answering(const EngineRequest &asked, KvCache held, std::int64_t most)
        : request(asked)
        , cache(std::move(held))
        , promptLength(cache.length())
        , limit(most)
        , sampler(asked.options)
        , drafter(asked.draft)
    {
    }

    const EngineRequest &request;
    KvCache cache;
    std::int64_t promptLength;
    std::int64_t limit;
    Sampler sampler;
    Drafter drafter;
    Result<Generated> result{Generated{}};
    bool alone = false;                       ///< goes token by token, in passes of its own
    std::unique_ptr<DecoderSteps> steps = {}; ///< these passes, where they are recorded
    bool done = false;
};

/// Decodes answers, several rows in a pass: one of each sequence, and drafted ids behind it.
///
/// An answer is what a pass for each token would give, whatever shares its passes. Where this
/// machine's matrix products give a row the same bits in any company, nothing has to be done for
/// that. Where they do not, logits differ by rounding: a choice that rounding could change is not
/// trusted, and that answer is decoded again from its prompt, token by token.
class AnswerLoop
{
public:
    AnswerLoop(const AnomShield &model, at::ScalarType type)
        : m_model(model)
        , m_type(type)
    {
    }

    /// Chooses the first token from the prompt's last hidden state, [1, hidden].
    void begin(Answering &answer, const at::Tensor &hidden) const;
    /// One more token, or several, for each that is not done. Errors: Cancelled.
    Result<void> step(const std::vector<Answering *> &answers, const CancelToken &cancel);

    /// How many rows share a pass at most; 1: none is shared. Tries it out when first asked.
    std::int64_t rows();

private:
    Result<void> stepTogether(const std::vector<Answering *> &answers, const CancelToken &cancel);
    Result<void> stepAlone(Answering &answer, const CancelToken &cancel) const;
    void say(Answering &answer, std::int32_t id) const;
    void choose(Answering &answer, const at::Tensor &logits, std::size_t firstRow,
                std::span<const std::int32_t> guess) const;
    double slack(std::span<const float> row) const;

    const AnomShield &m_model;
    const at::ScalarType m_type;
    std::int64_t m_rows = 0;  ///< 0: not looked at yet
    bool m_rowsAgree = false; ///< among m_rows of them
};

} // namespace ecva
