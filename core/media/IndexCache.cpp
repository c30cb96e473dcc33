#include "core/media/IndexCache.h"

#include "core/media/DiskCache.h"
#include "core/media/Packing.h"

#include <algorithm>
#include <type_traits>

namespace ecva {
namespace {

DiskCache cache()
{
    return DiskCache("index", kIndexFormatVersion);
}

// Wrap around instead of overflowing: what is read may be anything.
std::int64_t difference(std::int64_t a, std::int64_t b)
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

/// Reading: `value` is `base` and what was read. Writing: nothing.
void take(Unpacker &, std::int64_t &value, std::int64_t base, std::int64_t read)
{
    value = static_cast<std::int64_t>(static_cast<std::uint64_t>(base)
                                      + static_cast<std::uint64_t>(read));
}
void take(Packer &, std::int64_t, std::int64_t, std::int64_t) {}

void fillSteps(std::vector<VideoIndex::Entry> &entries, std::int64_t end)
{
    for (std::size_t i = 0; i < entries.size(); ++i)
        entries[i].nextPts = i + 1 < entries.size() ? entries[i + 1].pts : end;
}

template <typename Stream, typename Parts>
void layOut(Stream &stream, Parts &parts)
{
    auto &info = parts.info;
    stream.value(info.container);
    stream.value(info.codec);
    stream.value(info.profile);
    stream.value(info.pixelFormat);
    stream.value(info.width);
    stream.value(info.height);
    stream.value(info.rotation);
    for (auto *rational : {&info.sampleAspect, &info.timeBase, &info.averageRate}) {
        stream.value(rational->num);
        stream.value(rational->den);
    }
    stream.value(info.startTimecode);
    stream.value(info.bytes);
    stream.list(info.audio, [](auto &each, auto &audio) {
        each.value(audio.codec);
        each.value(audio.sampleRate);
        each.value(audio.channels);
    });
    // Times as steps from the frame before: a byte or two for most frames.
    std::int64_t last = 0;
    stream.list(parts.entries, [&last](auto &each, auto &entry) {
        std::int64_t step = difference(entry.pts, last);
        std::int64_t identity = difference(entry.id, entry.pts);
        each.value(step);
        each.value(identity);
        each.value(entry.key);
        take(each, entry.pts, last, step);
        take(each, entry.id, entry.pts, identity);
        last = entry.pts;
    });
    std::int64_t end = parts.entries.empty() ? 0 : parts.entries.back().nextPts;
    stream.value(end);
    if constexpr (std::is_same_v<Stream, Unpacker>)
        fillSteps(parts.entries, end);
    stream.list(parts.keys, [](auto &each, auto &key) {
        each.value(key.stamp);
        each.value(key.seekTo);
        each.value(key.firstFrame);
    });
    std::int64_t stamp = 0;
    std::int64_t position = 0;
    stream.list(parts.seekPoints, [&](auto &each, auto &point) {
        std::int64_t later = difference(point.timestamp, stamp);
        std::int64_t further = difference(point.position, position);
        each.value(later);
        each.value(further);
        take(each, point.timestamp, stamp, later);
        take(each, point.position, position, further);
        stamp = point.timestamp;
        position = point.position;
    });
    stream.value(parts.identity);
    stream.value(parts.streamIndex);
    stream.value(parts.decoded);
    stream.list(parts.warnings, [](auto &each, auto &warning) {
        each.value(warning.kind);
        each.value(warning.count);
        each.value(warning.other);
        each.value(warning.detail);
    });
    stream.value(parts.mediaDigest);
}

bool isSane(const VideoIndex::Parts &parts, const std::string &mediaDigest)
{
    const auto &entries = parts.entries;
    const auto frames = static_cast<std::int64_t>(entries.size());
    if (frames == 0 || parts.info.timeBase.num <= 0 || parts.info.timeBase.den <= 0
        || parts.identity > VideoIndex::Identity::Order || parts.mediaDigest != mediaDigest)
        return false;
    const auto isInOrder = [](const VideoIndex::Entry &entry) { return entry.nextPts > entry.pts; };
    if (!std::all_of(entries.begin(), entries.end(), isInOrder))
        return false;
    std::int64_t first = 0;
    for (const auto &key : parts.keys) {
        if (key.firstFrame < first || key.firstFrame >= frames)
            return false;
        first = key.firstFrame;
    }
    return std::all_of(parts.seekPoints.begin(), parts.seekPoints.end(), [&](const auto &point) {
        return point.position >= 0 && point.position < parts.info.bytes;
    });
}

} // namespace

std::optional<VideoIndex::Parts> readCachedIndex(const std::string &mediaDigest)
{
    const auto bytes = cache().read(mediaDigest + ".idx");
    if (!bytes)
        return std::nullopt;
    VideoIndex::Parts parts;
    Unpacker unpacker(*bytes);
    layOut(unpacker, parts);
    if (!unpacker.finished() || !isSane(parts, mediaDigest))
        return std::nullopt;
    return parts;
}

void writeCachedIndex(const std::string &mediaDigest, const VideoIndex::Parts &parts)
{
    Packer packer;
    layOut(packer, parts);
    cache().write(mediaDigest + ".idx", packer.bytes());
}

} // namespace ecva
