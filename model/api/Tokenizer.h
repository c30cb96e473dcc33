#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ecva {

/// A model's vocabulary with the rules of Hugging Face's slow LlamaTokenizer, legacy = true (model
/// spec E.2), or of its slow Qwen2Tokenizer. Immutable, safe from any thread.
class Tokenizer
{
public:
    virtual ~Tokenizer() = default;

    virtual int size() const = 0;
    virtual std::int32_t bos() const = 0; ///< -1: there is none
    virtual std::int32_t eos() const = 0;
    virtual std::int32_t unknown() const = 0; ///< -1: there is none
    /// "▁the", "<0x0A>"; empty outside the vocabulary.
    virtual std::string piece(std::int32_t id) const = 0;
    /// Where pieces are runs of bytes that need not be whole characters (byte-level BPE): those of
    /// the id, none for what decode() drops. Nothing where pieces are text.
    virtual std::optional<std::string> bytes(std::int32_t) const { return {}; }
    /// Special tokens in the text are split out; with LLaMA's rules each fragment between gets its
    /// own leading blank.
    /// No BOS, no EOS. Empty text gives no ids. Errors: InvalidArgument (not UTF-8, with the byte).
    virtual Result<std::vector<std::int32_t>> encode(std::string_view text) const = 0;
    /// Special ids dropped; invalid byte runs become U+FFFD.
    virtual std::string decode(std::span<const std::int32_t> ids) const = 0;
};

/// What make-tiny trains its own vocabulary from.
struct TokenizerTraining
{
    std::vector<std::string> sentences; ///< UTF-8
    int vocabularySize = 0;
    std::filesystem::path output; ///< tokenizer.model
};

/// The tokenizer module (libecva_tokenizer): SentencePiece, and never LibTorch beside it in one
/// binary, since the two share symbols that turn LibTorch's failed checks into aborts.
class TokenizerModule
{
public:
    virtual ~TokenizerModule() = default;
    virtual std::string version() const = 0; ///< "SentencePiece 0.1.97"
    /// tokenizer.model is SentencePiece's; vocab.json (beside merges.txt) and tokenizer.json are
    /// byte-level BPE's. Errors: NotFound, BadInput (not such a file), Unsupported (a kind that is
    /// not read).
    virtual Result<std::unique_ptr<Tokenizer>> load(const std::filesystem::path &file) = 0;
    /// BPE with byte fallback, ids as in Mistral's. The same input gives the same file.
    virtual Result<void> train(const TokenizerTraining &training) = 0;
};

/// `extern "C" ecva::TokenizerModule *(int abi)`.
inline constexpr char kTokenizerEntry[] = "ecva_tokenizer_module";

} // namespace ecva
