#pragma once

#include "model/checkpoint/MappedFile.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ecva {

/// Beyond this many bytes in all, a digest reads samples only.
inline constexpr std::uint64_t kLargestWholeDigest = std::uint64_t{2} << 30;

/// What ModelInfo::weightsDigest says: "sha256:…" over the files one after another, or beyond
/// `wholeUpTo` bytes "sha256-sampled:…" over each file's size (8 bytes, little endian), its
/// safetensors header with the length before it, its first and its last MiB.
std::string weightsDigest(const std::vector<std::shared_ptr<const MappedFile>> &files,
                          std::uint64_t wholeUpTo = kLargestWholeDigest);

} // namespace ecva
