#include "core/base/Timecode.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>
#include <vector>

namespace ecva {

namespace {

constexpr std::int64_t kMaxSeconds = 10'000'000; // four months; keeps every product in 64 bits

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

/// Digits only: from_chars alone would take a sign.
std::optional<std::int64_t> parseDigits(std::string_view text)
{
    std::int64_t value = 0;
    if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// "12", "12.", "12.5", ".5" as milliseconds; digits after the third are rounded.
std::optional<std::int64_t> parseSecondsMs(std::string_view text)
{
    const std::size_t point = text.find_first_of(".,");
    const std::string_view whole = text.substr(0, point);
    const std::string_view part
        = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
    if (whole.empty() && part.empty())
        return std::nullopt;
    std::int64_t seconds = 0;
    if (!whole.empty()) {
        const std::optional<std::int64_t> parsed = parseDigits(whole);
        if (!parsed || *parsed > kMaxSeconds)
            return std::nullopt;
        seconds = *parsed;
    }
    if (part.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    std::int64_t ms = 0;
    for (std::size_t i = 0; i < 3; ++i)
        ms = ms * 10 + (i < part.size() ? part[i] - '0' : 0);
    if (part.size() > 3 && part[3] >= '5')
        ++ms;
    return seconds * 1000 + ms;
}

std::optional<std::int64_t> parseTimecodeMs(std::string_view text)
{
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t colon = text.find(':');
        parts.push_back(text.substr(0, colon));
        if (colon == std::string_view::npos)
            break;
        text.remove_prefix(colon + 1);
    }
    if (parts.size() > 3)
        return std::nullopt;
    std::int64_t minutes = 0;
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        const std::optional<std::int64_t> value = parseDigits(parts[i]);
        if (!value || *value > kMaxSeconds / 60 || (i > 0 && *value > 59))
            return std::nullopt;
        minutes = minutes * 60 + *value;
    }
    const std::optional<std::int64_t> ms = parseSecondsMs(parts.back());
    if (!ms || (parts.size() > 1 && *ms >= 60'000))
        return std::nullopt;
    return minutes * 60'000 + *ms;
}

} // namespace

std::string formatTimecode(std::int64_t milliseconds)
{
    const bool negative = milliseconds < 0;
    const std::uint64_t total = negative ? 0 - static_cast<std::uint64_t>(milliseconds)
                                         : static_cast<std::uint64_t>(milliseconds);
    const unsigned long long hours = total / 3'600'000;
    const unsigned minutes = static_cast<unsigned>(total / 60'000 % 60);
    const unsigned seconds = static_cast<unsigned>(total / 1000 % 60);
    const unsigned ms = static_cast<unsigned>(total % 1000);
    std::array<char, 48> text{};
    if (hours > 0)
        std::snprintf(text.data(), text.size(), "%s%llu:%02u:%02u.%03u", negative ? "-" : "", hours,
                      minutes, seconds, ms);
    else
        std::snprintf(text.data(), text.size(), "%s%u:%02u.%03u", negative ? "-" : "", minutes,
                      seconds, ms);
    return text.data();
}

Result<TypedPosition> parsePosition(std::string_view typed)
{
    const std::string_view text = trimmed(typed);
    const auto bad = [&] {
        return fail(ErrorCode::InvalidArgument,
                    "\"" + std::string(typed) + "\" is no frame number, timecode or seconds");
    };
    if (text.empty())
        return bad();
    if (text.front() == 'f' || text.front() == 'F') {
        const std::optional<std::int64_t> frame = parseDigits(trimmed(text.substr(1)));
        return frame ? Result<TypedPosition>(FrameIndex(*frame)) : bad();
    }
    if (text.back() == 's' || text.back() == 'S') {
        const std::optional<std::int64_t> ms
            = parseSecondsMs(trimmed(text.substr(0, text.size() - 1)));
        return ms ? Result<TypedPosition>(*ms) : bad();
    }
    if (text.find_first_of(":.,") == std::string_view::npos) {
        const std::optional<std::int64_t> frame = parseDigits(text);
        return frame ? Result<TypedPosition>(FrameIndex(*frame)) : bad();
    }
    const std::optional<std::int64_t> ms = parseTimecodeMs(text);
    return ms ? Result<TypedPosition>(*ms) : bad();
}

namespace {

constexpr int kFastest = 240;
constexpr double kRateTolerance = 1e-4; // 30 and 30000/1001 differ by 1e-3
constexpr std::int64_t kMaxHours = 10'000;

/// Numbers left out at the start of a minute.
std::int64_t droppedPerMinute(SmpteRate rate)
{
    return rate.dropFrame ? rate.frames / 15 : 0; // 2 of 30, 4 of 60
}

} // namespace

std::optional<SmpteRate> smpteRate(Rational framesPerSecond)
{
    const double rate = framesPerSecond.toDouble();
    if (!(rate > 0) || rate > kFastest + 1)
        return std::nullopt;
    const auto near
        = [rate](double other) { return std::abs(rate - other) <= kRateTolerance * other; };
    if (const double whole = std::round(rate); whole >= 1 && near(whole))
        return SmpteRate{static_cast<int>(whole), false};
    const double nominal = std::round(rate * 1.001);
    if (nominal < 1 || !near(nominal / 1.001))
        return std::nullopt;
    return SmpteRate{static_cast<int>(nominal), nominal == 30 || nominal == 60};
}

std::int64_t smpteDay(SmpteRate rate)
{
    constexpr std::int64_t minutes = 24 * 60;
    return minutes * 60 * rate.frames - droppedPerMinute(rate) * (minutes - minutes / 10);
}

std::string formatSmpte(std::int64_t frame, SmpteRate rate)
{
    const bool negative = frame < 0;
    // As a label it is less than 1.002 times as large: no overflow for frames of real clips.
    std::int64_t number = negative ? -frame : frame;
    if (const std::int64_t dropped = droppedPerMinute(rate); dropped > 0) {
        const std::int64_t fullMinute = std::int64_t(60) * rate.frames;
        const std::int64_t minute = fullMinute - dropped;
        const std::int64_t tenMinutes = fullMinute + 9 * minute;
        const std::int64_t tens = number / tenMinutes;
        const std::int64_t rest = number % tenMinutes;
        // The first minute of ten keeps all its numbers.
        const std::int64_t minutes = rest < fullMinute ? 0 : 1 + (rest - fullMinute) / minute;
        number += dropped * (9 * tens + minutes);
    }
    const std::int64_t seconds = number / rate.frames;
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%s%02lld:%02d:%02d%c%0*d", negative ? "-" : "",
                  static_cast<long long>(seconds / 3600), static_cast<int>(seconds / 60 % 60),
                  static_cast<int>(seconds % 60), rate.dropFrame ? ';' : ':',
                  rate.frames > 100 ? 3 : 2, static_cast<int>(number % rate.frames));
    return text.data();
}

Result<std::int64_t> parseSmpte(std::string_view typed, SmpteRate rate)
{
    std::string_view text = trimmed(typed);
    const auto bad = [&] {
        return fail(ErrorCode::InvalidArgument, "\"" + std::string(typed) + "\" is no timecode");
    };
    std::array<std::int64_t, 4> groups{}; // hours, minutes, seconds, frames
    std::size_t count = 0;
    for (bool more = true; more; ++count) {
        const std::size_t end = text.find_first_of(":;");
        more = end != std::string_view::npos;
        const std::optional<std::int64_t> value = parseDigits(text.substr(0, end));
        if (!value || count == groups.size())
            return bad();
        std::rotate(groups.begin(), groups.begin() + 1, groups.end());
        groups.back() = *value;
        if (more)
            text.remove_prefix(end + 1);
    }
    const auto [hours, minutes, seconds, frames] = groups;
    if (count < 2 || hours > kMaxHours || minutes > 59 || seconds > 59 || frames >= rate.frames)
        return bad();
    const std::int64_t dropped = droppedPerMinute(rate);
    const std::int64_t allMinutes = hours * 60 + minutes;
    if (seconds == 0 && frames < dropped && allMinutes % 10 != 0)
        return fail(ErrorCode::OutOfRange,
                    "\"" + std::string(typed) + "\" is left out by drop-frame counting");
    return (allMinutes * 60 + seconds) * rate.frames + frames
           - dropped * (allMinutes - allMinutes / 10);
}

Result<Destination> parseDestination(std::string_view typed, std::optional<SmpteRate> rate,
                                     std::int64_t firstLabel)
{
    std::string_view text = trimmed(typed);
    Destination destination;
    bool backwards = false;
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
        destination.relative = true;
        backwards = text.front() == '-';
        text.remove_prefix(1);
    }
    const auto colons = std::count(text.begin(), text.end(), ':');
    if (!destination.relative && (text.find(';') != std::string_view::npos || colons == 3)) {
        if (!rate)
            return fail(ErrorCode::Unsupported,
                        "\"" + std::string(typed)
                            + "\": the clip has no constant rate to count by");
        const Result<std::int64_t> frame = parseSmpte(text, *rate);
        if (!frame)
            return fail(frame);
        const bool whole = std::count_if(text.begin(), text.end(),
                                         [](char each) { return each == ':' || each == ';'; })
                           == 3;
        destination.value = *frame - (whole ? firstLabel : 0);
        if (destination.value < 0)
            destination.value += smpteDay(*rate);
        return destination;
    }
    const Result<TypedPosition> position = parsePosition(text);
    if (!position)
        return fail(ErrorCode::InvalidArgument,
                    "\"" + std::string(typed) + "\" is no frame number, timecode or seconds");
    if (const auto *frame = std::get_if<FrameIndex>(&*position)) {
        destination.value = frame->value;
    } else {
        destination.unit = Destination::Unit::Milliseconds;
        destination.value = std::get<std::int64_t>(*position);
    }
    if (backwards)
        destination.value = -destination.value;
    return destination;
}

} // namespace ecva
