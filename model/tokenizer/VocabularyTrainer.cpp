#include "model/tokenizer/VocabularyTrainer.h"

#include "model/tokenizer/Utf8.h"

#include <sentencepiece_trainer.h>

#include <fstream>
#include <string>
#include <unordered_map>

namespace ecva {
namespace {

/// <unk>, <s>, </s> and the 256 bytes.
constexpr int kReservedPieces = 3 + 256;
/// Guards the trainer's tables; the largest published vocabularies have a quarter million.
constexpr int kMaxVocabulary = 1'000'000;

class Sentences : public sentencepiece::SentenceIterator
{
public:
    explicit Sentences(const std::vector<std::string> &sentences)
        : m_sentences(sentences)
    {
    }
    bool done() const override { return m_at >= m_sentences.size(); }
    void Next() override { ++m_at; }
    const std::string &value() const override { return m_sentences[m_at]; }
    sentencepiece::util::Status status() const override { return {}; }

private:
    const std::vector<std::string> &m_sentences;
    std::size_t m_at = 0;
};

Result<void> check(const TokenizerTraining &training)
{
    if (training.vocabularySize <= kReservedPieces || training.vocabularySize > kMaxVocabulary) {
        return fail(ErrorCode::InvalidArgument,
                    "a vocabulary of " + std::to_string(training.vocabularySize)
                        + " pieces: it takes more than " + std::to_string(kReservedPieces)
                        + " and at most " + std::to_string(kMaxVocabulary));
    }
    bool hasText = false;
    for (std::size_t i = 0; i < training.sentences.size(); ++i) {
        const std::size_t invalid = findInvalidUtf8(training.sentences[i]);
        if (invalid != std::string_view::npos) {
            return fail(ErrorCode::InvalidArgument, "sentence " + std::to_string(i)
                                                        + " is not UTF-8 at byte "
                                                        + std::to_string(invalid));
        }
        hasText |= training.sentences[i].find_first_not_of(" \t\r\n") != std::string::npos;
    }
    if (!hasText)
        return fail(ErrorCode::InvalidArgument, "no sentences to learn a vocabulary from");
    return {};
}

Result<void> writeWhole(const std::filesystem::path &file, const std::string &content)
{
    std::filesystem::path part = file;
    part += ".part";
    std::error_code error;
    {
        std::ofstream stream(part, std::ios::binary | std::ios::trunc);
        stream.write(content.data(), static_cast<std::streamsize>(content.size()));
        stream.close();
        if (!stream) {
            std::filesystem::remove(part, error);
            return fail(ErrorCode::Io, "cannot be written", file.string());
        }
    }
    std::filesystem::rename(part, file, error);
    if (error) {
        const std::string reason = error.message();
        std::filesystem::remove(part, error);
        return fail(ErrorCode::Io, "cannot be written: " + reason, file.string());
    }
    return {};
}

} // namespace

Result<void> trainVocabulary(const TokenizerTraining &training)
{
    if (auto valid = check(training); !valid)
        return fail(valid);
    std::size_t longest = 1;
    for (const std::string &sentence : training.sentences)
        longest = std::max(longest, sentence.size());
    const std::unordered_map<std::string, std::string> options{
        {"minloglevel", "3"}, // quiet but for what ends the program
        {"model_type", "bpe"},
        {"vocab_size", std::to_string(training.vocabularySize)},
        {"character_coverage", "1.0"},
        {"byte_fallback", "true"},
        {"normalization_rule_name", "identity"},
        {"add_dummy_prefix", "true"},
        {"remove_extra_whitespaces", "false"},
        {"split_digits", "true"},
        {"allow_whitespace_only_pieces", "true"},
        {"unk_id", "0"},
        {"bos_id", "1"},
        {"eos_id", "2"},
        {"pad_id", "-1"},
        {"num_threads", "1"},
        {"shuffle_input_sentence", "false"},
        {"max_sentence_length", std::to_string(longest)},
    };
    Sentences sentences(training.sentences);
    std::string model;
    const auto status = sentencepiece::SentencePieceTrainer::Train(options, &sentences, &model);
    if (!status.ok()) {
        return fail(ErrorCode::InvalidArgument,
                    "no vocabulary of " + std::to_string(training.vocabularySize)
                        + " pieces from these sentences: " + status.error_message());
    }
    return writeWhole(training.output, model);
}

} // namespace ecva
