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

} // namespace

Sampler::Sampler(const GenerationOptions &options)
    : m_options(options)
    , m_random(options.seed)
{
}

std::vector<Sampler::Candidate> Sampler::candidates(std::span<const float> logits,
                                                    const GenerationOptions &options)
{
    const float least = options.topK > 0
                            ? kthLargest(logits, static_cast<std::size_t>(options.topK))
                            : -std::numeric_limits<float>::infinity();
    Candidates left;
    for (std::size_t id = 0; id < logits.size(); ++id) {
        if (logits[id] >= least)
            left.push_back({static_cast<std::int32_t>(id), logits[id]});
    }
    softmax(left, options.temperature);
    if (options.topP < 1)
        keepNucleus(left, options.topP);
    return left;
}

std::int32_t Sampler::next(std::span<const float> logits)
{
    if (m_options.greedy)
        return static_cast<std::int32_t>(std::max_element(logits.begin(), logits.end())
                                         - logits.begin());
    const Candidates choices = candidates(logits, m_options);
    // 53 random bits: the standard's own distributions differ from library to library.
    const double drawn = static_cast<double>(m_random() >> 11) * 0x1p-53;
    double sum = 0;
    for (const Candidate &choice : choices) {
        sum += choice.weight;
        if (drawn < sum)
            return choice.id;
    }
    return choices.back().id; // the weights summed to a hair under 1
}

} // namespace ecva
