#include "app/cli/Commands.h"
#include "app/cli/Project.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <limits>

namespace ecva::cli {
namespace {

enum class Direction { Undo, Redo };

struct Options
{
    std::string project;
    std::string steps = "1";
};

int run(const Context &context, const Options &options, Direction direction)
{
    const bool undoes = direction == Direction::Undo;
    const bool all = options.steps == "all";
    bool isNumber = false;
    const qint64 wanted = all ? std::numeric_limits<qint64>::max()
                              : QString::fromStdString(options.steps).toLongLong(&isNumber);
    if (!all && (!isNumber || wanted < 1))
        return context.report({ErrorCode::InvalidArgument,
                               "the number of steps cannot be '" + options.steps
                                   + "'; it is a whole number from 1, or all",
                               {}});
    auto opened = openProject(context, options.project, Document::Mode::ReadWrite);
    if (!opened)
        return context.report(opened.error());
    Document &document = **opened;
    nlohmann::json commands = nlohmann::json::array();
    qint64 done = 0;
    for (; done < wanted && (undoes ? document.canUndo() : document.canRedo()); ++done) {
        if (auto go = context.cancel.check(); !go)
            return context.report(go.error());
        const std::string command
            = (undoes ? document.undoCommand() : document.redoCommand()).toStdString();
        if (auto moved = undoes ? document.undo() : document.redo(); !moved)
            return context.report(moved.error());
        commands.push_back(command);
        if (!context.json)
            context.print(command);
    }
    if (context.json)
        context.print(nlohmann::json{{undoes ? "undone" : "redone", done}, {"commands", commands}});
    if (all || done == wanted)
        return kDone;
    context.report({ErrorCode::InvalidArgument,
                    std::string("nothing more to ") + (undoes ? "undo" : "redo") + ": "
                        + std::to_string(done) + " of " + std::to_string(wanted) + " steps done",
                    document.path().toStdString()});
    return kFindings;
}

void add(CLI::App &app, Action &action, Direction direction, const char *name, const char *help)
{
    auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand(name, help);
    command->add_option("PROJECT", options->project, "Project file")->required();
    command->add_option("N", options->steps, "How many steps, or all (default 1)");
    command->callback([options, direction, &action] {
        action = [options, direction](const Context &context) {
            return run(context, *options, direction);
        };
    });
}

} // namespace

void registerUndo(CLI::App &app, Action &action)
{
    add(app, action, Direction::Undo, "undo",
        "Takes back the last steps, the window's too; exit 1 when there were fewer");
}

void registerRedo(CLI::App &app, Action &action)
{
    add(app, action, Direction::Redo, "redo",
        "Does undone steps again; exit 1 when there were fewer");
}

} // namespace ecva::cli
