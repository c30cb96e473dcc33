#pragma once

#include "core/base/Result.h"
#include "model/checkpoint/TensorView.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ecva {

/// Longest header that is read; the limit of the safetensors library.
inline constexpr std::uint64_t kLargestSafetensorsHeader = 100'000'000;

/// One tensor of a header: bytes [begin, end) behind it.
struct SafetensorsEntry
{
    std::string name;
    ScalarType type = ScalarType::F32;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

/// The entries in order of offset, with all that can be checked without the data checked: known
/// types, shapes that do not overflow, sizes that are product × type, no gap, no overlap, and
/// `dataBytes` used up. Reads piece by piece, so memory follows the header's real length, never a
/// number in it. Errors: BadInput (tensor and value), `where` left empty.
Result<std::vector<SafetensorsEntry>> parseSafetensorsHeader(std::string_view header,
                                                             std::uint64_t dataBytes);

} // namespace ecva
