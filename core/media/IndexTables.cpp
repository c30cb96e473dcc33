#include "core/media/IndexTables.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace ecva {
namespace {

using Entry = VideoIndex::Entry;
using Identity = VideoIndex::Identity;
using KeyPacket = VideoIndex::KeyPacket;

constexpr std::int64_t kNone = AV_NOPTS_VALUE;

/// Missing and equal times get a step, so that every frame has a time of its own.
void makeAscending(std::vector<std::int64_t> &times, std::int64_t step)
{
    std::int64_t last = times.front() == kNone ? 0 : times.front();
    times.front() = last;
    for (std::size_t i = 1; i < times.size(); ++i) {
        if (times[i] == kNone || times[i] <= last)
            times[i] = last + (times[i] == kNone ? step : 1);
        last = times[i];
    }
}

bool isSame(const PictureFact &picture, const Entry &entry)
{
    return picture.stamp == entry.pts;
}

} // namespace

std::int64_t stampOf(const PacketFact &packet, Identity identity)
{
    return identity == Identity::Dts ? packet.dts : packet.pts;
}

std::optional<std::vector<Entry>> entriesOf(const std::vector<PacketFact> &packets)
{
    std::vector<Entry> entries;
    std::vector<std::int64_t> hidden;
    entries.reserve(packets.size());
    for (const PacketFact &packet : packets) {
        if (packet.pts == kNone)
            return std::nullopt;
        if (packet.discard)
            hidden.push_back(packet.pts);
        else
            entries.push_back({packet.pts, 0, packet.pts, packet.key});
    }
    std::sort(entries.begin(), entries.end(),
              [](const Entry &a, const Entry &b) { return a.pts < b.pts; });
    const auto equal
        = std::adjacent_find(entries.begin(), entries.end(),
                             [](const Entry &a, const Entry &b) { return a.pts == b.pts; });
    std::sort(hidden.begin(), hidden.end());
    if (equal != entries.end() || std::adjacent_find(hidden.begin(), hidden.end()) != hidden.end())
        return std::nullopt;
    for (const std::int64_t pts : hidden) {
        const auto found
            = std::lower_bound(entries.begin(), entries.end(), pts,
                               [](const Entry &entry, std::int64_t at) { return entry.pts < at; });
        if (found != entries.end() && found->pts == pts)
            return std::nullopt;
    }
    return entries;
}

bool keysAreTrue(const std::vector<PictureFact> &pictures, const std::vector<Entry> &entries)
{
    const std::size_t count = std::min(pictures.size(), entries.size());
    for (std::size_t i = 0; i < count; ++i) {
        if (entries[i].key && !pictures[i].key)
            return false;
    }
    return true;
}

bool headAgrees(const PacketScan &scan, const std::vector<Entry> &entries)
{
    return !entries.empty() && scan.head.size() <= entries.size()
           && (!scan.headIsAll || scan.head.size() == entries.size())
           && std::equal(scan.head.begin(), scan.head.end(), entries.begin(), isSame);
}

bool tailAgrees(const std::vector<PictureFact> &tail, const std::vector<Entry> &entries,
                std::optional<std::int64_t> from)
{
    auto count = static_cast<std::ptrdiff_t>(std::min(kTailPictures, entries.size()));
    if (from) {
        count = tail.end() - std::find_if(tail.begin(), tail.end(), [&](const PictureFact &each) {
                    return each.stamp == *from;
                });
    }
    return count > 0 && count <= std::min(std::ssize(tail), std::ssize(entries))
           && std::equal(tail.end() - count, tail.end(), entries.end() - count, isSame);
}

bool areTellable(const std::vector<PictureFact> &pictures, Identity identity)
{
    std::vector<std::int64_t> stamps;
    stamps.reserve(pictures.size());
    for (const PictureFact &picture : pictures) {
        if (picture.stamp == kNone)
            return false;
        stamps.push_back(picture.stamp);
    }
    if (!std::is_sorted(stamps.begin(), stamps.end())) {
        if (identity == Identity::Pts)
            return false;
        std::sort(stamps.begin(), stamps.end());
    }
    return std::adjacent_find(stamps.begin(), stamps.end()) == stamps.end();
}

std::vector<Entry> entriesOf(const std::vector<PictureFact> &pictures,
                             const std::vector<PacketFact> &packets, Identity identity,
                             std::int64_t step)
{
    std::unordered_map<std::int64_t, std::int64_t> ptsByDts;
    if (identity == Identity::Dts) {
        for (const PacketFact &packet : packets) {
            if (packet.dts != kNone)
                ptsByDts[packet.dts] = packet.pts;
        }
    }
    // Where packets have no pts, pictures are shown at the stream's decoding times in order.
    std::vector<std::int64_t> times;
    bool fromStamps = true;
    for (const PictureFact &picture : pictures) {
        std::int64_t time = picture.stamp;
        if (identity == Identity::Dts) {
            const auto found = ptsByDts.find(picture.stamp);
            time = found == ptsByDts.end() ? kNone : found->second;
        }
        fromStamps = fromStamps && time != kNone && (times.empty() || time > times.back());
        times.push_back(time);
    }
    if (!fromStamps) {
        for (std::size_t i = 0; i < pictures.size(); ++i)
            times[i] = identity == Identity::Dts ? pictures[i].stamp : pictures[i].bestEffort;
        std::sort(times.begin(), times.end());
        makeAscending(times, step);
    }
    std::vector<Entry> entries;
    entries.reserve(pictures.size());
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        const std::int64_t id
            = identity == Identity::Order ? static_cast<std::int64_t>(i) : pictures[i].stamp;
        entries.push_back({times[i], 0, id, pictures[i].key});
    }
    return entries;
}

std::vector<std::size_t> falseKeys(const std::vector<PictureFact> &pictures,
                                   const std::vector<PacketFact> &packets, Identity identity)
{
    std::unordered_set<std::int64_t> others;
    for (const PictureFact &picture : pictures) {
        if (!picture.key)
            others.insert(picture.stamp);
    }
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < packets.size(); ++i) {
        if (packets[i].key && others.contains(stampOf(packets[i], identity)))
            found.push_back(i);
    }
    return found;
}

void fillSteps(std::vector<Entry> &entries, const std::vector<PacketFact> &packets,
               Identity identity, std::int64_t step)
{
    for (std::size_t i = 0; i + 1 < entries.size(); ++i)
        entries[i].nextPts = entries[i + 1].pts;
    Entry &last = entries.back();
    const auto coded
        = std::find_if(packets.rbegin(), packets.rend(), [&](const PacketFact &packet) {
              return stampOf(packet, identity) == last.id;
          });
    if (coded != packets.rend() && coded->duration > 0)
        step = coded->duration;
    last.nextPts = last.pts + std::max<std::int64_t>(1, step);
}

std::int64_t seekStampOf(const PacketFact &packet, bool seeksByPts)
{
    return packet.dts == kNone || seeksByPts ? packet.pts : packet.dts;
}

std::vector<KeyPacket> keysOf(const std::vector<PacketFact> &packets, Identity identity,
                              bool seeksByPts, const std::vector<std::size_t> &unfit,
                              std::vector<Entry> &entries)
{
    using Shown = std::pair<std::int64_t, std::int64_t>; // id, frame
    std::vector<Shown> frames;
    frames.reserve(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i)
        frames.emplace_back(entries[i].id, static_cast<std::int64_t>(i));
    if (!std::is_sorted(frames.begin(), frames.end()))
        std::sort(frames.begin(), frames.end());

    std::vector<KeyPacket> keys;
    auto nextUnfit = unfit.begin();
    for (std::size_t i = 0; i < packets.size(); ++i) {
        const std::int64_t stamp = stampOf(packets[i], identity);
        if (!packets[i].key || stamp == kNone)
            continue;
        while (nextUnfit != unfit.end() && *nextUnfit < i)
            ++nextUnfit;
        const auto found = std::lower_bound(frames.begin(), frames.end(), Shown(stamp, INT64_MIN));
        if (found == frames.end())
            continue;
        if (found->first == stamp)
            entries[static_cast<std::size_t>(found->second)].key = true;
        // A key packet that is not shown itself (edit list) opens the first frame after it.
        if (nextUnfit == unfit.end() || *nextUnfit != i)
            keys.push_back({stamp, seekStampOf(packets[i], seeksByPts), found->second});
    }
    std::stable_sort(keys.begin(), keys.end(), [](const KeyPacket &a, const KeyPacket &b) {
        return a.firstFrame < b.firstFrame;
    });
    return keys;
}

} // namespace ecva
