#include "annotation/formats/Format.h"
#include "app/cli/Commands.h"
#include "app/cli/Project.h"

#include <CLI/CLI.hpp>
#include <QFileInfo>
#include <QSaveFile>
#include <nlohmann/json.hpp>

#include <memory>

namespace ecva::cli {
namespace {

struct ImportOptions
{
    std::string project;
    std::string file;
    std::string format;
    std::vector<std::string> sheets;
    std::vector<std::string> fixes;
    std::string role;
    std::string model;
    std::string task;
    std::string report;
    bool dryRun = false;
    bool again = false;
};

ImportRequest requestOf(const ImportOptions &options)
{
    ImportRequest request;
    request.path = pathFrom(options.file);
    request.format = QString::fromStdString(options.format);
    for (std::size_t i = 0; i < options.sheets.size(); ++i) {
        const QString text = QString::fromStdString(options.sheets[i]);
        const QString name = text.section(u'=', 0, 0);
        const QString round = text.section(u'=', 1);
        request.sheets.emplace_back(name,
                                    round.isEmpty() ? QStringLiteral("round%1").arg(i + 1) : round);
    }
    request.role = fromName<AnswerRole>(QString::fromStdString(options.role));
    request.model = QString::fromStdString(options.model);
    request.task = fromName<Task>(QString::fromStdString(options.task));
    return request;
}

/// "RULE", or "RULE@PLACE" for one place; refused when the plan has no such fix.
Result<AcceptedFixes> fixesOf(const ImportOptions &options, const ImportPlan &plan)
{
    AcceptedFixes fixes;
    for (const std::string &text : options.fixes) {
        const QString rule = QString::fromStdString(text).section(u'@', 0, 0);
        const QString place = QString::fromStdString(text).section(u'@', 1);
        bool fixable = false;
        for (const Finding &finding : plan.findings)
            fixable = fixable
                      || (finding.rule == rule && finding.isFixable()
                          && (place.isEmpty() || finding.place == place));
        if (!fixable)
            return fail(ErrorCode::InvalidArgument, "--fix " + text + ": nothing there has a fix");
        if (place.isEmpty())
            fixes.acceptRule(rule);
        else
            fixes.accept(rule, place);
    }
    return fixes;
}

Result<void> writeReport(const std::string &path, const ImportPlan &plan)
{
    const QFileInfo target(pathFrom(path));
    if (target.exists() && !target.isFile()) // a rename would put a file in a device's place
        return fail(ErrorCode::Io, "is not a plain file", path);
    QSaveFile file(pathFrom(path));
    const QByteArray report = plan.report() + '\n';
    if (!file.open(QIODevice::WriteOnly) || file.write(report) != report.size() || !file.commit())
        return fail(ErrorCode::Io, file.errorString().toStdString(), path);
    return {};
}

void printOutcome(const Context &context, const ImportPlan &plan, const ImportCounts &counts,
                  const ImportMatch &match, bool dryRun)
{
    const int imported = match.matched;
    const int skipped = counts.templates + counts.blank + counts.merged + counts.refused
                        + counts.failed + counts.placeholders + match.unmatched;
    if (context.json) {
        nlohmann::ordered_json out;
        out["imported"] = imported;
        out["skipped"] = skipped;
        out["dry_run"] = dryRun;
        out["counts"] = nlohmann::ordered_json::object();
        const QJsonObject sums = toJson(counts);
        for (auto sum = sums.begin(); sum != sums.end(); ++sum)
            out["counts"][sum.key().toStdString()] = sum->toInt();
        if (plan.role) {
            out["role"] = toName(*plan.role).toStdString();
            out["model"] = plan.model.toStdString();
            out["task"] = plan.task ? nlohmann::json(toName(*plan.task).toStdString())
                                    : nlohmann::json(nullptr);
            out["unmatched"] = match.unmatched;
            out["unmatched_examples"] = nlohmann::json::array();
            for (const QString &name : match.examples)
                out["unmatched_examples"].push_back(name.toStdString());
        }
        out["warnings"] = nlohmann::json::array();
        for (const Finding &finding : plan.findings) {
            nlohmann::ordered_json entry;
            entry["rule"] = finding.rule.toStdString();
            entry["severity"] = toName(finding.severity).toStdString();
            entry["place"] = finding.place.toStdString();
            entry["message"] = finding.message.toStdString();
            if (!finding.raw.isEmpty())
                entry["raw"] = finding.raw.toStdString();
            if (finding.isFixable())
                entry["fix"] = finding.suggestion.toStdString();
            out["warnings"].push_back(std::move(entry));
        }
        context.print(out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
        return;
    }
    const auto number = [](int value) { return std::to_string(value); };
    if (plan.role) {
        context.print(
            std::string(dryRun ? "would import " : "imported ") + number(imported) + " answers of "
            + plan.model.toStdString() + " as " + toName(*plan.role).toStdString() + ", task "
            + (plan.task ? toName(*plan.task).toStdString() : "of each record") + "; "
            + number(counts.failed) + " failed, " + number(counts.placeholders) + " placeholders, "
            + number(counts.merged) + " doubles, " + number(counts.refused) + " refused, "
            + number(match.unmatched) + " without a clip of that name"
            + (match.examples.isEmpty()
                   ? std::string()
                   : " (" + match.examples.join(QStringLiteral(", ")).toStdString()
                         + (match.unmatched > match.examples.size() ? ", …)" : ")")));
    } else {
        context.print(std::string(dryRun ? "would import " : "imported ") + number(imported)
                      + " rows: " + number(counts.clips) + " clips, " + number(counts.cuts)
                      + " cuts, " + number(counts.segments) + " segments, " + number(counts.classes)
                      + " classes; " + number(counts.missing) + " clips without annotation, "
                      + number(skipped) + " rows left out");
    }
    for (const RuleInfo &rule : plan.rules) {
        context.print("  " + toName(rule.severity).toStdString() + "  " + rule.id.toStdString()
                      + "  " + number(rule.places) + "  " + rule.title.toStdString() + " ("
                      + rule.outcome.toStdString() + ')');
    }
}

int import(const Context &context, const ImportOptions &options)
{
    const auto progress = [&context](double done) { context.progress("Reading", done); };
    const Result<ImportPlan> plan = planImport(requestOf(options), context.cancel, progress);
    if (!plan)
        return context.report(plan.error());
    context.endProgress();
    const Result<AcceptedFixes> fixes = fixesOf(options, *plan);
    if (!fixes)
        return context.report(fixes.error());
    if (!options.report.empty()) {
        if (const Result<void> written = writeReport(options.report, *plan); !written)
            return context.report(written.error());
    }

    // A dry run too says what the project would refuse.
    const auto document
        = openProject(context, options.project,
                      options.dryRun ? Document::Mode::ReadOnly : Document::Mode::ReadWrite);
    if (!document)
        return context.report(document.error());
    ImportChoices choices;
    choices.fixes = *fixes;
    choices.again = options.again;
    Result<Edit> edit = applyImport(**document, *plan, choices);
    if (!edit)
        return context.report(edit.error());
    if (const Result<void> go = context.cancel.check(); !go)
        return context.report(go.error());
    const ImportMatch match = matchImport((*document)->model(), *plan);
    if (!options.dryRun) {
        if (const Result<qint64> step = (*document)->commit(std::move(*edit)); !step)
            return context.report(step.error());
    }
    printOutcome(context, *plan, plan->countsWith(*fixes), match, options.dryRun);
    return plan->counts.refused > 0 ? kFindings : kDone;
}

} // namespace

void registerImport(CLI::App &app, Action &action)
{
    auto options = std::make_shared<ImportOptions>();
    CLI::App *command = app.add_subcommand("import", "Bring a published file into a project");
    command->add_option("PROJECT", options->project, "The project")->required();
    command->add_option("FILE", options->file, "The file")->required();
    command->add_option("--format", options->format, "Its format (default: by its content)");
    command->add_option("--sheet", options->sheets,
                        "NAME[=ROUND]: a sheet that goes in (default: the first, as round1)");
    command->add_option("--fix", options->fixes,
                        "RULE[@PLACE]: accept the suggested fixes of a rule, or of one place");
    command
        ->add_option("--role", options->role,
                     "Of results: model or masked (default: by the file's name and prompts)")
        ->check(CLI::IsMember({"model", "masked"}));
    command->add_option("--model", options->model,
                        "Of results: the model's name (default: from the file's name)");
    command
        ->add_option("--task", options->task,
                     "Of results: the task of all records (default: task_type, else the name)")
        ->check(CLI::IsMember({"description", "cause", "result", "classification", "time"}));
    command->add_option("--report", options->report, "Write the whole report there, as JSON");
    command->add_flag("--dry-run", options->dryRun, "Say what would come of it and write nothing");
    command->add_flag("--again", options->again, "Also when this file was imported before");
    command->callback([options, &action] {
        action = [options](const Context &context) { return import(context, *options); };
    });
}

} // namespace ecva::cli
