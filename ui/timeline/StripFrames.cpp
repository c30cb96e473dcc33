#include "ui/timeline/StripFrames.h"

#include <algorithm>
#include <bit>

namespace ecva {
namespace {

constexpr std::int64_t kPerEntry = 64;

/// Place in keys() of the packet whose first frame is the first at or after `frame`.
std::int64_t keyAtOrAfter(const VideoIndex &index, FrameIndex frame)
{
    const auto &keys = index.keys();
    const auto found = std::lower_bound(keys.begin(), keys.end(), frame.value,
                                        [](const VideoIndex::KeyPacket &key, std::int64_t value) {
                                            return key.firstFrame < value;
                                        });
    return found - keys.begin();
}

} // namespace

FrameIndex stripFrame(const VideoIndex &index, FrameIndex first, FrameIndex end)
{
    const auto key = static_cast<std::size_t>(keyAtOrAfter(index, first));
    if (key < index.keys().size() && index.keys()[key].firstFrame < end.value)
        return FrameIndex(index.keys()[key].firstFrame);
    if (first.value <= 0)
        return FrameIndex(0);
    // Below the highest bit in which the ends differ they have nothing in common.
    const auto before = static_cast<std::uint64_t>(first.value - 1);
    const auto last = static_cast<std::uint64_t>(std::max(end.value, first.value + 1) - 1);
    const int bit = 63 - std::countl_zero(before ^ last);
    return FrameIndex(static_cast<std::int64_t>(last >> bit << bit));
}

std::string stripEntry(const VideoIndex &index, const std::string &digest, int height,
                       FrameIndex frame)
{
    const auto key = static_cast<std::size_t>(keyAtOrAfter(index, frame));
    std::string level = "k";
    std::int64_t place = static_cast<std::int64_t>(key);
    if (key >= index.keys().size() || index.keys()[key].firstFrame != frame.value) {
        const auto value = static_cast<std::uint64_t>(frame.value);
        const int zeros = value == 0 ? 0 : std::countr_zero(value);
        level = std::to_string(zeros);
        place = static_cast<std::int64_t>(value >> zeros >> 1);
    }
    return digest + "." + std::to_string(height) + "." + level + "."
           + std::to_string(place / kPerEntry);
}

} // namespace ecva
