#pragma once

#include "core/base/Result.h"
#include "model/api/Tokenizer.h"

namespace ecva {

/// TokenizerModule::train() by SentencePiece's trainer: silent, in one thread, without its shuffle,
/// so that the same sentences give the same file. Digits are split and runs of blanks may be
/// pieces, as in Mistral's vocabulary. Errors: InvalidArgument (no sentences, not UTF-8, a size
/// that the sentences cannot fill or that the bytes and characters exceed), Io.
Result<void> trainVocabulary(const TokenizerTraining &training);

} // namespace ecva
