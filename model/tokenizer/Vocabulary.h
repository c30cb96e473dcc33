#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ecva {

/// What a SentencePiece model file (sentencepiece_model.proto) says of its pieces. Read by us and
/// before SentencePiece sees the file: what it does with a broken one is a matter of its version,
/// and it decodes differently from version to version too.
class Vocabulary
{
public:
    /// Of the file's own numbering.
    enum class Kind : std::uint8_t { Normal = 1, Unknown, Control, UserDefined, Unused, Byte };

    /// `file` is the whole of tokenizer.model, `name` stands in errors. Errors: BadInput (not a
    /// SentencePiece model, cut off, no <s>, </s> or <unk>), Unsupported (not BPE, or with a
    /// normaliser that changes the text).
    static Result<Vocabulary> read(std::string_view file, const std::string &name);

    int size() const { return static_cast<int>(m_pieces.size()); }
    std::int32_t bos() const { return m_bos; }
    std::int32_t eos() const { return m_eos; }
    std::int32_t unknown() const { return m_unknown; }
    bool isSpecial(std::int32_t id) const { return id == m_bos || id == m_eos || id == m_unknown; }
    /// Empty outside the vocabulary.
    const std::string &piece(std::int32_t id) const;

    /// Ids to text as Hugging Face's slow LlamaTokenizer with skip_special_tokens (model spec E.2):
    /// <s>, </s>, <unk> and ids outside the vocabulary dropped, the leading '▁' of the first piece
    /// stripped there and once more by SentencePiece, runs of byte pieces to UTF-8.
    std::string decode(std::span<const std::int32_t> ids) const;

private:
    /// What is wrong with the piece; empty when it has been added.
    std::string add(std::string_view text, std::uint64_t kind);
    bool contains(std::int32_t id) const { return id >= 0 && id < size(); }
    /// -1 where there is none.
    std::int32_t find(std::string_view piece) const;

    std::vector<std::string> m_pieces;
    std::vector<Kind> m_kinds;
    std::vector<std::uint8_t> m_bytes; ///< value of a byte piece
    std::unordered_map<std::string, std::int32_t> m_ids;
    std::int32_t m_bos = -1;
    std::int32_t m_eos = -1;
    std::int32_t m_unknown = -1;
    bool m_addsPrefix = true;
    bool m_collapsesBlanks = true;
};

} // namespace ecva
