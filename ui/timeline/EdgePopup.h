#pragma once

#include "ui/timeline/SegmentController.h"
#include "ui/timeline/ThumbnailLoader.h"
#include "ui/timeline/TimelineScene.h"

#include <QWidget>

namespace ecva {

/// Beside an edge that is being dragged: the last picture on one side and the first on the other,
/// what the edge has snapped to and by how much it has moved. Never takes the mouse.
class EdgePopup : public QWidget
{
    Q_OBJECT

public:
    /// Lies over the window of `timeline`.
    EdgePopup(const ThumbnailLoader &thumbnails, QWidget *timeline);

    /// `boundary`: the frame boundary of the edge; `moved`: frames since the drag began. The
    /// preview is the scene's.
    void showEdge(const TimelineScene &scene, SegmentEdge edge, FrameIndex boundary,
                  std::int64_t moved);
    /// The pictures it wants, device pixels.
    std::vector<ThumbnailLoader::Wish> wishes() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Side
    {
        std::int64_t frame = -1; ///< -1: none, the edge is the clip's
        bool inside = false;
        QString caption;
    };

    void place(const TimelineScene &scene, SegmentEdge edge, FrameIndex boundary);
    void paintSide(QPainter &painter, const QRect &rect, const Side &side) const;

    QWidget *const m_timeline;
    const ThumbnailLoader &m_thumbnails;
    Side m_left, m_right;
    QString m_action; ///< "Snapped to the playhead", or the new range
    QString m_amount; ///< "+7 frames"
    bool m_snapped = false;
};

} // namespace ecva
