#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <string>

namespace ecva {

/// The SentencePiece model that a LLaMA or Mistral tokenizer.json was made from, as far as encoding
/// and decoding go: its pieces, their order of merging, its flags. Empty where the file is of
/// another kind (no BPE that falls back to bytes).
/// Errors: NotFound, Io, BadInput (what), Unsupported (what such a file can say beyond a
/// SentencePiece model, by name).
Result<std::string> sentencePieceModelOf(const std::filesystem::path &file);

} // namespace ecva
