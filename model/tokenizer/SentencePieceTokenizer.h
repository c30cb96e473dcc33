#pragma once

#include "model/api/Tokenizer.h"
#include "model/tokenizer/Vocabulary.h"

#include <sentencepiece_processor.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ecva {

/// Merging is SentencePiece's; splitting at special tokens and decoding are ours.
class SentencePieceTokenizer : public Tokenizer
{
public:
    /// Errors: NotFound, Io, BadInput, Unsupported (see Vocabulary::read).
    static Result<std::unique_ptr<Tokenizer>> load(const std::filesystem::path &file);

    /// The same from the bytes of such a file; `file` stands in errors.
    static Result<std::unique_ptr<Tokenizer>> fromModel(const std::string &content,
                                                        const std::filesystem::path &file);

    int size() const override { return m_vocabulary.size(); }
    std::int32_t bos() const override { return m_vocabulary.bos(); }
    std::int32_t eos() const override { return m_vocabulary.eos(); }
    std::int32_t unknown() const override { return m_vocabulary.unknown(); }
    std::string piece(std::int32_t id) const override { return m_vocabulary.piece(id); }
    Result<std::vector<std::int32_t>> encode(std::string_view text) const override;
    std::string decode(std::span<const std::int32_t> ids) const override;

private:
    explicit SentencePieceTokenizer(Vocabulary vocabulary)
        : m_vocabulary(std::move(vocabulary))
    {
    }
    Result<void> appendFragment(std::string_view fragment, std::vector<std::int32_t> &ids) const;

    Vocabulary m_vocabulary;
    sentencepiece::SentencePieceProcessor m_processor;
};

} // namespace ecva
