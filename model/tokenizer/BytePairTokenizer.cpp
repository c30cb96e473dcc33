#include "model/tokenizer/BytePairTokenizer.h"

#include "model/tokenizer/ByteAlphabet.h"
#include "model/tokenizer/PreTokens.h"
#include "model/tokenizer/Utf8.h"

#include <algorithm>
#include <new>

namespace ecva {

Result<std::unique_ptr<Tokenizer>> BytePairTokenizer::load(const std::filesystem::path &file)
{
    auto files = BytePairFiles::read(file);
    if (!files)
        return fail(files);
    return std::unique_ptr<Tokenizer>(new BytePairTokenizer(std::move(*files)));
}

BytePairTokenizer::BytePairTokenizer(BytePairFiles files)
    : m_files(std::move(files))
    , m_size(m_files.pairs.size())
{
    for (const AddedToken &token : m_files.added)
        m_size = std::max(m_size, token.id + 1);
}

const AddedToken *BytePairTokenizer::added(std::int32_t id) const
{
    const auto found = std::ranges::find(m_files.added, id, &AddedToken::id);
    return found == m_files.added.end() ? nullptr : &*found;
}

std::string BytePairTokenizer::piece(std::int32_t id) const
{
    if (const AddedToken *token = added(id))
        return token->text;
    return spelledBytes(m_files.pairs.bytes(id));
}

std::optional<std::string> BytePairTokenizer::bytes(std::int32_t id) const
{
    if (const AddedToken *token = added(id))
        return token->isSpecial ? std::string() : token->text;
    return m_files.pairs.bytes(id);
}

void BytePairTokenizer::appendFragment(std::string_view fragment,
                                       std::vector<std::int32_t> &ids) const
{
    for (const std::string_view part : preTokens(fragment))
        m_files.pairs.append(part, ids);
}

Result<std::vector<std::int32_t>> BytePairTokenizer::encode(std::string_view text) const
{
    const std::size_t invalid = findInvalidUtf8(text);
    if (invalid != std::string_view::npos) {
        return fail(ErrorCode::InvalidArgument,
                    "the text is not UTF-8 at byte " + std::to_string(invalid));
    }
    constexpr std::size_t kLongest = std::size_t{1} << 28; // ICU counts in 32 bits
    if (text.size() > kLongest)
        return fail(ErrorCode::InvalidArgument,
                    "the text has " + std::to_string(text.size()) + " bytes: too many");
    std::vector<std::int32_t> ids;
    try {
        const auto normal = composed(text);
        if (!normal)
            return fail(normal);
        std::string_view rest = *normal;
        std::size_t plain = 0; // bytes of `rest` before which no added token begins
        while (plain < rest.size()) {
            const AddedToken *longest = nullptr;
            for (const AddedToken &token : m_files.added) {
                if (rest.substr(plain).starts_with(token.text)
                    && (!longest || token.text.size() > longest->text.size()))
                    longest = &token;
            }
            if (!longest) {
                ++plain;
                continue;
            }
            appendFragment(rest.substr(0, plain), ids);
            ids.push_back(longest->id);
            rest.remove_prefix(plain + longest->text.size());
            plain = 0;
        }
        appendFragment(rest, ids);
    } catch (const std::bad_alloc &) {
        return fail(ErrorCode::OutOfMemory, "not enough memory to encode the text");
    }
    return ids;
}

std::string BytePairTokenizer::decode(std::span<const std::int32_t> ids) const
{
    std::string all;
    for (const std::int32_t id : ids)
        all += *bytes(id);
    std::string text;
    appendReplacingBroken(all, text);
    return text;
}

} // namespace ecva
