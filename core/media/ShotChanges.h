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
    /// One per frame, 0 (the same picture) to 1; the first is 0, and so are frames that do not
    /// decode.
    std::vector<float> change;
    /// First frames of new shots, ascending; never frame 0. Cuts only: a dissolve or a fade has no
    /// frame at which the shot changes.
    std::vector<FrameIndex> shots;
};

struct ShotScanOptions
{
    bool useCache = true; ///< keep and use it in the cache, by the media's digest
    /// Decode nothing: NotFound where the cache has none.
    bool cacheOnly = false;
    int decoderThreads = 2;
    std::function<void(double)> progress; ///< 0 to 1, on the calling thread
    CancelToken cancel;
};

/// Decodes the clip once. Errors: as VideoIndex::build, and Cancelled.
Result<std::shared_ptr<const ShotScan>> scanShots(const std::filesystem::path &path,
                                                  const std::shared_ptr<const VideoIndex> &index,
                                                  const ShotScanOptions &options);

/// What is known of a frame at which the picture changes much, for findShots().
struct ShotCandidate
{
    FrameIndex frame;
    /// Least change() between any of the pictures just before and any of those just behind: small
    /// where the old picture comes back, as after a flash.
    float lasting = 0;
    /// How alike the pictures before and behind are when brightness does not count, 0 to 1.
    float likeness = 0;
};

/// Changes below this never begin a shot.
inline constexpr float kLeastShotChange = 0.12F;

/// Which of the candidates begin shots, given the change of every frame.
std::vector<FrameIndex> findShots(const std::vector<float> &change,
                                  const std::vector<ShotCandidate> &candidates);

} // namespace ecva
