#include "core/media/IndexCache.h"

#include "core/media/DiskCache.h"

#include <cstring>
#include <type_traits>

namespace ecva {
namespace {

constexpr std::uint64_t kMaxItems = 1ULL << 28;

DiskCache cache()
{
    return DiskCache("index", kIndexFormatVersion);
}

/// Writes and reads the same members in the same order: one description of the layout for both
/// ways.
class Writer
{
public:
    template <typename T>
    void value(const T &value)
    {
        static_assert(std::is_trivially_copyable_v<T>);
        m_bytes.append(reinterpret_cast<const char *>(&value), sizeof value);
    }
    void value(const std::string &text)
    {
        value(static_cast<std::uint64_t>(text.size()));
        m_bytes.append(text);
    }
    template <typename T, typename Each>
    void list(const std::vector<T> &items, Each each)
    {
        value(static_cast<std::uint64_t>(items.size()));
        for (const T &item : items)
            each(*this, item);
    }
    const std::string &bytes() const { return m_bytes; }

private:
    std::string m_bytes;
};

class Reader
{
public:
    explicit Reader(std::string_view bytes)
        : m_bytes(bytes)
    {
    }

    template <typename T>
    void value(T &value)
    {
        static_assert(std::is_trivially_copyable_v<T>);
        if (m_bytes.size() < sizeof value) {
            m_good = false;
            return;
        }
        std::memcpy(&value, m_bytes.data(), sizeof value);
        m_bytes.remove_prefix(sizeof value);
    }
    void value(std::string &text)
    {
        const std::uint64_t size = count();
        if (!m_good || size > m_bytes.size()) {
            m_good = false;
            return;
        }
        text.assign(m_bytes.substr(0, size));
        m_bytes.remove_prefix(size);
    }
    template <typename T, typename Each>
    void list(std::vector<T> &items, Each each)
    {
        const std::uint64_t size = count();
        if (!m_good || size > m_bytes.size()) { // every item has at least one byte
            m_good = false;
            return;
        }
        items.resize(size);
        for (T &item : items)
            each(*this, item);
    }
    bool finished() const { return m_good && m_bytes.empty(); }

private:
    std::uint64_t count()
    {
        std::uint64_t size = 0;
        value(size);
        m_good = m_good && size < kMaxItems;
        return size;
    }

    std::string_view m_bytes;
    bool m_good = true;
};

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
    stream.value(info.sampleAspect);
    stream.value(info.timeBase);
    stream.value(info.averageRate);
    stream.value(info.bytes);
    stream.list(info.audio, [](auto &each, auto &audio) {
        each.value(audio.codec);
        each.value(audio.sampleRate);
        each.value(audio.channels);
    });
    stream.list(parts.entries, [](auto &each, auto &entry) {
        each.value(entry.pts);
        each.value(entry.nextPts);
        each.value(entry.id);
        each.value(entry.key);
    });
    stream.list(parts.keys, [](auto &each, auto &key) {
        each.value(key.stamp);
        each.value(key.seekTo);
        each.value(key.firstFrame);
    });
    stream.value(parts.identity);
    stream.value(parts.streamIndex);
    stream.value(parts.decoded);
    stream.list(parts.warnings, [](auto &each, auto &warning) { each.value(warning); });
}

bool isSane(const VideoIndex::Parts &parts)
{
    const auto frames = static_cast<std::int64_t>(parts.entries.size());
    if (frames == 0 || parts.info.timeBase.den <= 0 || parts.identity > VideoIndex::Identity::Order)
        return false;
    for (const auto &key : parts.keys) {
        if (key.firstFrame < 0 || key.firstFrame >= frames)
            return false;
    }
    return true;
}

} // namespace

std::optional<VideoIndex::Parts> readCachedIndex(const std::string &mediaDigest)
{
    const auto bytes = cache().read(mediaDigest + ".idx");
    if (!bytes)
        return std::nullopt;
    VideoIndex::Parts parts;
    Reader reader(*bytes);
    layOut(reader, parts);
    if (!reader.finished() || !isSane(parts))
        return std::nullopt;
    return parts;
}

void writeCachedIndex(const std::string &mediaDigest, const VideoIndex::Parts &parts)
{
    Writer writer;
    layOut(writer, parts);
    cache().write(mediaDigest + ".idx", writer.bytes());
}

} // namespace ecva
