#include "ui/timeline/TimelineScene.h"

#include <algorithm>
#include <cmath>

namespace ecva {

namespace {

constexpr int kGlyph = 16;
constexpr int kKeyFrameGrip = 6;
constexpr int kShotGrip = 4;

} // namespace

bool DragPreview::takesAlong(SegmentId id) const
{
    return std::binary_search(others.begin(), others.end(), id);
}

void TimelineCurve::makeLevels()
{
    m_levels.clear();
    const std::vector<float> *finer = &values;
    while (finer->size() > 1) {
        std::vector<float> level((finer->size() + 1) / 2);
        for (std::size_t i = 0; i < level.size(); ++i)
            level[i] = std::max((*finer)[2 * i], (*finer)[std::min(2 * i + 1, finer->size() - 1)]);
        m_levels.push_back(std::move(level));
        finer = &m_levels.back();
    }
}

float TimelineCurve::highest(std::size_t first, std::size_t last) const
{
    last = std::min(last, values.size());
    float best = 0;
    std::size_t level = 0; // 0: the values themselves
    const auto at = [&](std::size_t i) { return level == 0 ? values[i] : m_levels[level - 1][i]; };
    while (first < last) {
        if (first % 2 == 1 || level == m_levels.size())
            best = std::max(best, at(first++));
        if (last % 2 == 1 && first < last)
            best = std::max(best, at(--last));
        if (level == m_levels.size())
            continue;
        first /= 2;
        last /= 2;
        ++level;
    }
    return best;
}

bool TimelineScene::isLocked(const TimelineTrack &track) const
{
    return readOnly || !track.active != lockToggled.contains(track.name);
}

bool TimelineScene::isSelected(SegmentId id) const
{
    return std::binary_search(selection.begin(), selection.end(), id);
}

std::vector<const TimelineCurve *> TimelineScene::shownCurves() const
{
    std::vector<const TimelineCurve *> found;
    for (const TimelineCurve &curve : curves) {
        if (curve.shown)
            found.push_back(&curve);
    }
    return found;
}

int TimelineScene::activeTrack() const
{
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        if (tracks[i].active)
            return static_cast<int>(i);
    }
    return -1;
}

int TimelineScene::trackNamed(const QString &name) const
{
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        if (tracks[i].name == name)
            return static_cast<int>(i);
    }
    return -1;
}

QRect TimelineScene::itemRect(std::size_t track, const TimelineItem &item) const
{
    if (drag && !drag->copy && drag->segment == item.id && drag->track == tracks[track].name)
        return previewRect();
    if (drag && !drag->copy && drag->by != 0 && drag->takesAlong(item.id))
        return layout.segmentRect(tracks[track], track, item.lane,
                                  axis.xOfFrame(FrameIndex(item.frames.begin.value + drag->by)),
                                  axis.xOfFrame(FrameIndex(item.frames.end.value + drag->by)));
    int x0 = static_cast<int>(std::ceil(axis.xOf(item.begin) - 1e-6));
    int x1 = static_cast<int>(std::ceil(axis.xOf(item.end) - 1e-6));
    // Far outside lies just outside: QRect and the painter stay within their numbers.
    x0 = std::clamp(x0, axis.left() - 4096, axis.right() + 4096);
    x1 = std::clamp(x1, axis.left() - 4096, axis.right() + 4096);
    return layout.segmentRect(tracks[track], track, item.lane, x0, x1);
}

QRect TimelineScene::previewRect() const
{
    const int row = drag ? trackNamed(drag->track) : -1;
    if (row < 0)
        return {};
    const auto track = static_cast<std::size_t>(row);
    return layout.segmentRect(tracks[track], track, std::min(drag->lane, tracks[track].lanes - 1),
                              axis.xOfFrame(drag->range.begin), axis.xOfFrame(drag->range.end));
}

const TimelineItem *TimelineScene::item(SegmentId id, std::size_t *track) const
{
    for (std::size_t i = 0; id && i < tracks.size(); ++i) {
        if (const TimelineItem *found = tracks[i].find(id)) {
            if (track)
                *track = i;
            return found;
        }
    }
    return nullptr;
}

QRect TimelineScene::soloRect(std::size_t track) const
{
    return eyeRect(track).translated(-22, 0);
}

QRect TimelineScene::eyeRect(std::size_t track) const
{
    const QRect row = layout.rows[track];
    return {layout.gutter - 48, row.center().y() - kGlyph / 2, kGlyph, kGlyph};
}

QRect TimelineScene::lockRect(std::size_t track) const
{
    return eyeRect(track).translated(22, 0);
}

TimelineHit TimelineScene::hit(const QPoint &position) const
{
    TimelineHit hit;
    const int x = position.x();
    const int y = position.y();
    if (x >= axis.left() - kEdgeGrip && y < layout.tracks.top()) {
        if (!layout.overview.isEmpty() && y <= layout.overview.bottom()) {
            hit.part = TimelinePart::Overview;
            return hit;
        }
        hit.part = TimelinePart::Time;
        if (axis.hasFrames() && y >= layout.marks.top() && y <= layout.marks.bottom()) {
            const FrameIndex first = axis.frameAt(x - kKeyFrameGrip);
            for (auto mark = std::lower_bound(keyFrames.begin(), keyFrames.end(), first);
                 mark != keyFrames.end() && axis.xOfFrame(*mark) <= x + kKeyFrameGrip; ++mark) {
                if (axis.xOfFrame(*mark) < x - kKeyFrameGrip)
                    continue;
                hit.part = TimelinePart::KeyFrame;
                hit.frame = *mark;
            }
        }
        if (axis.hasFrames() && !shots.empty()) {
            const FrameIndex first = axis.frameAt(x - kShotGrip);
            const auto found = std::lower_bound(shots.begin(), shots.end(), first);
            if (found != shots.end() && std::abs(axis.xOfFrame(*found) - x) <= kShotGrip)
                hit.shot = *found;
        }
        return hit;
    }
    if (!layout.tracks.contains(position))
        return hit;
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        if (y < layout.rows[i].top() || y > layout.rows[i].bottom())
            continue;
        hit.track = static_cast<int>(i);
        if (x < axis.left() - kEdgeGrip) {
            const auto over = [&](const QRect &glyph) {
                return glyph.adjusted(-3, -3, 3, 3).contains(position);
            };
            hit.part = over(eyeRect(i))    ? TimelinePart::TrackEye
                       : over(lockRect(i)) ? TimelinePart::TrackLock
                       : over(soloRect(i)) ? TimelinePart::TrackSolo
                                           : TimelinePart::TrackName;
            return hit;
        }
        hit.part = TimelinePart::Track;
        if (layout.fold(i) == TimelineLayout::Fold::Hidden)
            return hit;
        const bool edges = !isLocked(tracks[i]) && axis.hasFrames();
        // The selected one lies on top, then the one that begins last.
        const auto consider = [&](const TimelineItem &candidate) {
            const QRect rect = itemRect(i, candidate);
            if (y < rect.top() - 1 || y > rect.bottom() + 1)
                return;
            const bool inside = x >= rect.left() && x <= rect.right();
            const int inner = std::min(kEdgeGrip, rect.width() / 4);
            if (edges && candidate.basis == Basis::Frames) {
                if (x >= rect.left() - kEdgeGrip && x < rect.left() + inner) {
                    hit.part = TimelinePart::SegmentBegin;
                    hit.segment = candidate.id;
                    return;
                }
                if (x > rect.right() - inner && x <= rect.right() + kEdgeGrip) {
                    hit.part = TimelinePart::SegmentEnd;
                    hit.segment = candidate.id;
                    return;
                }
            }
            if (inside && (hit.part == TimelinePart::Track || hit.part == TimelinePart::Segment)) {
                hit.part = TimelinePart::Segment;
                hit.segment = candidate.id;
            }
        };
        tracks[i].index.visit(axis.secondsAt(x - kEdgeGrip - 3), axis.secondsAt(x + kEdgeGrip),
                              [&](std::size_t n) { consider(tracks[i].items[n]); });
        std::size_t selectedTrack = 0;
        const TimelineItem *chosen = item(selected, &selectedTrack);
        if (chosen && selectedTrack == i)
            consider(*chosen);
        return hit;
    }
    return hit;
}

bool TimelineScene::isInSegment(FrameIndex frame) const
{
    const int active = activeTrack();
    if (active < 0)
        return false;
    const TimelineTrack &track = tracks[static_cast<std::size_t>(active)];
    bool inside = false;
    const double middle
        = axis.hasFrames()
              ? (axis.index()->seconds(frame) + axis.index()->seconds(FrameIndex(frame.value + 1)))
                    / 2
              : 0;
    track.index.visit(middle, middle, [&](std::size_t n) {
        const TimelineItem &item = track.items[n];
        inside |= item.basis == Basis::Frames && item.frames.contains(frame);
    });
    return inside;
}

} // namespace ecva
