#pragma once

#include "app/cli/Cli.h"
#include "core/media/VideoIndex.h"

namespace ecva::cli {

/// The index of a video, with progress on the terminal and Ctrl+C heard.
Result<std::shared_ptr<const VideoIndex>> indexOf(const Context &context, const std::string &file,
                                                  bool useCache = true);

} // namespace ecva::cli
