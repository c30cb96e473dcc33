#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace ecva {

/// Guesses what an answer says next from a draft of it. It goes along the draft while the answer
/// does; once it has left the draft, its last two tokens tell where they meet again.
class Drafter
{
public:
    /// Rows of one pass. A decoder reads its weights once a pass, which is most of its work; with
    /// so many rows the arithmetic still hides behind that.
    static constexpr std::int64_t kRows = 8;

    /// The draft is kept by reference.
    explicit Drafter(std::span<const std::int32_t> draft)
        : m_draft(draft)
    {
    }

    bool isEmpty() const { return m_draft.empty(); }
    /// At most `most` ids that may come after `answer`; maybe none.
    std::span<const std::int32_t> guess(std::span<const std::int32_t> answer, std::int64_t most);
    /// How many of the last guess were right: the next one is longer or shorter by it.
    void heard(std::size_t guessed, std::size_t right);

private:
    std::span<const std::int32_t> m_draft;
    bool m_along = true;    ///< the answer has been the draft so far
    std::size_t m_next = 0; ///< where the draft is read, or looked through
    std::int64_t m_width = kRows - 1;
};

} // namespace ecva
