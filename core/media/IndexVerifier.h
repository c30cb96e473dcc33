#pragma once

#include "core/media/VideoIndex.h"

#include <cstdint>
#include <vector>

namespace ecva {

/// What came of asking for frames at random and comparing them with a decode from start to end.
struct VerifyReport
{
    std::int64_t checked = 0;           ///< random seeks made
    std::int64_t linearFrames = 0;      ///< pictures that the decode from start to end delivered
    std::vector<FrameIndex> mismatches; ///< frames that were another picture, or none; ascending
    /// Pictures of that decode which the decoder called damaged or did not decode in full, packets
    /// that it refused: with some, the index has to know of them.
    std::int64_t damaged = 0;

    bool agrees(const VideoIndex &index) const
    {
        return mismatches.empty() && linearFrames == index.frameCount();
    }
};

struct VerifyOptions
{
    static constexpr std::int64_t kAll = -1;

    std::int64_t seeks = 1; ///< kAll: every frame once, in random order
    std::uint64_t seed = 0; ///< of the random order: the same seed asks for the same frames
    std::function<void(double)> progress;
    CancelToken cancel;
};

/// Decodes `path` from start to end, counting pictures without a look at the index, then asks a
/// FrameSource for frames at random; both must be the same pictures, byte for byte.
/// Errors: as VideoIndex::build, and Cancelled.
Result<VerifyReport> verifyIndex(const std::filesystem::path &path,
                                 const std::shared_ptr<const VideoIndex> &index,
                                 const VerifyOptions &options);

} // namespace ecva
