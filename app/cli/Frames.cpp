#include "app/cli/Arguments.h"
#include "app/cli/Commands.h"
#include "app/cli/MediaIndex.h"
#include "core/media/FrameSource.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <filesystem>
#include <limits>
#include <map>
#include <memory>

namespace ecva::cli {
namespace {

struct FramesOptions
{
    std::string file;
    std::vector<std::int64_t> at;
    std::string hash; ///< "native", "rgb24", or empty: pictures into `folder`
    std::string folder;
};

/// A frame's hash, or the path of its picture.
Result<std::string> outcomeOf(const Frame &frame, const FramesOptions &options)
{
    if (options.hash == "rgb24")
        return frame.rgb24Hash();
    if (options.hash == "native")
        return frame.nativeHash();
    char name[40];
    std::snprintf(name, sizeof name, "frame_%06lld.png",
                  static_cast<long long>(frame.index().value));
    std::string path = (std::filesystem::path(options.folder) / name).string();
    const auto image = frame.toRgb24();
    if (!image)
        return fail(image);
    if (auto written = writePng(*image, path); !written)
        return fail(written);
    return path;
}

Result<void> checkRange(const VideoIndex &index, const FramesOptions &options)
{
    for (const std::int64_t number : options.at) {
        if (!index.contains(FrameIndex(number))) {
            return fail(ErrorCode::OutOfRange,
                        "frame " + std::to_string(number) + " is outside the clip (0 to "
                            + std::to_string(index.lastFrame().value) + ")",
                        options.file);
        }
    }
    return {};
}

int runFrames(const Context &context, const FramesOptions &options)
{
    const auto index = indexOf(context, options.file);
    if (!index)
        return context.report(index.error());
    if (auto valid = checkRange(**index, options); !valid)
        return context.report(valid.error());
    if (!options.folder.empty()) {
        std::error_code error;
        std::filesystem::create_directories(options.folder, error);
        if (error)
            return context.report({ErrorCode::Io, error.message(), options.folder});
    }
    const auto source = FrameSource::open(options.file, *index, {});
    if (!source)
        return context.report(source.error());

    // Each frame once and forwards, whatever the order asked: one pass of decoding.
    std::map<std::int64_t, std::string> outcomes;
    for (const std::int64_t number : options.at)
        outcomes.emplace(number, std::string());
    std::size_t done = 0;
    for (auto &[number, outcome] : outcomes) {
        const auto frame = (*source)->frameAt(FrameIndex(number), context.cancel);
        if (!frame)
            return context.report(frame.error());
        auto text = outcomeOf(*frame, options);
        if (!text)
            return context.report(text.error());
        outcome = std::move(*text);
        context.progress("Decoding " + options.file,
                         static_cast<double>(++done) / static_cast<double>(outcomes.size()));
    }
    context.endProgress();

    const char *const kind = options.hash.empty() ? "file" : "sha256";
    auto all = nlohmann::ordered_json::array();
    for (const std::int64_t number : options.at) {
        const double seconds = (*index)->streamSeconds((*index)->pts(FrameIndex(number)));
        if (context.json) {
            all.push_back({{"index", number}, {"pts_s", seconds}, {kind, outcomes[number]}});
        } else {
            char place[64];
            std::snprintf(place, sizeof place, "%lld\t%.6f\t", static_cast<long long>(number),
                          seconds);
            context.print(place + outcomes[number]);
        }
    }
    if (context.json)
        context.print(nlohmann::json(all));
    return kDone;
}

} // namespace

void registerFrames(CLI::App &app, Action &action)
{
    const auto options = std::make_shared<FramesOptions>();
    CLI::App *command
        = app.add_subcommand("frames", "Exact frames of a video: their hashes, or PNG pictures");
    command->add_option("FILE", options->file, "Video")->required();
    CLI::Option *at
        = command->add_option("--at", options->at, "Frame numbers from 0, in presentation order")
              ->required()
              ->type_name("I,J,…")
              ->delimiter(',');
    takeWholeNumbers(*at, std::numeric_limits<std::int64_t>::min(),
                     std::numeric_limits<std::int64_t>::max());
    CLI::Option *hash
        = command
              ->add_flag("--hash{native}", options->hash,
                         "SHA-256 of each frame: of the decoded planes (native), or of the packed "
                         "RGB rows that models see (--hash=rgb24; compare on one machine only)")
              ->check(CLI::IsMember({"native", "rgb24"}));
    CLI::Option *out = command
                           ->add_option("--out", options->folder,
                                        "Folder for frame_000123.png; made when missing")
                           ->type_name("DIR");
    hash->excludes(out);
    command->callback([&action, options] {
        if (options->hash.empty() && options->folder.empty())
            throw CLI::RequiredError("--hash or --out DIR");
        action = [options](const Context &context) { return runFrames(context, *options); };
    });
}

} // namespace ecva::cli
