#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Result.h"
#include "core/media/FrameSource.h"
#include "core/media/VideoIndex.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace ecva {

/// What showing a video costs one core, estimated from its index: size, codec, depth and how far
/// apart its key frames lie.
struct DecodeCost
{
    double frameMs = 0; ///< one frame after another
    double seekMs = 0;  ///< the last frame of the longest group of pictures, from its key frame
};
DecodeCost estimateDecodeCost(const VideoIndex &index);
/// Worth a proxy: a click somewhere would have to wait for its picture, or playing is slow.
bool isHeavy(const VideoIndex &index);
/// Playing it takes most of a core.
bool playsSlowly(const VideoIndex &index);

/// A small stand-in for a heavy video, of key frames only and without sound, mapped frame for
/// frame: its frame i shows the video's frame i, turned and stretched as on the screen. Kept in
/// $XDG_CACHE_HOME (else ~/.cache) /ecva-studio/proxy under the media digest of its video. A proxy
/// is for moving about only: what is judged, exported or given to a model is the video itself.
namespace proxy {

struct Options
{
    int longestSide = 960; ///< pixels; a smaller video keeps its size
    /// Of all proxies together; beyond it those that were used longest ago are removed.
    std::uintmax_t budgetBytes = std::uintmax_t(4) << 30;
    /// Called now and then with the fraction done, 0 to 1, on the calling thread.
    std::function<void(double)> progress;
    CancelToken cancel;
};

/// What the proxy of a video will take on the disk, about.
std::uintmax_t estimateBytes(const VideoIndex &index, const Options &options);

/// Where the proxy of the video with this digest is, or would be; empty without a cache folder.
std::filesystem::path file(const std::string &digest);

/// Makes the proxy of the video at `path` and verifies it: as many frames, each a key frame, and a
/// sample of them (those that change most, and evenly spread ones) looks like its own frame and not
/// like a neighbour. Only then the file appears under its name; a run that is stopped leaves
/// nothing. Errors: as VideoIndex::build and VideoWriter::open; BadInput when the verification
/// fails; Io (no cache folder, disk full); Cancelled.
Result<std::filesystem::path> make(const std::filesystem::path &path,
                                   const std::shared_ptr<const VideoIndex> &index,
                                   const Options &options);

/// Opens the proxy of the video with this digest. A proxy with another number of frames than
/// `original` is removed and reads as absent. Errors: NotFound, and as FrameSource::open.
Result<std::unique_ptr<FrameSource>> open(const std::string &digest, const VideoIndex &original);

} // namespace proxy

} // namespace ecva
