#include "model/api/Engine.h"
#include "model/api/Tokenizer.h"
#include "model/tokenizer/BytePairTokenizer.h"
#include "model/tokenizer/LlamaJson.h"
#include "model/tokenizer/SentencePieceTokenizer.h"
#include "model/tokenizer/VocabularyTrainer.h"

extern "C" ecva::TokenizerModule *ecva_tokenizer_module(int abi);

namespace ecva {
namespace {

/// Whatever SentencePiece, the JSON reader or the standard library throws ends here.
template <typename Work>
auto guarded(const std::filesystem::path &file, const Work &work) -> decltype(work())
{
    try {
        return work();
    } catch (const std::bad_alloc &) {
        return fail(ErrorCode::OutOfMemory, "not enough memory for the vocabulary", file.string());
    } catch (const std::exception &error) {
        return fail(ErrorCode::Internal, std::string("the vocabulary: ") + error.what(),
                    file.string());
    }
}

Result<std::unique_ptr<Tokenizer>> loadJson(const std::filesystem::path &file)
{
    if (file.filename() == "tokenizer.json") {
        const auto model = sentencePieceModelOf(file);
        if (!model)
            return fail(model);
        if (!model->empty())
            return SentencePieceTokenizer::fromModel(*model, file);
    }
    return BytePairTokenizer::load(file);
}

class SentencePieceModule : public TokenizerModule
{
public:
    std::string version() const override { return "SentencePiece " ECVA_SENTENCEPIECE_VERSION; }
    Result<std::unique_ptr<Tokenizer>> load(const std::filesystem::path &file) override
    {
        if (file.extension() != ".json")
            return guarded(file, [&] { return SentencePieceTokenizer::load(file); });
        auto loaded = guarded(file, [&] { return loadJson(file); });
        if (!loaded && loaded.error().code == ErrorCode::BadInput) {
            loaded.error().message += " (a vocabulary of another kind is read from the"
                                      " tokenizer.model that it was published with)";
        }
        return loaded;
    }
    Result<void> train(const TokenizerTraining &training) override
    {
        return guarded(training.output, [&] { return trainVocabulary(training); });
    }
};

} // namespace
} // namespace ecva

extern "C" ecva::TokenizerModule *ecva_tokenizer_module(int abi)
{
    static ecva::SentencePieceModule module;
    return abi == ecva::kModuleAbi ? &module : nullptr;
}
