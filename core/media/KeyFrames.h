#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Result.h"
#include "core/media/Frame.h"
#include "core/media/FrameBatch.h"
#include "core/media/VideoIndex.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>

namespace ecva {

/// Place in index.keys() of the key packet whose first frame this is: a frame that decodes from one
/// packet alone. Nothing for other frames.
std::optional<int> keyFrameAt(const VideoIndex &index, FrameIndex frame);

/// fetchFrames() for frames that keyFrameAt() knows: of each only its own packet is decoded. Where
/// one does not come out of its packet, all that is left is fetched the long way. Contract, threads
/// and errors as fetchFrames(); OutOfRange for a frame that is no key frame.
Result<void>
fetchKeyFrames(const std::filesystem::path &path, const std::shared_ptr<const VideoIndex> &index,
               std::span<const FrameIndex> wanted, const FrameBatchOptions &options,
               const std::function<Result<void>(std::size_t place, Frame frame)> &take);

} // namespace ecva
