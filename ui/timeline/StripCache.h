#pragma once

#include "core/base/Ids.h"
#include "core/media/DiskCache.h"

#include <QByteArray>
#include <QImage>

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace ecva {

class VideoIndex;

/// The pictures of one clip's strip on disk, as JPEG by the media's digest. What is new is written
/// by flush(). A clip whose digest cannot be had is not kept. One thread.
class StripCache
{
public:
    StripCache(const std::filesystem::path &path, std::shared_ptr<const VideoIndex> index);
    /// Writes what is new.
    ~StripCache();
    StripCache(const StripCache &) = delete;
    StripCache &operator=(const StripCache &) = delete;

    /// Null when it is not there.
    QImage read(FrameIndex frame, int height);
    void add(FrameIndex frame, int height, const QImage &image);
    bool isDirty() const { return !m_added.empty(); }
    void flush();

private:
    using Pictures = std::map<std::int64_t, QByteArray>;

    Pictures load(const std::string &entry) const;
    Pictures &opened(const std::string &entry);

    DiskCache m_disk;
    std::shared_ptr<const VideoIndex> m_index;
    std::string m_digest;
    std::map<std::string, Pictures> m_open; ///< entries that were read
    std::size_t m_openBytes = 0;
    std::map<std::string, std::map<std::int64_t, QImage>> m_added;
};

} // namespace ecva
