#pragma once

#include "core/base/Ids.h"
#include "core/base/Rational.h"
#include "core/base/Result.h"

#include <cstdint>
#include <optional>
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

/// How SMPTE ST 12 counts the frames of a constant rate: HH:MM:SS:FF with `frames` to the second.
/// At 30000/1001 and 60000/1001 frames a second the first 2 (4) numbers of every minute but each
/// tenth are left out, written HH:MM:SS;FF, so that the numbers keep up with the clock.
struct SmpteRate
{
    int frames = 25;
    bool dropFrame = false;

    friend constexpr bool operator==(const SmpteRate &, const SmpteRate &) = default;
};

/// The count that belongs to a rate: n or n × 1000/1001 frames a second, n from 1 to 240, where a
/// container wrote it down inexactly (29.97) to 1 in 10,000. Nothing for others.
std::optional<SmpteRate> smpteRate(Rational framesPerSecond);

/// Labels of 24 hours, after which a clock's begin anew.
std::int64_t smpteDay(SmpteRate rate);

/// "00:01:00;02" for frame 1800 at drop-frame 30; hours go on counting beyond 24, negative frames
/// have a leading "-".
std::string formatSmpte(std::int64_t frame, SmpteRate rate);

/// The frame of a label: groups of digits with ":" or ";" between them, the last one frames, up to
/// three before it left out ("2;10" is two seconds and ten frames). Errors: InvalidArgument (no
/// label, seconds over 59, frames over the rate), OutOfRange (a number that drop-frame leaves out,
/// such as 00:01:00;00).
Result<std::int64_t> parseSmpte(std::string_view text, SmpteRate rate);

/// Where a person wants to go.
struct Destination
{
    enum class Unit { Frames, Milliseconds };
    Unit unit = Unit::Frames;
    bool relative = false; ///< to the frame shown; else counted from the first frame
    std::int64_t value = 0;

    friend constexpr bool operator==(const Destination &, const Destination &) = default;
};

/// Reads what parsePosition() reads; SMPTE labels with a ";" or four groups ("01:00:10:05");
/// and with a leading "+" or "-" a way from here: "+25" (frames), "-1.5s", "+0:02". `rate`: of the
/// clip, nothing where it has no SMPTE labels. Errors: InvalidArgument, naming the text; OutOfRange
/// (left out by drop-frame); Unsupported (a label, but the clip has none). `firstLabel`: what the
/// label of the first frame stands for; one of four groups before it is of the next day, shorter
/// ones count from the first frame.
Result<Destination> parseDestination(std::string_view text, std::optional<SmpteRate> rate,
                                     std::int64_t firstLabel = 0);

} // namespace ecva
