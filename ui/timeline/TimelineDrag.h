#pragma once

#include "ui/timeline/TimelineScene.h"

#include <QPoint>
#include <QTimer>

#include <optional>

class QMouseEvent;

namespace ecva {

class TimelineView;

/// What a pressed mouse button does on the timeline, from press to release. Nothing is committed
/// before the release; Esc puts everything back: the segment, the picture, the stretch in view.
/// Beyond the ends of the view the view moves on by itself. UI thread.
class TimelineDrag
{
public:
    explicit TimelineDrag(TimelineView &view);

    bool isActive() const { return m_kind != Kind::None; }
    void press(const QMouseEvent &event);
    void move(const QMouseEvent &event);
    void release(Qt::KeyboardModifiers modifiers);
    void cancel();
    /// Shift suspends snapping and Ctrl makes a copy, also while the mouse stands still.
    void setModifiers(Qt::KeyboardModifiers modifiers);
    /// The mouse would take an end of the window in the overview.
    static bool isOverviewEdge(const TimelineScene &scene, int x);
    /// The band that is being drawn around segments, the widget's coordinates; empty: none.
    QRect band() const { return m_kind == Kind::Band ? m_band : QRect(); }

private:
    enum class Kind {
        None,
        Seek,
        Overview, ///< moves the stretch in view
        OverviewBegin,
        OverviewEnd,
        Pan,
        Body,  ///< pressed on a segment, not yet moved far enough
        Fixed, ///< pressed on one that cannot be moved
        Move,
        Begin,
        End,
        Empty, ///< pressed on an empty place of a track, not yet moved far enough
        Draw,
        Gutter, ///< pressed on a track's name, not yet moved far enough
        Band,
    };

    bool isStretching() const;
    void pressOverview();
    void pressSegment(const TimelineHit &hit);
    void apply();
    void dragOverview();
    void stretch();
    /// Sets preview.range and preview.snap.
    void moveBody(DragPreview &preview, bool snapping);
    void moveEdge(DragPreview &preview, bool snapping);
    void drawRange(DragPreview &preview, bool snapping);
    /// The track that the mouse carries the segment to; its own where that is impossible.
    QString targetTrack() const;
    void followEdge(const DragPreview &preview);
    QString status(const DragPreview &preview, bool atBegin) const;
    void drawBand();
    std::vector<SegmentId> banded() const;
    void select(SegmentId clicked, Qt::KeyboardModifiers modifiers);
    void drop(Kind kind, const DragPreview &preview);
    void scrollOn();
    /// The mouse, held within the stretch in view.
    int x() const;
    void findTargets();
    void seekTo(int x);
    void showFrame(FrameIndex frame);
    void finish();

    TimelineView &m_view;
    Kind m_kind = Kind::None;
    QPoint m_press;
    QPoint m_last;
    Qt::KeyboardModifiers m_modifiers;
    bool m_bands = false;    ///< Alt was held: an empty place draws a band, not a segment
    bool m_far = false;      ///< moved farther than a hand trembles
    bool m_onlyCopy = false; ///< from a locked track: nothing may be taken away
    int m_row = -1;          ///< of the track pressed on
    int m_number = 0;        ///< of m_segment on its track
    SegmentId m_segment;
    FrameRange m_before; ///< of m_segment
    int m_lane = 0;
    std::vector<SegmentId> m_others;   ///< that move along, sorted
    FrameRange m_span;                 ///< of all that move
    FrameIndex m_grip;                 ///< the boundary under the mouse when it was pressed
    FrameIndex m_playhead;             ///< before the drag
    double m_start = 0, m_end = 0;     ///< in view before the drag, seconds
    double m_overviewGrip = 0;         ///< seconds from the start of the view to the mouse
    std::optional<FrameIndex> m_shown; ///< last frame asked for
    std::vector<SnapTarget> m_targets;
    QRect m_band;
    QTimer m_scroll;
};

} // namespace ecva
