#pragma once

#include "core/base/Ids.h"

#include <vector>

namespace ecva {

class TimelineAxis;

/// One stroke of the ruler.
struct RulerTick
{
    double x = 0;
    bool major = false; ///< has a label
    double seconds = 0;
    FrameIndex frame; ///< meaningful when the ruler counts frames
};

struct Ruler
{
    bool frames = false; ///< strokes stand at frames; else at round seconds
    int decimals = 0;    ///< of the seconds in labels
    std::vector<RulerTick> ticks;
};

/// Strokes for what the axis shows: seconds, or frames once a frame is a few pixels wide. Labels
/// are at least `labelWidth` pixels apart.
Ruler makeRuler(const TimelineAxis &axis, double labelWidth);

} // namespace ecva
