#include "ui/timeline/RulerTicks.h"

#include "ui/timeline/TimelineAxis.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ecva {

namespace {

constexpr double kPixelsPerFrameForFrames = 3;

struct TimeStep
{
    double major;
    int minors; ///< strokes per label
    int decimals;
};

// Round steps of a clock.
constexpr std::array<TimeStep, 18> kTimeSteps{{{0.01, 10, 2},
                                               {0.02, 4, 2},
                                               {0.05, 5, 2},
                                               {0.1, 10, 1},
                                               {0.2, 4, 1},
                                               {0.5, 5, 1},
                                               {1, 10, 0},
                                               {2, 4, 0},
                                               {5, 5, 0},
                                               {10, 10, 0},
                                               {15, 3, 0},
                                               {30, 6, 0},
                                               {60, 6, 0},
                                               {120, 4, 0},
                                               {300, 5, 0},
                                               {600, 10, 0},
                                               {1800, 6, 0},
                                               {3600, 6, 0}}};

/// 1, 2, 5, 10, 20, 50, …: smallest that is at least `wanted`.
std::int64_t roundStep(double wanted)
{
    for (std::int64_t decade = 1;; decade *= 10) {
        for (const int factor : {1, 2, 5}) {
            if (static_cast<double>(decade * factor) >= wanted)
                return decade * factor;
        }
    }
}

Ruler frameRuler(const TimelineAxis &axis, double labelWidth)
{
    Ruler ruler;
    ruler.frames = true;
    ruler.decimals = 1;
    const std::int64_t major = roundStep(labelWidth / axis.pixelsPerFrame());
    const std::int64_t minor = std::max<std::int64_t>(1, roundStep(5 / axis.pixelsPerFrame()));
    const VideoIndex &index = *axis.index();
    const std::int64_t first = index.frameAtSeconds(axis.start()).value / minor * minor;
    double lastLabel = -1e9;
    for (std::int64_t frame = first; frame < index.frameCount(); frame += minor) {
        RulerTick tick;
        tick.frame = FrameIndex(frame);
        tick.seconds = index.seconds(tick.frame);
        tick.x = axis.xOfFrame(tick.frame);
        if (tick.x > axis.right())
            break;
        // Frames of uneven length may crowd: then a label is left out.
        tick.major = frame % major == 0 && tick.x - lastLabel >= labelWidth * 0.9;
        if (tick.major)
            lastLabel = tick.x;
        ruler.ticks.push_back(tick);
    }
    return ruler;
}

} // namespace

Ruler makeRuler(const TimelineAxis &axis, double labelWidth)
{
    if (axis.hasFrames() && axis.pixelsPerFrame() >= kPixelsPerFrameForFrames)
        return frameRuler(axis, labelWidth);

    const double wanted = labelWidth / axis.pixelsPerSecond();
    TimeStep step = kTimeSteps.back();
    for (const TimeStep &candidate : kTimeSteps) {
        if (candidate.major >= wanted) {
            step = candidate;
            break;
        }
    }
    while (step.major < wanted)
        step.major *= 2;

    Ruler ruler;
    ruler.decimals = step.decimals;
    const double minor = step.major / step.minors;
    const double end = std::min(axis.end(), axis.duration());
    for (auto i = static_cast<std::int64_t>(std::floor(axis.start() / minor)); i * minor <= end;
         ++i) {
        RulerTick tick;
        tick.seconds = static_cast<double>(i) * minor;
        tick.x = axis.xOf(tick.seconds);
        tick.major = i % step.minors == 0;
        ruler.ticks.push_back(tick);
    }
    return ruler;
}

} // namespace ecva
