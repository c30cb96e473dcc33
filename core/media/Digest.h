#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct AVSHA;

namespace ecva {

/// SHA-256 over pieces.
class Sha256
{
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256 &) = delete;
    Sha256 &operator=(const Sha256 &) = delete;

    void add(std::span<const std::byte> bytes);
    void add(const void *data, std::size_t size);
    /// Lower-case hexadecimal; ends the computation.
    std::string finish();

private:
    AVSHA *m_context;
};

std::string sha256Hex(std::string_view bytes);

} // namespace ecva
