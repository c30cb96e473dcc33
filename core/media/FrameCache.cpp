#include "core/media/FrameCache.h"

#include <iterator>

namespace ecva {

FrameCache::FrameCache(std::size_t budget)
    : m_budget(budget)
{
}

void FrameCache::use(std::int64_t stretch)
{
    m_order.splice(m_order.begin(), m_order, m_stretches.at(stretch));
}

Frame FrameCache::find(FrameIndex index)
{
    std::scoped_lock lock(m_mutex);
    const auto found = m_frames.find(index.value);
    if (found == m_frames.end())
        return {};
    use(stretchOf(index.value));
    return found->second;
}

Frame FrameCache::nearest(FrameIndex index) const
{
    std::scoped_lock lock(m_mutex);
    if (m_frames.empty())
        return {};
    const auto after = m_frames.lower_bound(index.value);
    if (after == m_frames.begin())
        return after->second;
    const auto before = std::prev(after);
    if (after == m_frames.end() || index.value - before->first <= after->first - index.value)
        return before->second;
    return after->second;
}

std::int64_t FrameCache::firstMissingBelow(FrameIndex index) const
{
    std::scoped_lock lock(m_mutex);
    std::int64_t missing = index.value - 1;
    auto kept = m_frames.lower_bound(index.value);
    while (kept != m_frames.begin()) {
        --kept;
        if (kept->first != missing)
            break;
        --missing;
    }
    return missing;
}

void FrameCache::expect(FrameIndex begin, FrameIndex end)
{
    std::scoped_lock lock(m_mutex);
    for (std::int64_t stretch = stretchOf(begin.value); stretch * kStretch < end.value; ++stretch) {
        if (m_stretches.contains(stretch))
            use(stretch);
    }
}

void FrameCache::insert(const Frame &frame)
{
    std::scoped_lock lock(m_mutex);
    const std::int64_t number = frame.index().value;
    const std::int64_t stretch = stretchOf(number);
    if (!m_frames.emplace(number, frame).second) {
        use(stretch);
        return;
    }
    m_bytes += frame.byteSize();
    const auto known = m_stretches.find(stretch);
    if (known == m_stretches.end()) {
        m_order.push_front({stretch, 1});
        m_stretches.emplace(stretch, m_order.begin());
    } else {
        ++known->second->frames;
        use(stretch);
    }
    dropBeyondBudget(number);
}

void FrameCache::dropBeyondBudget(std::int64_t inserted)
{
    while (m_bytes > m_budget && m_frames.size() > 1) {
        const auto oldest = std::prev(m_order.end());
        // The one of them that is farthest from where things happen.
        const std::int64_t begin = oldest->number * kStretch;
        const auto low = m_frames.lower_bound(begin);
        const auto high = std::prev(m_frames.lower_bound(begin + kStretch));
        const auto victim = inserted - low->first >= high->first - inserted ? low : high;
        m_bytes -= victim->second.byteSize();
        m_frames.erase(victim);
        if (--oldest->frames == 0) {
            m_stretches.erase(oldest->number);
            m_order.erase(oldest);
        }
    }
}

std::size_t FrameCache::bytes() const
{
    std::scoped_lock lock(m_mutex);
    return m_bytes;
}

} // namespace ecva
