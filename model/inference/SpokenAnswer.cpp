#include "model/inference/SpokenAnswer.h"

#include "model/tokenizer/Prompt.h"

#include <algorithm>
#include <span>
#include <utility>

namespace ecva {

SpokenAnswer::SpokenAnswer(const AnomShieldModel::Parts &parts, const Prompt &prompt,
                           std::shared_ptr<const PixelVideo> video,
                           const GenerationOptions &options, TokenSink onToken,
                           const AnswerAids &aids)
    : m_parts(parts)
    , m_prompt(prompt)
    , m_options(options)
    , m_onToken(std::move(onToken))
    , m_request{.prompt = {enginePlaceholders(prompt.ids), std::move(video)},
                .options = options,
                .draft = aids.draft,
                .reuse = aids.reuse}
    , m_strips(parts.config.family == ModelFamily::VideoLlama2)
    , m_decoder(*parts.tokenizer)
{
    if (m_strips)
        m_keyword.emplace(*parts.tokenizer, static_cast<std::int64_t>(prompt.ids.size()));
    if (m_keyword || !m_request.options.stopTexts.empty())
        m_request.stops = [this](std::span<const std::int32_t> ids) { return stops(ids); };
    if (m_onToken)
        m_request.onToken = [this](std::int32_t id) { hear(id); };
}

bool SpokenAnswer::stops(std::span<const std::int32_t> ids) const
{
    if (m_keyword && (*m_keyword)(ids))
        return true;
    if (m_request.options.stopTexts.empty())
        return false;
    constexpr std::size_t kLooked = 3;
    const std::string text = m_parts.tokenizer->decode(ids.last(std::min(kLooked, ids.size())));
    return std::ranges::any_of(m_request.options.stopTexts, [&](const std::string &stop) {
        return !stop.empty() && text.find(stop) != std::string::npos;
    });
}

void SpokenAnswer::hear(std::int32_t id)
{
    m_said.push_back(id);
    const auto count = static_cast<std::int64_t>(m_said.size());
    TokenEvent event{.id = id, .text = m_decoder.push(id), .count = count};
    if (m_parts.config.decoder.isEnd(id) || count == m_options.maxNewTokens
        || (m_request.stops && stops(m_said)))
        event.text += m_decoder.finish();
    if (m_strips)
        event.text = m_stripper.push(event.text);
    m_onToken(event);
}

AskResult SpokenAnswer::result(Generated generated) const
{
    AskResult result;
    result.text = m_parts.tokenizer->decode(generated.ids);
    if (m_strips)
        result.text = stripped(result.text);
    result.tokens = std::move(generated.ids);
    result.ended = generated.ended || generated.stopped;
    result.prompt = m_prompt.text;
    result.generation = m_options;
    result.timings.visionSeconds = generated.visionSeconds;
    result.timings.prefillSeconds = generated.prefillSeconds;
    result.timings.decodeSeconds = generated.decodeSeconds;
    result.timings.promptTokens = generated.promptTokens;
    result.timings.reusedTokens = generated.reusedTokens;
    result.timings.reusedSeconds = generated.reusedSeconds;
    return result;
}

} // namespace ecva
