#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ecva {

/// "<0x0A>" to 10; nothing for pieces that are written otherwise.
inline std::optional<std::uint8_t> byteOfPiece(std::string_view piece)
{
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    if (piece.size() != 6 || !piece.starts_with("<0x") || piece[5] != '>')
        return {};
    const auto high = kDigits.find(piece[3]);
    const auto low = kDigits.find(piece[4]);
    if (high == std::string_view::npos || low == std::string_view::npos)
        return {};
    return static_cast<std::uint8_t>(high * 16 + low);
}

} // namespace ecva
