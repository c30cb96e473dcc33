#pragma once

#include "model/api/Tokenizer.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ecva {

/// Turns ids into text as they come: whole characters only, never text that is taken back. What all
/// push() and finish() returned, joined, is Tokenizer::decode() of all ids.
class StreamingDecoder
{
public:
    explicit StreamingDecoder(const Tokenizer &tokenizer)
        : m_tokenizer(tokenizer)
    {
    }
    /// What `id` completes.
    std::string push(std::int32_t id);
    /// What was held back: an unfinished character becomes U+FFFD.
    std::string finish();

private:
    const Tokenizer &m_tokenizer;
    std::vector<std::int32_t> m_ids;
    std::size_t m_emitted = 0; ///< bytes of the decoded text
};

/// Text that each id adds to the answer; joined they are decode(ids) exactly. Special ids and ids
/// in the middle of a character add nothing, the last byte of a character adds all of it.
std::vector<std::string> tokenTexts(const Tokenizer &tokenizer,
                                    const std::vector<std::int32_t> &ids);

} // namespace ecva
