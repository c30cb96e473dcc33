#include "model/tokenizer/LlamaJson.h"

#include "model/checkpoint/JsonFile.h"
#include "model/tokenizer/BytePiece.h"
#include "model/tokenizer/Utf8.h"

#include <bit>
#include <cstdint>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>

namespace ecva {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// Numbers of sentencepiece_model.proto.
enum PieceKind : std::uint64_t { kNormal = 1, kUnknown = 2, kControl = 3, kByte = 6 };
constexpr std::uint64_t kBpe = 2;

// Protocol buffers' wire format.
void appendNumber(std::string &bytes, std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        bytes += static_cast<char>(0x80 | (value & 0x7F));
    bytes += static_cast<char>(value);
}

void appendField(std::string &bytes, std::uint64_t field, std::uint64_t value)
{
    appendNumber(bytes, field << 3);
    appendNumber(bytes, value);
}

void appendField(std::string &bytes, std::uint64_t field, std::string_view value)
{
    appendNumber(bytes, field << 3 | 2);
    appendNumber(bytes, value.size());
    bytes += value;
}

void appendField(std::string &bytes, std::uint64_t field, float value)
{
    appendNumber(bytes, field << 3 | 5);
    const auto bits = std::bit_cast<std::uint32_t>(value);
    for (int shift = 0; shift < 32; shift += 8)
        bytes += static_cast<char>(bits >> shift);
}

/// The rules that a slow LlamaTokenizer has: '▁' for a blank and before each fragment.
bool hasLegacyRules(const json &whole)
{
    const json blanks{{"type", "Replace"}, {"pattern", {{"String", " "}}}, {"content", "\u2581"}};
    const json prepend{{"type", "Prepend"}, {"prepend", "\u2581"}};
    const json legacy{{"type", "Sequence"}, {"normalizers", json::array({prepend, blanks})}};
    return whole.value("normalizer", json()) == legacy
           && whole.value("pre_tokenizer", json()).is_null();
}

struct Reader
{
    std::string where;
    std::map<std::int64_t, std::string> pieces; ///< by id
    std::unordered_map<std::string, float> scores;
    std::set<std::string> control;
    std::string unknown;

    tl::unexpected<Error> bad(const std::string &what) const
    {
        return fail(ErrorCode::BadInput, what, where);
    }
    tl::unexpected<Error> refused(const std::string &what) const
    {
        return fail(ErrorCode::Unsupported,
                    what + ": put the tokenizer.model that the model was published with beside it",
                    where);
    }

    Result<void> readPieces(const json &vocabulary)
    {
        if (!vocabulary.is_object() || vocabulary.empty())
            return bad("has no vocabulary");
        for (const auto &[piece, id] : vocabulary.items()) {
            if (!id.is_number_unsigned() || id.get<std::uint64_t>() >= vocabulary.size()
                || !pieces.emplace(id.get<std::int64_t>(), piece).second)
                return bad("\"" + piece + "\" has the id " + valueText(id));
        }
        return {};
    }

    /// The earlier a piece is merged to, the higher it scores; what nothing is merged to is a
    /// single character, whose score nobody asks for.
    Result<void> readMerges(const json &merges)
    {
        for (const json &merge : merges) {
            std::string both;
            if (merge.is_string()) {
                both = merge.get<std::string>();
                const std::size_t blank = both.find(' ');
                if (blank == std::string::npos)
                    return bad("merge " + valueText(merge) + " is no pair of pieces");
                both.erase(blank, 1);
            } else if (merge.is_array() && merge.size() == 2 && merge[0].is_string()
                       && merge[1].is_string()) {
                both = merge[0].get<std::string>() + merge[1].get<std::string>();
            } else {
                return bad("merge " + valueText(merge) + " is no pair of pieces");
            }
            scores.emplace(both, -static_cast<float>(scores.size()));
        }
        return {};
    }

    Result<void> readAdded(const json &list)
    {
        for (const json &token : list) {
            if (!token.is_object())
                return bad("an added token is " + valueText(token));
            JsonFields fields(token, where, "added token: ");
            const std::string text = fields.text("content", {});
            const bool isSpecial = fields.boolean("special", false);
            const std::int64_t id = fields.integer("id", 0, 1 << 24);
            if (fields.error())
                return tl::unexpected(*fields.error());
            const auto piece = pieces.find(id);
            if (!isSpecial || piece == pieces.end() || piece->second != text)
                return refused("adds the token \"" + text + "\"");
            control.insert(text);
        }
        return {};
    }

    /// SentencePiece would merge to whatever is a piece; this file knows how far its merges reach.
    Result<void> checkReach() const
    {
        for (const auto &[id, piece] : pieces) {
            if (kindOf(piece) == kNormal && utf8CharacterLength(piece) != piece.size()
                && !scores.contains(piece))
                return refused("no merge leads to \"" + piece + "\"");
        }
        return {};
    }

    PieceKind kindOf(const std::string &piece) const
    {
        if (piece == unknown)
            return kUnknown;
        if (control.contains(piece))
            return kControl;
        return byteOfPiece(piece) ? kByte : kNormal;
    }

    std::string model() const
    {
        std::string model;
        for (const auto &[id, piece] : pieces) {
            const auto score = scores.find(piece);
            std::string message;
            appendField(message, 1, std::string_view(piece));
            appendField(message, 2,
                        score == scores.end() ? -static_cast<float>(scores.size()) : score->second);
            appendField(message, 3, std::uint64_t{kindOf(piece)});
            appendField(model, 1, std::string_view(message));
        }
        std::string trainer;
        appendField(trainer, 3, kBpe);
        appendField(trainer, 4, std::uint64_t{pieces.size()});
        appendField(trainer, 35, std::uint64_t{1}); // byte_fallback
        appendField(trainer, 45, std::string_view(unknown));
        appendField(model, 2, std::string_view(trainer));
        std::string normalizer;
        appendField(normalizer, 1, std::string_view("identity"));
        appendField(normalizer, 3, std::uint64_t{1}); // add_dummy_prefix
        appendField(normalizer, 4, std::uint64_t{0}); // remove_extra_whitespaces
        appendField(normalizer, 5, std::uint64_t{1}); // escape_whitespaces
        appendField(model, 3, std::string_view(normalizer));
        return model;
    }
};

} // namespace

Result<std::string> sentencePieceModelOf(const fs::path &file)
{
    const auto whole = readJsonObject(file);
    if (!whole)
        return fail(whole);
    const json model = whole->value("model", json());
    if (!model.is_object() || model.value("byte_fallback", json()) != true)
        return std::string();
    Reader reader{file.string(), {}, {}, {}, {}};
    if (model.value("type", json("BPE")) != "BPE" || model.value("ignore_merges", json()) == true
        || !hasLegacyRules(*whole))
        return reader.refused("its rules are not those of a slow LlamaTokenizer");
    const json unknown = model.value("unk_token", json());
    reader.unknown = unknown.is_string() ? unknown.get<std::string>() : "<unk>";
    if (auto read = reader.readPieces(model.value("vocab", json())); !read)
        return fail(read);
    if (auto read = reader.readMerges(model.value("merges", json::array())); !read)
        return fail(read);
    if (auto read = reader.readAdded(whole->value("added_tokens", json::array())); !read)
        return fail(read);
    if (auto reaches = reader.checkReach(); !reaches)
        return fail(reaches);
    return reader.model();
}

} // namespace ecva
