#include "ui/timeline/IntervalIndex.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace ecva {

IntervalIndex::IntervalIndex(std::vector<Interval> intervals)
    : m_intervals(std::move(intervals))
    , m_leaves(std::bit_ceil(std::max<std::size_t>(1, m_intervals.size())))
{
    m_maxEnd.assign(2 * m_leaves, -std::numeric_limits<double>::infinity());
    for (std::size_t i = 0; i < m_intervals.size(); ++i)
        m_maxEnd[m_leaves + i] = m_intervals[i].end;
    for (std::size_t node = m_leaves - 1; node > 0; --node)
        m_maxEnd[node] = std::max(m_maxEnd[2 * node], m_maxEnd[2 * node + 1]);
}

} // namespace ecva
