#include "model/tokenizer/Vocabulary.h"

#include "model/tokenizer/Utf8.h"

#include <optional>

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

/// Protocol buffers' wire format, as much of it as the file needs. Every length is checked.
class Vocabulary::Reader
{
public:
    explicit Reader(std::string_view data)
        : m_data(data)
    {
    }

    bool atEnd() const { return m_data.empty(); }

    struct Field
    {
        std::uint64_t number = 0;
        std::uint64_t value = 0; ///< of a number
        std::string_view bytes;  ///< of text or a message
        bool isBytes = false;
    };

    /// Nothing when what follows is no field.
    std::optional<Field> next()
    {
        const auto key = varint();
        if (!key || *key >> 3 == 0)
            return {};
        Field field{.number = *key >> 3, .value = 0, .bytes = {}, .isBytes = false};
        switch (*key & 7) {
        case 0: {
            const auto value = varint();
            if (!value)
                return {};
            field.value = *value;
            return field;
        }
        case 1:
            return take(8) ? std::optional(field) : std::nullopt;
        case 2: {
            const auto length = varint();
            if (!length || *length > m_data.size())
                return {};
            field.bytes = m_data.substr(0, *length);
            field.isBytes = true;
            m_data.remove_prefix(*length);
            return field;
        }
        case 5:
            return take(4) ? std::optional(field) : std::nullopt;
        default:
            return {};
        }
    }

private:
    bool take(std::size_t count)
    {
        if (m_data.size() < count)
            return false;
        m_data.remove_prefix(count);
        return true;
    }

    std::optional<std::uint64_t> varint()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64 && !m_data.empty(); shift += 7) {
            const auto byte = static_cast<unsigned char>(m_data.front());
            m_data.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if (byte < 0x80)
                return value;
        }
        return {};
    }

    std::string_view m_data;
};

namespace {

/// "<0x0A>" to 10.
std::optional<std::uint8_t> byteOf(std::string_view piece)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    if (piece.size() != 6 || !piece.starts_with("<0x") || piece[5] != '>')
        return {};
    const auto high = digits.find(piece[3]);
    const auto low = digits.find(piece[4]);
    if (high == std::string_view::npos || low == std::string_view::npos)
        return {};
    return static_cast<std::uint8_t>(high * 16 + low);
}

} // namespace

Result<Vocabulary> Vocabulary::read(std::string_view file, const std::string &name)
{
    // Field numbers of sentencepiece_model.proto.
    constexpr int kPieces = 1, kTrainer = 2, kNormalizer = 3, kDenormalizer = 5;
    constexpr int kPieceText = 1, kPieceKind = 3;
    constexpr int kModelType = 3, kVocabularySize = 4;
    constexpr int kCharsMap = 2, kAddsPrefix = 3, kCollapsesBlanks = 4;
    constexpr int kBpe = 2;

    const auto bad = [&](const std::string &what) {
        return fail(ErrorCode::BadInput, "is not a SentencePiece model: " + what, name);
    };
    if (file.empty())
        return bad("it is empty");
    Vocabulary vocabulary;
    bool hasTrainer = false, hasNormalizer = false;
    std::uint64_t modelType = 1, promised = 0;
    Reader reader(file);
    while (!reader.atEnd()) {
        const auto field = reader.next();
        if (!field)
            return bad("broken or cut off after " + std::to_string(vocabulary.size()) + " pieces");
        if (!field->isBytes)
            continue;
        Reader inner(field->bytes);
        std::string piece;
        std::uint64_t kind = 1;
        while (field->number <= 5 && field->number != 4 && !inner.atEnd()) {
            const auto part = inner.next();
            if (!part)
                return bad("broken after " + std::to_string(vocabulary.size()) + " pieces");
            if (field->number == kPieces && part->number == kPieceText)
                piece = part->bytes;
            else if (field->number == kPieces && part->number == kPieceKind)
                kind = part->value;
            else if (field->number == kTrainer && part->number == kModelType)
                modelType = part->value;
            else if (field->number == kTrainer && part->number == kVocabularySize)
                promised = part->value;
            else if (field->number == kNormalizer && part->number == kAddsPrefix)
                vocabulary.m_addsPrefix = part->value != 0;
            else if (field->number == kNormalizer && part->number == kCollapsesBlanks)
                vocabulary.m_collapsesBlanks = part->value != 0;
            else if ((field->number == kNormalizer || field->number == kDenormalizer)
                     && part->number == kCharsMap && !part->bytes.empty()) {
                return fail(ErrorCode::Unsupported,
                            "its normaliser changes the text; only \"identity\" is known here",
                            name);
            }
        }
        hasTrainer |= field->number == kTrainer;
        hasNormalizer |= field->number == kNormalizer;
        if (field->number != kPieces)
            continue;
        const std::string label = "piece " + std::to_string(vocabulary.size());
        if (piece.empty())
            return bad(label + " has no text");
        if (kind < 1 || kind > 6)
            return bad(label + " is of kind " + std::to_string(kind));
        const auto byte = byteOf(piece);
        if (kind == static_cast<std::uint64_t>(Kind::Byte) && !byte)
            return bad(label + " is a byte, but reads \"" + piece + "\"");
        if (!vocabulary.m_ids.emplace(piece, vocabulary.size()).second)
            return bad(label + " \"" + piece + "\" is there twice");
        vocabulary.m_pieces.push_back(std::move(piece));
        vocabulary.m_kinds.push_back(static_cast<Kind>(kind));
        vocabulary.m_bytes.push_back(byte.value_or(0));
    }
    if (!hasTrainer || !hasNormalizer || static_cast<std::uint64_t>(vocabulary.size()) < promised) {
        return bad("cut off: " + std::to_string(vocabulary.size()) + " pieces of "
                   + (promised ? std::to_string(promised) : std::string("an unknown number")));
    }
    if (modelType != kBpe)
        return fail(ErrorCode::Unsupported, "is a SentencePiece model, but not of type BPE", name);
    vocabulary.m_bos = vocabulary.find("<s>");
    vocabulary.m_eos = vocabulary.find("</s>");
    vocabulary.m_unknown = vocabulary.find("<unk>");
    if (vocabulary.m_bos < 0 || vocabulary.m_eos < 0 || vocabulary.m_unknown < 0)
        return fail(ErrorCode::BadInput, "lacks one of the pieces <s>, </s>, <unk>", name);
    return vocabulary;
}

} // namespace ecva
