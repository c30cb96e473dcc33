#include "model/engine/FrameMemory.h"

#include "model/engine/CudaDevice.h"
#include "model/engine/Seconds.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/from_blob.h>

#include <cstring>

namespace ecva {
namespace {

std::span<const float> pixelsOf(const PixelVideo &video, int frame)
{
    const std::size_t size = video.values.size() / static_cast<std::size_t>(video.frames);
    return std::span(video.values).subspan(static_cast<std::size_t>(frame) * size, size);
}

at::Tensor tensorOf(std::span<const float> pixels, const PixelVideo &video,
                    const at::Device &device, at::ScalarType type)
{
    return at::from_blob(const_cast<float *>(pixels.data()), {1, 3, video.height, video.width},
                         at::kFloat)
        .to(device, type);
}

} // namespace

std::uint64_t hashOf(std::span<const float> values)
{
    // FNV-1a over words of 8 bytes, in four lanes that do not wait for each other.
    constexpr std::uint64_t kPrime = 0x100000001B3u;
    std::uint64_t lanes[4]
        = {0xCBF29CE484222325u, 0x9E3779B97F4A7C15u, 0xBF58476D1CE4E5B9u, 0x94D049BB133111EBu};
    const auto *bytes = reinterpret_cast<const unsigned char *>(values.data());
    const std::size_t size = values.size_bytes();
    std::size_t at = 0;
    for (std::size_t lane = 0; at < size; lane = (lane + 1) % 4) {
        std::uint64_t word = 0;
        const std::size_t count = std::min(sizeof word, size - at);
        std::memcpy(&word, bytes + at, count);
        lanes[lane] = (lanes[lane] ^ word) * kPrime;
        lanes[lane] ^= lanes[lane] >> 29;
        at += count;
    }
    std::uint64_t hash = size;
    for (const std::uint64_t lane : lanes)
        hash = (hash ^ lane) * kPrime;
    return hash;
}

bool sameBits(std::span<const float> a, std::span<const float> b)
{
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

FrameMemory::Features FrameMemory::find(std::uint64_t hash, std::span<const float> pixels)
{
    const auto [first, last] = m_byHash.equal_range(hash);
    for (auto found = first; found != last; ++found) {
        const Features features = found->second->second;
        if (!sameBits(pixelsOf(*features->video, features->frame), pixels))
            continue;
        m_recent.splice(m_recent.begin(), m_recent, found->second);
        return features;
    }
    return {};
}

void FrameMemory::keep(std::uint64_t hash, const Features &features)
{
    m_recent.emplace_front(hash, features);
    m_byHash.emplace(hash, m_recent.begin());
    if (m_recent.size() <= kFrames)
        return;
    const auto oldest = std::prev(m_recent.end());
    const auto [first, last] = m_byHash.equal_range(oldest->first);
    for (auto found = first; found != last; ++found) {
        if (found->second == oldest) {
            m_byHash.erase(found);
            break;
        }
    }
    m_recent.erase(oldest);
}

Result<FrameMemory::Seen> FrameMemory::see(const AnomShield &model, at::ScalarType type,
                                           const std::shared_ptr<const PixelVideo> &video,
                                           Reuse reuse, const CancelToken &cancel)
{
    const Seconds clock;
    const at::Device device = model.decoder().device();
    Seen seen;
    std::vector<at::Tensor> patches;
    for (int frame = 0; frame < video->frames; ++frame) {
        const std::span<const float> pixels = pixelsOf(*video, frame);
        const bool remembers = reuse == Reuse::Everything;
        const std::uint64_t hash = remembers ? hashOf(pixels) : 0;
        if (const Features known = remembers ? find(hash, pixels) : nullptr) {
            patches.push_back(known->patches);
            seen.reusedSeconds += known->seconds;
            continue;
        }
        const Seconds looking;
        const auto made = model.patches(tensorOf(pixels, *video, device, type), cancel);
        if (!made)
            return fail(made);
        waitFor(device);
        patches.push_back(*made);
        if (remembers)
            keep(hash, std::make_shared<const FrameFeatures>(
                           FrameFeatures{video, frame, *made, looking.value()}));
    }
    seen.patches = at::cat(patches, 0);
    seen.seconds = clock.value();
    return seen;
}

void FrameMemory::forget()
{
    m_byHash.clear();
    m_recent.clear();
}

} // namespace ecva
