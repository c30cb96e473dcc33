#include "model/api/Engine.h"
#include "model/api/Tokenizer.h"

#include <sentencepiece_processor.h>

extern "C" ecva::TokenizerModule *ecva_tokenizer_module(int abi);

namespace ecva {
namespace {

class SentencePieceModule : public TokenizerModule
{
public:
    std::string version() const override { return "SentencePiece"; }
    Result<std::unique_ptr<Tokenizer>> load(const std::filesystem::path &file) override
    {
        sentencepiece::SentencePieceProcessor processor;
        if (!processor.Load(file.string()).ok())
            return fail(ErrorCode::BadInput, "is not a SentencePiece model", file.string());
        return fail(ErrorCode::Unsupported, "not yet");
    }
    Result<void> train(const TokenizerTraining &) override
    {
        return fail(ErrorCode::Unsupported, "not yet");
    }
};

} // namespace
} // namespace ecva

extern "C" ecva::TokenizerModule *ecva_tokenizer_module(int abi)
{
    static ecva::SentencePieceModule module;
    return abi == ecva::kModuleAbi ? &module : nullptr;
}
