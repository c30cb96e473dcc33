#include "ui/timeline/TimelineTracks.h"

#include "annotation/document/ChangeEvent.h"
#include "annotation/document/ProjectModel.h"
#include "annotation/domain/Taxonomy.h"
#include "core/media/VideoIndex.h"
#include "ui/workspace/Wording.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <set>
#include <tuple>

namespace ecva {

namespace {

const QString kGold = QStringLiteral("gold");

/// Rounds first, in order of their number, gold last, others by name between.
std::tuple<int, int, QString> rank(const QString &track)
{
    if (track == kGold)
        return {2, 0, track};
    if (track.startsWith(QLatin1String("round"))) {
        bool isNumber = false;
        const int number = QStringView(track).mid(5).toInt(&isNumber);
        if (isNumber)
            return {0, number, track};
    }
    return {1, 0, track};
}

/// What is written of a segment: by the expert of the segment's own round, if there is one.
QString descriptionOf(const ProjectModel &model, const QaItem &item)
{
    const Segment *segment = model.segment(item.segment);
    const Answer *best = nullptr;
    for (const Answer *answer : model.answersOf(item.id)) {
        const bool sameRound = segment && answer->round == segment->track;
        if (!best || (sameRound && answer->role != AnswerRole::Masked))
            best = answer;
    }
    return best ? best->text.simplified() : QString();
}

bool isDescription(const QaItem &item)
{
    return item.segment && item.task == Task::Description;
}

/// Descriptions of a clip's segments, by id.
QHash<qint64, QString> descriptions(const ProjectModel &model, ClipId clip)
{
    QHash<qint64, QString> texts;
    for (const QaItem *item : model.itemsOf(clip)) {
        if (!isDescription(*item))
            continue;
        const QString text = descriptionOf(model, *item);
        if (!text.isEmpty())
            texts.insert(item->segment.value, text);
    }
    return texts;
}

TimelineItem makeItem(const Segment &segment, const VideoIndex *index, const QString &description)
{
    TimelineItem item;
    item.id = segment.id;
    item.basis = segment.basis;
    item.frames = segment.frames;
    if (index && segment.basis == Basis::Frames && segment.frames.begin.value >= 0
        && segment.frames.end.value <= index->frameCount()) {
        item.begin = index->seconds(segment.frames.begin);
        item.end = index->seconds(segment.frames.end);
    } else {
        item.begin = static_cast<double>(segment.time.beginMs) / 1000;
        item.end = static_cast<double>(segment.time.endMs) / 1000;
    }
    if (const TaxonomyClass *found = Taxonomy::published().find(segment.label)) {
        item.hue = found->hue;
        item.pattern = found->pattern;
        item.code = found->code;
        item.text = displayName(*found);
    } else {
        item.text = segment.label.isEmpty() ? segment.rawLabel : segment.label;
    }
    item.described = !description.isEmpty();
    if (item.described)
        item.text = description;
    item.proposal = isProposalTrack(segment.track);
    return item;
}

bool isBefore(const TimelineItem &a, const TimelineItem &b)
{
    return std::tie(a.begin, a.end, a.id) < std::tie(b.begin, b.end, b.id);
}

/// Of a table of `size` slots, a power of two.
std::size_t slotOf(SegmentId id, std::size_t size)
{
    const auto mixed = static_cast<std::uint64_t>(id.value) * 0x9E3779B97F4A7C15U;
    return static_cast<std::size_t>(mixed >> 32) & (size - 1);
}

} // namespace

QString trackTitle(const QString &track)
{
    const auto [group, number, name] = rank(track);
    if (group == 2)
        return QCoreApplication::translate("TimelineTracks", "Gold");
    if (group == 0)
        return QCoreApplication::translate("TimelineTracks", "Round %1").arg(number);
    return name;
}

bool isProposalTrack(const QString &track)
{
    return std::get<0>(rank(track)) == 1;
}

int assignLanes(std::vector<TimelineItem> &items)
{
    if (!std::is_sorted(items.begin(), items.end(), isBefore))
        std::sort(items.begin(), items.end(), isBefore);
    std::array<double, kMaxLanes> ends{}; // where each lane is free again
    int lanes = 1;
    double covered = 0;
    bool first = true;
    for (TimelineItem &item : items) {
        item.overlaps = !first && item.begin < covered;
        covered = first ? item.end : std::max(covered, item.end);
        int lane = 0;
        if (!first) {
            while (lane < lanes && ends[lane] > item.begin)
                ++lane;
            if (lane == kMaxLanes)
                lane = static_cast<int>(std::min_element(ends.begin(), ends.end()) - ends.begin());
            else if (lane == lanes)
                ++lanes;
        }
        item.lane = lane;
        ends[lane] = std::max(first ? item.end : ends[lane], item.end);
        first = false;
    }
    return lanes;
}

void TimelineTrack::setItems(std::vector<TimelineItem> all)
{
    items = std::move(all);
    lanes = assignLanes(items);
    std::vector<IntervalIndex::Interval> intervals;
    intervals.reserve(items.size());
    std::vector<std::vector<LanePyramid::Span>> spans(static_cast<std::size_t>(lanes));
    m_slots.assign(std::bit_ceil(2 * items.size() + 1), 0);
    for (std::size_t i = 0; i < items.size(); ++i) {
        const TimelineItem &item = items[i];
        const auto place = static_cast<std::uint32_t>(i);
        intervals.push_back({item.begin, item.end});
        spans[static_cast<std::size_t>(item.lane)].push_back(
            {item.begin, item.end, item.hue, place});
        std::size_t slot = slotOf(item.id, m_slots.size());
        while (m_slots[slot] != 0)
            slot = (slot + 1) & (m_slots.size() - 1);
        m_slots[slot] = place + 1;
    }
    index = IntervalIndex(std::move(intervals));
    pyramids.clear();
    for (std::vector<LanePyramid::Span> &lane : spans)
        pyramids.emplace_back(std::move(lane));
}

const TimelineItem *TimelineTrack::find(SegmentId id) const
{
    if (!id)
        return nullptr;
    if (m_slots.size() <= items.size()) { // put together by hand
        const auto found = std::find_if(items.begin(), items.end(),
                                        [id](const TimelineItem &each) { return each.id == id; });
        return found == items.end() ? nullptr : &*found;
    }
    for (std::size_t slot = slotOf(id, m_slots.size()); m_slots[slot] != 0;
         slot = (slot + 1) & (m_slots.size() - 1)) {
        const TimelineItem &item = items[m_slots[slot] - 1];
        if (item.id == id)
            return &item;
    }
    return nullptr;
}

std::vector<TimelineTrack> buildTracks(const ProjectModel &model, ClipId clip,
                                       const VideoIndex *index)
{
    const QString &active = model.settings().activeRound;
    std::vector<TimelineTrack> tracks;
    QHash<QString, std::size_t> places;
    const auto track = [&](const QString &name) -> TimelineTrack & {
        const auto found = places.constFind(name);
        if (found != places.constEnd())
            return tracks[*found];
        places.insert(name, tracks.size());
        TimelineTrack made;
        made.name = name;
        made.title = trackTitle(name);
        made.active = name == active;
        tracks.push_back(std::move(made));
        return tracks.back();
    };
    for (const QString &name : {QStringLiteral("round1"), QStringLiteral("round2"), active, kGold})
        track(name);

    const QHash<qint64, QString> texts = descriptions(model, clip);
    for (const Segment *segment : model.segmentsOf(clip))
        track(segment->track)
            .items.push_back(makeItem(*segment, index, texts.value(segment->id.value)));
    for (TimelineTrack &each : tracks) {
        each.setItems(std::move(each.items));
    }
    std::sort(tracks.begin(), tracks.end(), [](const TimelineTrack &a, const TimelineTrack &b) {
        return rank(a.name) < rank(b.name);
    });
    return tracks;
}

bool updateTracks(std::vector<TimelineTrack> &tracks, const ProjectModel &model, ClipId clip,
                  const VideoIndex *index, const ChangeEvent &change)
{
    constexpr std::size_t kMost = 500; // above, building anew is as fast
    if (change.origin == ChangeEvent::Origin::Reload || change.settings
        || change.segments.size() + change.answers.size() > kMost)
        return false;
    std::map<SegmentId, std::optional<QString>> touched; // with its new description
    for (const SegmentId id : change.segments)
        touched[id];
    for (const AnswerId id : change.answers) {
        const Answer *answer = model.answer(id);
        const QaItem *item = answer ? model.item(answer->item) : nullptr;
        if (!item)
            return false; // one that is gone: nobody knows whose it was
        if (item->clip == clip && isDescription(*item))
            touched[item->segment] = descriptionOf(model, *item);
    }
    struct Changes
    {
        std::set<SegmentId> gone;
        std::vector<TimelineItem> made;
    };
    std::map<std::size_t, Changes> changes; // by track
    for (const auto &[id, description] : touched) {
        const TimelineItem *before = nullptr;
        std::ptrdiff_t from = -1;
        for (std::size_t i = 0; i < tracks.size() && !before; ++i) {
            before = tracks[i].find(id);
            if (!before)
                continue;
            from = static_cast<std::ptrdiff_t>(i);
            changes[i].gone.insert(id);
        }
        const Segment *segment = model.segment(id);
        if (!segment || segment->clip != clip)
            continue;
        const auto home
            = std::find_if(tracks.begin(), tracks.end(), [&](const TimelineTrack &track) {
                  return track.name == segment->track;
              });
        if (home == tracks.end())
            return false;
        if (before && before->described && !description && from != home - tracks.begin())
            return false; // another round, another text
        const QString kept = before && before->described ? before->text : QString();
        changes[static_cast<std::size_t>(home - tracks.begin())].made.push_back(
            makeItem(*segment, index, description.value_or(kept)));
    }
    for (auto &[place, change] : changes) {
        std::vector<TimelineItem> items = std::move(tracks[place].items);
        if (!change.gone.empty())
            std::erase_if(items, [&gone = change.gone](const TimelineItem &item) {
                return gone.contains(item.id);
            });
        for (TimelineItem &item : change.made) {
            const auto after = std::upper_bound(items.begin(), items.end(), item, isBefore);
            items.insert(after, std::move(item));
        }
        tracks[place].setItems(std::move(items));
        // A track that only its segments made is not there without them.
        if (tracks[place].items.empty())
            return false;
    }
    return true;
}

} // namespace ecva
