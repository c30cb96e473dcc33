#include "model/inference/VideoModelLoader.h"

#include "model/api/Engine.h"
#include "model/api/Modules.h"
#include "model/api/Tokenizer.h"
#include "model/checkpoint/Checkpoint.h"
#include "model/checkpoint/JsonFile.h"
#include "model/inference/AnomShieldModel.h"
#include "model/tokenizer/Prompt.h"

#include <new>

namespace ecva {
namespace {

/// What stands around a question by the checkpoint itself: AnomShield's code has one template,
/// VideoLLaMA2 takes the tokenizer's own where there is one (model spec E.3, E.4). Errors:
/// Unsupported (a template that is not known), those of reading tokenizer_config.json.
Result<PromptTemplate> layoutOf(const Checkpoint &checkpoint)
{
    if (checkpoint.config().family == ModelFamily::AnomShield)
        return PromptTemplate::Mistral;
    const auto usual = checkpoint.config().decoder.attentionBias ? PromptTemplate::ChatMl
                                                                 : PromptTemplate::VideoLlama2;
    const auto file = checkpoint.tokenizerFile().parent_path() / "tokenizer_config.json";
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        return usual;
    const auto object = readJsonObject(file);
    if (!object)
        return fail(object);
    const auto chat = object->find("chat_template");
    if (chat == object->end() || chat->is_null())
        return usual;
    if (!chat->is_string())
        return fail(ErrorCode::Unsupported, "several chat templates: choose a template by name",
                    file.string());
    auto layout = templateOfChat(chat->get<std::string>());
    if (!layout)
        return fail(layout.error().code, layout.error().message, file.string());
    return layout;
}

Result<std::unique_ptr<VideoModel>> load(const ModelOptions &options, const ProgressSink &progress,
                                         const CancelToken &cancel)
{
    const auto engines = engineModule();
    if (!engines)
        return fail(engines);
    const auto tokenizers = tokenizerModule();
    if (!tokenizers)
        return fail(tokenizers);
    const auto checkpoint = Checkpoint::open(CheckpointFiles{
        options.folder, options.visionTower, options.base, options.lora, options.projector});
    if (!checkpoint)
        return fail(checkpoint);
    if (auto wanted = cancel.check(); !wanted)
        return fail(wanted);
    AnomShieldConfig config = (*checkpoint)->config();
    ModelInfo info = (*checkpoint)->info();
    config.padToSquare = info.padsToSquare = options.padToSquare.value_or(config.padToSquare);
    const auto vocabulary = (*checkpoint)->tokenizerFile();
    auto tokenizer = (*tokenizers)->load(vocabulary);
    if (!tokenizer)
        return fail(tokenizer);
    // A smaller vocabulary is usual: decoders are filled up to round numbers.
    if ((*tokenizer)->size() > config.decoder.vocabulary) {
        return fail(ErrorCode::BadInput,
                    "has " + std::to_string((*tokenizer)->size())
                        + " pieces, the decoder knows only "
                        + std::to_string(config.decoder.vocabulary),
                    vocabulary.string());
    }
    auto engine = (*engines)->load(*checkpoint, options, progress, cancel);
    if (!engine)
        return fail(engine);
    ModelOptions loaded = options;
    loaded.device = (*engine)->device();
    return std::make_unique<AnomShieldModel>(AnomShieldModel::Parts{
        .info = std::move(info),
        .options = std::move(loaded),
        .config = config,
        .tokenizer = std::move(*tokenizer),
        .engine = std::move(*engine),
        .layout = layoutOf(**checkpoint),
        .engineVersion = (*engines)->version(),
    });
}

} // namespace

Result<std::unique_ptr<VideoModel>>
loadVideoModel(const ModelOptions &options, const ProgressSink &progress, const CancelToken &cancel)
{
    try {
        return load(options, progress, cancel);
    } catch (const std::bad_alloc &) {
        return fail(ErrorCode::OutOfMemory, "not enough memory to load the model",
                    options.folder.string());
    } catch (const std::exception &error) {
        return fail(ErrorCode::Internal, error.what(), options.folder.string());
    }
}

} // namespace ecva
