#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Result.h"
#include "model/api/Generation.h"
#include "model/api/VideoModel.h"

#include <memory>

namespace ecva {

/// Opens the modules, reads the checkpoint and loads it. Takes seconds: not for the UI thread.
/// Errors: those of engineModule(), tokenizerModule(), Checkpoint::open and EngineModule::load.
Result<std::unique_ptr<VideoModel>> loadVideoModel(const ModelOptions &options,
                                                   const ProgressSink &progress,
                                                   const CancelToken &cancel);

} // namespace ecva
