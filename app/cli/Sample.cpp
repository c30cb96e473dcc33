#include "app/cli/Arguments.h"
#include "app/cli/Commands.h"
#include "app/cli/MediaIndex.h"
#include "model/preprocess/FrameSampler.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <memory>

namespace ecva::cli {
namespace {

struct SampleOptions
{
    std::string file;
    std::int64_t frames = 0;
    std::string scheme = "uniform";
    std::string model;
};

Result<std::vector<std::int64_t>> sample(const VideoIndex &index, const SampleOptions &options)
{
    if (options.scheme == "videollama2")
        return sampleVideoLlama2(index.frameCount(), options.frames);
    if (options.scheme == "fps")
        return sampleFps(index.frameCount(), index.info().averageRate.toDouble());
    return sampleUniform(index.frameCount(), options.frames);
}

int runSample(const Context &context, const SampleOptions &options)
{
    if (options.scheme == "ats") {
        if (options.model.empty()) {
            return context.report({ErrorCode::InvalidArgument,
                                   "--scheme ats samples by a model's anomaly scores: it needs "
                                   "--model DIR",
                                   {}});
        }
        return context.report({ErrorCode::Device,
                               "--scheme ats: this version of ecva cannot run models",
                               options.model});
    }
    const auto index = indexOf(context, options.file);
    if (!index)
        return context.report(index.error());
    const auto indexes = sample(**index, options);
    if (!indexes)
        return context.report({indexes.error().code, indexes.error().message, options.file});
    if (context.json) {
        context.print(nlohmann::json{{"indexes", *indexes}});
        return kDone;
    }
    std::string line;
    for (const std::int64_t number : *indexes)
        line += (line.empty() ? "" : " ") + std::to_string(number);
    context.print(line);
    return kDone;
}

} // namespace

void registerSample(CLI::App &app, Action &action)
{
    const auto options = std::make_shared<SampleOptions>();
    CLI::App *command = app.add_subcommand("sample", "The frame numbers that a model would see");
    command->add_option("FILE", options->file, "Video")->required();
    CLI::Option *frames
        = command
              ->add_option("--frames", options->frames,
                           "How many; the models see 32 at most, and fps takes one a second "
                           "instead")
              ->required()
              ->type_name("N");
    takeWholeNumbers(*frames, 1, std::numeric_limits<std::int64_t>::max());
    command->add_option("--scheme", options->scheme, "How to choose them")
        ->check(CLI::IsMember({"uniform", "fps", "videollama2", "ats"}))
        ->capture_default_str();
    command->add_option("--model", options->model, "Checkpoint whose scores steer ats")
        ->type_name("DIR");
    command->callback([&action, options] {
        action = [options](const Context &context) { return runSample(context, *options); };
    });
}

} // namespace ecva::cli
