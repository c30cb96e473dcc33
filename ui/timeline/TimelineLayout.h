#pragma once

#include "ui/timeline/TimelineTracks.h"

#include <QRect>
#include <QSet>
#include <QSize>

#include <vector>

namespace ecva {

/// Where the rows of the timeline lie, in the widget's coordinates.
struct TimelineLayout
{
    static constexpr int kGutter = 148;
    static constexpr int kRightMargin = 8;
    static constexpr int kOverview = 24;
    static constexpr int kRuler = 26;
    static constexpr int kMarks = 18;
    static constexpr int kSegmentMargin = 3; ///< above and below the segments of a row

    QRect overview, ruler, frames, marks;
    QRect tracks;            ///< what is seen of the tracks, gutter included; rows scroll in it
    std::vector<QRect> rows; ///< one per track, gutter included; hidden tracks are thin
    int contentHeight = 0;   ///< of all rows

    int left() const { return kGutter; }
    /// The lane's part of a row, from `x0` to `x1`.
    QRect segmentRect(const TimelineTrack &track, std::size_t row, int lane, int x0, int x1) const;
};

/// `hidden`: names of tracks folded to a line. `scroll`: pixels by which the rows are moved up.
TimelineLayout layOut(const QSize &size, const std::vector<TimelineTrack> &tracks,
                      const QSet<QString> &hidden, int scroll);

} // namespace ecva
