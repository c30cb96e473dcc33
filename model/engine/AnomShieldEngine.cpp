#include "model/engine/AnomShieldEngine.h"

#include "model/engine/MemoryPlan.h"
#include "model/engine/RequestChecks.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>

namespace ecva {

AnomShieldEngine::AnomShieldEngine(AnomShield model, at::ScalarType type)
    : m_model(std::make_unique<const AnomShield>(std::move(model)))
    , m_type(type)
    , m_prompts(*m_model, type)
    , m_loop(*m_model, type)
{
}

Result<void> AnomShieldEngine::checkMemoryFor(int frames, std::int64_t positions,
                                              std::int64_t cachePositions, std::int64_t logitRows)
{
    RequestSize size;
    size.frames = frames;
    size.positions = positions;
    size.cachePositions = cachePositions;
    size.logitRows = logitRows;
    size.bytesPerNumber = static_cast<int>(c10::elementSize(m_type));
    const double bytes = planMemory(m_model->config(), size).total();
    const std::string what = "an answer over " + std::to_string(positions) + " positions";
    const at::Device on = m_model->decoder().device();
    if (checkMemory(bytes, what, on))
        return {};
    forget();
    return checkMemory(bytes, what, on);
}

Result<std::int64_t> AnomShieldEngine::limitOf(const EngineRequest &request) const
{
    if (const auto sound = checkPrompt(request.prompt, m_model->config()); !sound)
        return fail(sound);
    if (const auto sound = checkOptions(request.options); !sound)
        return fail(sound);
    const DecoderConfig &decoder = m_model->config().decoder;
    const std::int64_t asked = positionsOf(request.prompt, m_model->config());
    const std::int64_t room = decoder.maxPositions - asked;
    if (room < 1)
        return fail(ErrorCode::OutOfRange,
                    "the prompt's " + std::to_string(asked)
                        + " positions leave no room for an answer in a context of "
                        + std::to_string(decoder.maxPositions));
    return std::min(request.options.maxNewTokens, room);
}

Result<std::unique_ptr<Answering>> AnomShieldEngine::start(const EngineRequest &request,
                                                           const CancelToken &cancel)
{
    const auto limit = limitOf(request);
    if (!limit)
        return fail(limit);
    const EnginePrompt &prompt = request.prompt;
    const std::int64_t asked = positionsOf(prompt, m_model->config());
    const std::int64_t capacity = asked + *limit;
    // The prompt's beginning once more: it is remembered.
    if (const auto fits = checkMemoryFor(prompt.video ? prompt.video->frames : 0, capacity,
                                         capacity + asked, Drafter::kRows);
        !fits)
        return fail(fits);
    auto read = m_prompts.read(prompt, capacity, request.reuse, cancel);
    if (!read)
        return fail(read);
    const Seconds reading;
    const auto question = PromptMemory::questionOf(prompt);
    at::Tensor hidden = read->hidden;
    if (!question.empty()) {
        const MistralDecoder &decoder = m_model->decoder();
        const auto last = decoder.forward(decoder.embed(question), read->cache, 1, cancel);
        if (!last)
            return fail(last);
        hidden = *last;
    }
    auto answer = std::make_unique<Answering>(request, std::move(read->cache), *limit);
    answer->result->promptTokens = asked;
    answer->result->visionSeconds = read->visionSeconds;
    answer->result->reusedTokens = read->reusedTokens;
    answer->result->reusedSeconds = read->reusedSeconds;
    answer->result->prefillSeconds = read->prefillSeconds + reading.value();
    m_loop.begin(*answer, hidden);
    return answer;
}

Result<Generated> AnomShieldEngine::generate(const EnginePrompt &prompt,
                                             const GenerationOptions &options,
                                             const std::function<void(std::int32_t)> &onToken,
                                             const CancelToken &cancel)
{
    EngineRequest request{.prompt = prompt, .options = options};
    request.onToken = onToken;
    return generate(request, cancel);
}

Result<Generated> AnomShieldEngine::generate(const EngineRequest &request,
                                             const CancelToken &cancel)
{
    const c10::InferenceMode inference;
    const auto answer = start(request, cancel);
    if (!answer)
        return fail(answer);
    while (!(*answer)->done) {
        if (const auto done = m_loop.step({answer->get()}, cancel); !done)
            return fail(done);
    }
    return std::move((*answer)->result);
}

Result<std::vector<Result<Generated>>>
AnomShieldEngine::generateBatch(std::span<const EngineRequest> requests, const CancelToken &cancel)
{
    const c10::InferenceMode inference;
    std::vector<Result<Generated>> results(requests.size(), Result<Generated>(Generated{}));
    std::vector<std::pair<std::size_t, std::unique_ptr<Answering>>> going;
    std::size_t next = 0;
    const std::int64_t most = requests.size() > 1 ? m_loop.rows() : 1;
    while (next < requests.size() || !going.empty()) {
        while (next < requests.size() && static_cast<std::int64_t>(going.size()) < most) {
            auto started = start(requests[next], cancel);
            if (!started && started.error().code == ErrorCode::Cancelled)
                return fail(started);
            if (!started && started.error().code == ErrorCode::OutOfMemory && !going.empty())
                break; // there will be room when one has ended
            if (started)
                going.emplace_back(next, std::move(*started));
            else
                results[next] = fail(started);
            ++next;
        }
        std::vector<Answering *> answers;
        for (const auto &[index, answer] : going)
            answers.push_back(answer.get());
        if (const auto done = m_loop.step(answers, cancel); !done)
            return fail(done);
        std::erase_if(going, [&](auto &entry) {
            if (entry.second->done)
                results[entry.first] = std::move(entry.second->result);
            return entry.second->done;
        });
    }
    return results;
}

} // namespace ecva
