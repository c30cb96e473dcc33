#include "app/cli/Commands.h"
#include "app/cli/Project.h"

#include "annotation/store/ProjectStore.h"

#include <CLI/CLI.hpp>

#include <cstdio>

namespace ecva::cli {
namespace {

int run(const Context &context, const std::string &path)
{
    // Straight from the file: no model in memory, however large the project.
    const auto store = ProjectStore::open(pathFrom(path), ProjectStore::Access::ReadOnly);
    if (!store)
        return context.report(store.error());
    const auto done = (*store)->dump([](const QByteArray &piece) {
        std::fwrite(piece.constData(), 1, std::size_t(piece.size()), stdout);
    });
    return done ? int(kDone) : context.report(done.error());
}

} // namespace

void registerDump(CLI::App &app, Action &action)
{
    auto path = std::make_shared<std::string>();
    CLI::App *command = app.add_subcommand(
        "dump", "All that people and models wrote, as JSON in one canonical order");
    command->add_option("PROJECT", *path, "Project file")->required();
    command->callback([path, &action] {
        action = [path](const Context &context) { return run(context, *path); };
    });
}

} // namespace ecva::cli
