#include "app/cli/Commands.h"
#include "app/cli/Project.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace ecva::cli {

void registerNew(CLI::App &app, Action &action)
{
    auto path = std::make_shared<std::string>();
    CLI::App *command = app.add_subcommand("new", "Makes an empty project");
    command->add_option("PROJECT", *path, "File to make (.ecva)")->required();
    command->callback([path, &action] {
        action = [path](const Context &context) -> int {
            auto made = Document::create(pathFrom(*path), QString::fromStdString(context.author));
            if (!made)
                return context.report(made.error());
            const std::string file = (*made)->path().toStdString();
            if (context.json)
                context.print(nlohmann::json{{"project", file}});
            else
                context.print(file);
            return kDone;
        };
    });
}

} // namespace ecva::cli
