#include "ui/timeline/Snapping.h"

#include "ui/timeline/TimelineAxis.h"

#include <algorithm>
#include <cstdlib>

namespace ecva {

namespace {

int distance(FrameIndex a, FrameIndex b, const TimelineAxis &axis)
{
    return std::abs(axis.xOfFrame(a) - axis.xOfFrame(b));
}

FrameRange shifted(FrameRange range, std::int64_t frames, std::int64_t frameCount)
{
    const std::int64_t by = std::clamp(frames, -range.begin.value, frameCount - range.end.value);
    return {FrameIndex(range.begin.value + by), FrameIndex(range.end.value + by)};
}

} // namespace

std::optional<SnapTarget> snapBoundary(FrameIndex boundary, const std::vector<SnapTarget> &targets,
                                       const TimelineAxis &axis)
{
    std::optional<SnapTarget> best;
    int bestDistance = kSnapDistance + 1;
    for (const SnapTarget &target : targets) {
        const int away = distance(boundary, target.boundary, axis);
        if (away < bestDistance || (best && away == bestDistance && target.kind < best->kind)) {
            best = target;
            bestDistance = away;
        }
    }
    return best;
}

SnappedRange snapRange(FrameRange range, const std::vector<SnapTarget> &targets,
                       const TimelineAxis &axis, bool snapping)
{
    const std::int64_t count = axis.index()->frameCount();
    SnappedRange result{shifted(range, 0, count), std::nullopt};
    if (!snapping)
        return result;
    range = result.range;
    const std::optional<SnapTarget> begin = snapBoundary(range.begin, targets, axis);
    const std::optional<SnapTarget> end = snapBoundary(range.end, targets, axis);
    const bool useEnd = end
                        && (!begin
                            || distance(range.end, end->boundary, axis)
                                   < distance(range.begin, begin->boundary, axis));
    const std::optional<SnapTarget> &target = useEnd ? end : begin;
    if (!target)
        return result;
    const FrameIndex edge = useEnd ? range.end : range.begin;
    const FrameRange moved = shifted(range, target->boundary.value - edge.value, count);
    if ((useEnd ? moved.end : moved.begin) == target->boundary)
        result = {moved, target};
    return result;
}

} // namespace ecva
