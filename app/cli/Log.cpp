#include "app/cli/Arguments.h"
#include "app/cli/Commands.h"
#include "app/cli/Project.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace ecva::cli {
namespace {

struct Options
{
    std::string project;
    qint64 item = 0;
};

/// The rows of a step are JSON already: put in as they are.
std::string entryJson(const JournalEntry &entry)
{
    const nlohmann::ordered_json head{{"seq", entry.seq},
                                      {"when", entry.when.toStdString()},
                                      {"who", entry.who.toStdString()},
                                      {"command", entry.command.toStdString()},
                                      {"state", toName(entry.state).toStdString()}};
    std::string text = head.dump();
    text.pop_back();
    return text + ",\"before\":" + entry.before.toStdString()
           + ",\"after\":" + entry.after.toStdString() + "}";
}

int run(const Context &context, const Options &options)
{
    const auto document = openProject(context, options.project, Document::Mode::ReadOnly);
    if (!document)
        return context.report(document.error());
    const auto entries = (*document)->journal(options.item);
    if (!entries)
        return context.report(entries.error());
    if (!context.json) {
        for (const JournalEntry &entry : *entries)
            context.print(std::to_string(entry.seq) + "  " + entry.when.toStdString() + "  "
                          + entry.who.toStdString() + "  " + entry.command.toStdString() + "  "
                          + toName(entry.state).toStdString());
        return kDone;
    }
    for (std::size_t i = 0; i < entries->size(); ++i)
        context.print((i ? "," : "[") + entryJson((*entries)[i]));
    context.print(std::string(entries->empty() ? "[]" : "]"));
    return kDone;
}

} // namespace

void registerLog(CLI::App &app, Action &action)
{
    auto options = std::make_shared<Options>();
    CLI::App *command
        = app.add_subcommand("log", "The stored history, oldest first, undone and dead steps too");
    command->add_option("PROJECT", options->project, "Project file")->required();
    CLI::Option *item = command->add_option(
        "--item", options->item, "Only steps that touched what has this id, or what hangs on it");
    takeWholeNumbers(*item, 1, std::numeric_limits<qint64>::max());
    command->callback([options, &action] {
        action = [options](const Context &context) { return run(context, *options); };
    });
}

} // namespace ecva::cli
