#pragma once

#include "core/base/Ids.h"
#include "core/base/Result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace ecva {

/// Milliseconds as "0:16.222", from an hour on "1:02:03.450"; negative ones with a leading "-".
std::string formatTimecode(std::int64_t milliseconds);

/// What a person typed to say where: a frame number or milliseconds from the first frame.
using TypedPosition = std::variant<FrameIndex, std::int64_t>;

/// Reads "438", "f438", "f 438" (a frame); "12.5", "12.5s", "12s" (seconds); "1:02", "1:02.5",
/// "1:02:03.450" (a timecode). A decimal comma is read as a point. Errors: InvalidArgument, naming
/// the text.
Result<TypedPosition> parsePosition(std::string_view text);

} // namespace ecva
