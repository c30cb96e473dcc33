#include "app/cli/Commands.h"
#include "app/cli/Project.h"

#include <CLI/CLI.hpp>
#include <QFileInfo>
#include <nlohmann/json.hpp>

namespace ecva::cli {
namespace {

using Json = nlohmann::ordered_json;

template <typename Enum>
Json zeroes()
{
    Json counts = Json::object();
    for (const QString &name : names<Enum>())
        counts[name.toStdString()] = 0;
    return counts;
}

void add(Json &counts, const QString &name)
{
    Json &count = counts[name.toStdString()];
    count = count.get<int>() + 1;
}

Json summary(const Document &document)
{
    const ProjectModel &model = document.model();
    Json status = zeroes<ClipStatus>();
    Json verdict = zeroes<Verdict>();
    Json items = zeroes<Task>();
    Json answers = zeroes<Task>();
    Json roles = zeroes<AnswerRole>();
    int linked = 0;
    int present = 0;
    for (const auto &[id, clip] : model.clips()) {
        add(status, toName(clip.status));
        add(verdict, toName(clip.verdict));
        linked += clip.media ? 1 : 0;
        present += QFileInfo::exists(document.absoluteMediaPath(clip)) ? 1 : 0;
    }
    for (const auto &[id, item] : model.items())
        add(items, toName(item.task));
    for (const auto &[id, answer] : model.answers()) {
        add(answers, toName(model.item(answer.item)->task));
        add(roles, toName(answer.role));
    }
    return Json{{"project", document.path().toStdString()},
                {"clips", model.clips().size()},
                {"clips_with_video", linked},
                {"videos_found", present},
                {"segments", model.segments().size()},
                {"key_sentences", model.keySentences().size()},
                {"key_frames", model.keyFrames().size()},
                {"sources", model.sources().size()},
                {"status", status},
                {"verdict", verdict},
                {"items", items},
                {"answers", answers},
                {"answers_by_role", roles},
                {"undo", document.undoCommand().toStdString()},
                {"redo", document.redoCommand().toStdString()}};
}

void printLines(const Context &context, const Json &json, const std::string &prefix)
{
    for (const auto &[name, value] : json.items()) {
        if (value.is_object())
            printLines(context, value, prefix + name + ".");
        else if (value != 0 && value != "")
            context.print(prefix + name + " "
                          + (value.is_string() ? value.get<std::string>() : value.dump()));
    }
}

int run(const Context &context, const std::string &path, bool check)
{
    const auto document = openProject(context, path, Document::Mode::ReadOnly);
    if (!document)
        return context.report(document.error());
    if (check) {
        if (const auto sound = (*document)->checkIntegrity(); !sound)
            return context.report(sound.error());
    }
    const Json json = summary(**document);
    if (context.json)
        context.print(json.dump(-1, ' ', false, Json::error_handler_t::replace));
    else
        printLines(context, json, {});
    return kDone;
}

} // namespace

void registerInfo(CLI::App &app, Action &action)
{
    auto path = std::make_shared<std::string>();
    auto check = std::make_shared<bool>(false);
    CLI::App *command = app.add_subcommand("info", "Counts clips, segments and texts of a project");
    command->add_option("PROJECT", *path, "Project file")->required();
    command->add_flag("--check", *check, "Also checks the whole file for damage");
    command->callback([path, check, &action] {
        action = [path, check](const Context &context) { return run(context, *path, *check); };
    });
}

} // namespace ecva::cli
