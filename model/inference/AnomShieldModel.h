#pragma once

#include "model/api/Engine.h"
#include "model/api/Tokenizer.h"
#include "model/api/VideoModel.h"
#include "model/checkpoint/ModelConfig.h"

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ecva {

class DeltaProgress;
class FramePictures;
struct AnswerAids;
struct Conversation;
struct DeltaPlan;
struct Prompt;

/// AnomShield or VideoLLaMA2 out of its parts: a sampler (B.1, B.2), CLIP's processor, the prompt's
/// template, an engine.
/// In delta() `onToken` gets the tokens of the first answer.
class AnomShieldModel : public VideoModel
{
public:
    struct Parts
    {
        ModelInfo info;
        ModelOptions options;
        AnomShieldConfig config;
        std::unique_ptr<Tokenizer> tokenizer;
        std::unique_ptr<Engine> engine;
        /// Used unless a question names another; why there is none where the checkpoint's own is
        /// not known.
        Result<PromptTemplate> layout = PromptTemplate::Mistral;
        std::string engineVersion;
    };
    explicit AnomShieldModel(Parts parts);

    const ModelInfo &info() const override { return m_parts.info; }
    const ModelOptions &options() const override { return m_parts.options; }
    std::string engineVersion() const override { return m_parts.engineVersion; }
    Result<std::vector<std::int64_t>> sample(const VideoSource &video, int frames) const override;
    Result<AskResult> ask(const AskRequest &request, const TokenSink &onToken,
                          const CancelToken &cancel) override;
    Result<DeltaReport> delta(const DeltaRequest &request, const TokenSink &onToken,
                              const ProgressSink &progress, const CancelToken &cancel) override;

private:
    Result<std::vector<std::int64_t>> sampleOf(const VideoSource &video, std::int64_t frameCount,
                                               int frames) const;
    /// The question as the model is asked it about such a clip.
    Result<Conversation> conversationOf(const VideoSource &video,
                                        const std::optional<PromptTemplate> &layout) const;
    Result<Prompt> promptOf(const VideoSource &video, const std::optional<PromptTemplate> &layout,
                            const std::string &question) const;
    /// Fills in all but the frames and the reading time.
    Result<AskResult> answer(const Prompt &prompt, std::shared_ptr<const PixelVideo> video,
                             const GenerationOptions &options, const TokenSink &onToken,
                             const CancelToken &cancel, const AnswerAids &aids);
    /// Two answers to one question, of which `onToken` gets the first, in the same passes.
    Result<std::pair<AskResult, AskResult>>
    answerBoth(const Prompt &prompt, std::array<std::shared_ptr<const PixelVideo>, 2> videos,
               const GenerationOptions &options, const TokenSink &onToken,
               const CancelToken &cancel);
    /// The scores of `forced` on V, V∖K and the controls.
    Result<std::vector<std::vector<double>>> scores(const std::vector<ScoreRequest> &requests,
                                                    DeltaProgress &done, const CancelToken &cancel);
    /// Scores `forced` on V, V∖K and the controls; fills in the plan's deltas, returns K's
    /// evidence.
    Result<std::vector<double>> measure(const Prompt &prompt,
                                        const std::vector<std::int32_t> &forced,
                                        const FramePictures &pictures, DeltaPlan &plan, Reuse reuse,
                                        DeltaProgress &done, const CancelToken &cancel);
    Result<AskResult> askGuarded(const AskRequest &request, const TokenSink &onToken,
                                 const CancelToken &cancel);
    Result<AskResult> askByChain(const AskRequest &request, const TokenSink &onToken,
                                 const CancelToken &cancel);
    Result<DeltaReport> deltaGuarded(const DeltaRequest &request, const TokenSink &onToken,
                                     const ProgressSink &progress, const CancelToken &cancel);

    Parts m_parts;
};

} // namespace ecva
