#include "model/tokenizer/Vocabulary.h"

#include "model/tokenizer/Utf8.h"

namespace ecva {
namespace {

constexpr std::string_view kBlank = "\u2581"; // '▁' stands for ' ' in pieces

void appendWithBlanks(std::string_view piece, std::string &text)
{
    for (std::size_t at = 0; at < piece.size();) {
        if (piece.substr(at).starts_with(kBlank)) {
            text += ' ';
            at += kBlank.size();
        } else {
            text += piece[at++];
        }
    }
}

} // namespace

const std::string &Vocabulary::piece(std::int32_t id) const
{
    static const std::string none;
    return contains(id) ? m_pieces[static_cast<std::size_t>(id)] : none;
}

std::int32_t Vocabulary::find(std::string_view piece) const
{
    const auto found = m_ids.find(std::string(piece));
    return found == m_ids.end() ? -1 : found->second;
}

std::string Vocabulary::decode(std::span<const std::int32_t> ids) const
{
    std::string text;
    std::string bytes; // of the run of byte pieces before the current one
    bool isFirst = true;
    bool atStart = true;        // SentencePiece still strips a leading '▁'
    bool strippedBlank = false; // the piece before lost one to SentencePiece
    for (std::int32_t id : ids) {
        if (!contains(id) || isSpecial(id))
            continue;
        std::string_view piece = m_pieces[static_cast<std::size_t>(id)];
        // Hugging Face strips the first token, as a string: what remains is looked up anew.
        if (isFirst && piece.starts_with(kBlank)) {
            piece.remove_prefix(kBlank.size());
            id = find(piece);
        }
        isFirst = false;
        const Kind kind = id < 0 ? Kind::Unknown : m_kinds[static_cast<std::size_t>(id)];
        if (kind == Kind::Byte) {
            bytes += static_cast<char>(m_bytes[static_cast<std::size_t>(id)]);
            continue;
        }
        appendReplacingInvalid(bytes, text);
        bytes.clear();
        if (strippedBlank || !text.empty())
            atStart = false;
        strippedBlank = false;
        if (kind == Kind::Control)
            continue;
        if (kind == Kind::Unknown) {
            text += piece; // as it stands, '▁' too
            continue;
        }
        if (atStart && (m_addsPrefix || m_collapsesBlanks) && piece.starts_with(kBlank)) {
            piece.remove_prefix(kBlank.size());
            strippedBlank = !m_collapsesBlanks;
        }
        appendWithBlanks(piece, text);
    }
    appendReplacingInvalid(bytes, text);
    return text;
}

} // namespace ecva
