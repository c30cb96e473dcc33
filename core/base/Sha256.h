#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace ecva {

/// SHA-256 (FIPS 180-4) over pieces; of no library, so that every room can use it.
class Sha256
{
public:
    void add(std::span<const std::byte> bytes);
    void add(const void *data, std::size_t size);
    /// Lower-case hexadecimal; ends the computation.
    std::string finish();

private:
    void addBlocks(const std::uint8_t *data, std::size_t count);

    std::array<std::uint32_t, 8> m_state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<std::uint8_t, 64> m_rest{};
    std::uint64_t m_size = 0; ///< bytes so far; the last m_size % 64 wait in m_rest
};

std::string sha256Hex(std::string_view bytes);

} // namespace ecva
