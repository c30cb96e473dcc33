#include "app/cli/Arguments.h"
#include "app/cli/Commands.h"
#include "model/api/Modules.h"
#include "model/api/Tokenizer.h"
#include "model/checkpoint/Checkpoint.h"
#include "model/tiny/TinyCheckpoint.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <memory>
#include <optional>

namespace ecva::cli {
namespace {

struct ModelCommandOptions
{
    std::string folder;
    std::string visionTower;
    std::string base;
    std::string lora;
    std::string projector;
    TinyOptions tiny;
};

/// "1,234,567"
std::string grouped(std::int64_t number)
{
    std::string digits = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

/// The vocabulary beside the weights: its size, or why it cannot be used; neither where the
/// tokenizer module, which is not the checkpoint's, was not built.
struct Vocabulary
{
    std::optional<int> pieces;
    std::optional<Error> error;
};

Vocabulary vocabularyOf(const Checkpoint &checkpoint)
{
    const auto module = tokenizerModule();
    if (!module)
        return {};
    const auto tokenizer = (*module)->load(checkpoint.tokenizerFile());
    if (!tokenizer)
        return {{}, tokenizer.error()};
    const int pieces = (*tokenizer)->size();
    if (pieces > checkpoint.config().decoder.vocabulary) {
        return {pieces, Error{ErrorCode::BadInput,
                              "has " + std::to_string(pieces) + " pieces, but vocab_size is "
                                  + std::to_string(checkpoint.config().decoder.vocabulary),
                              checkpoint.tokenizerFile().string()}};
    }
    return {pieces, {}};
}

nlohmann::json toJson(const Checkpoint &checkpoint, const Vocabulary &vocabulary)
{
    const ModelInfo &info = checkpoint.info();
    nlohmann::json misshaped = nlohmann::json::array();
    for (const TensorMismatch &tensor : info.misshaped) {
        misshaped.push_back(
            {{"name", tensor.name}, {"expected", tensor.expected}, {"found", tensor.found}});
    }
    nlohmann::json json{
        {"name", info.name},
        {"folder", info.folder},
        {"vision_tower", checkpoint.towerFolder().string()},
        {"adapter", info.adapter},
        {"architecture", info.architecture},
        {"parameters", info.parameters},
        {"stored_type", info.storedType},
        {"weights_digest", info.weightsDigest},
        {"demonstration", info.demonstration},
        {"default_frames", info.defaultFrames},
        {"connector", info.connector},
        {"visual_tokens", info.visualTokens(info.defaultFrames)},
        {"context_length", info.contextLength},
        {"pads_to_square", info.padsToSquare},
        {"generation",
         {{"top_k", info.sampling.topK},
          {"top_p", info.sampling.topP},
          {"repetition_penalty", info.sampling.repetitionPenalty},
          {"end_tokens", checkpoint.config().decoder.ends},
          {"not_computed", info.sampling.ignored}}},
        {"complete", info.isComplete() && !vocabulary.error},
        {"missing", info.missing},
        {"unexpected", info.unexpected},
        {"misshaped", misshaped},
    };
    if (vocabulary.pieces)
        json["vocabulary"] = *vocabulary.pieces;
    if (vocabulary.error)
        json["vocabulary_error"] = vocabulary.error->text();
    return json;
}

void printNames(const Context &context, const char *title, const std::vector<std::string> &names)
{
    constexpr std::size_t kMost = 20;
    if (names.empty())
        return;
    context.print(std::string(title) + " (" + std::to_string(names.size()) + "):");
    for (std::size_t i = 0; i < std::min(names.size(), kMost); ++i)
        context.print("  " + names[i]);
    if (names.size() > kMost)
        context.print("  … " + std::to_string(names.size() - kMost) + " more, see --json");
}

std::string generationText(const SamplingDefaults &sampling)
{
    char numbers[120];
    std::snprintf(numbers, sizeof numbers, "top-k %d, top-p %g, repetition penalty %g",
                  sampling.topK, sampling.topP, sampling.repetitionPenalty);
    std::string text = numbers;
    for (const std::string &setting : sampling.ignored)
        text += "; not computed: " + setting;
    return text;
}

void printTable(const Context &context, const Checkpoint &checkpoint, const Vocabulary &vocabulary)
{
    const ModelInfo &info = checkpoint.info();
    const std::string demonstration
        = info.demonstration ? " (demonstration: its weights are random, its answers noise)" : "";
    const std::pair<const char *, std::string> rows[] = {
        {"name", info.name + demonstration},
        {"architecture", info.architecture},
        {"parameters", grouped(info.parameters) + ", " + info.storedType},
        {"weights", info.weightsDigest},
        {"vision tower", checkpoint.towerFolder().string()},
        {"vocabulary", vocabulary.error    ? vocabulary.error->text()
                       : vocabulary.pieces ? std::to_string(*vocabulary.pieces) + " pieces"
                                           : "not looked at: the tokenizer is not built"},
        {"connector", info.connector},
        {"frames", std::to_string(info.defaultFrames) + ", "
                       + grouped(info.visualTokens(info.defaultFrames)) + " visual tokens"
                       + (info.padsToSquare ? ", padded to a square" : "")},
        {"context", grouped(info.contextLength) + " tokens"},
        {"generation", generationText(info.sampling)},
        {"complete", info.isComplete() && !vocabulary.error ? "yes" : "no"},
    };
    for (const auto &[title, value] : rows) {
        std::string line = title;
        line.resize(14, ' ');
        context.print(line + value);
    }
    printNames(context, "missing", info.missing);
    std::vector<std::string> misshaped;
    for (const TensorMismatch &tensor : info.misshaped) {
        misshaped.push_back(tensor.name + ": " + shapeText(tensor.found) + " instead of "
                            + shapeText(tensor.expected));
    }
    printNames(context, "misshaped", misshaped);
    printNames(context, "unexpected", info.unexpected);
}

int runInfo(const Context &context, const ModelCommandOptions &options)
{
    const auto checkpoint = Checkpoint::open(CheckpointFiles{
        options.folder, options.visionTower, options.base, options.lora, options.projector});
    if (!checkpoint)
        return context.report(checkpoint.error());
    const Vocabulary vocabulary = vocabularyOf(**checkpoint);
    if (context.json)
        context.print(toJson(**checkpoint, vocabulary));
    else
        printTable(context, **checkpoint, vocabulary);
    const ModelInfo &info = (*checkpoint)->info();
    if (!info.isComplete()) {
        std::string what;
        if (!info.missing.empty()) {
            what = "lacks " + std::to_string(info.missing.size())
                   + (info.missing.size() == 1 ? " tensor, " : " tensors, first ")
                   + info.missing.front();
        }
        if (!info.misshaped.empty()) {
            const TensorMismatch &first = info.misshaped.front();
            what += std::string(what.empty() ? "" : "; ") + "has "
                    + std::to_string(info.misshaped.size()) + " of another shape, first "
                    + first.name + " " + shapeText(first.found) + " instead of "
                    + shapeText(first.expected);
        }
        return context.report({ErrorCode::BadInput, what, info.folder});
    }
    return vocabulary.error ? context.report(*vocabulary.error) : kDone;
}

int runMakeTiny(const Context &context, const ModelCommandOptions &options)
{
    if (const auto made = makeTinyCheckpoint(options.folder, options.tiny); !made)
        return context.report(made.error());
    const auto checkpoint = Checkpoint::open(options.folder);
    if (!checkpoint)
        return context.report(checkpoint.error());
    const ModelInfo &info = (*checkpoint)->info();
    if (context.json) {
        context.print(nlohmann::json{{"folder", info.folder},
                                     {"seed", options.tiny.seed},
                                     {"parameters", info.parameters},
                                     {"weights_digest", info.weightsDigest},
                                     {"demonstration", info.demonstration}});
    } else {
        context.print(info.folder);
    }
    return kDone;
}

} // namespace

void registerModel(CLI::App &app, Action &action)
{
    const auto options = std::make_shared<ModelCommandOptions>();
    CLI::App *command = app.add_subcommand("model", "Checkpoints of video models");
    command->require_subcommand(1);

    CLI::App *info = command->add_subcommand("info", "What a checkpoint is, holds and lacks");
    info->add_option("DIR", options->folder, "Folder with config.json and weights")->required();
    info->add_option("--vision-tower", options->visionTower,
                     "Folder of the vision tower (default: where the config says)")
        ->type_name("DIR");
    info->add_option("--base", options->base, "Folder of the language model it was trained on")
        ->type_name("DIR");
    info->add_option("--lora", options->lora, "Folder of a LoRA adapter")->type_name("DIR");
    info->add_option("--projector", options->projector, "File with another connector")
        ->type_name("FILE");
    info->callback([&action, options] {
        action = [options](const Context &context) { return runInfo(context, *options); };
    });

    CLI::App *tiny = command->add_subcommand(
        "make-tiny", "Make a tiny demonstration checkpoint with random weights");
    tiny->add_option("DIR", options->folder, "Folder to make; must not exist or be empty")
        ->required();
    takeWholeNumbers(*tiny->add_option("--seed", options->tiny.seed, "Of the random weights")
                          ->type_name("N")
                          ->capture_default_str(),
                     0);
    tiny->add_option("--connector", options->tiny.connector,
                     "mamba_scan (AnomShield), stc_connector or stc_connector_v35 (VideoLLaMA2)")
        ->type_name("NAME")
        ->capture_default_str();
    tiny->add_flag("--sharded", options->tiny.sharded, "Two weight files with an index");
    tiny->callback([&action, options] {
        action = [options](const Context &context) { return runMakeTiny(context, *options); };
    });
}

} // namespace ecva::cli
