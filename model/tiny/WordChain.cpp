#include "model/tiny/WordChain.h"

#include <algorithm>

namespace ecva {

WordChain::WordChain(const TinyVocabulary &vocabulary)
{
    std::map<std::int32_t, std::map<std::int32_t, std::int64_t>> after;
    for (const std::vector<std::int32_t> &sentence : vocabulary.sentences) {
        if (sentence.empty())
            continue;
        // A sentence follows the prompt, another sentence, and then may come the end.
        ++after[vocabulary.promptEnd][sentence.front()];
        ++after[sentence.back()][sentence.front()];
        ++after[sentence.back()][vocabulary.eos];
        for (std::size_t i = 1; i < sentence.size(); ++i)
            ++after[sentence[i - 1]][sentence[i]];
    }
    for (const auto &[token, followers] : after) {
        std::int64_t total = 0;
        for (const auto &[follower, count] : followers)
            total += count;
        for (const auto &[follower, count] : followers) {
            const double share = static_cast<double>(count) / static_cast<double>(total);
            m_before[follower][token] = 0.75 + share / 4;
        }
    }
}

std::vector<std::int32_t> WordChain::frequentFollowers(std::size_t count) const
{
    std::vector<std::int32_t> tokens;
    for (const auto &[token, before] : m_before)
        tokens.push_back(token);
    std::stable_sort(tokens.begin(), tokens.end(), [this](std::int32_t one, std::int32_t two) {
        return m_before.at(one).size() > m_before.at(two).size();
    });
    tokens.resize(std::min(tokens.size(), count));
    return tokens;
}

} // namespace ecva
