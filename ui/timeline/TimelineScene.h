#pragma once

#include "ui/timeline/Snapping.h"
#include "ui/timeline/TimelineAxis.h"
#include "ui/timeline/TimelineLayout.h"
#include "ui/timeline/TimelineTracks.h"

#include <QPoint>
#include <QSet>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace ecva {

class Waveform;

/// A range that is being drawn, moved or stretched, before it is committed.
struct DragPreview
{
    SegmentId segment; ///< 0: a new one
    QString track;
    FrameRange range;
    std::optional<SnapTarget> snap;
    FrameRange before; ///< where it was; empty for a new one
    int lane = 0;      ///< in its own track
    bool copy = false; ///< the original stays where it is
    /// Further segments that go the same way, sorted, and how far.
    std::vector<SegmentId> others;
    std::int64_t by = 0;

    bool takesAlong(SegmentId id) const;
};

enum class TimelinePart {
    None,
    Overview,
    Time,     ///< ruler, pictures and marks: seeks
    KeyFrame, ///< a mark in the marks row
    Segment,  ///< body
    SegmentBegin,
    SegmentEnd,
    Track, ///< empty place of a track
    TrackName,
    TrackSolo,
    TrackEye,
    TrackLock,
};

/// What lies under a point.
struct TimelineHit
{
    TimelinePart part = TimelinePart::None;
    int track = -1;
    SegmentId segment;
    FrameIndex frame; ///< of a key-frame mark
    /// The shot change beside the point, in the ruler, the pictures and the marks.
    std::optional<FrameIndex> shot;
};

/// A score over the clip, drawn as a line over a tint.
struct TimelineCurve
{
    QString id;    ///< "change", or the name under which it is stored
    QString title; ///< as shown in the gutter
    /// Values 0 to 1 at these frames, ascending; straight lines between them. None: not known yet.
    std::vector<FrameIndex> frames;
    std::vector<float> values;
    std::optional<double> threshold;
    QString note;      ///< written instead of the line: why there is none; translated
    bool shown = true; ///< has a row

    /// After a change of the values: what highest() needs.
    void makeLevels();
    /// The highest of values [first, last); 0 where there are none.
    float highest(std::size_t first, std::size_t last) const;

private:
    std::vector<std::vector<float>> m_levels; ///< each the highest of pairs of the one before
};

/// Everything the timeline shows, apart from widgets and pixels: the painter draws it, the mouse
/// asks it. UI thread.
struct TimelineScene
{
    TimelineAxis axis;
    std::vector<TimelineTrack> tracks;
    std::vector<FrameIndex> keyFrames; ///< sorted
    /// Frames that a model saw for the answer in view; sorted, without repeats.
    std::vector<FrameIndex> seenFrames;
    std::vector<FrameIndex> shots;            ///< first frames of new shots, ascending
    std::shared_ptr<const Waveform> waveform; ///< null: none, or not known yet
    bool hasSound = false;                    ///< the file has some
    std::vector<TimelineCurve> curves;        ///< one row each
    TimelineLayout layout;
    QSet<QString> hidden;
    /// Where any is named, tracks that are not are folded to thin lines.
    QSet<QString> solo;
    /// Tracks that the person has locked or unlocked; others are locked unless they are active.
    QSet<QString> lockToggled;
    bool readOnly = false;
    bool snapping = true;

    SegmentId selected;               ///< the one that is looked at, on top; 0: none
    std::vector<SegmentId> selection; ///< all that are selected, `selected` among them; sorted
    SegmentId hovered;
    int hoveredTrack = -1;                 ///< row under the mouse; -1: none
    std::optional<FrameIndex> hoveredShot; ///< its flag is shown in the ruler
    FrameIndex playhead;
    std::optional<FrameIndex> markIn, markOut;
    std::optional<DragPreview> drag;
    QString notice; ///< why there is nothing to see, translated; empty when there is

    bool isLocked(const TimelineTrack &track) const;
    bool isHidden(const TimelineTrack &track) const { return hidden.contains(track.name); }
    bool isSelected(SegmentId id) const;
    /// Those that have rows, in the layout's order.
    std::vector<const TimelineCurve *> shownCurves() const;
    /// Row of the active track; -1 when there is none.
    int activeTrack() const;
    int trackNamed(const QString &name) const;

    /// As drawn: the preview's place while it is being dragged.
    QRect itemRect(std::size_t track, const TimelineItem &item) const;
    QRect previewRect() const;
    /// Null when the segment is not there.
    const TimelineItem *item(SegmentId id, std::size_t *track = nullptr) const;

    TimelineHit hit(const QPoint &position) const;
    QRect soloRect(std::size_t track) const;
    QRect eyeRect(std::size_t track) const;
    QRect lockRect(std::size_t track) const;

    /// The frame lies in a segment of the active track.
    bool isInSegment(FrameIndex frame) const;
};

/// Pixels on both sides of an edge within which the mouse takes it.
inline constexpr int kEdgeGrip = 5;

} // namespace ecva
