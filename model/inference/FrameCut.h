#pragma once

#include "core/base/Ids.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace ecva {

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine, unlike the standard
/// library's distributions.
class SplitMix
{
public:
    explicit SplitMix(std::uint64_t seed)
        : m_state(seed)
    {
    }
    std::uint64_t next();
    /// Uniform in 0 … bound − 1; bound must not be 0.
    std::uint64_t below(std::uint64_t bound);

private:
    std::uint64_t m_state;
};

/// Frames taken out of a timeline of 0 … frameCount − 1: sorted, disjoint, inside it.
class FrameCut
{
public:
    /// Sorts, joins what overlaps or touches. The ranges must lie inside the timeline.
    FrameCut(std::int64_t frameCount, std::vector<FrameRange> ranges,
             const std::vector<std::int64_t> &singles);

    const std::vector<FrameRange> &ranges() const { return m_ranges; }
    bool contains(std::int64_t frame) const;
    std::int64_t remaining() const;
    /// The `position`-th of the frames that remain, from 0; it must be below remaining().
    std::int64_t frameAt(std::int64_t position) const;

    /// As many ranges of the same lengths, disjoint from these and from each other, at random.
    /// Nothing where there is no room, or none is found in a few hundred tries.
    std::optional<std::vector<FrameRange>> elsewhere(SplitMix &random) const;

private:
    std::int64_t m_frameCount;
    std::vector<FrameRange> m_ranges;
};

} // namespace ecva
