#pragma once

#include "annotation/domain/Ids.h"
#include "ui/timeline/Snapping.h"

#include <QString>

namespace ecva {

struct TimelineScene;

/// What edges stick to in the stretch that is in view: the playhead (`playhead`: a drag that shows
/// frames moves the scene's own), marks, key frames, shot changes, the clip's ends and the edges of
/// the segments of every track that is seen, but those of `except` (sorted). Sorted; of several
/// targets at one boundary only the first of SnapKind's order is there.
std::vector<SnapTarget> snapTargets(const TimelineScene &scene, FrameIndex playhead,
                                    const std::vector<SegmentId> &except);

/// "Snapped to the shot change".
QString snapSentence(SnapKind kind);
/// "819 shot change": for the flag in the ruler.
QString snapFlag(const SnapTarget &target);

} // namespace ecva
