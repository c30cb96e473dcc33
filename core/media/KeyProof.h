#pragma once

#include "core/media/VideoIndex.h"

#include <filesystem>
#include <vector>

namespace ecva {

struct KeyProof
{
    std::vector<VideoIndex::KeyPacket> keys;
    /// Frames with parts that were not decoded at all, ascending; see fillMemoryWithOnes().
    std::vector<std::int64_t> incomplete;
};

/// Of the key packets of `parts` those from which decoding gives, until the next of them, the very
/// pictures that decoding from the start gives. In a damaged file others may be left: a picture
/// that is put together from those before it depends on where decoding began, and stamps that were
/// counted through the damage are others after a seek. Decodes the file twice, or three times where
/// the codec does not conceal damage.
/// Errors: Cancelled.
Result<KeyProof> provenKeys(const std::filesystem::path &path, const VideoIndex::Parts &parts,
                            const CancelToken &cancel);

} // namespace ecva
