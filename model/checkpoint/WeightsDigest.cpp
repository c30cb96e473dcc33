#include "model/checkpoint/WeightsDigest.h"

#include "core/base/Sha256.h"

#include <algorithm>
#include <array>

namespace ecva {
namespace {

void addSamples(Sha256 &hash, std::span<const std::byte> bytes)
{
    constexpr std::size_t kPiece = std::size_t{1} << 20;
    std::array<std::uint8_t, 8> size{};
    for (std::size_t i = 0; i < size.size(); ++i)
        size[i] = static_cast<std::uint8_t>(std::uint64_t{bytes.size()} >> (8 * i));
    hash.add(size.data(), size.size());
    std::uint64_t header = 0;
    for (std::size_t i = std::min<std::size_t>(bytes.size(), 8); i-- > 0;)
        header = header << 8 | std::to_integer<std::uint64_t>(bytes[i]);
    const std::size_t afterLength = bytes.size() - std::min<std::size_t>(bytes.size(), 8);
    hash.add(bytes.first(bytes.size() - afterLength
                         + static_cast<std::size_t>(std::min<std::uint64_t>(header, afterLength))));
    const std::size_t piece = std::min(bytes.size(), kPiece);
    hash.add(bytes.first(piece));
    hash.add(bytes.last(piece));
}

} // namespace

std::string weightsDigest(const std::vector<std::shared_ptr<const MappedFile>> &files,
                          std::uint64_t wholeUpTo)
{
    std::uint64_t total = 0;
    for (const auto &file : files)
        total += file->bytes().size();
    Sha256 hash;
    if (total <= wholeUpTo) {
        for (const auto &file : files)
            hash.add(file->bytes());
        return "sha256:" + hash.finish();
    }
    for (const auto &file : files)
        addSamples(hash, file->bytes());
    return "sha256-sampled:" + hash.finish();
}

} // namespace ecva
