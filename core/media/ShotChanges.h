#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Result.h"
#include "core/media/VideoIndex.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace ecva {

/// How much each picture of a clip differs from the one before, and where the shot changes.
struct ShotScan
{
    /// One per frame, 0 (the same picture) to 1; the first is 0.
    std::vector<float> change;
    /// First frames of new shots, ascending; never frame 0.
    std::vector<FrameIndex> shots;
};

struct ShotScanOptions
{
    bool useCache = true;                 ///< keep and use it in the cache, by the media's digest
    std::function<void(double)> progress; ///< 0 to 1, on the calling thread
    CancelToken cancel;
};

/// Decodes the clip once, small. Errors: as VideoIndex::build, and Cancelled.
Result<std::shared_ptr<const ShotScan>> scanShots(const std::filesystem::path &path,
                                                  const std::shared_ptr<const VideoIndex> &index,
                                                  const ShotScanOptions &options);

} // namespace ecva
