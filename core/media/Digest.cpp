#include "core/base/Sha256.h"
#include "core/media/Container.h"
#include "core/media/VideoIndex.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <vector>

namespace ecva {

Result<std::string> mediaDigest(const std::filesystem::path &path)
{
    constexpr std::uintmax_t kPiece = 1U << 20;
    const auto size = checkPlainFile(path);
    if (!size)
        return fail(size);
    std::ifstream stream(path, std::ios::binary);
    std::vector<char> piece(std::min(*size, kPiece));
    Sha256 hash;
    std::array<std::uint8_t, 8> length{};
    for (std::size_t i = 0; i < length.size(); ++i)
        length[i] = static_cast<std::uint8_t>(*size >> (8 * i));
    hash.add(length.data(), length.size());
    for (const std::uintmax_t from : {std::uintmax_t{0}, *size - piece.size()}) {
        stream.seekg(static_cast<std::streamoff>(from));
        if (!stream.read(piece.data(), static_cast<std::streamsize>(piece.size())))
            return fail(ErrorCode::Io, "cannot be read", path.string());
        hash.add(piece.data(), piece.size());
    }
    return hash.finish();
}

} // namespace ecva
