#include "ui/timeline/TimelineLayout.h"

#include <algorithm>
#include <numeric>

namespace ecva {

namespace {

constexpr int kThumbnails = 52;
constexpr int kThumbnailsLeast = 32;
constexpr int kThumbnailsMost = 84;
constexpr int kRow = 28;
constexpr int kHiddenRow = 14;
constexpr int kActiveRow = 40;
constexpr int kActiveRowMost = 84;
constexpr int kActiveLane = 28;
constexpr int kLane = 14;

int leastHeight(const TimelineTrack &track, bool hidden)
{
    if (hidden)
        return kHiddenRow;
    const int lanes = track.lanes * (track.active ? kActiveLane : kLane);
    return std::max(track.active ? kActiveRow : kRow, lanes + 2 * TimelineLayout::kSegmentMargin);
}

} // namespace

QRect TimelineLayout::segmentRect(const TimelineTrack &track, std::size_t row, int lane, int x0,
                                  int x1) const
{
    const QRect area = rows[row].adjusted(0, kSegmentMargin, 0, -kSegmentMargin - 1);
    const int lanes = std::max(1, track.lanes);
    const int top = area.top() + area.height() * lane / lanes;
    const int bottom = area.top() + area.height() * (lane + 1) / lanes - (lanes > 1 ? 2 : 0);
    return {x0, top, std::max(3, x1 - x0), std::max(2, bottom - top)};
}

TimelineLayout layOut(const QSize &size, const std::vector<TimelineTrack> &tracks,
                      const QSet<QString> &hidden, int scroll)
{
    TimelineLayout layout;
    const int left = TimelineLayout::kGutter;
    const int width = std::max(1, size.width() - left - TimelineLayout::kRightMargin);

    std::vector<int> heights;
    int activeRow = -1;
    for (const TimelineTrack &track : tracks) {
        const bool folded = hidden.contains(track.name);
        if (track.active && !folded)
            activeRow = static_cast<int>(heights.size());
        heights.push_back(leastHeight(track, folded));
    }
    int content = std::accumulate(heights.begin(), heights.end(), 0);
    const int fixed
        = TimelineLayout::kOverview + TimelineLayout::kRuler + TimelineLayout::kMarks + 1;

    // What is left over goes to the active track and to the pictures; what is missing comes from
    // the pictures first.
    int thumbnails = kThumbnails;
    int spare = size.height() - fixed - content - thumbnails;
    if (spare > 0 && activeRow >= 0) {
        int &active = heights[static_cast<std::size_t>(activeRow)];
        const int more = std::clamp(kActiveRowMost - active, 0, spare / 2);
        active += more;
        content += more;
        spare -= more;
    }
    thumbnails = std::clamp(thumbnails + spare, kThumbnailsLeast, kThumbnailsMost);

    int y = 0;
    const auto row = [&](int height) {
        const QRect rect(left, y, width, height);
        y += height;
        return rect;
    };
    layout.overview = row(TimelineLayout::kOverview);
    layout.ruler = row(TimelineLayout::kRuler);
    layout.frames = row(thumbnails);
    layout.marks = row(TimelineLayout::kMarks);
    y += 1; // hairline
    layout.tracks = QRect(0, y, size.width(), std::max(0, size.height() - y));
    layout.contentHeight = content;
    const int most = std::max(0, content - layout.tracks.height());
    y -= std::clamp(scroll, 0, most);
    for (const int height : heights) {
        layout.rows.emplace_back(0, y, left + width, height);
        y += height;
    }
    return layout;
}

} // namespace ecva
