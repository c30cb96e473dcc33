#include "model/tokenizer/Blanks.h"

#include <algorithm>
#include <array>

namespace ecva {
namespace {

using namespace std::string_view_literals;

/// Every character that Python's str.isspace() holds for, as UTF-8.
constexpr std::array kBlanks{"\t"sv,     "\n"sv,     "\v"sv,     "\f"sv,     "\r"sv,     "\x1c"sv,
                             "\x1d"sv,   "\x1e"sv,   "\x1f"sv,   " "sv,      "\u0085"sv, "\u00a0"sv,
                             "\u1680"sv, "\u2000"sv, "\u2001"sv, "\u2002"sv, "\u2003"sv, "\u2004"sv,
                             "\u2005"sv, "\u2006"sv, "\u2007"sv, "\u2008"sv, "\u2009"sv, "\u200a"sv,
                             "\u2028"sv, "\u2029"sv, "\u202f"sv, "\u205f"sv, "\u3000"sv};

/// Bytes up to the first character that is no blank.
std::size_t leading(std::string_view text)
{
    std::size_t end = 0;
    for (;;) {
        const auto *blank = std::ranges::find_if(
            kBlanks, [&](std::string_view each) { return text.substr(end).starts_with(each); });
        if (blank == kBlanks.end())
            return end;
        end += blank->size();
    }
}

std::size_t trailing(std::string_view text)
{
    std::size_t size = 0;
    for (;;) {
        const std::string_view rest = text.substr(0, text.size() - size);
        const auto *blank = std::ranges::find_if(
            kBlanks, [&](std::string_view each) { return rest.ends_with(each); });
        if (blank == kBlanks.end())
            return size;
        size += blank->size();
    }
}

} // namespace

std::string_view stripped(std::string_view text)
{
    text.remove_prefix(leading(text));
    text.remove_suffix(trailing(text));
    return text;
}

std::string BlankStripper::push(std::string_view piece)
{
    if (!m_begun)
        piece.remove_prefix(leading(piece));
    const std::size_t blanks = trailing(piece);
    const std::string_view inside = piece.substr(0, piece.size() - blanks);
    std::string given;
    if (!inside.empty()) {
        given = m_waiting;
        given += inside;
        m_waiting.clear();
        m_begun = true;
    }
    if (m_begun)
        m_waiting += piece.substr(piece.size() - blanks);
    return given;
}

} // namespace ecva
