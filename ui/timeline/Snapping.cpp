#include "ui/timeline/Snapping.h"

#include "ui/timeline/TimelineAxis.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>

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
    const auto consider = [&](const SnapTarget &target) {
        const int away = distance(boundary, target.boundary, axis);
        if (away < bestDistance || (best && away == bestDistance && target.kind < best->kind)) {
            best = target;
            bestDistance = away;
        }
        return away <= kSnapDistance;
    };
    // From the nearest outwards, on both sides, until they are too far away.
    const auto here = std::lower_bound(
        targets.begin(), targets.end(), boundary,
        [](const SnapTarget &target, FrameIndex frame) { return target.boundary < frame; });
    for (auto each = here; each != targets.end() && consider(*each);)
        ++each;
    for (auto each = here; each != targets.begin() && consider(*std::prev(each));)
        --each;
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
