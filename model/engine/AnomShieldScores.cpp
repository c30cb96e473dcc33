// How likely given answers are: the scoring half of AnomShieldEngine.
#include "model/engine/AnomShieldEngine.h"
#include "model/engine/RequestChecks.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/log_softmax.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cmath>

namespace ecva {
namespace {

// Rows of logits that exist at a time: 64 × 32,000 doubles are 16 MB.
constexpr std::int64_t kScoredAtATime = 64;

/// Rows of the last pass: the question, and the answer but for its last id, behind which nothing
/// comes.
std::int64_t rowsOf(const ScoreRequest &request)
{
    return static_cast<std::int64_t>(PromptMemory::questionOf(request.prompt).size()
                                     + request.answer.size())
           - 1;
}

bool isSameRequest(const ScoreRequest &a, const ScoreRequest &b)
{
    if (a.answer != b.answer || a.prompt.ids != b.prompt.ids)
        return false;
    const auto &x = a.prompt.video;
    const auto &y = b.prompt.video;
    return x == y
           || (x && y && x->frames == y->frames && x->width == y->width
               && sameBits(x->values, y->values));
}

} // namespace

Result<void> AnomShieldEngine::check(const ScoreRequest &request) const
{
    const DecoderConfig &decoder = m_model->config().decoder;
    if (const auto sound = checkPrompt(request.prompt, m_model->config()); !sound)
        return fail(sound);
    if (const auto sound = checkIds(request.answer, decoder.vocabulary, "answer"); !sound)
        return fail(sound);
    const auto count = static_cast<std::int64_t>(request.answer.size());
    const std::int64_t asked = positionsOf(request.prompt, m_model->config());
    if (asked + count > decoder.maxPositions)
        return fail(ErrorCode::OutOfRange, "the prompt's " + std::to_string(asked)
                                               + " positions and the answer's "
                                               + std::to_string(count) + " exceed the context of "
                                               + std::to_string(decoder.maxPositions));
    return {};
}

Result<std::vector<double>> AnomShieldEngine::score(const EnginePrompt &prompt,
                                                    std::span<const std::int32_t> answer,
                                                    const CancelToken &cancel)
{
    const ScoreRequest request{prompt, {answer.begin(), answer.end()}};
    auto scores = scoreBatch({&request, 1}, {}, cancel);
    if (!scores)
        return fail(scores);
    return std::move(scores->front());
}

Result<std::vector<std::vector<double>>>
AnomShieldEngine::scoreBatch(std::span<const ScoreRequest> requests, const ProgressSink &progress,
                             const CancelToken &cancel)
{
    const c10::InferenceMode inference;
    std::vector<std::vector<double>> scores(requests.size());
    std::vector<std::size_t> same(requests.size()); // the first request that is equal
    std::vector<std::size_t> todo;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        if (const auto sound = check(requests[i]); !sound)
            return fail(sound);
        const auto before = requests.first(i);
        const auto equal = std::ranges::find_if(
            before, [&](const ScoreRequest &other) { return isSameRequest(other, requests[i]); });
        same[i] = static_cast<std::size_t>(equal - before.begin());
        if (same[i] == i && !requests[i].answer.empty())
            todo.push_back(i);
    }
    // Reading a prompt is most of the work; the passes over the answers count as one more.
    std::size_t read = 0;
    const auto onRead = [&] {
        read = std::min(read + 1, todo.size());
        if (progress)
            progress(static_cast<double>(read) / static_cast<double>(todo.size() + 1));
    };
    for (std::size_t first = 0; first < todo.size();) {
        std::vector<const ScoreRequest *> group;
        std::vector<std::vector<double> *> places;
        std::int64_t rows = 0;
        while (first < todo.size()) {
            const ScoreRequest &request = requests[todo[first]];
            rows += rowsOf(request);
            if (!group.empty() && rows > MistralDecoder::kChunk)
                break;
            group.push_back(&request);
            places.push_back(&scores[todo[first++]]);
        }
        auto done = scoreTogether(group, places, onRead, cancel);
        if (!done && done.error().code == ErrorCode::OutOfMemory && group.size() > 1) {
            done = {};
            for (std::size_t i = 0; i < group.size() && done; ++i)
                done = scoreTogether({&group[i], 1}, {&places[i], 1}, onRead, cancel);
        }
        if (!done)
            return fail(done);
    }
    for (std::size_t i = 0; i < requests.size(); ++i) {
        if (same[i] != i)
            scores[i] = scores[same[i]];
    }
    return scores;
}

Result<void> AnomShieldEngine::scoreTogether(std::span<const ScoreRequest *const> requests,
                                             std::span<std::vector<double> *const> scores,
                                             const std::function<void()> &onRead,
                                             const CancelToken &cancel)
{
    const MistralDecoder &decoder = m_model->decoder();
    std::int64_t longest = 0, together = 0, asked = 0, answered = 0;
    int frames = 0;
    for (const ScoreRequest *request : requests) {
        const auto count = static_cast<std::int64_t>(request->answer.size());
        const std::int64_t prompt = positionsOf(request->prompt, m_model->config());
        longest = std::max(longest, prompt + count - 1);
        together += prompt + count - 1;
        asked += prompt; // its beginning is remembered
        answered = std::max(answered, count);
        if (request->prompt.video)
            frames = std::max(frames, request->prompt.video->frames);
    }
    if (const auto fits
        = checkMemoryFor(frames, longest, together + asked, std::min(answered, kScoredAtATime));
        !fits)
        return fail(fits);

    std::vector<PromptMemory::Read> reads;
    std::vector<MistralDecoder::Rows> rows;
    std::vector<at::Tensor> inputs;
    reads.reserve(requests.size());
    for (const ScoreRequest *request : requests) {
        const auto capacity = positionsOf(request->prompt, m_model->config())
                              + static_cast<std::int64_t>(request->answer.size()) - 1;
        auto read = m_prompts.read(request->prompt, capacity, request->reuse, cancel);
        if (!read)
            return fail(read);
        onRead();
        reads.push_back(std::move(*read));
        const auto question = PromptMemory::questionOf(request->prompt);
        std::vector<std::int32_t> ids(question.begin(), question.end());
        ids.insert(ids.end(), request->answer.begin(), request->answer.end() - 1);
        rows.push_back({&reads.back().cache, static_cast<std::int64_t>(ids.size())});
        inputs.push_back(decoder.embed(ids));
    }
    std::vector<at::Tensor> outputs; // of each request, [rows, hidden]
    if (requests.size() == 1) {
        outputs.push_back(inputs.front());
        if (rows.front().count > 0) {
            const auto hidden
                = decoder.forward(inputs.front(), reads.front().cache, rows.front().count, cancel);
            if (!hidden)
                return fail(hidden);
            outputs.front() = *hidden;
        }
    } else {
        const auto hidden = decoder.pass(at::cat(inputs, 0), rows, cancel);
        if (!hidden)
            return fail(hidden);
        std::int64_t first = 0;
        for (const MistralDecoder::Rows &part : rows) {
            outputs.push_back(hidden->narrow(0, first, part.count));
            first += part.count;
        }
    }
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const auto count = static_cast<std::int64_t>(requests[i]->answer.size());
        at::Tensor states = outputs[i];
        if (states.size(0) < count) // the video is the prompt's end
            states = at::cat({reads[i].hidden, states}, 0);
        const auto done = judge(states.narrow(0, states.size(0) - count, count),
                                requests[i]->answer, *scores[i], cancel);
        if (!done)
            return fail(done);
    }
    return {};
}

Result<void> AnomShieldEngine::judge(const at::Tensor &hidden, std::span<const std::int32_t> answer,
                                     std::vector<double> &scores, const CancelToken &cancel) const
{
    scores.clear();
    const auto count = static_cast<std::int64_t>(answer.size());
    for (std::int64_t first = 0; first < count; first += kScoredAtATime) {
        if (const auto wanted = cancel.check(); !wanted)
            return fail(wanted);
        const std::int64_t rows = std::min(kScoredAtATime, count - first);
        const at::Tensor raw
            = m_model->decoder().logits(hidden.narrow(0, first, rows)).contiguous();
        const std::span<const float> numbers(raw.const_data_ptr<float>(),
                                             static_cast<std::size_t>(raw.numel()));
        if (!std::ranges::all_of(numbers, [](float value) { return std::isfinite(value); }))
            return fail(ErrorCode::Device, "the model's logits are not finite numbers");
        const at::Tensor logs = at::log_softmax(raw, 1, at::kDouble).contiguous();
        const double *values = logs.const_data_ptr<double>();
        for (std::int64_t row = 0; row < rows; ++row)
            scores.push_back(
                values[row * logs.size(1) + answer[static_cast<std::size_t>(first + row)]]);
    }
    return {};
}

} // namespace ecva
