#include "annotation/document/FrameTimes.h"

#include "core/media/VideoIndex.h"

#include <algorithm>

namespace ecva {
namespace {

/// pts of frame `at`; for the frame after the last one, where that one ends.
qint64 framePts(const MediaFacts &media, const VideoIndex *index, qint64 at)
{
    if (index) {
        const auto &entries = index->entries();
        const auto count = static_cast<qint64>(entries.size());
        return at < count ? entries[std::size_t(at)].pts : entries.back().nextPts;
    }
    // Ticks per frame = (1 / rate) / time base.
    return media.firstPts
           + scaleRounded(at, {media.averageRate.den * media.timeBase.den,
                               media.averageRate.num * media.timeBase.num});
}

qint64 milliseconds(const MediaFacts &media, qint64 pts)
{
    return scaleRounded(pts - media.firstPts, {media.timeBase.num * 1000, media.timeBase.den});
}

} // namespace

Result<FrameTimes> frameTimes(const MediaFacts &media, const VideoIndex *index, FrameRange frames)
{
    const std::string range
        = "[" + std::to_string(frames.begin.value) + ", " + std::to_string(frames.end.value) + ")";
    if (frames.begin >= frames.end)
        return fail(ErrorCode::OutOfRange,
                    "frames " + range + " are empty: begin is not before end");
    if (frames.begin.value < 0 || frames.end.value > media.frames)
        return fail(ErrorCode::OutOfRange, "frames " + range + " are outside the clip's [0, "
                                               + std::to_string(media.frames) + ")");
    if (!index && (media.variableRate || media.averageRate.num <= 0))
        return fail(ErrorCode::InvalidArgument,
                    "its frames have no constant rate: the video itself is needed");
    FrameTimes times;
    times.beginPts = framePts(media, index, frames.begin.value);
    times.endPts = framePts(media, index, frames.end.value);
    times.time = {milliseconds(media, times.beginPts), milliseconds(media, times.endPts)};
    return times;
}

bool matches(const MediaFacts &media, const VideoIndex &index)
{
    return media.frames == index.frameCount() && media.timeBase == index.info().timeBase
           && media.firstPts == index.entries().front().pts;
}

FrameIndex firstFrameAtOrAfter(const VideoIndex &index, qint64 ms)
{
    const Rational base = index.info().timeBase;
    const auto &entries = index.entries();
    __extension__ using Wide = __int128;
    const auto found = std::partition_point(entries.begin(), entries.end(), [&](const auto &entry) {
        return Wide(entry.pts - entries.front().pts) * base.num * 1000 < Wide(ms) * base.den;
    });
    return FrameIndex(std::int64_t(found - entries.begin()));
}

} // namespace ecva
