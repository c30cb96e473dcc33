#include "model/engine/AnomShieldEngine.h"

#include "model/engine/MemoryPlan.h"
#include "model/engine/Sampler.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/log_softmax.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace ecva {
namespace {

using Clock = std::chrono::steady_clock;

// Rows of logits that exist at a time while scoring: 64 × 32,000 doubles are 16 MB.
constexpr std::int64_t kScoredAtATime = 64;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

Result<void> checkOptions(const GenerationOptions &options)
{
    if (options.maxNewTokens < 1)
        return fail(ErrorCode::InvalidArgument, "at most " + std::to_string(options.maxNewTokens)
                                                    + " new tokens: must be 1 or more");
    if (options.greedy)
        return {};
    if (!(options.temperature > 0) || !std::isfinite(options.temperature))
        return fail(ErrorCode::InvalidArgument, "temperature " + std::to_string(options.temperature)
                                                    + ": must be above 0, or ask for greedy");
    if (options.topK < 0)
        return fail(ErrorCode::InvalidArgument,
                    "top-k " + std::to_string(options.topK) + ": must not be negative");
    if (!(options.topP > 0 && options.topP <= 1))
        return fail(ErrorCode::InvalidArgument,
                    "top-p " + std::to_string(options.topP) + ": must be above 0, at most 1");
    return {};
}

Result<std::span<const float>> finiteRow(const at::Tensor &logits)
{
    const std::span<const float> row(logits.const_data_ptr<float>(),
                                     static_cast<std::size_t>(logits.numel()));
    if (!std::all_of(row.begin(), row.end(), [](float value) { return std::isfinite(value); }))
        return fail(ErrorCode::Device, "the model's logits are not finite numbers");
    return row;
}

} // namespace

AnomShieldEngine::AnomShieldEngine(AnomShield model, at::ScalarType type)
    : m_model(std::move(model))
    , m_type(type)
{
}

Result<void> AnomShieldEngine::checkIds(std::span<const std::int32_t> ids, const char *what) const
{
    const std::int32_t size = m_model.config().decoder.vocabulary;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (ids[i] < 0 || ids[i] >= size)
            return fail(ErrorCode::InvalidArgument,
                        std::string(what) + ": id " + std::to_string(ids[i]) + " at "
                            + std::to_string(i) + " is outside the vocabulary of "
                            + std::to_string(size));
    }
    return {};
}

Result<void> AnomShieldEngine::check(const EnginePrompt &prompt) const
{
    std::vector<std::int32_t> text;
    std::copy_if(prompt.ids.begin(), prompt.ids.end(), std::back_inserter(text),
                 [](std::int32_t id) { return id != kVideoPlaceholder; });
    const std::size_t places = prompt.ids.size() - text.size();
    if (prompt.ids.empty())
        return fail(ErrorCode::InvalidArgument, "the prompt is empty");
    if (places > 1)
        return fail(ErrorCode::InvalidArgument,
                    "the prompt has " + std::to_string(places) + " places for a video, not one");
    if ((places == 1) != (prompt.video != nullptr))
        return fail(ErrorCode::InvalidArgument,
                    places ? "the prompt has a place for a video, and there is none"
                           : "there is a video, and the prompt has no place for it");
    if (const auto known = checkIds(text, "prompt"); !known)
        return known;
    if (!prompt.video)
        return {};

    const PixelVideo &video = *prompt.video;
    const int side = m_model.config().tower.image;
    const std::string shape = std::to_string(video.frames) + " frames of "
                              + std::to_string(video.width) + " × " + std::to_string(video.height);
    if (video.frames < 1 || video.width != side || video.height != side)
        return fail(ErrorCode::InvalidArgument, "the video has " + shape + "; the tower takes "
                                                    + std::to_string(side) + " × "
                                                    + std::to_string(side));
    const std::uint64_t expected = 3ULL * static_cast<std::uint64_t>(video.frames)
                                   * static_cast<std::uint64_t>(side)
                                   * static_cast<std::uint64_t>(side);
    if (video.values.size() != expected)
        return fail(ErrorCode::InvalidArgument, "the video of " + shape + " has "
                                                    + std::to_string(video.values.size())
                                                    + " numbers, not " + std::to_string(expected));
    return {};
}

std::int64_t AnomShieldEngine::positions(const EnginePrompt &prompt) const
{
    const auto ids = static_cast<std::int64_t>(prompt.ids.size());
    if (!prompt.video)
        return ids;
    return ids - 1 + m_model.visualTokens(prompt.video->frames);
}

Result<void> AnomShieldEngine::checkMemoryFor(const EnginePrompt &prompt, std::int64_t capacity,
                                              std::int64_t logitRows) const
{
    RequestSize size;
    size.frames = prompt.video ? prompt.video->frames : 0;
    size.positions = capacity;
    size.logitRows = logitRows;
    size.bytesPerNumber = static_cast<int>(c10::elementSize(m_type));
    return checkMemory(planMemory(m_model.config(), size).total(),
                       "an answer over " + std::to_string(capacity) + " positions");
}

Result<AnomShieldEngine::Encoded> AnomShieldEngine::encode(const EnginePrompt &prompt,
                                                           const CancelToken &cancel) const
{
    const auto start = Clock::now();
    at::Tensor visual;
    if (prompt.video) {
        const PixelVideo &video = *prompt.video;
        const at::Tensor pixels
            = at::from_blob(const_cast<float *>(video.values.data()),
                            {video.frames, 3, video.height, video.width}, at::kFloat)
                  .to(m_type);
        const auto encoded = m_model.encodeVideo(pixels, cancel);
        if (!encoded)
            return fail(encoded);
        visual = *encoded;
    }
    return Encoded{m_model.splice(prompt.ids, visual), secondsSince(start)};
}

Result<Generated> AnomShieldEngine::generate(const EnginePrompt &prompt,
                                             const GenerationOptions &options,
                                             const std::function<void(std::int32_t)> &onToken,
                                             const CancelToken &cancel)
{
    const c10::InferenceMode inference;
    if (const auto sound = check(prompt); !sound)
        return fail(sound);
    if (const auto sound = checkOptions(options); !sound)
        return fail(sound);
    const DecoderConfig &decoder = m_model.config().decoder;
    Generated result;
    result.promptTokens = positions(prompt);
    const std::int64_t room = decoder.maxPositions - result.promptTokens;
    if (room < 1)
        return fail(ErrorCode::OutOfRange,
                    "the prompt's " + std::to_string(result.promptTokens)
                        + " positions leave no room for an answer in a context of "
                        + std::to_string(decoder.maxPositions));
    const std::int64_t limit = std::min(options.maxNewTokens, room);
    const std::int64_t capacity = result.promptTokens + limit;
    if (const auto fits = checkMemoryFor(prompt, capacity, 1); !fits)
        return fail(fits);

    const auto encoded = encode(prompt, cancel);
    if (!encoded)
        return fail(encoded);
    result.visionSeconds = encoded->visionSeconds;

    auto start = Clock::now();
    KvCache cache = m_model.decoder().cache(capacity);
    auto hidden = m_model.decoder().forward(encoded->embeddings, cache, 1, cancel);
    if (!hidden)
        return fail(hidden);
    at::Tensor logits = m_model.decoder().logits(*hidden);
    result.prefillSeconds = secondsSince(start);

    start = Clock::now();
    Sampler sampler(options);
    for (;;) {
        const auto row = finiteRow(logits);
        if (!row)
            return fail(row);
        const std::int32_t id = sampler.next(*row);
        result.ids.push_back(id);
        if (onToken)
            onToken(id);
        result.ended = id == decoder.eos;
        if (result.ended || static_cast<std::int64_t>(result.ids.size()) == limit)
            break;
        hidden = m_model.decoder().forward(m_model.decoder().embed({&id, 1}), cache, 1, cancel);
        if (!hidden)
            return fail(hidden);
        logits = m_model.decoder().logits(*hidden);
    }
    result.decodeSeconds = secondsSince(start);
    return result;
}

Result<std::vector<double>> AnomShieldEngine::score(const EnginePrompt &prompt,
                                                    std::span<const std::int32_t> answer,
                                                    const CancelToken &cancel)
{
    const c10::InferenceMode inference;
    if (const auto sound = check(prompt); !sound)
        return fail(sound);
    if (const auto sound = checkIds(answer, "answer"); !sound)
        return fail(sound);
    std::vector<double> result;
    if (answer.empty())
        return result;
    const auto count = static_cast<std::int64_t>(answer.size());
    const std::int64_t asked = positions(prompt);
    const std::int64_t context = m_model.config().decoder.maxPositions;
    if (asked + count > context)
        return fail(ErrorCode::OutOfRange, "the prompt's " + std::to_string(asked)
                                               + " positions and the answer's "
                                               + std::to_string(count) + " exceed the context of "
                                               + std::to_string(context));
    const std::int64_t capacity = asked + count - 1; // nothing follows the last id
    if (const auto fits = checkMemoryFor(prompt, capacity, std::min(count, kScoredAtATime)); !fits)
        return fail(fits);

    const auto encoded = encode(prompt, cancel);
    if (!encoded)
        return fail(encoded);
    at::Tensor embeddings = encoded->embeddings;
    if (count > 1)
        embeddings
            = at::cat({embeddings, m_model.decoder().embed(answer.first(answer.size() - 1))}, 0);
    KvCache cache = m_model.decoder().cache(capacity);
    const auto hidden = m_model.decoder().forward(embeddings, cache, count, cancel);
    if (!hidden)
        return fail(hidden);

    for (std::int64_t first = 0; first < count; first += kScoredAtATime) {
        if (const auto wanted = cancel.check(); !wanted)
            return fail(wanted);
        const std::int64_t rows = std::min(kScoredAtATime, count - first);
        const at::Tensor raw = m_model.decoder().logits(hidden->narrow(0, first, rows));
        if (const auto finite = finiteRow(raw.contiguous()); !finite)
            return fail(finite);
        const at::Tensor logs = at::log_softmax(raw, 1, at::kDouble).contiguous();
        const double *values = logs.const_data_ptr<double>();
        for (std::int64_t row = 0; row < rows; ++row)
            result.push_back(
                values[row * logs.size(1) + answer[static_cast<std::size_t>(first + row)]]);
    }
    return result;
}

} // namespace ecva
