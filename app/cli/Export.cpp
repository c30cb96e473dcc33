#include "annotation/formats/Format.h"
#include "app/cli/Commands.h"
#include "app/cli/Project.h"

#include <CLI/CLI.hpp>
#include <QDir>
#include <nlohmann/json.hpp>

#include <memory>

namespace ecva::cli {
namespace {

struct ExportOptions
{
    std::string project;
    std::string format;
    std::string out;
    std::string filter;
    std::string mediaRoot;
    std::vector<std::string> tasks;
    std::string model;
    bool requireMedia = false;
    bool dryRun = false;
};

Result<ExportRequest> requestOf(const ExportOptions &options, const Document &document)
{
    ExportRequest request;
    request.format = QString::fromStdString(options.format);
    request.filter = QString::fromStdString(options.filter);
    request.projectFolder = document.folder();
    request.model = QString::fromStdString(options.model);
    request.requireMedia = options.requireMedia;
    if (!options.mediaRoot.empty())
        request.mediaRoot = QDir(pathFrom(options.mediaRoot)).absolutePath();
    for (const std::string &name : options.tasks) {
        const std::optional<Task> task = fromName<Task>(QString::fromStdString(name));
        if (!task)
            return fail(ErrorCode::InvalidArgument,
                        "--task " + name + ": there are "
                            + names<Task>().join(QStringLiteral(", ")).toStdString());
        request.tasks.push_back(*task);
    }
    return request;
}

nlohmann::ordered_json findingsJson(const std::vector<Finding> &findings)
{
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Finding &finding : findings) {
        list.push_back({{"rule", finding.rule.toStdString()},
                        {"place", finding.place.toStdString()},
                        {"message", finding.message.toStdString()},
                        {"raw", finding.raw.toStdString()}});
    }
    return list;
}

void printOutcome(const Context &context, const ExportPlan &plan, const ExportOptions &options)
{
    if (context.json) {
        nlohmann::ordered_json out;
        out["written"] = plan.written;
        out["refused"] = findingsJson(plan.refused);
        out["warnings"] = findingsJson(plan.warnings);
        out["tasks"] = nlohmann::ordered_json::object();
        for (const ExportTaskCount &count : plan.tasks)
            out["tasks"][toName(count.task).toStdString()]
                = {{"written", count.written}, {"refused", count.refused}};
        out["clips"] = plan.clips;
        out["dry_run"] = options.dryRun;
        if (!options.dryRun) {
            out["file"] = options.out;
            out["manifest"] = options.out + ".manifest.json";
        }
        context.print(out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
        return;
    }
    const auto number = [](auto value) { return std::to_string(value); };
    context.print(std::string(options.dryRun ? "would write " : "written ") + number(plan.written)
                  + " records of " + number(plan.clips) + " clips, refused "
                  + number(plan.refused.size()));
    for (const ExportTaskCount &count : plan.tasks)
        context.print("  " + toName(count.task).toStdString() + ": written " + number(count.written)
                      + ", refused " + number(count.refused));
    for (const RuleInfo &rule : plan.rules) {
        if (rule.places > 0)
            context.print("  " + toName(rule.severity).toStdString() + "  " + rule.id.toStdString()
                          + "  " + number(rule.places) + "  " + rule.title.toStdString());
    }
}

int exportProject(const Context &context, const ExportOptions &options)
{
    const auto document = openProject(context, options.project, Document::Mode::ReadOnly);
    if (!document)
        return context.report(document.error());
    const Result<ExportRequest> request = requestOf(options, **document);
    if (!request)
        return context.report(request.error());
    const auto progress = [&context](const char *what) {
        return [&context, what](double done) { context.progress(what, done); };
    };
    const Result<ExportPlan> plan
        = planExport((*document)->model(), *request, context.cancel, progress("Checking"));
    if (!plan)
        return context.report(plan.error());
    if (!options.dryRun) {
        const Result<ExportOutcome> written
            = writeExport(*plan, pathFrom(options.out), QStringLiteral(ECVA_VERSION),
                          context.cancel, progress("Writing"));
        if (!written)
            return context.report(written.error());
    }
    context.endProgress();
    printOutcome(context, *plan, options);
    return plan->refused.empty() ? kDone : kFindings;
}

} // namespace

void registerExport(CLI::App &app, Action &action)
{
    auto options = std::make_shared<ExportOptions>();
    CLI::App *command = app.add_subcommand("export", "Write a project as a published format");
    command->add_option("PROJECT", options->project, "The project")->required();
    command->add_option("--format", options->format, "sft, ecva-results, csv or srt")->required();
    CLI::Option *out = command->add_option("--out", options->out, "The file to write");
    command->add_option(
        "--filter", options->filter,
        "Which clips, rounds and tasks: words that must all hold, e.g. "
        "'round:1 status:accepted verdict:anomaly task:cause source:annotations.xlsx "
        "clip:0001* class:7-1 assignee:Li text'");
    command->add_option("--media-root", options->mediaRoot,
                        "Write paths relative to this folder (default: the project's)");
    command->add_option("--task", options->tasks, "description, cause, result, classification, …");
    command->add_option("--model", options->model, "Whose answers, where there are several");
    command->add_flag("--require-media", options->requireMedia,
                      "Refuse records whose video is missing");
    CLI::Option *dryRun = command->add_flag("--dry-run", options->dryRun,
                                            "Say what would be written and refused, write nothing");
    command->callback([options, out, dryRun, &action] {
        if (options->out.empty() && (dryRun->empty() || !out->empty()))
            throw CLI::RequiredError("--out");
        action = [options](const Context &context) { return exportProject(context, *options); };
    });
}

} // namespace ecva::cli
