#include "ui/timeline/TimelineLayout.h"

#include <algorithm>

namespace ecva {

namespace {

using Fold = TimelineLayout::Fold;

constexpr int kOverview = 24;
constexpr int kRuler = 26;
constexpr int kMarks = 18;
constexpr int kHairline = 1;
constexpr int kActiveLane = 24;
constexpr int kLane = 14;
constexpr int kWideFrom = 1300; ///< widgets from here on have the wide gutter
constexpr int kThinMargin = 2;

/// The height of a row between its bounds; `share` of what is left over.
struct Height
{
    int least = 0;
    int usual = 0;
    int most = 0;
    int share = 1;
    int now = 0;
};

constexpr Height kFrames{32, 46, 112, 5, 46};
constexpr Height kSound{18, 24, 80, 3, 24};
constexpr Height kCurve{20, 30, 84, 3, 30};
constexpr int kFramesReduced = 38; ///< smaller than this only when other rows have gone

Height trackHeight(const TimelineTrack &track, Fold fold)
{
    constexpr int kThin = TimelineLayout::kThinRow;
    if (fold != Fold::None)
        return {kThin, kThin, kThin, 0, kThin};
    const int margins = 2 * TimelineLayout::kSegmentMargin;
    Height height = track.active ? Height{34, 36, 46, 2, 36} : Height{25, 26, 42, 1, 26};
    const int lanes = track.lanes * (track.active ? kActiveLane : kLane) + margins;
    height.least = std::max(height.least, lanes);
    height.usual = height.now = std::max(height.usual, lanes);
    height.most = std::max(height.most, track.lanes * (track.active ? 34 : 30) + margins);
    return height;
}

/// All rows with the heights that they are being given.
struct Rows
{
    Height overview{kOverview, kOverview, 30, 1, kOverview};
    Height frames = kFrames;
    Height sound = kSound;
    std::vector<Height> curves, tracks;
    bool hasOverview = true;
    bool hasSound = true;

    template <typename Visit>
    void visit(Visit &&visit)
    {
        if (hasOverview)
            visit(overview);
        visit(frames);
        if (hasSound)
            visit(sound);
        for (Height &curve : curves)
            visit(curve);
        for (Height &track : tracks)
            visit(track);
    }
    int total()
    {
        int sum = kRuler + kMarks + kHairline;
        visit([&](const Height &height) { sum += height.now; });
        return sum;
    }
};

void shrink(Height &height, int least, int &missing)
{
    const int by = std::clamp(height.now - least, 0, std::max(0, missing));
    height.now -= by;
    missing -= by;
}

void spread(Rows &rows, int spare)
{
    for (int pass = 0; pass < 4 && spare > 0; ++pass) {
        int shares = 0;
        rows.visit([&](const Height &each) { shares += each.now < each.most ? each.share : 0; });
        if (shares == 0)
            return;
        const int before = spare;
        rows.visit([&](Height &each) {
            if (each.now >= each.most || each.share == 0)
                return;
            const int fair = std::max(1, before * each.share / shares);
            const int by = std::min({fair, each.most - each.now, spare});
            each.now += by;
            spare -= by;
        });
    }
}

} // namespace

QRect TimelineLayout::segmentRect(const TimelineTrack &track, std::size_t row, int lane, int x0,
                                  int x1) const
{
    const int margin = fold(row) == Fold::None ? kSegmentMargin : kThinMargin;
    const QRect area = rows[row].adjusted(0, margin, 0, -margin - 1);
    const int lanes = std::max(1, track.lanes);
    const int top = area.top() + area.height() * lane / lanes;
    const int bottom = area.top() + area.height() * (lane + 1) / lanes - (lanes > 1 ? 2 : 0);
    return {x0, top, std::max(3, x1 - x0), std::max(2, bottom - top)};
}

TimelineLayout layOut(const QSize &size, const std::vector<TimelineTrack> &tracks,
                      const TimelineRows &wanted, int scroll)
{
    TimelineLayout layout;
    layout.gutter
        = size.width() >= kWideFrom ? TimelineLayout::kWideGutter : TimelineLayout::kGutter;
    const int left = layout.gutter;
    const int width = std::max(1, size.width() - left - TimelineLayout::kRightMargin);

    Rows rows;
    rows.hasOverview = wanted.overview;
    rows.hasSound = wanted.sound;
    rows.curves.assign(static_cast<std::size_t>(wanted.curves), kCurve);
    for (const TimelineTrack &track : tracks) {
        const bool alone = wanted.solo.isEmpty() || wanted.solo.contains(track.name);
        layout.folds.push_back(wanted.hidden.contains(track.name) ? Fold::Hidden
                               : alone                            ? Fold::None
                                                                  : Fold::Thin);
        rows.tracks.push_back(trackHeight(track, layout.folds.back()));
    }

    const auto missing = [&] { return rows.total() - size.height(); };
    const auto squeeze = [&](int frames) {
        int lack = missing();
        shrink(rows.frames, frames, lack);
        shrink(rows.sound, kSound.least, lack);
        for (Height &curve : rows.curves)
            shrink(curve, curve.least, lack);
        for (Height &track : rows.tracks)
            shrink(track, track.least, lack);
    };
    squeeze(kFramesReduced);
    if (missing() > 0)
        rows.hasOverview = false;
    if (missing() > 0)
        rows.hasSound = false;
    if (missing() > 0)
        rows.curves.clear();
    for (std::size_t i = tracks.size(); missing() > 0 && i-- > 0;) {
        if (tracks[i].active || layout.folds[i] != Fold::None)
            continue;
        layout.folds[i] = Fold::Thin;
        rows.tracks[i] = trackHeight(tracks[i], Fold::Thin);
    }
    squeeze(kFrames.least);
    // What a row that has gone left behind first gives the others their usual height back.
    int spare = std::max(0, -missing());
    rows.visit([&](Height &each) {
        const int by = std::clamp(each.usual - each.now, 0, spare);
        each.now += by;
        spare -= by;
    });
    spread(rows, spare);

    int y = 0;
    const auto row = [&](int height) {
        const QRect rect(left, y, width, height);
        y += height;
        return rect;
    };
    if (rows.hasOverview)
        layout.overview = row(rows.overview.now);
    layout.ruler = row(kRuler);
    layout.frames = row(rows.frames.now);
    layout.marks = row(kMarks);
    if (rows.hasSound)
        layout.sound = row(rows.sound.now);
    for (const Height &curve : rows.curves)
        layout.curves.push_back(row(curve.now));
    y += kHairline;
    layout.tracks = QRect(0, y, size.width(), std::max(0, size.height() - y));
    for (const Height &track : rows.tracks)
        layout.contentHeight += track.now;
    const int most = std::max(0, layout.contentHeight - layout.tracks.height());
    y -= std::clamp(scroll, 0, most);
    for (const Height &track : rows.tracks) {
        layout.rows.emplace_back(0, y, left + width, track.now);
        y += track.now;
    }
    return layout;
}

} // namespace ecva
