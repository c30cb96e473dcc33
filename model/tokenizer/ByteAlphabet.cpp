#include "model/tokenizer/ByteAlphabet.h"

#include <array>
#include <cstdint>

namespace ecva {
namespace {

constexpr bool isPrintable(int byte)
{
    return (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte <= 0xAC) || byte >= 0xAE;
}

constexpr int kFirstMade = 0x100;

struct Alphabet
{
    std::array<std::uint16_t, 256> characters{};
    std::array<std::int16_t, 512> bytes{}; ///< by character; -1: none

    constexpr Alphabet()
    {
        bytes.fill(-1);
        int next = kFirstMade;
        for (int byte = 0; byte < 256; ++byte) {
            const int character = isPrintable(byte) ? byte : next++;
            characters[static_cast<std::size_t>(byte)] = static_cast<std::uint16_t>(character);
            bytes[static_cast<std::size_t>(character)] = static_cast<std::int16_t>(byte);
        }
    }
};

constexpr Alphabet kAlphabet;

} // namespace

std::string spelledBytes(std::string_view bytes)
{
    std::string spelling;
    for (const char byte : bytes) {
        const auto character = kAlphabet.characters[static_cast<unsigned char>(byte)];
        if (character < 0x80) {
            spelling += static_cast<char>(character);
        } else {
            spelling += static_cast<char>(0xC0 | character >> 6);
            spelling += static_cast<char>(0x80 | (character & 0x3F));
        }
    }
    return spelling;
}

bool bytesOfSpelling(std::string_view spelling, std::string &bytes)
{
    bytes.clear();
    for (std::size_t at = 0; at < spelling.size();) {
        std::size_t character = static_cast<unsigned char>(spelling[at++]);
        if (character >= 0x80) { // of two bytes, or it stands for nothing
            if (character < 0xC2 || character > 0xC7 || at == spelling.size())
                return false;
            const auto trail = static_cast<unsigned char>(spelling[at++]);
            if ((trail & 0xC0) != 0x80)
                return false;
            character = (character & 0x1F) << 6 | (trail & 0x3F);
        }
        const int byte = kAlphabet.bytes[character];
        if (byte < 0)
            return false;
        bytes += static_cast<char>(byte);
    }
    return true;
}

} // namespace ecva
