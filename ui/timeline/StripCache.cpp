#include "ui/timeline/StripCache.h"

#include "core/media/VideoIndex.h"
#include "ui/timeline/StripFrames.h"

#include <QBuffer>

#include <cstring>
#include <utility>

namespace ecva {
namespace {

// Raise it whenever the layout or the meaning of an entry changes.
constexpr std::uint32_t kVersion = 1;
constexpr std::uintmax_t kBudget = 512ULL << 20;
constexpr std::size_t kOpenBytes = 16U << 20;
constexpr int kQuality = 85;
constexpr std::size_t kHead = sizeof(std::int64_t) + sizeof(std::uint32_t);

} // namespace

StripCache::StripCache(const std::filesystem::path &path, std::shared_ptr<const VideoIndex> index)
    : m_disk("strip", kVersion, kBudget)
    , m_index(std::move(index))
    , m_digest(mediaDigest(path).value_or(std::string()))
{
}

StripCache::~StripCache()
{
    flush();
}

StripCache::Pictures StripCache::load(const std::string &entry) const
{
    Pictures pictures;
    const auto bytes = m_disk.read(entry);
    if (!bytes)
        return pictures;
    std::string_view rest = *bytes;
    while (rest.size() >= kHead) {
        std::int64_t frame = 0;
        std::uint32_t size = 0;
        std::memcpy(&frame, rest.data(), sizeof frame);
        std::memcpy(&size, rest.data() + sizeof frame, sizeof size);
        rest.remove_prefix(kHead);
        if (size > rest.size())
            break;
        pictures[frame] = QByteArray(rest.data(), static_cast<qsizetype>(size));
        rest.remove_prefix(size);
    }
    return pictures;
}

StripCache::Pictures &StripCache::opened(const std::string &entry)
{
    if (const auto found = m_open.find(entry); found != m_open.end())
        return found->second;
    if (m_openBytes > kOpenBytes) {
        m_open.clear();
        m_openBytes = 0;
    }
    Pictures pictures = load(entry);
    for (const auto &[frame, bytes] : pictures)
        m_openBytes += static_cast<std::size_t>(bytes.size());
    return m_open[entry] = std::move(pictures);
}

QImage StripCache::read(FrameIndex frame, int height)
{
    if (m_digest.empty())
        return {};
    const std::string entry = stripEntry(*m_index, m_digest, height, frame);
    const Pictures &pictures = opened(entry);
    const auto found = pictures.find(frame.value);
    if (found == pictures.end())
        return {};
    const QImage image = QImage::fromData(found->second, "JPG");
    // Anything else than was asked for is none of ours.
    if (image.isNull() || image.height() > height)
        return {};
    return image.convertToFormat(QImage::Format_RGB32);
}

void StripCache::add(FrameIndex frame, int height, const QImage &image)
{
    if (!m_digest.empty())
        m_added[stripEntry(*m_index, m_digest, height, frame)][frame.value] = image;
}

void StripCache::flush()
{
    for (const auto &[entry, added] : std::exchange(m_added, {})) {
        Pictures pictures = load(entry); // as it is now: another window may have added to it
        for (const auto &[frame, image] : added) {
            QBuffer buffer(&pictures[frame]);
            buffer.open(QIODevice::WriteOnly | QIODevice::Truncate);
            if (!image.save(&buffer, "JPG", kQuality))
                pictures.erase(frame);
        }
        std::string bytes;
        for (const auto &[frame, jpeg] : pictures) {
            const auto size = static_cast<std::uint32_t>(jpeg.size());
            bytes.append(reinterpret_cast<const char *>(&frame), sizeof frame);
            bytes.append(reinterpret_cast<const char *>(&size), sizeof size);
            bytes.append(jpeg.constData(), size);
        }
        m_disk.write(entry, bytes);
        m_open.erase(entry);
    }
}

} // namespace ecva
