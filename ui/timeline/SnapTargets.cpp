#include "ui/timeline/SnapTargets.h"

#include "ui/timeline/TimelineScene.h"

#include <QCoreApplication>

#include <algorithm>
#include <tuple>

namespace ecva {

std::vector<SnapTarget> snapTargets(const TimelineScene &scene, FrameIndex playhead,
                                    const std::vector<SegmentId> &except)
{
    std::vector<SnapTarget> targets;
    const TimelineAxis &axis = scene.axis;
    if (!axis.hasFrames())
        return targets;
    const FrameIndex first = axis.frameAt(axis.left() - kSnapDistance);
    const FrameIndex last = axis.frameAt(axis.right() + kSnapDistance);
    const auto add = [&](FrameIndex boundary, SnapKind kind) {
        if (boundary >= first && boundary.value <= last.value + 1)
            targets.push_back({boundary, kind});
    };
    // Of long sorted lists only the stretch in view is walked.
    const auto addSorted = [&](const std::vector<FrameIndex> &frames, SnapKind kind) {
        for (auto each = std::lower_bound(frames.begin(), frames.end(), first);
             each != frames.end() && each->value <= last.value + 1; ++each)
            targets.push_back({*each, kind});
    };

    add(playhead, SnapKind::Playhead);
    if (scene.markIn)
        add(*scene.markIn, SnapKind::Mark);
    if (scene.markOut)
        add(*scene.markOut, SnapKind::Mark);
    addSorted(scene.keyFrames, SnapKind::KeyFrame);
    addSorted(scene.shots, SnapKind::ShotChange);
    add(FrameIndex(0), SnapKind::ClipEdge);
    add(FrameIndex(axis.index()->frameCount()), SnapKind::ClipEdge);
    for (const TimelineTrack &track : scene.tracks) {
        if (scene.isHidden(track))
            continue;
        track.index.visit(axis.start(), axis.end(), [&](std::size_t n) {
            const TimelineItem &each = track.items[n];
            if (each.basis != Basis::Frames
                || std::binary_search(except.begin(), except.end(), each.id))
                return;
            add(each.frames.begin, SnapKind::SegmentEdge);
            add(each.frames.end, SnapKind::SegmentEdge);
        });
    }

    std::sort(targets.begin(), targets.end(), [](const SnapTarget &a, const SnapTarget &b) {
        return std::tie(a.boundary, a.kind) < std::tie(b.boundary, b.kind);
    });
    targets.erase(std::unique(targets.begin(), targets.end(),
                              [](const SnapTarget &a, const SnapTarget &b) {
                                  return a.boundary == b.boundary;
                              }),
                  targets.end());
    return targets;
}

QString snapSentence(SnapKind kind)
{
    const auto text
        = [](const char *source) { return QCoreApplication::translate("SnapTargets", source); };
    switch (kind) {
    case SnapKind::Playhead:
        return text(QT_TRANSLATE_NOOP("SnapTargets", "Snapped to the playhead"));
    case SnapKind::Mark:
        return text(QT_TRANSLATE_NOOP("SnapTargets", "Snapped to the mark"));
    case SnapKind::KeyFrame:
        return text(QT_TRANSLATE_NOOP("SnapTargets", "Snapped to the key frame"));
    case SnapKind::ShotChange:
        return text(QT_TRANSLATE_NOOP("SnapTargets", "Snapped to the shot change"));
    case SnapKind::SegmentEdge:
        return text(QT_TRANSLATE_NOOP("SnapTargets", "Snapped to a segment"));
    case SnapKind::ClipEdge:
        return text(QT_TRANSLATE_NOOP("SnapTargets", "Snapped to the end of the clip"));
    }
    return {};
}

QString snapFlag(const SnapTarget &target)
{
    const auto text = [&target](const char *source) {
        return QCoreApplication::translate("SnapTargets", source).arg(target.boundary.value);
    };
    switch (target.kind) {
    case SnapKind::Playhead:
        return text(QT_TRANSLATE_NOOP("SnapTargets", "%1 playhead"));
    case SnapKind::Mark:
        return text(QT_TRANSLATE_NOOP("SnapTargets", "%1 mark"));
    case SnapKind::KeyFrame:
        return text(QT_TRANSLATE_NOOP("SnapTargets", "%1 key frame"));
    case SnapKind::ShotChange:
        return text(QT_TRANSLATE_NOOP("SnapTargets", "%1 shot change"));
    case SnapKind::SegmentEdge:
        return text(QT_TRANSLATE_NOOP("SnapTargets", "%1 segment"));
    case SnapKind::ClipEdge:
        return target.boundary.value == 0
                   ? text(QT_TRANSLATE_NOOP("SnapTargets", "%1 start of the clip"))
                   : text(QT_TRANSLATE_NOOP("SnapTargets", "%1 end of the clip"));
    }
    return {};
}

} // namespace ecva
