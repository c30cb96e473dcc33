#include "core/media/Digest.h"

#include "core/media/Container.h"
#include "core/media/FfmpegCompat.h"
#include "core/media/VideoIndex.h"

#include <array>
#include <fstream>
#include <new>
#include <vector>

namespace ecva {

Sha256::Sha256()
    : m_context(av_sha_alloc())
{
    if (!m_context || av_sha_init(m_context, 256) < 0)
        throw std::bad_alloc();
}

Sha256::~Sha256()
{
    av_free(m_context);
}

void Sha256::add(const void *data, std::size_t size)
{
    av_sha_update(m_context, static_cast<const std::uint8_t *>(data), size);
}

void Sha256::add(std::span<const std::byte> bytes)
{
    add(bytes.data(), bytes.size());
}

std::string Sha256::finish()
{
    std::array<std::uint8_t, 32> digest{};
    av_sha_final(m_context, digest.data());
    std::string text;
    text.reserve(64);
    for (const std::uint8_t byte : digest) {
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return text;
}

std::string sha256Hex(std::string_view bytes)
{
    Sha256 hash;
    hash.add(bytes.data(), bytes.size());
    return hash.finish();
}

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
