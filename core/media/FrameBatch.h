#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Result.h"
#include "core/media/Frame.h"
#include "core/media/VideoIndex.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <span>

namespace ecva {

struct FrameBatchOptions
{
    /// Decoders working side by side; they share out the groups of pictures that hold the frames.
    /// Each has one thread, or as many where the groups are few.
    int decoders = 2;
    CancelToken cancel;
};

/// Decodes many frames of one video as cheaply as can be: sorted, each group of pictures decoded
/// once, pictures that nobody wants and nothing refers to not at all. Frame-exact as
/// FrameSource::frameAt.
///
/// `take(place, frame)` is called once for every element of `wanted` (repeats included), in any
/// order and from any of the decoding threads, never two at once for the same place; what it does
/// (convert, scale) runs there too. A frame that does not decode ends the batch.
/// Errors: as FrameSource::frameAt; whatever `take` returns first.
Result<void> fetchFrames(const std::filesystem::path &path,
                         const std::shared_ptr<const VideoIndex> &index,
                         std::span<const FrameIndex> wanted, const FrameBatchOptions &options,
                         const std::function<Result<void>(std::size_t place, Frame frame)> &take);

} // namespace ecva
