#include "app/cli/Commands.h"
#include "app/services/DemoProject.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace ecva::cli {

void registerDemo(CLI::App &app, Action &action)
{
    struct Options
    {
        std::string folder;
    };
    const auto options = std::make_shared<Options>();
    CLI::App *command
        = app.add_subcommand("demo", "Make a demo project with its own clips and annotations");
    command->add_option("DIR", options->folder, "Folder to make it in")->required();
    command->callback([&action, options] {
        action = [options](const Context &context) -> int {
            const auto made = makeDemoProject(
                QString::fromStdString(options->folder), QString::fromStdString(context.author),
                [&](double done) { context.progress("drawing", done); }, context.cancel);
            context.endProgress();
            if (!made)
                return context.report(made.error());
            if (context.json) {
                nlohmann::ordered_json clips = nlohmann::ordered_json::array();
                for (const QString &clip : made->clips)
                    clips.push_back(clip.toStdString());
                context.print(
                    nlohmann::json{{"project", made->project.toStdString()}, {"clips", clips}});
            } else {
                context.print(made->project.toStdString());
            }
            return kDone;
        };
    });
}

} // namespace ecva::cli
