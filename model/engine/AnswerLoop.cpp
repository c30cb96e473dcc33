#include "model/engine/AnswerLoop.h"

#include "model/engine/CudaDevice.h"

#include <algorithm>
#include <cmath>

namespace ecva {
namespace {

// A recording costs some three steps.
constexpr std::int64_t kWorthRecording = 16;

constexpr char kNotFinite[] = "the model's logits are not finite numbers";

std::span<const float> rowOf(const at::Tensor &logits, std::size_t row)
{
    const auto size = static_cast<std::size_t>(logits.size(1));
    return {logits.const_data_ptr<float>() + row * size, size};
}

bool isFinite(std::span<const float> row)
{
    return std::all_of(row.begin(), row.end(), [](float value) { return std::isfinite(value); });
}

/// What is chosen from: with a penalty, logits of what the answer said before are divided by it
/// where they are positive, else multiplied, as HF's RepetitionPenaltyLogitsProcessor does for a
/// prompt of embeddings, whose ids it does not see. `room` holds them then.
std::span<const float> penalised(std::span<const float> row, const std::vector<std::int32_t> &said,
                                 double penalty, std::vector<float> &room)
{
    if (penalty == 1.0 || said.empty())
        return row;
    room.assign(row.begin(), row.end());
    const auto factor = static_cast<float>(penalty);
    for (const std::int32_t id : said) {
        const auto place = static_cast<std::size_t>(id);
        room[place] = row[place] < 0 ? row[place] * factor : row[place] / factor;
    }
    return room;
}

void addSeconds(Answering &answer, const Seconds &clock)
{
    if (answer.result)
        answer.result->decodeSeconds += clock.value();
}

/// All but the last id of an answer are in its cache.
std::int64_t cachedLength(const Answering &answer)
{
    return answer.promptLength + static_cast<std::int64_t>(answer.result->ids.size()) - 1;
}

} // namespace

std::int64_t AnswerLoop::rows()
{
    if (m_rows > 0)
        return m_rows;
    for (const std::int64_t rows : {Drafter::kRows, Drafter::kRows / 2}) {
        m_rowsAgree = m_model.decoder().rowsAgree(rows);
        if (m_rowsAgree)
            return m_rows = rows;
    }
    // Narrow types round so coarsely that hardly a choice could be trusted.
    return m_rows = m_type == at::kFloat ? Drafter::kRows : 1;
}

double AnswerLoop::slack(std::span<const float> row) const
{
    if (m_rowsAgree)
        return 0;
    // Some 600 times fp32's rounding, relative to the largest logit; what was seen is below 20.
    constexpr double kRounding = 4e-5;
    float largest = 0;
    for (const float value : row)
        largest = std::max(largest, std::abs(value));
    return kRounding * largest;
}

void AnswerLoop::say(Answering &answer, std::int32_t id) const
{
    Generated &result = *answer.result;
    result.ids.push_back(id);
    if (answer.request.onToken)
        answer.request.onToken(id);
    result.ended = m_model.config().decoder.isEnd(id);
    result.stopped = !result.ended && answer.request.stops && answer.request.stops(result.ids);
    answer.done = result.ended || result.stopped
                  || static_cast<std::int64_t>(result.ids.size()) == answer.limit;
}

void AnswerLoop::begin(Answering &answer, const at::Tensor &hidden) const
{
    const Seconds clock;
    const at::Tensor logits = m_model.decoder().logits(hidden).contiguous();
    const auto row = rowOf(logits, 0);
    if (isFinite(row)) {
        say(answer, answer.sampler.next(row));
    } else {
        answer.result = fail(ErrorCode::Device, kNotFinite);
        answer.done = true;
    }
    addSeconds(answer, clock);
}

void AnswerLoop::choose(Answering &answer, const at::Tensor &logits, std::size_t firstRow,
                        std::span<const std::int32_t> guess) const
{
    const double penalty = m_model.config().decoder.repetitionPenalty;
    std::vector<float> room;
    std::size_t right = 0;
    for (std::size_t row = 0; row <= guess.size(); ++row) {
        const auto raw = rowOf(logits, firstRow + row);
        if (!isFinite(raw)) {
            answer.result = fail(ErrorCode::Device, kNotFinite);
            answer.done = true;
            return;
        }
        const auto values = penalised(raw, answer.result->ids, penalty, room);
        const auto choice = answer.sampler.choose(values, slack(values));
        if (!choice.sure) {
            answer.alone = true;
            answer.cache.rewind(answer.promptLength);
            answer.sampler = Sampler(answer.request.options);
            answer.sampler.skip(static_cast<std::int64_t>(answer.result->ids.size()));
            return;
        }
        say(answer, choice.id);
        if (answer.done || row == guess.size() || choice.id != guess[row])
            break;
        ++right;
    }
    answer.drafter.heard(guess.size(), right);
    answer.result->drafted += static_cast<std::int64_t>(right);
    if (!answer.done)
        answer.cache.rewind(cachedLength(answer));
}

Result<void> AnswerLoop::stepAlone(Answering &answer, const CancelToken &cancel) const
{
    // After a doubt this goes over all ids that are sure once more.
    const auto &ids = answer.result->ids;
    const MistralDecoder &decoder = m_model.decoder();
    const CudaRecorder *const recorder = cudaRecorder();
    if (!answer.steps && recorder && answer.limit >= kWorthRecording
        && DecoderSteps::canRecord(decoder, answer.cache))
        answer.steps = std::make_unique<DecoderSteps>(decoder, answer.cache, recorder);
    at::Tensor hidden, made;
    for (std::int64_t at = answer.cache.length() - answer.promptLength;
         at < static_cast<std::int64_t>(ids.size()); ++at) {
        const std::int32_t &id = ids[static_cast<std::size_t>(at)];
        ++answer.result->passes;
        if (answer.steps) {
            if (const auto wanted = cancel.check(); !wanted)
                return fail(wanted);
            const auto next = answer.steps->next(id);
            if (!next)
                return fail(next);
            made = *next;
            continue;
        }
        const MistralDecoder::Rows rows{&answer.cache, 1};
        const auto next = decoder.pass(decoder.embed({&id, 1}), {&rows, 1}, cancel);
        if (!next)
            return fail(next);
        hidden = *next;
    }
    const at::Tensor logits = (answer.steps ? made : decoder.logits(hidden)).contiguous();
    const auto row = rowOf(logits, 0);
    if (isFinite(row)) {
        std::vector<float> room;
        const double penalty = m_model.config().decoder.repetitionPenalty;
        say(answer, answer.sampler.next(penalised(row, ids, penalty, room)));
    } else {
        answer.result = fail(ErrorCode::Device, kNotFinite);
        answer.done = true;
    }
    return {};
}

Result<void> AnswerLoop::stepTogether(const std::vector<Answering *> &answers,
                                      const CancelToken &cancel)
{
    std::vector<std::int32_t> ids;
    std::vector<MistralDecoder::Rows> rows;
    std::vector<std::vector<std::int32_t>> guesses;
    const auto share
        = std::max<std::int64_t>(1, m_rows / static_cast<std::int64_t>(answers.size()));
    for (Answering *answer : answers) {
        const auto &said = answer->result->ids;
        const std::int64_t left = answer->limit - static_cast<std::int64_t>(said.size());
        const auto guess = answer->drafter.guess(said, std::min(share, left) - 1);
        guesses.emplace_back(guess.begin(), guess.end());
        ids.push_back(said.back());
        ids.insert(ids.end(), guess.begin(), guess.end());
        // A row at a time: attention is then that of a pass for each token.
        rows.insert(rows.end(), guess.size() + 1, MistralDecoder::Rows{&answer->cache, 1});
    }
    const auto hidden = m_model.decoder().pass(m_model.decoder().embed(ids), rows, cancel);
    if (!hidden)
        return fail(hidden);
    const at::Tensor logits = m_model.decoder().logits(*hidden).contiguous();
    std::size_t row = 0;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        ++answers[i]->result->passes;
        choose(*answers[i], logits, row, guesses[i]);
        row += guesses[i].size() + 1;
    }
    return {};
}

Result<void> AnswerLoop::step(const std::vector<Answering *> &answers, const CancelToken &cancel)
{
    std::vector<Answering *> together;
    const auto going = static_cast<std::size_t>(
        std::ranges::count_if(answers, [](const Answering *answer) { return !answer->done; }));
    for (Answering *answer : answers) {
        if (answer->done)
            continue;
        const bool gains = going > 1 || !answer->drafter.isEmpty();
        // Token by token from the start, or back to it: what a lone question costs anyway.
        if (!answer->alone && (!gains || rows() == 1))
            answer->alone = answer->result->passes == 0;
        if (!answer->alone) {
            together.push_back(answer);
            continue;
        }
        const Seconds clock;
        if (const auto done = stepAlone(*answer, cancel); !done)
            return fail(done);
        addSeconds(*answer, clock);
    }
    if (together.empty())
        return {};
    const Seconds clock;
    if (const auto done = stepTogether(together, cancel); !done)
        return fail(done);
    for (Answering *answer : together)
        addSeconds(*answer, clock);
    return {};
}

} // namespace ecva
