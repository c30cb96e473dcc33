#include "annotation/store/Database.h"
#include "app/cli/Commands.h"
#include "core/media/MediaInfo.h"
#include "model/api/Modules.h"

#include <CLI/CLI.hpp>
#include <QtGlobal>
#include <nlohmann/json.hpp>

namespace ecva::cli {

void registerVersion(CLI::App &app, Action &action)
{
    app.add_flag_callback(
        "--version",
        [&action] {
            action = [](const Context &context) {
                const std::string sqlite = Database::engineVersion().toStdString();
                const bool hasKernels = !findModule("libecva_cuda.so").empty();
                nlohmann::ordered_json versions{
                    {"ecva", ECVA_VERSION},
                    {"qt", qVersion()},
                    {"ffmpeg", mediaLibraryVersion()},
                    // As it was built with: asking LibTorch itself would load it.
                    {"libtorch", isEngineInstalled() ? ECVA_TORCH_VERSION : "not installed"},
                    // The kernels' compiler; what runs them is the driver's matter.
                    {"cuda", hasKernels ? ECVA_CUDA_VERSION : "not installed"},
                    {"sqlite", sqlite.empty() ? "not installed" : sqlite}};
                if (context.json) {
                    context.print(nlohmann::json(versions));
                    return kDone;
                }
                for (const auto &[name, version] : versions.items())
                    context.print(name + " " + version.get<std::string>());
                return kDone;
            };
        },
        "Versions of the program and of what it uses");
}

} // namespace ecva::cli
