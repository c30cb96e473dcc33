#include "core/media/Proxy.h"

#include "app/cli/Commands.h"
#include "app/cli/MediaIndex.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <memory>

namespace ecva::cli {
namespace {

struct ProxyOptions
{
    std::vector<std::string> files;
    bool again = false;
};

/// What is said of one file.
struct Made
{
    std::filesystem::path path;
    std::int64_t frames = 0;
    bool there = false; ///< was made before
};

Result<Made> makeProxy(const Context &context, const std::string &file, bool again)
{
    const auto index = indexOf(context, file);
    if (!index)
        return fail(index);
    const auto digest = mediaDigest(file);
    if (!digest)
        return fail(digest);
    if (!again && proxy::open(*digest, **index))
        return Made{proxy::file(*digest), (*index)->frameCount(), true};
    proxy::Options options;
    options.cancel = context.cancel;
    options.progress = [&](double done) { context.progress("Proxy of " + file, done); };
    const auto path = proxy::make(file, *index, options);
    context.endProgress();
    if (!path)
        return fail(path);
    return Made{*path, (*index)->frameCount(), false};
}

int runProxy(const Context &context, const ProxyOptions &options)
{
    auto all = nlohmann::ordered_json::array();
    int failure = kDone; // of the first file that failed
    for (const std::string &file : options.files) {
        const auto made = makeProxy(context, file, options.again);
        if (!made) {
            const int code = context.report(made.error());
            if (code == kCancelled)
                return code;
            failure = failure == kDone ? code : failure;
            all.push_back({{"file", file}, {"error", made.error().text()}});
            continue;
        }
        std::error_code ignored;
        const std::uintmax_t bytes = std::filesystem::file_size(made->path, ignored);
        all.push_back({{"file", file},
                       {"proxy", made->path.string()},
                       {"frames", made->frames},
                       {"bytes", bytes},
                       {"made", !made->there}});
        char numbers[96];
        std::snprintf(numbers, sizeof numbers, ": %lld frames, %.1f MB%s, ",
                      static_cast<long long>(made->frames), static_cast<double>(bytes) / 1e6,
                      made->there ? ", made before" : "");
        if (!context.json)
            context.print(file + numbers + made->path.string());
    }
    if (context.json)
        context.print(nlohmann::json(all));
    return failure;
}

} // namespace

void registerProxy(CLI::App &app, Action &action)
{
    const auto options = std::make_shared<ProxyOptions>();
    CLI::App *command = app.add_subcommand(
        "proxy", "Make small stand-ins of heavy videos, frame for frame, for moving through them "
                 "in the window");
    command->add_option("FILE", options->files, "Videos; one that fails does not stop the others")
        ->required();
    command->add_flag("--again", options->again, "Also where there is one already");
    command->callback([&action, options] {
        action = [options](const Context &context) { return runProxy(context, *options); };
    });
}

} // namespace ecva::cli
