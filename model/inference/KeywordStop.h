#pragma once

#include "model/api/Tokenizer.h"

#include <cstdint>
#include <span>
#include <string>

namespace ecva {

/// VideoLLaMA2's KeywordsStoppingCriteria with the name of the end token as its keyword: an answer
/// also ends where ordinary pieces spell that name. The original counts the prompt's ids as if they
/// stood before the answer's, which they do not where a prompt is handed over as embeddings, and so
/// looks at a part of the answer that depends on both lengths. With p ids of the prompt (a video is
/// one) and n of the answer: for n < p at the ids from p − n on, for n = p at all, for n > p at the
/// last one. A name spelled at ids [b, e) ends the answer at n = max(e, p − b), if that is at most
/// p, and never when it is spelled later, unless one piece holds all of it.
class KeywordStop
{
public:
    /// `tokenizer` must outlive this.
    KeywordStop(const Tokenizer &tokenizer, std::int64_t promptIds);

    /// Whether the answer ends with the last of `said`, which may be the end token itself.
    bool operator()(std::span<const std::int32_t> said) const;

    /// What the original decodes of an answer of that many ids.
    static std::span<const std::int32_t> lookedAt(std::span<const std::int32_t> said,
                                                  std::int64_t promptIds);

private:
    const Tokenizer &m_tokenizer;
    std::int32_t m_end;
    std::string m_keyword;
    std::int64_t m_promptIds;
};

} // namespace ecva
