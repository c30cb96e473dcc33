#pragma once

#include "app/services/ClipFrames.h"
#include "core/base/Result.h"

#include <filesystem>

namespace ecva {

/// By its content, whatever its name says: PNG, JPEG, BMP, WebP, TIFF and their like. A GIF is a
/// video.
bool isStillImage(const std::filesystem::path &file);

/// A still image as a clip of one frame (model spec B.3): 8-bit RGB as stored, without the turn
/// that a camera noted, transparency left out, as the originals' code opens it. Errors: NotFound,
/// BadInput (damaged, too large to open safely).
Result<ClipFrames> openStillImage(const std::filesystem::path &file);

} // namespace ecva
