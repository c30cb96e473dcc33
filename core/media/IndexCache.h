#pragma once

#include "core/media/VideoIndex.h"

#include <cstdint>
#include <optional>
#include <string>

namespace ecva {

/// Raised whenever the layout of a kept index or its meaning changes.
constexpr std::uint32_t kIndexFormatVersion = 6;

/// Indexes kept in $XDG_CACHE_HOME (else ~/.cache) /ecva-studio/index, one file per media digest.
/// Anything damaged, written by another version of the format or for another file reads as absent;
/// a cache that cannot be written is no error. Precondition of writing: parts.mediaDigest is the
/// digest it is kept under.
std::optional<VideoIndex::Parts> readCachedIndex(const std::string &mediaDigest);
void writeCachedIndex(const std::string &mediaDigest, const VideoIndex::Parts &parts);

} // namespace ecva
