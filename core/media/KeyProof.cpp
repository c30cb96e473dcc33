#include "core/media/KeyProof.h"

#include "core/media/PictureReader.h"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace ecva {
namespace {

using Hashes = std::unordered_map<std::int64_t, std::string>; ///< of each frame's picture

std::string hashOf(const Frame &frame)
{
    return frame.nativeHash().value_or(std::string());
}

/// Decodes from key packet `key` on, until `end`; false when a picture is missing or another one
/// than in `truth`. With kFromStart it fills `truth`.
Result<bool> decodesAs(PictureReader &reader, int key, std::int64_t begin, std::int64_t end,
                       Hashes &truth, const CancelToken &cancel)
{
    if (auto started = reader.startAt(key, cancel); !started)
        return fail(started);
    std::int64_t expected = begin;
    while (expected < end) {
        auto frame = reader.next(cancel);
        if (!frame)
            return fail(frame);
        if (!*frame)
            return key == PictureReader::kFromStart;
        const std::int64_t number = (*frame)->index().value;
        if (key == PictureReader::kFromStart) {
            truth.emplace(number, hashOf(**frame));
            continue;
        }
        const auto known = truth.find(number);
        if (number != expected || known == truth.end() || known->second != hashOf(**frame))
            return false;
        ++expected;
    }
    return true;
}

} // namespace

Result<KeyProof> provenKeys(const std::filesystem::path &path, const VideoIndex::Parts &parts,
                            const CancelToken &cancel)
{
    // The reader shall do as it will do with the finished index of a damaged file.
    VideoIndex::Parts damaged = parts;
    damaged.warnings.push_back({VideoIndex::Warning::Kind::DamagedFrames, 1, 0, {}});
    const auto index = std::make_shared<const VideoIndex>(std::move(damaged));
    auto opened = PictureReader::open(path, index, {});
    if (!opened)
        return fail(opened);
    PictureReader &reader = **opened;
    Hashes truth;
    const auto frames = static_cast<std::int64_t>(parts.entries.size());
    if (auto read = decodesAs(reader, PictureReader::kFromStart, 0, frames, truth, cancel); !read)
        return fail(read);

    KeyProof proof;
    if (!reader.conceals()) {
        PictureReader::Options options;
        options.memory = PictureReader::Memory::Ones;
        auto other = PictureReader::open(path, index, options);
        if (!other)
            return fail(other);
        Hashes also;
        if (auto read = decodesAs(**other, PictureReader::kFromStart, 0, frames, also, cancel);
            !read)
            return fail(read);
        for (const auto &[number, hash] : truth) {
            const auto same = also.find(number);
            if (same == also.end() || same->second != hash)
                proof.incomplete.push_back(number);
        }
        std::sort(proof.incomplete.begin(), proof.incomplete.end());
    }
    std::int64_t end = frames;
    for (auto key = static_cast<int>(parts.keys.size()) - 1; key >= 0; --key) {
        const VideoIndex::KeyPacket &packet = parts.keys[static_cast<std::size_t>(key)];
        auto same = decodesAs(reader, key, packet.firstFrame, end, truth, cancel);
        if (!same && same.error().code == ErrorCode::Cancelled)
            return fail(same);
        if (same && *same) {
            proof.keys.push_back(packet);
            end = packet.firstFrame;
        }
    }
    std::reverse(proof.keys.begin(), proof.keys.end());
    return proof;
}

} // namespace ecva
