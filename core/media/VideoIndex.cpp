#include "core/media/VideoIndex.h"

#include "core/media/Container.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace ecva {

int MediaInfo::displayWidth() const
{
    const double aspect = sampleAspect.num > 0 ? sampleAspect.toDouble() : 1.0;
    const int shown = std::max(1, static_cast<int>(std::lround(width * aspect)));
    return rotation % 180 == 0 ? shown : height;
}

int MediaInfo::displayHeight() const
{
    const double aspect = sampleAspect.num > 0 ? sampleAspect.toDouble() : 1.0;
    const int shown = std::max(1, static_cast<int>(std::lround(width * aspect)));
    return rotation % 180 == 0 ? height : shown;
}

std::string mediaLibraryVersion()
{
    return av_version_info();
}

std::int64_t modificationTime(const std::filesystem::path &path)
{
    std::error_code error;
    const auto time = std::filesystem::last_write_time(path, error);
    return error ? 0 : static_cast<std::int64_t>(time.time_since_epoch().count());
}

std::string VideoIndex::Warning::text() const
{
    switch (kind) {
    case Kind::FramesLost:
        return std::to_string(count) + " packets, but " + std::to_string(other) + " frames decode";
    case Kind::DamagedPackets:
        return std::to_string(count) + (count == 1 ? " damaged packet" : " damaged packets");
    case Kind::DamagedFrames:
        return count == 1 ? "frame " + std::to_string(other) + " is damaged"
                          : std::to_string(count) + " damaged frames, the first is frame "
                                + std::to_string(other);
    case Kind::ReadingEnded:
        return "reading ended early: " + detail;
    case Kind::ContainerErrors:
        return (count == 1 ? "an error" : std::to_string(count) + " errors")
               + " in the container: " + detail;
    }
    return {};
}

bool VideoIndex::hasDamagedPictures() const
{
    return std::any_of(m_parts.warnings.begin(), m_parts.warnings.end(), [](const Warning &each) {
        return each.kind != Warning::Kind::ContainerErrors;
    });
}

bool VideoIndex::damageCanHide() const
{
    // Arithmetic or LZW codes in which every bit pattern means something.
    constexpr const char *kTrusting[] = {"vp6", "vp8", "vp9", "av1", "theora", "gif"};
    return std::any_of(std::begin(kTrusting), std::end(kTrusting),
                       [&](const char *codec) { return info().codec == codec; });
}

Result<void> VideoIndex::checkUnchanged(const std::filesystem::path &path) const
{
    const auto size = checkPlainFile(path);
    if (!size)
        return fail(size);
    const bool sameTime = m_parts.modified == 0 || m_parts.modified == modificationTime(path);
    if (static_cast<std::int64_t>(*size) == info().bytes && sameTime)
        return {};
    const std::string now = std::to_string(*size) + " bytes";
    return fail(ErrorCode::BadInput,
                static_cast<std::int64_t>(*size) == info().bytes
                    ? "has been written to since it was indexed"
                    : "has changed since it was indexed: " + now + " now, "
                          + std::to_string(info().bytes) + " then",
                path.string());
}

VideoIndex::VideoIndex(Parts parts)
    : m_parts(std::move(parts))
{
    assert(!m_parts.entries.empty());
    const auto &entries = m_parts.entries;
    const bool ascending = std::is_sorted(
        entries.begin(), entries.end(), [](const Entry &a, const Entry &b) { return a.id < b.id; });
    if (ascending)
        return;
    m_byId.reserve(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i)
        m_byId.emplace_back(entries[i].id, static_cast<std::int64_t>(i));
    std::sort(m_byId.begin(), m_byId.end());
}

const VideoIndex::Entry &VideoIndex::entry(FrameIndex frame) const
{
    assert(contains(frame));
    return m_parts.entries[static_cast<std::size_t>(frame.value)];
}

int VideoIndex::keyBefore(FrameIndex frame) const
{
    const auto &keys = m_parts.keys;
    const auto after = std::upper_bound(
        keys.begin(), keys.end(), frame.value,
        [](std::int64_t value, const KeyPacket &key) { return value < key.firstFrame; });
    return static_cast<int>(after - keys.begin()) - 1;
}

std::optional<FrameIndex> VideoIndex::frameWithId(std::int64_t id) const
{
    if (m_byId.empty()) {
        const auto &entries = m_parts.entries;
        const auto found = std::lower_bound(
            entries.begin(), entries.end(), id,
            [](const Entry &entry, std::int64_t wanted) { return entry.id < wanted; });
        if (found == entries.end() || found->id != id)
            return std::nullopt;
        return FrameIndex(static_cast<std::int64_t>(found - entries.begin()));
    }
    const auto found = std::lower_bound(m_byId.begin(), m_byId.end(), std::pair(id, INT64_MIN));
    if (found == m_byId.end() || found->first != id)
        return std::nullopt;
    return FrameIndex(found->second);
}

double VideoIndex::seconds(FrameIndex frame) const
{
    const auto &entries = m_parts.entries;
    const std::int64_t pts = frame.value >= frameCount()
                                 ? entries.back().nextPts
                                 : entry(FrameIndex(std::max<std::int64_t>(0, frame.value))).pts;
    return static_cast<double>(pts - entries.front().pts) * info().timeBase.toDouble();
}

std::int64_t VideoIndex::milliseconds(FrameIndex frame) const
{
    const auto &entries = m_parts.entries;
    const std::int64_t pts = frame.value >= frameCount()
                                 ? entries.back().nextPts
                                 : entry(FrameIndex(std::max<std::int64_t>(0, frame.value))).pts;
    return scaleRounded(pts - entries.front().pts,
                        {info().timeBase.num * 1000, info().timeBase.den});
}

double VideoIndex::streamSeconds(Pts pts) const
{
    return static_cast<double>(pts.value) * info().timeBase.toDouble();
}

FrameIndex VideoIndex::frameAtSeconds(double seconds) const
{
    // A little slack: seconds that came out of seconds() find their own frame again.
    const FrameIndex next = firstFrameAtOrAfter(seconds + 1e-6);
    return FrameIndex(std::clamp<std::int64_t>(next.value - 1, 0, frameCount() - 1));
}

FrameIndex VideoIndex::firstFrameAtOrAfter(double seconds) const
{
    const auto &entries = m_parts.entries;
    const std::int64_t first = entries.front().pts;
    const double tick = info().timeBase.toDouble();
    const auto found
        = std::partition_point(entries.begin(), entries.end(), [&](const Entry &entry) {
              return static_cast<double>(entry.pts - first) * tick < seconds - 5e-7;
          });
    return FrameIndex(static_cast<std::int64_t>(found - entries.begin()));
}

int VideoIndex::keyFrameCount() const
{
    return static_cast<int>(std::count_if(m_parts.entries.begin(), m_parts.entries.end(),
                                          [](const Entry &entry) { return entry.key; }));
}

bool VideoIndex::isVariableRate() const
{
    std::int64_t least = INT64_MAX;
    std::int64_t most = INT64_MIN;
    const auto &entries = m_parts.entries;
    for (std::size_t i = 0; i + 2 < entries.size(); ++i) { // the last step is ignored
        const std::int64_t step = entries[i + 1].pts - entries[i].pts;
        least = std::min(least, step);
        most = std::max(most, step);
    }
    return most > least && static_cast<double>(most - least) * info().timeBase.toDouble() > 0.0015;
}

} // namespace ecva
