#pragma once

#include "ui/timeline/TimelineScene.h"

#include <QPoint>

#include <optional>

class QMouseEvent;

namespace ecva {

class TimelineView;

/// What a pressed mouse button does on the timeline, from press to release. Nothing is committed
/// before the release; Esc puts everything back.
class TimelineDrag
{
public:
    explicit TimelineDrag(TimelineView &view)
        : m_view(view)
    {
    }

    bool isActive() const { return m_kind != Kind::None; }
    void press(const QMouseEvent &event);
    void move(const QMouseEvent &event);
    void release();
    void cancel();
    /// Shift suspends snapping, also while the mouse stands still.
    void setSnappingSuspended(bool suspended);

private:
    enum class Kind {
        None,
        Seek,
        Overview,
        Pan,
        Body, ///< pressed on a segment, not yet moved far enough
        Move,
        Begin,
        End,
        Empty, ///< pressed on an empty place of a track, not yet moved far enough
        Draw,
    };

    void seekTo(int x);
    void apply(const QPoint &position, bool suspended);
    void stretch(const QPoint &position, bool suspended);
    void showEdge(FrameIndex frame);
    void finish();

    TimelineView &m_view;
    Kind m_kind = Kind::None;
    QPoint m_press;
    QPoint m_last;
    bool m_suspended = false;
    SegmentId m_segment;
    FrameRange m_before;               ///< of m_segment
    FrameIndex m_grip;                 ///< the boundary under the mouse when it was pressed
    FrameIndex m_playhead;             ///< before the drag
    std::optional<FrameIndex> m_shown; ///< last frame asked for
    std::vector<SnapTarget> m_targets;
};

} // namespace ecva
