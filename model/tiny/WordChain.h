#pragma once

#include "model/tiny/TinyWeights.h"

#include <cstdint>
#include <map>
#include <vector>

namespace ecva {

/// Which token follows which, from 0.75 (once) to 1 (nearly always).
class WordChain
{
public:
    explicit WordChain(const TinyVocabulary &vocabulary);

    /// follower → (token before it → strength).
    const std::map<std::int32_t, std::map<std::int32_t, double>> &before() const
    {
        return m_before;
    }
    /// Tokens that follow many others, most first; at most `count`.
    std::vector<std::int32_t> frequentFollowers(std::size_t count) const;

private:
    std::map<std::int32_t, std::map<std::int32_t, double>> m_before;
};

} // namespace ecva
