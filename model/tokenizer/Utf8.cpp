#include "model/tokenizer/Utf8.h"

#include <cstdint>

namespace ecva {
namespace {

bool isTrail(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/// As the lead byte promises; 0 for a byte that leads nothing.
std::size_t promisedLength(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    if (lead >= 0xF0 && lead <= 0xF4)
        return 4;
    return 0;
}

/// Bytes at the start of `text`, where no character is, that could begin one; 1 where none could.
std::size_t brokenLength(std::string_view text)
{
    const auto lead = static_cast<unsigned char>(text[0]);
    const std::size_t promised = promisedLength(lead);
    if (promised < 3 || text.size() < 2)
        return 1;
    // The second byte of some leads is bounded: overlong forms, surrogates, beyond U+10FFFF.
    const auto second = static_cast<unsigned char>(text[1]);
    const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high)
        return 1;
    std::size_t length = 2;
    while (length < promised && length < text.size()
           && isTrail(static_cast<unsigned char>(text[length])))
        ++length;
    return length;
}

} // namespace

std::size_t utf8CharacterLength(std::string_view text)
{
    if (text.empty())
        return 0;
    const auto lead = static_cast<unsigned char>(text[0]);
    const std::size_t length = promisedLength(lead);
    if (length < 2)
        return length;
    if (text.size() < length)
        return 0;
    std::uint32_t code = lead & (0xFF >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (!isTrail(byte))
            return 0;
        code = code << 6 | (byte & 0x3F);
    }
    if (length == 3 && (code < 0x800 || (code >= 0xD800 && code <= 0xDFFF)))
        return 0;
    if (length == 4 && (code < 0x10000 || code > 0x10FFFF))
        return 0;
    return length;
}

std::size_t findInvalidUtf8(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8CharacterLength(text.substr(at));
        if (length == 0)
            return at;
        at += length;
    }
    return std::string_view::npos;
}

void appendReplacingInvalid(std::string_view bytes, std::string &text)
{
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t length = utf8CharacterLength(bytes.substr(at));
        if (length == 0) {
            text += kReplacementCharacter;
            ++at;
        } else {
            text += bytes.substr(at, length);
            at += length;
        }
    }
}

void appendReplacingBroken(std::string_view bytes, std::string &text)
{
    for (std::size_t at = 0; at < bytes.size();) {
        const std::string_view rest = bytes.substr(at);
        const std::size_t length = utf8CharacterLength(rest);
        if (length > 0) {
            text += rest.substr(0, length);
            at += length;
        } else {
            text += kReplacementCharacter;
            at += brokenLength(rest);
        }
    }
}

std::size_t unfinishedUtf8(std::string_view bytes)
{
    // A lead byte within the last three that promises more than there is, with trail bytes only
    // behind it. Some of these can never become a character (E0 80): they are held a little longer.
    for (std::size_t held = 1; held <= 3 && held <= bytes.size(); ++held) {
        const auto byte = static_cast<unsigned char>(bytes[bytes.size() - held]);
        if (!isTrail(byte))
            return promisedLength(byte) > held ? held : 0;
    }
    return 0;
}

} // namespace ecva
