#include "model/tokenizer/SentencePieceTokenizer.h"

#include "model/tokenizer/Utf8.h"

#include <array>
#include <fstream>

namespace ecva {
namespace {

namespace fs = std::filesystem;

/// The largest published vocabularies take about 10 MB.
constexpr std::uintmax_t kMaxFileBytes = 256u << 20;

Result<std::string> readWhole(const fs::path &file)
{
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    if (!fs::exists(status))
        return fail(ErrorCode::NotFound, "is not there", file.string());
    if (!fs::is_regular_file(status))
        return fail(ErrorCode::BadInput, "is not a file, so no SentencePiece model", file.string());
    const std::uintmax_t size = fs::file_size(file, error);
    if (error)
        return fail(ErrorCode::Io, "cannot be read: " + error.message(), file.string());
    if (size > kMaxFileBytes) {
        return fail(ErrorCode::BadInput,
                    "is not a SentencePiece model: " + std::to_string(size) + " bytes are too many",
                    file.string());
    }
    std::string content(static_cast<std::size_t>(size), '\0');
    std::ifstream stream(file, std::ios::binary);
    if (!stream || !stream.read(content.data(), static_cast<std::streamsize>(size)))
        return fail(ErrorCode::Io, "cannot be read", file.string());
    return content;
}

} // namespace

Result<std::unique_ptr<Tokenizer>> SentencePieceTokenizer::load(const fs::path &file)
{
    const auto content = readWhole(file);
    if (!content)
        return fail(content);
    return fromModel(*content, file);
}

Result<std::unique_ptr<Tokenizer>> SentencePieceTokenizer::fromModel(const std::string &content,
                                                                     const fs::path &file)
{
    auto vocabulary = Vocabulary::read(content, file.string());
    if (!vocabulary)
        return fail(vocabulary);
    std::unique_ptr<SentencePieceTokenizer> tokenizer(
        new SentencePieceTokenizer(std::move(*vocabulary)));
    const auto status = tokenizer->m_processor.LoadFromSerializedProto(content);
    if (!status.ok()) {
        return fail(ErrorCode::BadInput,
                    std::string("is not a SentencePiece model: ") + status.error_message(),
                    file.string());
    }
    if (tokenizer->m_processor.GetPieceSize() != tokenizer->size())
        return fail(ErrorCode::Internal, "was read in two ways", file.string());
    return tokenizer;
}

Result<void> SentencePieceTokenizer::appendFragment(std::string_view fragment,
                                                    std::vector<std::int32_t> &ids) const
{
    if (fragment.empty())
        return {};
    std::vector<int> pieces;
    const auto status = m_processor.Encode(fragment, &pieces);
    if (!status.ok())
        return fail(ErrorCode::Internal, status.error_message());
    ids.insert(ids.end(), pieces.begin(), pieces.end());
    return {};
}

Result<std::vector<std::int32_t>> SentencePieceTokenizer::encode(std::string_view text) const
{
    const std::size_t invalid = findInvalidUtf8(text);
    if (invalid != std::string_view::npos) {
        return fail(ErrorCode::InvalidArgument,
                    "the text is not UTF-8 at byte " + std::to_string(invalid));
    }
    // No special token is the beginning of another one: the leftmost is the one that counts.
    const std::array specials{bos(), eos(), unknown()};
    std::vector<std::int32_t> ids;
    try {
        while (!text.empty()) {
            std::size_t place = text.size();
            std::int32_t special = -1;
            for (std::int32_t id : specials) {
                const std::size_t found = text.find(m_vocabulary.piece(id));
                if (found < place) {
                    place = found;
                    special = id;
                }
            }
            if (auto added = appendFragment(text.substr(0, place), ids); !added)
                return fail(added);
            text.remove_prefix(place);
            if (special >= 0) {
                ids.push_back(special);
                text.remove_prefix(m_vocabulary.piece(special).size());
            }
        }
    } catch (const std::bad_alloc &) {
        return fail(ErrorCode::OutOfMemory, "not enough memory to encode the text");
    } catch (const std::exception &error) {
        return fail(ErrorCode::Internal, std::string("SentencePiece: ") + error.what());
    }
    return ids;
}

std::string SentencePieceTokenizer::decode(std::span<const std::int32_t> ids) const
{
    return m_vocabulary.decode(ids);
}

} // namespace ecva
