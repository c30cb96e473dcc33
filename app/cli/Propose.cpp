#include "app/cli/Arguments.h"
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

void tellStep(const Context &context, const ChainStep &step)
{
    const double done = double(step.done) / (kChainParts + 2);
    switch (step.kind) {
    case ChainStep::Kind::Caption:
        context.progress("Describing part " + std::to_string(step.part), done);
        break;
    case ChainStep::Kind::Ranking:
        context.progress("Ranking the parts", done);
        break;
    case ChainStep::Kind::Answer:
        context.endProgress();
        break;
    }
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

    if (question->chain)
        question->chain->onStep = [&](const ChainStep &step) { tellStep(context, step); };
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
    if (!began)
        context.endProgress();
    if (began)
        context.print(std::string());
    if (!result)
        return context.report(result.error());
    // What came after the last token could not be stopped any more, and is not stored either.
    if (const auto going = context.cancel.check(); !going)
        return context.report(going.error());

    tellFrames(options, result->frames.size());
    nlohmann::json output = proposalJson(**model, *question, *result);
    const bool answered = !output["answer"].is_null();
    if (result->chain) {
        for (const std::string &note : chainNotes(*result->chain))
            warn(note);
    }
    if (target->document && answered) {
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
    else if (!context.quiet && answered)
        tellFigures(*result);
    return answered ? kDone : kFindings;
}

} // namespace

void registerPropose(CLI::App &app, Action &action)
{
    const auto options = std::make_shared<ModelRunOptions>();
    CLI::App *command
        = app.add_subcommand("propose", "Ask a model what happened, why, and how it ended");
    addModelRunOptions(*command, *options);
    takeWholeNumbers(
        *command->add_option("--seed", options->seed, "Of the draws (default: random, reported)")
             ->type_name("N"),
        0);
    command->add_flag("--cot", options->cot,
                      "Describe four parts of the video, rank them, answer on the two best");
    command
        ->add_option("--cot-mode", options->cotMode,
                     "With --cot: ask about both parts (paper), or about the earlier alone and "
                     "not at all where the ranking cannot be read (released)")
        ->check(CLI::IsMember({"paper", "released"}));
    command->callback([&action, options] {
        action = [options](const Context &context) { return runPropose(context, *options); };
    });
}

} // namespace ecva::cli
