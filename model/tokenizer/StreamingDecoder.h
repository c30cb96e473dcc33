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
    friend std::vector<std::string> tokenTexts(const Tokenizer &tokenizer,
                                               const std::vector<std::int32_t> &ids);

    std::string pushBytes(const std::string &bytes);

    /// U+FFFDs at the end of the window's text that may still become a character.
    std::size_t unfinished(const std::string &text) const;

    const Tokenizer &m_tokenizer;
    /// The last ids: from one on behind which no leading blank is stripped any more, so that they
    /// decode to the end of what all ids decode to.
    std::vector<std::int32_t> m_window;
    std::size_t m_emitted = 0; ///< bytes of the window's text that have been given out
    std::size_t m_held = 0;    ///< U+FFFDs behind them that have not
    std::string m_bytes;       ///< of byte-level pieces: what is no whole character yet
};

/// Text that each id adds to the answer; joined they are decode(ids) exactly. Special ids and ids
/// in the middle of a character add nothing, the last byte of a character adds all of it.
std::vector<std::string> tokenTexts(const Tokenizer &tokenizer,
                                    const std::vector<std::int32_t> &ids);

} // namespace ecva
