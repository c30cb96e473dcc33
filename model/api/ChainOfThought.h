#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ecva {

/// ECVA's way to an answer in six questions (model spec B.4): 32 frames in four parts of eight,
/// each part described by itself, the descriptions ranked by the same model without pictures, the
/// question asked of the two parts that help most.
enum class ChainMode {
    /// Of both parts, as one video of 16 frames. Parts that the ranking does not name come behind
    /// those it names, in their order in time.
    Paper,
    /// What the released code does: of the earlier of the two alone, and not at all where the
    /// ranking holds no list, a list of five parts, or of fewer than two.
    Released,
};

inline constexpr int kChainParts = 4;
inline constexpr int kChainPartFrames = 8;

/// Which of the six questions comes next.
struct ChainStep
{
    enum class Kind { Caption, Ranking, Answer };
    Kind kind = Kind::Caption;
    int part = 0; ///< 1 to 4 of a caption
    int done = 0; ///< steps that are behind us, of kChainParts + 2
};

struct ChainRequest
{
    ChainMode mode = ChainMode::Paper;
    std::function<void(const ChainStep &)> onStep = {}; ///< in the thread that asked
};

struct ChainCaption
{
    std::vector<std::int64_t> frames;
    std::string text;
    std::vector<std::int32_t> tokens; ///< generated ids, the end token included
};

/// How an answer came about.
struct ChainReport
{
    ChainMode mode = ChainMode::Paper;
    std::vector<ChainCaption> captions; ///< of the parts in their order in time
    bool shortened = false; ///< captions were cut for the ranking: all would not fit the context
    std::string rankingPrompt;
    std::string ranking;
    std::vector<std::int32_t> rankingTokens;
    /// Parts, 1 to 4, the most helpful first, as the ranking names them; 1 2 3 4 5 where it names
    /// none.
    std::vector<int> order;
    std::vector<int> chosen; ///< parts that the answer is about, in their order in time
    bool unranked = false;   ///< the ranking cannot be used; with Released there is no answer then
};

} // namespace ecva
