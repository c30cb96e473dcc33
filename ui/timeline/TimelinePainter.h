#pragma once

#include "ui/style/Theme.h"
#include "ui/timeline/TimelineScene.h"

#include <QCoreApplication>
#include <QFont>

class QPainter;

namespace ecva {

class ThumbnailLoader;

/// Draws a scene: only what is in view, in the colours of one theme.
class TimelinePainter
{
    Q_DECLARE_TR_FUNCTIONS(TimelinePainter)

public:
    /// `ratio`: device pixels per pixel. All references must outlive the painter.
    TimelinePainter(QPainter &painter, const TimelineScene &scene,
                    const ThumbnailLoader &thumbnails, const Theme &theme, qreal ratio);

    /// Everything but the playhead.
    void paint();
    void paintPlayhead();
    /// The segments of one track alone, in its row; for views that show a timeline of their own.
    void segments(std::size_t track);
    /// What paintPlayhead() covers while the playhead is at x.
    static QRect playheadRect(const TimelineScene &scene, int x);

private:
    struct Look
    {
        bool locked = false;
        bool selected = false;
        int room = 0; ///< pixels to the right of a narrow segment that its text may take
    };

    void gutter();
    void overview();
    void ruler();
    void frames();
    void marks();
    void markedRange();
    void tracks();
    void track(std::size_t i);
    void segment(const TimelineItem &item, const QRect &rect, Look look);
    void segmentLabel(const TimelineItem &item, const QRect &rect, Look look);
    void outline(const QRect &rect, bool handles);
    void drawGlyph(const QString &name, const QRect &rect, const QColor &colour);
    void text(const QRect &rect, const QString &text, const QColor &colour, const QFont &font,
              Qt::Alignment alignment = Qt::AlignLeft);
    QColor bar(const TimelineItem &item) const;
    QColor tint(const TimelineItem &item, bool selected) const;

    QPainter &m_painter;
    const TimelineScene &m_scene;
    const ThumbnailLoader &m_thumbnails;
    const Theme &m_theme;
    const qreal m_ratio;
    const QFont m_counter, m_small, m_smallBold, m_body, m_bodyBold;
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
