#pragma once

#include "annotation/domain/Entities.h"
#include "ui/timeline/IntervalIndex.h"
#include "ui/timeline/LanePyramid.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace ecva {

struct ChangeEvent;
class ProjectModel;
class VideoIndex;

/// One segment as the timeline draws it.
struct TimelineItem
{
    SegmentId id;
    double begin = 0; ///< seconds on the timeline's axis
    double end = 0;
    Basis basis = Basis::Frames;
    FrameRange frames; ///< meaningful when basis is Frames
    int lane = 0;
    bool overlaps = false;      ///< lies over a segment that begins before it
    bool proposal = false;      ///< of a model, nobody has accepted it
    std::optional<float> score; ///< of the model that proposed it, 0 to 1
    int hue = -1;               ///< -1: no class yet
    int pattern = 0;
    QString code;           ///< "7-1"; empty: no class yet
    QString text;           ///< the description, or the class's name
    bool described = false; ///< text is the description

    friend bool operator==(const TimelineItem &, const TimelineItem &) = default;
};

/// The segments of one track of a clip, by begin, in lanes where they overlap.
struct TimelineTrack
{
    QString name;  ///< as stored: "round1", "gold"
    QString title; ///< as shown
    bool active = false;
    int lanes = 1;
    std::vector<TimelineItem> items;
    IntervalIndex index;               ///< over items
    std::vector<LanePyramid> pyramids; ///< one per lane; none: every item is looked at

    /// Takes the items, in any order, and makes all of the above from them. O(n log n), O(n) where
    /// they come sorted.
    void setItems(std::vector<TimelineItem> all);
    /// Null when there is none. O(1) after setItems().
    const TimelineItem *find(SegmentId id) const;

private:
    std::vector<std::uint32_t> m_slots; ///< places in items + 1, by hash of the id; 0: free
};

/// The most lanes a track is given; further overlaps share the lane that is free first.
inline constexpr int kMaxLanes = 6;

/// A track that is neither a round nor gold: what a model proposes.
bool isProposalTrack(const QString &track);

/// Sorts by begin and spreads items over as few lanes as possible; flags those that lie over
/// others. Returns the number of lanes, at least 1.
int assignLanes(std::vector<TimelineItem> &items);

/// The tracks of a clip in the order in which they are shown: rounds, what else is in the document,
/// gold last. The active round, round 1, round 2 and gold are there even when empty. Segments
/// without frames stand at their seconds; so do all where `index` is null.
std::vector<TimelineTrack> buildTracks(const ProjectModel &model, ClipId clip,
                                       const VideoIndex *index);

/// Carries out a change of a few segments or answers on tracks that buildTracks() has made. False
/// when they must be built anew: too much has changed, or tracks come or go; the tracks are then
/// left in any state.
bool updateTracks(std::vector<TimelineTrack> &tracks, const ProjectModel &model, ClipId clip,
                  const VideoIndex *index, const ChangeEvent &change);

/// "Round 1" for "round1", "Gold" for "gold", a model's name as it is.
QString trackTitle(const QString &track);

} // namespace ecva
