#pragma once

#include "annotation/domain/Entities.h"
#include "core/base/Result.h"

namespace ecva {

class VideoIndex;

/// Time stamps of frames [begin, end) in the clip's time base, and in milliseconds from its first
/// frame.
struct FrameTimes
{
    qint64 beginPts = 0;
    qint64 endPts = 0; ///< where the frame after the last one begins, or would begin
    TimeRangeMs time;
};

/// From the index where there is one; else computed from the average rate, which is exact only for
/// a constant rate. Errors: OutOfRange (frames empty or outside the clip), InvalidArgument
/// (variable rate and no index).
Result<FrameTimes> frameTimes(const MediaFacts &media, const VideoIndex *index, FrameRange frames);

/// Whether the index is of the video that the facts were taken from.
bool matches(const MediaFacts &media, const VideoIndex &index);

/// The first frame that begins at or after `ms` milliseconds from the first frame, frameCount()
/// when none does. In whole numbers: seconds of a spreadsheet fall exactly on frames.
FrameIndex firstFrameAtOrAfter(const VideoIndex &index, qint64 ms);

} // namespace ecva
