#pragma once

#include "core/media/Frame.h"

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <mutex>
#include <unordered_map>

namespace ecva {

/// Decoded frames by number within a budget of bytes. What is dropped first is the stretch of
/// neighbouring frames that was used least recently, so that a stretch read ahead of a backward
/// walk is not dropped, unread, in favour of what was walked over. Safe to use from any thread.
class FrameCache
{
public:
    /// Numbers that share value / kStretch are one stretch.
    static constexpr std::int64_t kStretch = 16;

    /// `budget` 0 keeps only the frame inserted last.
    explicit FrameCache(std::size_t budget);

    /// A null Frame when it is not kept. Counts as a use of its stretch.
    Frame find(FrameIndex index);
    /// The kept frame with the number nearest to `index`, the earlier one of two; null when empty.
    /// Does not count as a use.
    Frame nearest(FrameIndex index) const;
    /// The first number below `index` that is not kept; below 0 when all are.
    std::int64_t firstMissingBelow(FrameIndex index) const;
    /// Those that are kept of the frames from `begin` to before `end` will be asked for soon:
    /// counts as a use of their stretches.
    void expect(FrameIndex begin, FrameIndex end);
    /// Keeps it and drops others beyond the budget; never the one just inserted.
    void insert(const Frame &frame);

    std::size_t bytes() const;
    std::size_t budget() const { return m_budget; }

private:
    struct Stretch
    {
        std::int64_t number = 0;
        std::int64_t frames = 0;
    };

    static std::int64_t stretchOf(std::int64_t frame) { return frame / kStretch; }
    void use(std::int64_t stretch);
    void dropBeyondBudget(std::int64_t inserted);

    const std::size_t m_budget;
    mutable std::mutex m_mutex; // guards all below
    std::size_t m_bytes = 0;
    std::map<std::int64_t, Frame> m_frames;
    std::list<Stretch> m_order; ///< most recently used first
    std::unordered_map<std::int64_t, std::list<Stretch>::iterator> m_stretches;
};

} // namespace ecva
