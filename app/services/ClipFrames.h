#pragma once

#include "annotation/domain/Entities.h"
#include "core/base/CancelToken.h"
#include "core/base/Result.h"
#include "core/media/VideoIndex.h"
#include "model/api/VideoModel.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace ecva {

class Document;

/// A video to be shown to a model, as gathered on the UI thread.
struct ClipToAsk
{
    std::filesystem::path file;
    std::shared_ptr<const VideoIndex> index; ///< null: built by openClip()
    std::optional<MediaFacts> facts;         ///< what the project knows of the video
    std::optional<TimeRangeMs> cut;          ///< only this part of the video is the clip
};

/// A clip of a project. Errors: NotFound (no such clip, no video linked, file missing).
Result<ClipToAsk> clipToAsk(const Document &document, ClipId clip);

/// Frames of a clip with a decoder of their own. One thread at a time.
struct ClipFrames
{
    std::shared_ptr<const VideoIndex> index;
    std::int64_t first = 0; ///< frame of the file that is the source's frame 0: of a cut
    VideoSource source;
};

/// Indexes the video where that has not been done, and opens it; a still image is a clip of one
/// frame. Any thread; `cancel` also ends the reading of frames. What goes wrong later, with a
/// frame, names file and frame. Errors: as VideoIndex::build, and BadInput (not the video that the
/// clip was linked to).
Result<ClipFrames> openClip(const ClipToAsk &clip, const std::function<void(double)> &progress,
                            const CancelToken &cancel);

} // namespace ecva
