#pragma once

#include "ui/timeline/TimelineTracks.h"

#include <QRect>
#include <QSet>
#include <QSize>

#include <vector>

namespace ecva {

/// Which rows are wanted; where there is no room some are left out.
struct TimelineRows
{
    bool overview = true;
    bool sound = true;
    int curves = 0;       ///< how many, one row each
    QSet<QString> hidden; ///< tracks folded to an empty line
    QSet<QString> solo;   ///< where any is named, the others are folded to thin lines
};

/// Where the rows of the timeline lie, in the widget's coordinates.
struct TimelineLayout
{
    /// How a track is drawn: whole, as a thin line with its segments, or as a line without them.
    enum class Fold { None, Thin, Hidden };

    static constexpr int kGutter = 148;
    static constexpr int kWideGutter = 164; ///< with room for the solo glyphs
    static constexpr int kRightMargin = 8;
    static constexpr int kThinRow = 14;
    static constexpr int kSegmentMargin = 3; ///< above and below the segments of a row

    int gutter = kGutter;
    QRect overview, sound; ///< empty where left out
    QRect ruler, frames, marks;
    std::vector<QRect> curves; ///< as many as asked for, or none
    QRect tracks;              ///< what is seen of the tracks, gutter included; rows scroll in it
    std::vector<QRect> rows;   ///< one per track, gutter included
    std::vector<Fold> folds;   ///< one per track; none given: all are whole
    int contentHeight = 0;     ///< of all rows of tracks

    int left() const { return gutter; }
    bool isWide() const { return gutter > kGutter; }
    Fold fold(std::size_t track) const { return track < folds.size() ? folds[track] : Fold::None; }
    /// The lane's part of a row, from `x0` to `x1`.
    QRect segmentRect(const TimelineTrack &track, std::size_t row, int lane, int x0, int x1) const;
};

/// `scroll`: pixels by which the rows of tracks are moved up. Collapses in this order: pictures a
/// little, overview, sound and curves, tracks that are not active to thin lines, pictures to their
/// least; never the active track. Room that is left goes to pictures, sound, curves and tracks.
TimelineLayout layOut(const QSize &size, const std::vector<TimelineTrack> &tracks,
                      const TimelineRows &wanted, int scroll);

} // namespace ecva
