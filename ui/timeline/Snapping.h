#pragma once

#include "core/base/Ids.h"

#include <optional>
#include <vector>

namespace ecva {

class TimelineAxis;

enum class SnapKind { Playhead, Mark, KeyFrame, ShotChange, SegmentEdge, ClipEdge };

/// A frame boundary that edges stick to.
struct SnapTarget
{
    FrameIndex boundary;
    SnapKind kind = SnapKind::SegmentEdge;
};

/// Pixels within which an edge sticks.
inline constexpr int kSnapDistance = 8;

/// `targets` sorted by boundary. The target nearest to `boundary` on the screen, within
/// kSnapDistance; of equally near ones the first of SnapKind's order.
std::optional<SnapTarget> snapBoundary(FrameIndex boundary, const std::vector<SnapTarget> &targets,
                                       const TimelineAxis &axis);

/// A moved range: whichever of its edges is nearer to a target sticks; the length stays, and it
/// stays within [0, frameCount).
struct SnappedRange
{
    FrameRange range;
    std::optional<SnapTarget> snap;
};
SnappedRange snapRange(FrameRange range, const std::vector<SnapTarget> &targets,
                       const TimelineAxis &axis, bool snapping);

} // namespace ecva
