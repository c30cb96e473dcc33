#include "model/tokenizer/Vocabulary.h"

#include "model/tokenizer/BytePiece.h"

#include <optional>

namespace ecva {
namespace {

// Field numbers of sentencepiece_model.proto, and one of its model types.
constexpr std::uint64_t kPieces = 1, kTrainer = 2, kNormalizer = 3, kDenormalizer = 5;
constexpr std::uint64_t kPieceText = 1, kPieceKind = 3;
constexpr std::uint64_t kModelType = 3, kVocabularySize = 4;
constexpr std::uint64_t kCharsMap = 2, kAddsPrefix = 3, kCollapsesBlanks = 4;
constexpr std::uint64_t kBpe = 2;

/// Protocol buffers' wire format, as much of it as the file needs. Every length is checked.
class WireReader
{
public:
    explicit WireReader(std::string_view data)
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

using Field = WireReader::Field;

/// Calls `use` for each field of a message; false when it is broken.
template <typename Use>
bool eachField(std::string_view message, const Use &use)
{
    WireReader reader(message);
    while (!reader.atEnd()) {
        const auto field = reader.next();
        if (!field)
            return false;
        use(*field);
    }
    return true;
}

struct Piece
{
    std::string_view text;
    std::uint64_t kind = 1;
};

std::optional<Piece> pieceOf(std::string_view message)
{
    Piece piece;
    const bool whole = eachField(message, [&](const Field &field) {
        if (field.number == kPieceText)
            piece.text = field.bytes;
        else if (field.number == kPieceKind)
            piece.kind = field.value;
    });
    return whole ? std::optional(piece) : std::nullopt;
}

/// What the file says beside its pieces.
struct Settings
{
    bool hasTrainer = false;
    bool hasNormalizer = false;
    std::uint64_t modelType = 1;
    std::uint64_t promised = 0; ///< pieces
    bool addsPrefix = true;
    bool collapsesBlanks = true;
    bool changesText = false;
};

/// False when the message is broken.
bool addSettings(const Field &message, Settings &settings)
{
    settings.hasTrainer |= message.number == kTrainer;
    settings.hasNormalizer |= message.number == kNormalizer;
    return eachField(message.bytes, [&](const Field &field) {
        if (message.number == kTrainer) {
            if (field.number == kModelType)
                settings.modelType = field.value;
            else if (field.number == kVocabularySize)
                settings.promised = field.value;
            return;
        }
        settings.changesText |= field.number == kCharsMap && !field.bytes.empty();
        if (message.number == kNormalizer && field.number == kAddsPrefix)
            settings.addsPrefix = field.value != 0;
        else if (message.number == kNormalizer && field.number == kCollapsesBlanks)
            settings.collapsesBlanks = field.value != 0;
    });
}

std::string quoted(std::string_view text)
{
    std::string result("\"");
    result += text;
    return result += '"';
}

} // namespace

std::string Vocabulary::add(std::string_view text, std::uint64_t kind)
{
    if (text.empty())
        return "has no text";
    if (kind < static_cast<std::uint64_t>(Kind::Normal)
        || kind > static_cast<std::uint64_t>(Kind::Byte)) {
        return "is of kind " + std::to_string(kind);
    }
    const auto byte = byteOfPiece(text);
    if (static_cast<Kind>(kind) == Kind::Byte && !byte)
        return "is a byte, but reads " + quoted(text);
    if (!m_ids.emplace(text, size()).second)
        return quoted(text) + " is there twice";
    m_pieces.emplace_back(text);
    m_kinds.push_back(static_cast<Kind>(kind));
    m_bytes.push_back(byte.value_or(0));
    return {};
}

Result<Vocabulary> Vocabulary::read(std::string_view file, const std::string &name)
{
    const auto bad = [&](const std::string &what) {
        return fail(ErrorCode::BadInput, "is not a SentencePiece model: " + what, name);
    };
    if (file.empty())
        return bad("it is empty");
    Vocabulary vocabulary;
    Settings settings;
    std::string mistake;
    const bool whole = eachField(file, [&](const Field &field) {
        if (!mistake.empty() || !field.isBytes)
            return;
        if (field.number == kPieces) {
            const auto piece = pieceOf(field.bytes);
            mistake = piece ? vocabulary.add(piece->text, piece->kind) : "is broken";
            if (!mistake.empty())
                mistake.insert(0, "piece " + std::to_string(vocabulary.size()) + ' ');
        } else if (field.number == kTrainer || field.number == kNormalizer
                   || field.number == kDenormalizer) {
            if (!addSettings(field, settings))
                mistake = "its settings are broken";
        }
    });
    if (!mistake.empty())
        return bad(mistake);
    if (!whole)
        return bad("broken or cut off after " + std::to_string(vocabulary.size()) + " pieces");
    if (!settings.hasTrainer || !settings.hasNormalizer
        || static_cast<std::uint64_t>(vocabulary.size()) < settings.promised) {
        return bad("cut off after " + std::to_string(vocabulary.size()) + " pieces");
    }
    if (settings.changesText) {
        return fail(ErrorCode::Unsupported,
                    "its normaliser changes the text; only \"identity\" is known here", name);
    }
    if (settings.modelType != kBpe)
        return fail(ErrorCode::Unsupported, "is a SentencePiece model, but not of type BPE", name);
    vocabulary.m_addsPrefix = settings.addsPrefix;
    vocabulary.m_collapsesBlanks = settings.collapsesBlanks;
    vocabulary.m_bos = vocabulary.find("<s>");
    vocabulary.m_eos = vocabulary.find("</s>");
    vocabulary.m_unknown = vocabulary.find("<unk>");
    if (vocabulary.m_bos < 0 || vocabulary.m_eos < 0 || vocabulary.m_unknown < 0)
        return fail(ErrorCode::BadInput, "lacks one of the pieces <s>, </s>, <unk>", name);
    return vocabulary;
}

} // namespace ecva
