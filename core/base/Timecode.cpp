#include "core/base/Timecode.h"

#include <array>
#include <charconv>
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

} // namespace ecva
