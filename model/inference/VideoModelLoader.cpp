#include "model/inference/VideoModelLoader.h"

#include "model/api/Engine.h"
#include "model/api/Modules.h"
#include "model/api/Tokenizer.h"
#include "model/checkpoint/Checkpoint.h"
#include "model/inference/AnomShieldModel.h"

#include <new>

namespace ecva {
namespace {

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
    const AnomShieldConfig &config = (*checkpoint)->config();
    auto tokenizer = (*tokenizers)->load((*checkpoint)->tokenizerFile());
    if (!tokenizer)
        return fail(tokenizer);
    // A smaller vocabulary is usual: decoders are filled up to round numbers.
    if ((*tokenizer)->size() > config.decoder.vocabulary) {
        return fail(ErrorCode::BadInput,
                    "has " + std::to_string((*tokenizer)->size())
                        + " pieces, the decoder knows only "
                        + std::to_string(config.decoder.vocabulary),
                    (*checkpoint)->tokenizerFile().string());
    }
    auto engine = (*engines)->load(*checkpoint, options, progress, cancel);
    if (!engine)
        return fail(engine);
    return std::make_unique<AnomShieldModel>(AnomShieldModel::Parts{
        .info = (*checkpoint)->info(),
        .options = options,
        .config = config,
        .tokenizer = std::move(*tokenizer),
        .engine = std::move(*engine),
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
