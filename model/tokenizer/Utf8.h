#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ecva {

/// Bytes of the well-formed character at the start of `text`; 0 where there is none: overlong,
/// a surrogate, beyond U+10FFFF, cut off, empty.
std::size_t utf8CharacterLength(std::string_view text);

/// Place of the first byte that belongs to no character; npos when all of it is UTF-8.
std::size_t findInvalidUtf8(std::string_view text);

/// Appends `bytes`; every byte that belongs to no character becomes a U+FFFD of its own, as
/// SentencePiece does with runs of byte pieces.
void appendReplacingInvalid(std::string_view bytes, std::string &text);

/// The same, but what is the beginning of a character and breaks off becomes one U+FFFD, however
/// many bytes it has: as Python's and Rust's decoders, and Unicode's recommendation.
void appendReplacingBroken(std::string_view bytes, std::string &text);

/// How many bytes at the end of `bytes` may still become a character when more come: 0 to 3.
std::size_t unfinishedUtf8(std::string_view bytes);

inline constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";

} // namespace ecva
