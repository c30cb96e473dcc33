#pragma once

#include "core/base/Ids.h"
#include "core/media/VideoIndex.h"

#include <cstdint>
#include <string>

namespace ecva {

/// The frame whose picture stands for the frames [first, end) of a wide tile: the first key frame
/// among them, which is the cheapest to decode; without one the number that divides by the largest
/// power of two. So zooming and moving come back to the same frames. Precondition: first < end.
FrameIndex stripFrame(const VideoIndex &index, FrameIndex first, FrameIndex end);

/// Where the picture of a frame is kept on disk: those of one zoom level lie together, 64 to an
/// entry, so that a strip is read in a few pieces. Key frames are a level of their own.
std::string stripEntry(const VideoIndex &index, const std::string &digest, int height,
                       FrameIndex frame);

} // namespace ecva
