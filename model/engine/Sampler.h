#pragma once

#include "model/api/Generation.h"

#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace ecva {

/// Chooses the next token: the largest, or temperature, top-k, top-p, softmax and a draw with a
/// generator of its own, so that a seed gives the same answer wherever the logits are the same.
class Sampler
{
public:
    explicit Sampler(const GenerationOptions &options);

    /// Of finite logits, at least one. Equal largest ones: the first.
    std::int32_t next(std::span<const float> logits) { return choose(logits, 0).id; }

    struct Choice
    {
        std::int32_t id = 0;
        bool sure = true; ///< the same whatever is added to each logit within ± slack
    };
    /// As next(); whether the choice is sure may be doubted where it is, never the other way round.
    Choice choose(std::span<const float> logits, double slack);
    /// As if that many tokens had been chosen.
    void skip(std::int64_t tokens);

    struct Candidate
    {
        std::int32_t id = 0;
        double weight = 0; ///< probability, once they are all together
    };
    /// What a draw is made from, by id: scores at or above the k-th largest, of these the smallest
    /// set of at least probability p (the more probable first, then the lower id), normalised.
    static std::vector<Candidate> candidates(std::span<const float> logits,
                                             const GenerationOptions &given);

private:
    GenerationOptions m_options;
    std::mt19937_64 m_random;
};

} // namespace ecva
