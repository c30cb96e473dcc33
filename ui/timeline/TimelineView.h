#pragma once

#include "ui/timeline/ThumbnailLoader.h"
#include "ui/timeline/TimelineCache.h"
#include "ui/timeline/TimelineScene.h"

#include <QPixmap>
#include <QWidget>

#include <memory>

class QMenu;
class QNativeGestureEvent;

namespace ecva {

struct ChangeEvent;
class Document;
class EdgePopup;
class SegmentController;
class TimelineDrag;
class Workspace;

/// Rows of what was filmed that a person may switch off.
enum class TimelineRow { Overview, Sound, Change };

/// The timeline as one painted widget: what is in view is drawn from interval indexes, and between
/// changes only the playhead is drawn anew. Mouse: TimelineDrag.
class TimelineView : public QWidget
{
    Q_OBJECT

public:
    TimelineView(Workspace &workspace, SegmentController &segments, QWidget *parent = nullptr);
    ~TimelineView() override;

    const TimelineScene &scene() const { return m_scene; }
    Workspace &workspace() const { return m_workspace; }
    SegmentController &segments() const { return m_segments; }
    /// Where a segment is drawn; empty when it is not there.
    QRect segmentRect(SegmentId id) const;
    /// Left edge of a frame; for the number of frames the end of the clip.
    int xOfFrame(FrameIndex frame) const { return m_scene.axis.xOfFrame(frame); }
    /// Row of a track, gutter included; empty when there is none of that name.
    QRect trackRect(const QString &track) const;
    QRect rulerRect() const { return m_scene.layout.ruler; }

    void fit();
    /// All of the clip, or what was shown before; with a selected segment that segment first.
    void toggleFit();
    double zoom() const { return m_scene.axis.zoom(); }
    void setZoom(double zoom);
    void zoomBy(double factor);
    void setSnapping(bool snapping);
    bool isFollowing() const { return m_following; }
    void setFollowing(bool following);
    /// While it follows: the playhead stays in the middle, instead of page by page.
    bool isCentring() const { return m_centring; }
    void setCentring(bool centring);
    /// Exactly these seconds, without the margins of TimelineAxis::showRange().
    void showStretch(double begin, double end);
    /// To the selected segments; without any to the whole clip.
    void fitSelection();
    /// Along the time and over the rows.
    void panBy(const QPoint &pixels);
    /// By a share of what is in view.
    void panByPage(double pages);

    /// Row of the track that keys work on; -1: none.
    int currentTrack() const;
    /// To the next track above (-1) or below (+1) that is not folded.
    void enterTrack(int direction);
    /// The selected segments to that track.
    void carryToTrack(int direction, bool copy);
    /// Of a row; nothing happens where there is none.
    void toggleHidden(int track);
    void toggleLocked(int track);
    void toggleSolo(int track);

    /// The look of the clip's sound; null: not known yet, or there is none.
    void setWaveform(std::shared_ptr<const Waveform> waveform);
    /// Adds a curve, or replaces the one with its id.
    void setCurve(TimelineCurve curve);
    bool isRowShown(TimelineRow row) const { return m_rows.contains(row); }
    void setRowShown(TimelineRow row, bool shown);

    QSize sizeHint() const override { return {900, 290}; }
    QSize minimumSizeHint() const override { return {420, 180}; }

Q_SIGNALS:
    /// The stretch in view or its scale has changed.
    void viewChanged();
    /// The segments shown have changed.
    void tracksChanged();
    void snappingChanged(bool snapping);
    void followingChanged(bool following);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool event(QEvent *event) override;

private:
    friend class TimelineDrag;

    void connectDocument();
    void onChanged(const ChangeEvent &change);
    void reloadClip();
    void reloadTracks();
    void tracksReplaced();
    void readSeenFrames();
    void relayout();
    /// Draws all but the playhead again.
    void invalidate();
    void axisChanged();
    void movePlayhead(FrameIndex frame);
    /// Moves the view along with the playhead, which was at `before`; true when it did.
    bool follow(FrameIndex before, FrameIndex frame);
    /// The nearest row in that direction that is not folded; -1: none.
    int neighbourTrack(int direction) const;
    void wishThumbnails();
    void updateNotice();
    void updateHover(const QPoint &position);
    /// What lies over the picture: the snap line, where a dragged segment was, the band, the focus.
    void paintOverlay(QPainter &painter) const;
    bool pinch(const QNativeGestureEvent &gesture);
    void fillTrackMenu(QMenu &menu, int row);
    void fillSegmentMenu(QMenu &menu);
    QString tipFor(const TimelineHit &hit) const;

    Workspace &m_workspace;
    SegmentController &m_segments;
    TimelineScene m_scene;
    ThumbnailLoader m_thumbnails;
    std::unique_ptr<TimelineDrag> m_drag;
    EdgePopup *m_popup;
    Document *m_document = nullptr; ///< the one we listen to
    TimelineCache m_cache;
    QSet<TimelineRow> m_rows{TimelineRow::Overview, TimelineRow::Sound, TimelineRow::Change};
    QPixmap m_picture;   ///< everything but the playhead
    bool m_stale = true; ///< m_picture must be drawn again
    bool m_following = true;
    bool m_centring = false;
    /// Asked for by a drag that was taken back: the view stays where it is.
    std::optional<FrameIndex> m_heldFrame;
    int m_scroll = 0; ///< of the tracks, pixels
    std::optional<std::pair<double, double>> m_beforeFit;
};

} // namespace ecva
