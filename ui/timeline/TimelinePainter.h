#pragma once

#include "ui/style/Theme.h"
#include "ui/timeline/TimelineCache.h"
#include "ui/timeline/TimelineScene.h"

#include <QCoreApplication>

#include <memory>

class QPainter;

namespace ecva {

class ThumbnailLoader;

/// Draws a scene: only what is in view, in the colours of one theme. Its cost is bound by pixels:
/// where many segments share a column their lane's pyramid says what is to be seen there.
class TimelinePainter
{
    Q_DECLARE_TR_FUNCTIONS(TimelinePainter)

public:
    /// `ratio`: device pixels per pixel. `cache`: of the view that paints; null: a new one. All
    /// references must outlive the painter.
    TimelinePainter(QPainter &painter, const TimelineScene &scene,
                    const ThumbnailLoader &thumbnails, const Theme &theme, qreal ratio,
                    TimelineCache *cache = nullptr);

    /// Everything but the playhead.
    void paint();
    void paintPlayhead();
    /// The segments of one track alone, in its row; for views that show a timeline of their own.
    void segments(std::size_t track);
    /// What paintPlayhead() covers while the playhead is at x.
    static QRect playheadRect(const TimelineScene &scene, int x);
    /// Looks at every segment in view instead of the pyramids; for tests.
    void setExact(bool exact) { m_exact = exact; }

private:
    using Face = TimelineCache::Face;

    /// What all segments of a track have in common, and what one has beyond it.
    struct Look
    {
        SegmentLook style;
        bool thin = false; ///< no text: the track is folded
        int room = 0;      ///< pixels to the right of a narrow segment that its text may take
    };

    void gutter();
    void overview();
    void ruler();
    void shotFlag(FrameIndex shot);

    void frames();
    void marks();
    void sound();
    void curve(const TimelineCurve &curve, const QRect &row);
    void shots();
    void markedRange();
    void hoveredShot();
    /// A line of text over a row that has nothing else to show.
    void rowNote(const QRect &row, const QString &note);

    void tracks();
    void trackBed(std::size_t track);
    void trackHead(std::size_t track);
    void trackHint(std::size_t track);
    /// True when the lane was drawn from its pyramid, but for its long segments.
    bool denseLane(std::size_t track, int lane);
    void segment(const TimelineItem &item, const QRect &rect, const Look &look);
    void proposal(const QRect &seen, const QRect &rect, const SegmentStyle &style);
    void segmentLabel(const TimelineItem &item, const QRect &rect, const Look &look,
                      const SegmentStyle &style);
    void besideLabel(const TimelineItem &item, const QRect &rect, const Look &look);
    void outline(const QRect &rect, bool handles);
    void dragged(std::size_t track);

    void drawGlyph(const QString &name, const QRect &rect, const QColor &colour);
    /// One line, cut to the rectangle, on `bed`. Returns its width.
    int text(const QRect &rect, const QString &text, const QColor &colour, Face face,
             const QColor &bed, Qt::Alignment alignment = Qt::AlignLeft, bool tabular = false);
    const QColor &bedOf(std::size_t track) const;

    QPainter &m_painter;
    const TimelineScene &m_scene;
    const ThumbnailLoader &m_thumbnails;
    const Theme &m_theme;
    const qreal m_ratio;
    std::unique_ptr<TimelineCache> m_own;
    TimelineCache &m_cache;
    bool m_exact = false;
};

/// The pictures of the strip for what the axis shows: which frame stands where. Tiles lie on a grid
/// that is fixed in the clip, so that moving the view asks for few new frames.
struct StripTile
{
    QRect rect;
    FrameIndex frame;
};
std::vector<StripTile> stripTiles(const TimelineScene &scene);

} // namespace ecva
