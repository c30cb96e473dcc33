#include "app/cli/Commands.h"
#include "app/cli/ModelRun.h"
#include "app/cli/Terminal.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace ecva::cli {
namespace {

void tellFigures(const AskResult &result)
{
    const AskTimings &spent = result.timings;
    const double seconds
        = spent.readSeconds + spent.visionSeconds + spent.prefillSeconds + spent.decodeSeconds;
    std::string line = std::to_string(result.frames.size()) + " frames, "
                       + std::to_string(result.tokens.size()) + " tokens";
    if (!result.generation.greedy)
        line += ", seed " + std::to_string(result.generation.seed);
    char time[40];
    std::snprintf(time, sizeof time, ", %.2f s", seconds);
    std::fprintf(stderr, "%s%s%s\n", line.c_str(), time,
                 result.ended ? "" : ", cut off at the longest answer");
}

int runPropose(const Context &context, const ModelRunOptions &options)
{
    auto target = openTarget(context, options);
    if (!target)
        return context.report(target.error());
    auto question = questionOf(options, *target, false);
    if (!question)
        return context.report(question.error());
    if (!options.seed)
        question->generation.seed = randomSeed();
    const auto clip = openFrames(context, *target, options);
    if (!clip)
        return context.report(clip.error());
    const auto model = loadModel(context, options, *question);
    if (!model)
        return context.report(model.error());

    bool began = false;
    const auto stream = [&](const TokenEvent &event) {
        if (context.json)
            return;
        began = began || !event.text.empty();
        const std::string text = forStdout(event.text);
        std::fwrite(text.data(), 1, text.size(), stdout);
        std::fflush(stdout);
    };
    const auto result = propose(**model, *clip, *question, stream, context.cancel);
    if (began)
        context.print(std::string());
    if (!result)
        return context.report(result.error());
    // What came after the last token could not be stopped any more, and is not stored either.
    if (const auto going = context.cancel.check(); !going)
        return context.report(going.error());

    tellFrames(options, result->frames.size());
    nlohmann::json output = proposalJson(**model, *question, *result);
    if (target->document) {
        const ModelAnswer answer{AnswerRole::Model, QString::fromStdString((*model)->info().name),
                                 question->question, QString::fromStdString(result->text),
                                 storedProvenance(output)};
        const auto stored = storeProposal(*target->document, target->place, answer);
        if (!stored)
            return context.report(stored.error());
        output["clip"] = target->place.clip.value;
        output["answer_id"] = stored->value;
    }
    if (context.json)
        context.print(output);
    else if (!context.quiet)
        tellFigures(*result);
    return kDone;
}

} // namespace

void registerPropose(CLI::App &app, Action &action)
{
    const auto options = std::make_shared<ModelRunOptions>();
    CLI::App *command
        = app.add_subcommand("propose", "Ask a model what happened, why, and how it ended");
    addModelRunOptions(*command, *options);
    command->add_option("--seed", options->seed, "Of the draws (default: random, reported)")
        ->type_name("N")
        ->check(CLI::NonNegativeNumber);
    command->callback([&action, options] {
        action = [options](const Context &context) { return runPropose(context, *options); };
    });
}

} // namespace ecva::cli
