// Drags that change what is seen or selected, and no segment: the overview, the band.
#include "ui/timeline/TimelineDrag.h"
#include "ui/timeline/TimelineView.h"

#include <algorithm>
#include <cmath>

namespace ecva {

namespace {

constexpr int kOverviewGrip = 5; // pixels

} // namespace

bool TimelineDrag::isOverviewEdge(const TimelineScene &scene, int x)
{
    const QRect row = scene.layout.overview;
    const double perPixel = scene.axis.duration() / std::max(1, row.width());
    const double seconds = (x - row.left()) * perPixel;
    const double away
        = std::min(std::abs(seconds - scene.axis.start()), std::abs(seconds - scene.axis.end()));
    return !scene.axis.showsAll() && away <= kOverviewGrip * perPixel;
}

void TimelineDrag::pressOverview()
{
    const TimelineAxis &axis = m_view.m_scene.axis;
    const QRect row = m_view.m_scene.layout.overview;
    const double perPixel = axis.duration() / std::max(1, row.width());
    const double seconds = (m_press.x() - row.left()) * perPixel;
    m_overviewGrip = seconds - axis.start();
    m_kind = Kind::Overview;
    if (isOverviewEdge(m_view.m_scene, m_press.x())) {
        const bool atBegin = std::abs(seconds - axis.start()) < std::abs(seconds - axis.end());
        m_kind = atBegin ? Kind::OverviewBegin : Kind::OverviewEnd;
    }
    if (m_kind == Kind::Overview && (seconds < axis.start() || seconds > axis.end())) {
        m_overviewGrip = (axis.end() - axis.start()) / 2; // beside the window: jump there
        dragOverview();
    }
}

void TimelineDrag::dragOverview()
{
    TimelineAxis &axis = m_view.m_scene.axis;
    const QRect row = m_view.m_scene.layout.overview;
    const double seconds
        = std::clamp((m_last.x() - row.left()) * axis.duration() / std::max(1, row.width()), 0.0,
                     axis.duration());
    const double length = axis.end() - axis.start();
    if (m_kind == Kind::Overview)
        axis.centreOn(seconds - m_overviewGrip + length / 2);
    else if (m_kind == Kind::OverviewBegin)
        m_view.showStretch(std::min(seconds, m_end), m_end);
    else
        m_view.showStretch(m_start, std::max(seconds, m_start));
    m_view.axisChanged();
}

void TimelineDrag::drawBand()
{
    m_band = QRect(m_press, QPoint(m_last.x(), m_last.y())).normalized();
    m_band.setLeft(std::max(m_band.left(), m_view.m_scene.axis.left() - 1));
    m_band &= m_view.m_scene.layout.tracks;
    m_view.update();
}

std::vector<SegmentId> TimelineDrag::banded() const
{
    const TimelineScene &scene = m_view.m_scene;
    std::vector<SegmentId> found;
    for (std::size_t i = 0; i < scene.tracks.size(); ++i) {
        if (scene.isHidden(scene.tracks[i]) || !scene.layout.rows[i].intersects(m_band))
            continue;
        scene.tracks[i].index.visit(scene.axis.secondsAt(m_band.left()),
                                    scene.axis.secondsAt(m_band.right() + 1), [&](std::size_t n) {
                                        const TimelineItem &item = scene.tracks[i].items[n];
                                        if (scene.itemRect(i, item).intersects(m_band))
                                            found.push_back(item.id);
                                    });
    }
    return found;
}

} // namespace ecva
