#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Result.h"
#include "model/api/VideoModel.h"
#include "model/inference/FramePictures.h"
#include "model/tokenizer/Prompt.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ecva {

/// The parts that a ranking names, the most helpful first: every digit 1 to 4 of its first list of
/// whole numbers in square brackets. 1 2 3 4 5 where there is no such list.
std::vector<int> rankedParts(std::string_view ranking);

/// The released code leaves such a video out: five parts stand for "no list".
bool isUnusable(const std::vector<int> &order);

/// The parts to ask about, in their order in time; none with Released and an unusable order.
std::vector<int> chosenParts(std::vector<int> order, ChainMode mode);

/// System text and question of the ranking. `captions` are kChainParts texts.
extern const std::string_view kRankingSystem;
std::string rankingQuestion(const std::vector<std::string> &captions);

/// The six questions of a chain, put to a model through what it gives.
class ChainOfThought
{
public:
    /// What the model can do. `ask` answers one prompt; no pictures where `video` is null.
    struct Model
    {
        std::function<Result<Prompt>(Shown shown, std::string_view system, std::string_view text)>
            prompt;
        std::function<Result<AskResult>(const Prompt &prompt,
                                        std::shared_ptr<const PixelVideo> video,
                                        const GenerationOptions &options, const TokenSink &onToken)>
            ask;
        std::int64_t contextLength = 0; ///< 0: nobody knows
    };

    /// All are kept by reference; request.chain is set.
    ChainOfThought(const Model &model, const AskRequest &request, const CancelToken &cancel)
        : m_model(model)
        , m_request(request)
        , m_cancel(cancel)
    {
    }

    /// `frames` are the kChainParts · kChainPartFrames sampled ones, `pictures` holds them.
    /// `onToken` gets the answer's tokens alone. Draws of caption k begin from seed + k, those of
    /// the ranking from seed + 5. Errors: the model's; Cancelled.
    Result<AskResult> answer(const std::vector<std::int64_t> &frames, const FramePictures &pictures,
                             const TokenSink &onToken);

private:
    Result<void> step(ChainStep::Kind kind, int part);
    Result<AskResult> ask(const Prompt &prompt, std::shared_ptr<const PixelVideo> video,
                          std::uint64_t seedStep, const TokenSink &onToken);
    Result<void> describe(const std::vector<std::int64_t> &frames, const FramePictures &pictures);
    Result<void> rank();
    Result<Prompt> rankingPrompt();

    const Model &m_model;
    const AskRequest &m_request;
    const CancelToken &m_cancel;
    int m_done = 0;
    ChainReport m_report;
    AskTimings m_spent; ///< of captions and ranking
};

} // namespace ecva
