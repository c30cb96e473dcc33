#pragma once

#include "model/inference/AnomShieldModel.h"
#include "model/inference/KeywordStop.h"
#include "model/tokenizer/Blanks.h"
#include "model/tokenizer/StreamingDecoder.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ecva {

/// What an answer is generated with besides prompt and options.
struct AnswerAids
{
    std::vector<std::int32_t> draft = {}; ///< what it may repeat
    Reuse reuse = Reuse::Everything;
};

/// An answer between engine and text: where it stops, its text as the tokens come, and in the end.
class SpokenAnswer
{
public:
    /// `parts` and `prompt` must outlive it; `onToken` may be empty.
    SpokenAnswer(const AnomShieldModel::Parts &parts, const Prompt &prompt,
                 std::shared_ptr<const PixelVideo> video, const GenerationOptions &options,
                 TokenSink onToken, const AnswerAids &aids = {});
    SpokenAnswer(const SpokenAnswer &) = delete;
    SpokenAnswer &operator=(const SpokenAnswer &) = delete;

    /// Calls back into this answer.
    const EngineRequest &request() const { return m_request; }
    /// All but the frames and the reading time.
    AskResult result(Generated generated) const;

private:
    bool stops(std::span<const std::int32_t> ids) const;
    void hear(std::int32_t id);

    const AnomShieldModel::Parts &m_parts;
    const Prompt &m_prompt;
    const GenerationOptions m_options;
    const TokenSink m_onToken;
    EngineRequest m_request;
    const bool m_strips; ///< blanks around the answer
    std::optional<KeywordStop> m_keyword;
    std::vector<std::int32_t> m_said;
    StreamingDecoder m_decoder;
    BlankStripper m_stripper;
};

} // namespace ecva
