#pragma once

#include "model/api/Tokenizer.h"
#include "model/tokenizer/BytePairFiles.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecva {

/// Qwen2's tokenizer, byte-level BPE with the rules of transformers' slow Qwen2Tokenizer: the whole
/// text is composed (NFC), split at added tokens, the longest at each place, then by pattern. It
/// has neither a first nor an unknown token.
class BytePairTokenizer : public Tokenizer
{
public:
    /// Errors: BytePairFiles::read's.
    static Result<std::unique_ptr<Tokenizer>> load(const std::filesystem::path &file);

    int size() const override { return m_size; }
    std::int32_t bos() const override { return -1; }
    std::int32_t eos() const override { return m_files.end; }
    std::int32_t unknown() const override { return -1; }
    std::string piece(std::int32_t id) const override;
    std::optional<std::string> bytes(std::int32_t id) const override;
    Result<std::vector<std::int32_t>> encode(std::string_view text) const override;
    std::string decode(std::span<const std::int32_t> ids) const override;

private:
    explicit BytePairTokenizer(BytePairFiles files);
    const AddedToken *added(std::int32_t id) const;
    void appendFragment(std::string_view fragment, std::vector<std::int32_t> &ids) const;

    BytePairFiles m_files;
    int m_size = 0;
};

} // namespace ecva
