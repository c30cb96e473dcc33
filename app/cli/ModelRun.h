#pragma once

#include "annotation/document/Document.h"
#include "app/cli/Cli.h"
#include "app/services/Propose.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ecva::cli {

/// The options that propose and delta share, as given.
struct ModelRunOptions
{
    std::string target; ///< a video, or a project
    std::string clip;   ///< id or path; of a project
    std::int64_t segment = 0;
    std::string model;
    std::string visionTower;
    std::string task;
    std::string question;
    std::int64_t frames = 0;

    bool greedy = false;
    std::optional<double> temperature;
    std::optional<int> topK;
    std::optional<double> topP;
    std::optional<std::uint64_t> seed;
    std::int64_t maxNewTokens = GenerationOptions{}.maxNewTokens;

    std::string device = "auto";
    std::string dtype = "fp32";

    std::string base;
    std::string lora;
    bool liveLora = false;
    std::string projector;
    std::string layout;       ///< name of a PromptTemplate; empty: the model's own
    std::string aspect;       ///< "pad" or "square"; empty: as the checkpoint says
    bool cot = false;         ///< of propose
    std::string cotMode = ""; ///< "paper" or "released"; empty: paper
};

void addModelRunOptions(CLI::App &command, ModelRunOptions &options);

/// What a model is asked about: a video, where nothing is stored, or a clip of a project.
struct ModelTarget
{
    std::unique_ptr<Document> document; ///< null for a video
    AnswerPlace place;
    ClipToAsk video;
};

/// Wrong usage is told before anything is opened, and everything that can be before the model is
/// loaded. Errors: InvalidArgument, those of Document::open and clipToAsk().
Result<ModelTarget> openTarget(const Context &context, const ModelRunOptions &options);
Result<ClipFrames> openFrames(const Context &context, const ModelTarget &target,
                              const ModelRunOptions &options);
/// `greedyByDefault`: unless temperature, top-k or top-p are given. The seed is as given, else 0:
/// whoever draws sets it.
Result<ModelQuestion> questionOf(const ModelRunOptions &options, const ModelTarget &target,
                                 bool greedyByDefault);
/// Loads the model, fits the question to it, and says on stderr what a reader of the answer has to
/// know. Errors: as loadVideoModel(); Device where the engine was not built.
Result<std::unique_ptr<VideoModel>>
loadModel(const Context &context, const ModelRunOptions &options, ModelQuestion &question);

/// Says on stderr when the model's sampler took fewer frames than were asked for.
void tellFrames(const ModelRunOptions &options, std::size_t seen);

/// "ecva: …" on stderr.
void warn(const std::string &text);
/// "1,2,3"; blanks around numbers allowed. Errors: InvalidArgument, naming `option` and the part.
Result<std::vector<std::int64_t>> frameList(const std::string &text, const std::string &option);

} // namespace ecva::cli
