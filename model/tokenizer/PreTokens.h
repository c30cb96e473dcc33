#pragma once

#include "core/base/Result.h"

#include <string>
#include <string_view>
#include <vector>

namespace ecva {

/// The text in Unicode's composed form, NFC. `text` is UTF-8. Errors: Internal (ICU's own).
Result<std::string> composed(std::string_view text);

/// The parts of a text that byte-level BPE merges within, by the pattern that Qwen2 was published
/// with: contractions; letters, with one other character before them; single digits; other
/// characters, with a blank before and line breaks behind them; blanks up to the last line break;
/// blanks but for the one that the next part begins with. Joined they are `text`, which is UTF-8.
std::vector<std::string_view> preTokens(std::string_view text);

/// That pattern, as tokenizer.json spells it.
inline constexpr std::string_view kPreTokenPattern
    = R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

} // namespace ecva
