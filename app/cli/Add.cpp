#include "app/cli/Commands.h"
#include "app/cli/Project.h"

#include "annotation/document/MediaLinking.h"

#include <CLI/CLI.hpp>
#include <QFileInfo>
#include <nlohmann/json.hpp>

namespace ecva::cli {
namespace {

struct Options
{
    std::string project;
    std::vector<std::string> paths;
};

const char *outcomeName(AddedVideo::Outcome outcome)
{
    switch (outcome) {
    case AddedVideo::Outcome::Added:
        return "added";
    case AddedVideo::Outcome::Linked:
        return "linked";
    case AddedVideo::Outcome::Duplicate:
        return "duplicate";
    }
    return "";
}

/// Reads all videos; what cannot be read is collected, not in the way of the others.
Result<std::vector<ProbedMedia>> probeAll(const Context &context, const QStringList &files,
                                          std::vector<Error> &failed)
{
    std::vector<ProbedMedia> videos;
    for (qsizetype i = 0; i < files.size(); ++i) {
        const std::string what = QFileInfo(files[i]).fileName().toStdString();
        const auto progress = [&](double fraction) {
            context.progress(what, (double(i) + fraction) / double(files.size()));
        };
        progress(0);
        auto video = probeMedia(files[i], context.cancel, progress);
        if (!video && video.error().code == ErrorCode::Cancelled)
            return fail(video);
        if (video)
            videos.push_back(std::move(*video));
        else
            failed.push_back(video.error());
    }
    context.endProgress();
    return videos;
}

int run(const Context &context, const Options &options)
{
    auto document = openProject(context, options.project, Document::Mode::ReadWrite);
    if (!document)
        return context.report(document.error());
    QStringList paths;
    for (const std::string &path : options.paths)
        paths.append(pathFrom(path));
    const QStringList files = findVideoFiles(paths);
    if (files.isEmpty())
        return context.report({ErrorCode::NotFound,
                               "no videos there; looked for ."
                                   + videoExtensions().join(QStringLiteral(" .")).toStdString(),
                               options.paths.front()});
    std::vector<Error> failed;
    const auto videos = probeAll(context, files, failed);
    if (!videos)
        return context.report(videos.error());
    const auto report = addVideos(**document, *videos);
    if (!report)
        return context.report(report.error());

    nlohmann::json json{{"added", nlohmann::json::array()},
                        {"linked", nlohmann::json::array()},
                        {"duplicate", nlohmann::json::array()},
                        {"failed", nlohmann::json::array()}};
    for (const AddedVideo &video : *report) {
        const char *outcome = outcomeName(video.outcome);
        json[outcome].push_back({{"clip", video.clip.value}, {"path", video.path.toStdString()}});
        if (!context.json)
            context.print(std::string(outcome) + " " + std::to_string(video.clip.value) + " "
                          + video.path.toStdString());
    }
    for (const Error &error : failed) {
        json["failed"].push_back({{"message", error.message}, {"path", error.where}});
        context.report(error);
    }
    if (context.json)
        context.print(json);
    if (failed.empty())
        return kDone;
    return report->empty() ? exitCodeOf(failed.front().code) : kFindings;
}

} // namespace

void registerAdd(CLI::App &app, Action &action)
{
    auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand(
        "add", "Adds videos, or all videos below folders, as one undoable step; exit 1 when some "
               "could not be read");
    command->add_option("PROJECT", options->project, "Project file")->required();
    command->add_option("PATH", options->paths, "Videos and folders")->required();
    command->callback([options, &action] {
        action = [options](const Context &context) { return run(context, *options); };
    });
}

} // namespace ecva::cli
