#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Result.h"
#include "core/media/Frame.h"
#include "core/media/VideoIndex.h"

#include <filesystem>
#include <memory>

namespace ecva {

/// Frame-exact random access to one video. Not thread-safe: every consumer has one of its own; all
/// of them share the VideoIndex. Going forward by a few frames decodes on, anything else seeks to
/// the dts of the index's key packet and decodes from there.
class FrameSource
{
public:
    struct Options
    {
        int decoderThreads = 1;
        /// Decoded frames kept for going back, in bytes; 0 keeps only the last frame.
        std::size_t cacheBytes = 0;
    };

    /// Errors as VideoIndex::build.
    static Result<std::unique_ptr<FrameSource>> open(const std::filesystem::path &path,
                                                     std::shared_ptr<const VideoIndex> index,
                                                     const Options &options);
    ~FrameSource();
    FrameSource(const FrameSource &) = delete;
    FrameSource &operator=(const FrameSource &) = delete;

    const VideoIndex &index() const;
    /// Errors: OutOfRange (names the clip's last frame), BadInput (the frame does not decode any
    /// more), Cancelled.
    Result<Frame> frameAt(FrameIndex frame, const CancelToken &cancel = {});

private:
    struct Impl;
    explicit FrameSource(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace ecva
