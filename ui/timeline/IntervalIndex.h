#pragma once

#include <cstddef>
#include <vector>

namespace ecva {

/// Finds the intervals that touch a stretch, out of many: an implicit tree of largest ends over the
/// intervals sorted by begin. Immutable. A query costs O(log n + hits).
class IntervalIndex
{
public:
    struct Interval
    {
        double begin = 0;
        double end = 0;
    };

    IntervalIndex() = default;
    /// `intervals` sorted by begin.
    explicit IntervalIndex(std::vector<Interval> intervals);

    std::size_t size() const { return m_intervals.size(); }

    /// Calls visit(i) in ascending order for every interval with begin <= `end` and end >= `begin`.
    template <typename Visit>
    void visit(double begin, double end, Visit &&visit) const
    {
        if (!m_intervals.empty())
            descend(1, 0, m_leaves, begin, end, visit);
    }

private:
    template <typename Visit>
    void descend(std::size_t node, std::size_t first, std::size_t count, double begin, double end,
                 Visit &visit) const
    {
        if (first >= m_intervals.size() || m_intervals[first].begin > end || m_maxEnd[node] < begin)
            return;
        if (count == 1) {
            visit(first);
            return;
        }
        const std::size_t half = count / 2;
        descend(2 * node, first, half, begin, end, visit);
        descend(2 * node + 1, first + half, half, begin, end, visit);
    }

    std::vector<Interval> m_intervals;
    std::vector<double> m_maxEnd; ///< node i has children 2i and 2i+1; leaves from m_leaves on
    std::size_t m_leaves = 0;
};

} // namespace ecva
