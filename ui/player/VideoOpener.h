#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <functional>
#include <memory>

namespace ecva {

class FrameSource;
class JobRunner;
class VideoIndex;

/// Does in the background what takes time when a video is opened to be watched: its index and its
/// first decoder. One at a time: a new call gives up the one before, whose answer never comes. UI
/// thread.
class VideoOpener
{
public:
    struct Opened
    {
        std::shared_ptr<const VideoIndex> index;
        std::unique_ptr<FrameSource> source;
    };

    explicit VideoOpener(JobRunner &jobs);
    ~VideoOpener();
    VideoOpener(const VideoOpener &) = delete;
    VideoOpener &operator=(const VideoOpener &) = delete;

    /// Errors for `done`: as VideoIndex::build.
    void open(const std::filesystem::path &path, std::function<void(Result<Opened>)> done);
    void cancel();

private:
    JobRunner &m_jobs;
    int m_job = 0;
};

} // namespace ecva
