#include "ui/timeline/TimelineTracks.h"

#include "annotation/document/ProjectModel.h"
#include "annotation/domain/Taxonomy.h"
#include "core/media/VideoIndex.h"
#include "ui/workspace/Wording.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>
#include <array>
#include <bit>

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

/// Descriptions of a clip's segments, each by the expert of the segment's round.
QHash<qint64, QString> descriptions(const ProjectModel &model, ClipId clip)
{
    QHash<qint64, QString> texts;
    for (const QaItem *item : model.itemsOf(clip)) {
        if (!item->segment || item->task != Task::Description)
            continue;
        const Segment *segment = model.segment(item->segment);
        const Answer *best = nullptr;
        for (const Answer *answer : model.answersOf(item->id)) {
            const bool sameRound = segment && answer->round == segment->track;
            if (!best || (sameRound && answer->role != AnswerRole::Masked))
                best = answer;
        }
        if (best)
            texts.insert(item->segment.value, best->text.simplified());
    }
    return texts;
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
    const auto before = [](const TimelineItem &a, const TimelineItem &b) {
        return std::tie(a.begin, a.end, a.id) < std::tie(b.begin, b.end, b.id);
    };
    if (!std::is_sorted(items.begin(), items.end(), before))
        std::sort(items.begin(), items.end(), before);
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

    const Taxonomy &taxonomy = Taxonomy::published();
    const QHash<qint64, QString> texts = descriptions(model, clip);
    for (const Segment *segment : model.segmentsOf(clip)) {
        TimelineItem item;
        item.id = segment->id;
        item.basis = segment->basis;
        item.frames = segment->frames;
        if (index && segment->basis == Basis::Frames && segment->frames.begin.value >= 0
            && segment->frames.end.value <= index->frameCount()) {
            item.begin = index->seconds(segment->frames.begin);
            item.end = index->seconds(segment->frames.end);
        } else {
            item.begin = static_cast<double>(segment->time.beginMs) / 1000;
            item.end = static_cast<double>(segment->time.endMs) / 1000;
        }
        if (const TaxonomyClass *found = taxonomy.find(segment->label)) {
            item.hue = found->hue;
            item.pattern = found->pattern;
            item.code = found->code;
            item.text = displayName(*found);
        } else {
            item.text = segment->label.isEmpty() ? segment->rawLabel : segment->label;
        }
        const QString text = texts.value(segment->id.value);
        if (!text.isEmpty())
            item.text = text;
        item.proposal = isProposalTrack(segment->track);
        track(segment->track).items.push_back(std::move(item));
    }
    for (TimelineTrack &each : tracks) {
        each.setItems(std::move(each.items));
    }
    std::sort(tracks.begin(), tracks.end(), [](const TimelineTrack &a, const TimelineTrack &b) {
        return rank(a.name) < rank(b.name);
    });
    return tracks;
}

} // namespace ecva
