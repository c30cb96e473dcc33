#include "model/engine/Drafter.h"

#include <algorithm>

namespace ecva {

std::span<const std::int32_t> Drafter::guess(std::span<const std::int32_t> answer,
                                             std::int64_t most)
{
    if (m_draft.empty() || most < 1)
        return {};
    m_along = m_along && answer.size() <= m_draft.size()
              && std::ranges::equal(answer, m_draft.first(answer.size()));
    if (m_along) {
        m_next = answer.size();
    } else {
        if (answer.size() < 2)
            return {};
        const auto last = answer.last(2);
        const auto from
            = m_draft.begin() + static_cast<std::ptrdiff_t>(std::min(m_next, m_draft.size()));
        auto found = std::search(from, m_draft.end(), last.begin(), last.end());
        if (found == m_draft.end())
            found = std::search(m_draft.begin(), m_draft.end(), last.begin(), last.end());
        if (found == m_draft.end())
            return {};
        m_next = static_cast<std::size_t>(found - m_draft.begin()) + 2;
    }
    const auto count
        = std::min(m_draft.size() - m_next, static_cast<std::size_t>(std::min(most, m_width)));
    return m_draft.subspan(m_next, count);
}

void Drafter::heard(std::size_t guessed, std::size_t right)
{
    if (guessed == 0)
        return;
    m_width = right == guessed ? std::min(kRows - 1, 2 * m_width)
                               : std::max<std::int64_t>(1, m_width / 2);
    // The answer's last two ids may be the guess's last right one and its own.
    m_next += right;
    m_next -= std::min<std::size_t>(m_next, 2);
}

} // namespace ecva
