#include "model/tokenizer/PreTokens.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace ecva {
namespace {

enum class Kind : std::uint8_t { Letter, Number, LineBreak, Blank, Other };

struct Character
{
    UChar32 code = 0;
    Kind kind = Kind::Other;
    std::size_t begin = 0; ///< byte in the text
};

Kind kindOf(UChar32 code)
{
    if (code == '\r' || code == '\n')
        return Kind::LineBreak;
    if (u_isUWhiteSpace(code))
        return Kind::Blank;
    const std::uint32_t category = U_GET_GC_MASK(code);
    if (category & U_GC_L_MASK)
        return Kind::Letter;
    return category & U_GC_N_MASK ? Kind::Number : Kind::Other;
}

std::vector<Character> charactersOf(std::string_view text)
{
    std::vector<Character> characters;
    characters.reserve(text.size());
    const char *bytes = text.data();
    const std::size_t size = text.size();
    for (std::size_t at = 0; at < size;) {
        Character next{0, Kind::Other, at};
        U8_NEXT(bytes, at, size, next.code);
        next.kind = kindOf(next.code);
        characters.push_back(next);
    }
    return characters;
}

/// One match of the pattern after the other; every character belongs to one.
class Matcher
{
public:
    explicit Matcher(const std::vector<Character> &characters)
        : m_characters(characters)
    {
    }

    /// Behind the match that begins there.
    std::size_t match(std::size_t begin) const
    {
        if (const std::size_t letters = contraction(begin))
            return begin + letters;
        const Kind first = kind(begin);
        const bool leads = first == Kind::Blank || first == Kind::Other;
        if (first == Kind::Letter || (leads && is(begin + 1, Kind::Letter)))
            return behind(begin + 1, Kind::Letter);
        if (first == Kind::Number)
            return begin + 1;
        const bool isBlank = m_characters[begin].code == ' ';
        if (first == Kind::Other || (isBlank && is(begin + 1, Kind::Other)))
            return behind(behind(begin + 1, Kind::Other), Kind::LineBreak);
        return blanks(begin);
    }

private:
    Kind kind(std::size_t at) const { return m_characters[at].kind; }
    bool is(std::size_t at, Kind wanted) const
    {
        return at < m_characters.size() && kind(at) == wanted;
    }
    std::size_t behind(std::size_t at, Kind wanted) const
    {
        while (is(at, wanted))
            ++at;
        return at;
    }

    /// Lower case of one that a contraction is spelled with, in any case; 'ſ' folds to 's'.
    char letter(std::size_t at) const
    {
        if (at >= m_characters.size())
            return 0;
        const UChar32 folded = u_foldCase(m_characters[at].code, U_FOLD_CASE_DEFAULT);
        return folded < 0x80 ? static_cast<char>(folded) : '\0';
    }

    /// 's 't 're 've 'm 'll 'd: how many characters; 0 for none.
    std::size_t contraction(std::size_t at) const
    {
        if (m_characters[at].code != '\'')
            return 0;
        const char first = letter(at + 1);
        if (first == 's' || first == 't' || first == 'm' || first == 'd')
            return 2;
        const char second = letter(at + 2);
        const bool isTwo
            = (first == 'r' || first == 'v') ? second == 'e' : first == 'l' && second == 'l';
        return isTwo ? 3 : 0;
    }

    std::size_t blanks(std::size_t begin) const
    {
        std::size_t end = begin;
        std::size_t behindBreak = begin;
        while (is(end, Kind::Blank) || is(end, Kind::LineBreak)) {
            if (kind(end++) == Kind::LineBreak)
                behindBreak = end;
        }
        if (behindBreak > begin)
            return behindBreak;
        return end == m_characters.size() || end == begin + 1 ? end : end - 1;
    }

    const std::vector<Character> &m_characters;
};

} // namespace

Result<std::string> composed(std::string_view text)
{
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2 *form = icu::Normalizer2::getNFCInstance(error);
    std::string made;
    if (U_SUCCESS(error)) {
        icu::StringByteSink<std::string> sink(&made);
        form->normalizeUTF8(0,
                            icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())),
                            sink, nullptr, error);
    }
    if (U_FAILURE(error))
        return fail(ErrorCode::Internal, std::string("ICU: ") + u_errorName(error));
    return made;
}

std::vector<std::string_view> preTokens(std::string_view text)
{
    const std::vector<Character> characters = charactersOf(text);
    const Matcher matcher(characters);
    const auto byteOf = [&](std::size_t at) {
        return at < characters.size() ? characters[at].begin : text.size();
    };
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0; begin < characters.size();) {
        const std::size_t end = matcher.match(begin);
        parts.push_back(text.substr(byteOf(begin), byteOf(end) - byteOf(begin)));
        begin = end;
    }
    return parts;
}

} // namespace ecva
