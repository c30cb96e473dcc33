#include "model/inference/VideoModelLoader.h"

namespace ecva {

Result<std::unique_ptr<VideoModel>> loadVideoModel(const ModelOptions &options,
                                                   const ProgressSink &, const CancelToken &)
{
    return fail(ErrorCode::Unsupported, "not yet", options.folder.string());
}

} // namespace ecva
