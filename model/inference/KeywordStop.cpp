#include "model/inference/KeywordStop.h"

#include <algorithm>

namespace ecva {

KeywordStop::KeywordStop(const Tokenizer &tokenizer, std::int64_t promptIds)
    : m_tokenizer(tokenizer)
    , m_end(tokenizer.eos())
    , m_keyword(tokenizer.piece(m_end))
    , m_promptIds(promptIds)
{
}

bool KeywordStop::operator()(std::span<const std::int32_t> said) const
{
    if (said.empty())
        return false;
    if (said.back() == m_end)
        return true;
    return !m_keyword.empty()
           && m_tokenizer.decode(lookedAt(said, m_promptIds)).find(m_keyword) != std::string::npos;
}

std::span<const std::int32_t> KeywordStop::lookedAt(std::span<const std::int32_t> said,
                                                    std::int64_t promptIds)
{
    const auto count = static_cast<std::int64_t>(said.size());
    // output_ids[-offset:] with offset = min(n − p, 1), the keyword being one token: a negative
    // offset counts from the front, and −0 is 0.
    const std::int64_t offset = std::min<std::int64_t>(count - promptIds, 1);
    const std::int64_t begin = offset > 0 ? count - offset : -offset;
    return said.subspan(static_cast<std::size_t>(std::clamp<std::int64_t>(begin, 0, count)));
}

} // namespace ecva
