#include "model/inference/FrameCut.h"

#include <algorithm>

namespace ecva {
namespace {

FrameRange rangeOf(std::int64_t begin, std::int64_t end)
{
    return {FrameIndex(begin), FrameIndex(end)};
}

/// What lies between the sorted `taken`.
std::vector<FrameRange> gapsBetween(const std::vector<FrameRange> &taken, std::int64_t frameCount)
{
    std::vector<FrameRange> gaps;
    std::int64_t begin = 0;
    for (const FrameRange &range : taken) {
        if (range.begin.value > begin)
            gaps.push_back(rangeOf(begin, range.begin.value));
        begin = std::max(begin, range.end.value);
    }
    if (frameCount > begin)
        gaps.push_back(rangeOf(begin, frameCount));
    return gaps;
}

/// One place among all where `length` frames fit.
std::optional<FrameRange> placeFor(std::int64_t length, const std::vector<FrameRange> &gaps,
                                   SplitMix &random)
{
    std::int64_t places = 0;
    for (const FrameRange &gap : gaps)
        places += std::max<std::int64_t>(0, gap.length() - length + 1);
    if (places == 0)
        return {};
    auto place = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(places)));
    for (const FrameRange &gap : gaps) {
        const std::int64_t here = std::max<std::int64_t>(0, gap.length() - length + 1);
        if (place < here)
            return rangeOf(gap.begin.value + place, gap.begin.value + place + length);
        place -= here;
    }
    return {};
}

} // namespace

std::uint64_t SplitMix::next()
{
    m_state += 0x9E3779B97F4A7C15u;
    std::uint64_t mixed = m_state;
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBu;
    return mixed ^ mixed >> 31;
}

std::uint64_t SplitMix::below(std::uint64_t bound)
{
    // The lowest 2^64 mod bound numbers are left out, so that all remainders are equally likely.
    const std::uint64_t lowest = (0 - bound) % bound;
    std::uint64_t number = next();
    while (number < lowest)
        number = next();
    return number % bound;
}

FrameCut::FrameCut(std::int64_t frameCount, std::vector<FrameRange> ranges,
                   const std::vector<std::int64_t> &singles)
    : m_frameCount(frameCount)
{
    for (std::int64_t frame : singles)
        ranges.push_back(rangeOf(frame, frame + 1));
    std::ranges::sort(ranges);
    for (const FrameRange &range : ranges) {
        if (m_ranges.empty() || range.begin > m_ranges.back().end)
            m_ranges.push_back(range);
        else
            m_ranges.back().end = std::max(m_ranges.back().end, range.end);
    }
}

bool FrameCut::contains(std::int64_t frame) const
{
    return std::ranges::any_of(
        m_ranges, [&](const FrameRange &range) { return range.contains(FrameIndex(frame)); });
}

std::int64_t FrameCut::remaining() const
{
    std::int64_t count = m_frameCount;
    for (const FrameRange &range : m_ranges)
        count -= range.length();
    return count;
}

std::int64_t FrameCut::frameAt(std::int64_t position) const
{
    for (const FrameRange &range : m_ranges) {
        if (position < range.begin.value)
            break;
        position += range.length();
    }
    return position;
}

std::optional<std::vector<FrameRange>> FrameCut::elsewhere(SplitMix &random) const
{
    std::vector<std::int64_t> lengths;
    std::int64_t needed = 0;
    for (const FrameRange &range : m_ranges) {
        lengths.push_back(range.length());
        needed += range.length();
    }
    if (needed > remaining())
        return {};
    // The longest first: it finds room the least easily.
    std::ranges::sort(lengths, std::greater());
    constexpr int kTries = 256;
    for (int attempt = 0; attempt < kTries; ++attempt) {
        std::vector<FrameRange> taken = m_ranges;
        std::vector<FrameRange> placed;
        for (std::int64_t length : lengths) {
            const auto place = placeFor(length, gapsBetween(taken, m_frameCount), random);
            if (!place)
                break;
            placed.push_back(*place);
            taken.insert(std::ranges::upper_bound(taken, *place), *place);
        }
        if (placed.size() == lengths.size()) {
            std::ranges::sort(placed);
            return placed;
        }
    }
    return {};
}

} // namespace ecva
