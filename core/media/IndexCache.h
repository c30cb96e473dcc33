#pragma once

#include "core/media/VideoIndex.h"

#include <cstdint>
#include <optional>
#include <string>

namespace ecva {

/// Raised whenever the layout of a kept index or its meaning changes.
constexpr std::uint32_t kIndexFormatVersion = 3;

/// Indexes kept in $XDG_CACHE_HOME (else ~/.cache) /ecva-studio/index, one file per media digest.
/// Anything damaged, or written by another version of the format, reads as absent; a cache that
/// cannot be written is no error.
std::optional<VideoIndex::Parts> readCachedIndex(const std::string &mediaDigest);
void writeCachedIndex(const std::string &mediaDigest, const VideoIndex::Parts &parts);

} // namespace ecva
