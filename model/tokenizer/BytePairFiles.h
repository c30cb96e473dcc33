#pragma once

#include "core/base/Result.h"
#include "model/tokenizer/BytePairs.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace ecva {

/// A token beside the pieces, which a text is split at before anything else.
struct AddedToken
{
    std::string text;
    std::int32_t id = 0;
    bool isSpecial = false; ///< dropped when ids become text
};

/// What the files of a Qwen2 tokenizer say.
struct BytePairFiles
{
    BytePairs pairs;
    std::vector<AddedToken> added;
    std::int32_t end = -1; ///< eos_token

    /// `file` is vocab.json, with merges.txt beside it, or a tokenizer.json that holds both; then
    /// added tokens and names from tokenizer_config.json where that is, or added_tokens.json.
    /// Special is what tokenizer_config.json names as such (eos, bos, unk, pad, additional), as in
    /// transformers' slow Qwen2Tokenizer; without it what tokenizer.json says.
    /// Errors: NotFound, Io, BadInput (file, what), Unsupported (another kind of tokenizer.json,
    /// added tokens that take blanks beside them).
    static Result<BytePairFiles> read(const std::filesystem::path &file);
};

} // namespace ecva
