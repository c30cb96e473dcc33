#include "model/engine/Sampler.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace ecva {
namespace {

using Candidates = std::vector<Sampler::Candidate>;

// The k-th largest of the scores; the smallest when there are no more than k.
float kthLargest(std::span<const float> scores, std::size_t k)
{
    std::vector<float> sorted(scores.begin(), scores.end());
    const auto place = sorted.begin() + static_cast<std::ptrdiff_t>(std::min(k, sorted.size()) - 1);
    std::nth_element(sorted.begin(), place, sorted.end(), std::greater<>());
    return *place;
}

void softmax(Candidates &candidates, double temperature)
{
    double largest = candidates.front().weight;
    for (const auto &candidate : candidates)
        largest = std::max(largest, candidate.weight);
    double sum = 0;
    for (auto &candidate : candidates) {
        candidate.weight = std::exp((candidate.weight - largest) / temperature);
        sum += candidate.weight;
    }
    for (auto &candidate : candidates)
        candidate.weight /= sum;
}

void keepNucleus(Candidates &candidates, double topP)
{
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const auto &a, const auto &b) { return a.weight > b.weight; });
    std::size_t kept = 0;
    double sum = 0;
    while (kept < candidates.size() && (kept == 0 || sum < topP))
        sum += candidates[kept++].weight;
    candidates.resize(kept);
    for (auto &candidate : candidates)
        candidate.weight /= sum;
    std::sort(candidates.begin(), candidates.end(),
              [](const auto &a, const auto &b) { return a.id < b.id; });
}

/// Whether every logit of `kept` is more than 2 · slack above all others.
bool standsOut(std::span<const float> logits, const Candidates &kept, double slack)
{
    std::vector<bool> inside(logits.size());
    float least = std::numeric_limits<float>::infinity();
    for (const auto &candidate : kept) {
        const auto id = static_cast<std::size_t>(candidate.id);
        inside[id] = true;
        least = std::min(least, logits[id]);
    }
    for (std::size_t id = 0; id < logits.size(); ++id) {
        if (!inside[id] && least - logits[id] <= 2 * slack)
            return false;
    }
    return true;
}

/// Whether the same candidates are left whatever each logit is changed by within ± slack, and with
/// it a sum of weights by up to `shift`.
bool hasClearEdge(std::span<const float> logits, const Candidates &left,
                  const GenerationOptions &options, double slack, double shift)
{
    const GenerationOptions onlyTopK{.temperature = options.temperature, .topK = options.topK};
    const Candidates top = Sampler::candidates(logits, onlyTopK);
    const double topP = *options.topP;
    if (*options.topK > 0 && top.size() > static_cast<std::size_t>(*options.topK))
        return false; // a tie at the edge
    if (!standsOut(logits, top, slack))
        return false;
    if (!(topP < 1))
        return true;
    if (!standsOut(logits, left, slack))
        return false;
    double mass = 0, lightest = 1;
    auto member = left.begin();
    for (const auto &candidate : top) {
        if (member == left.end() || member->id != candidate.id)
            continue;
        ++member;
        mass += candidate.weight;
        lightest = std::min(lightest, candidate.weight);
    }
    const bool reaches = mass - topP > shift || left.size() == top.size();
    return reaches && topP - (mass - lightest) > shift;
}

} // namespace

Sampler::Sampler(const GenerationOptions &options)
    : m_options(completed(options, {}))
    , m_random(options.seed)
{
}

std::vector<Sampler::Candidate> Sampler::candidates(std::span<const float> logits,
                                                    const GenerationOptions &given)
{
    const GenerationOptions options = completed(given, {});
    const float least = *options.topK > 0
                            ? kthLargest(logits, static_cast<std::size_t>(*options.topK))
                            : -std::numeric_limits<float>::infinity();
    Candidates left;
    for (std::size_t id = 0; id < logits.size(); ++id) {
        if (logits[id] >= least)
            left.push_back({static_cast<std::int32_t>(id), logits[id]});
    }
    softmax(left, options.temperature);
    if (*options.topP < 1)
        keepNucleus(left, *options.topP);
    return left;
}

void Sampler::skip(std::int64_t tokens)
{
    if (!m_options.greedy)
        m_random.discard(static_cast<unsigned long long>(tokens));
}

Sampler::Choice Sampler::choose(std::span<const float> logits, double slack)
{
    if (m_options.greedy) {
        const auto best = std::max_element(logits.begin(), logits.end());
        const auto id = static_cast<std::int32_t>(best - logits.begin());
        const auto near = [&](float value) { return *best - value <= 2 * slack; };
        return {id, slack == 0 || std::count_if(logits.begin(), logits.end(), near) == 1};
    }
    const Candidates choices = candidates(logits, m_options);
    // 53 random bits: the standard's own distributions differ from library to library.
    const double drawn = static_cast<double>(m_random() >> 11) * 0x1p-53;
    // A weight changes by this factor at most, and so does a sum of them.
    const double shift = std::expm1(2 * slack / m_options.temperature);
    bool sure = slack == 0 || hasClearEdge(logits, choices, m_options, slack, shift);
    double sum = 0;
    for (const Candidate &choice : choices) {
        const double before = sum;
        sum += choice.weight;
        const bool last = &choice == &choices.back();
        if (drawn < sum || last) { // the weights may sum to a hair under 1
            sure = sure && (slack == 0 || (before == 0 || drawn - before > shift));
            sure = sure && (slack == 0 || last || sum - drawn > shift);
            return {choice.id, sure};
        }
    }
    return {};
}

} // namespace ecva
