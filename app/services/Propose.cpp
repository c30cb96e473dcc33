#include "app/services/Propose.h"

#include "annotation/document/Document.h"
#include "annotation/domain/Prompts.h"

#include <nlohmann/json.hpp>

#include <random>

namespace ecva {
namespace {

using nlohmann::json;

const char *nameOf(Device device)
{
    // "auto" never stands in a provenance: a loaded model knows where it computes.
    return device == Device::Cuda ? "cuda" : "cpu";
}

const char *nameOf(DType type)
{
    switch (type) {
    case DType::Fp32:
        return "fp32";
    case DType::Bf16:
        return "bf16";
    case DType::Fp16:
        return "fp16";
    case DType::Int8:
        return "int8";
    case DType::Int4:
        return "int4";
    }
    return "";
}

json generationJson(const GenerationOptions &given, const SamplingDefaults &model)
{
    const GenerationOptions options = completed(given, model);
    json made{{"greedy", options.greedy}, {"max_new_tokens", options.maxNewTokens}};
    if (!options.greedy) { // else nothing is drawn
        made["temperature"] = options.temperature;
        made["top_k"] = *options.topK;
        made["top_p"] = *options.topP;
        made["seed"] = options.seed;
    }
    if (model.repetitionPenalty != 1)
        made["repetition_penalty"] = model.repetitionPenalty;
    return made;
}

json chainJson(const ChainReport &chain)
{
    json captions = json::array();
    for (const ChainCaption &caption : chain.captions) {
        captions.push_back(
            {{"frames", caption.frames}, {"text", caption.text}, {"tokens", caption.tokens}});
    }
    json made{
        {"mode", chain.mode == ChainMode::Released ? "released" : "paper"},
        {"captions", std::move(captions)},
        {"ranking_prompt", chain.rankingPrompt},
        {"ranking", chain.ranking},
        {"ranking_tokens", chain.rankingTokens},
        {"order", chain.order},
        {"chosen", chain.chosen},
    };
    if (chain.shortened)
        made["captions_shortened"] = true;
    return made;
}

} // namespace

std::vector<std::string> chainNotes(const ChainReport &chain)
{
    std::vector<std::string> notes;
    if (chain.shortened)
        notes.emplace_back("the captions were cut for the ranking: together they are longer than "
                           "the model's context");
    if (chain.chosen.empty())
        notes.emplace_back("the ranking names no two parts of the video: as in the released code "
                           "there is no answer then (--cot-mode paper answers nonetheless)");
    else if (chain.unranked)
        notes.emplace_back("the ranking names no two parts of the video: the earliest were taken");
    return notes;
}

Result<QString> questionFor(const ProjectModel *project, const AnswerPlace &place,
                            const QString &given)
{
    if (!given.trimmed().isEmpty())
        return given;
    if (place.task == Task::Free)
        return fail(ErrorCode::InvalidArgument, "a free question needs its words");
    const QaItem *item
        = project ? project->findItem(place.clip, place.segment, place.task) : nullptr;
    return item && !item->question.isEmpty() ? item->question : publishedQuestion(place.task);
}

Result<void> fitToModel(ModelQuestion &question, const ModelInfo &model,
                        std::vector<std::string> &notes)
{
    const std::int64_t context = model.contextLength;
    if (question.frames < 0)
        return fail(ErrorCode::InvalidArgument,
                    "frames " + std::to_string(question.frames) + ": at least 1");
    if (context > 0 && model.visualTokens(question.frames) >= context) {
        return fail(ErrorCode::OutOfRange,
                    std::to_string(question.frames) + " frames, "
                        + std::to_string(model.visualTokens(question.frames))
                        + " tokens, do not fit the context of " + std::to_string(context)
                        + " tokens",
                    model.name);
    }
    std::int64_t &tokens = question.generation.maxNewTokens;
    if (tokens < 1)
        return fail(ErrorCode::InvalidArgument,
                    "at most " + std::to_string(tokens) + " new tokens: at least 1");
    if (context > 0 && tokens > context) {
        notes.push_back("at most " + std::to_string(context) + " new tokens, not "
                        + std::to_string(tokens) + ": that is the model's context");
        tokens = context;
    }
    for (const std::string &setting : model.sampling.ignored)
        notes.push_back("the checkpoint asks for " + setting + ", which is not computed here");
    return {};
}

std::uint64_t randomSeed()
{
    static_assert(std::random_device::max() == 0xffffffff);
    return std::random_device()();
}

Result<AskResult> propose(VideoModel &model, const ClipFrames &clip, const ModelQuestion &question,
                          const TokenSink &onToken, const CancelToken &cancel)
{
    AskRequest request;
    request.question = question.question.toStdString();
    request.video = clip.source;
    request.frames = question.frames;
    request.generation = question.generation;
    request.layout = question.layout;
    request.chain = question.chain;
    auto result = model.ask(request, onToken, cancel);
    if (!result)
        return result;
    const auto inFile = [&](std::vector<std::int64_t> &frames) {
        for (std::int64_t &frame : frames)
            frame += clip.first;
    };
    inFile(result->frames);
    if (result->chain) {
        for (ChainCaption &caption : result->chain->captions)
            inFile(caption.frames);
    }
    return result;
}

json timingsJson(const AskTimings &timings)
{
    return {{"read_s", timings.readSeconds},
            {"vision_s", timings.visionSeconds},
            {"prefill_s", timings.prefillSeconds},
            {"decode_s", timings.decodeSeconds}};
}

json provenanceJson(const VideoModel &model, const ModelQuestion &question, const AskResult &result)
{
    const ModelInfo &info = model.info();
    json made{
        {"model", info.name},
        // The name only: where the folder lies is nobody else's business.
        {"folder", std::filesystem::path(info.folder).filename().string()},
        {"adapter", std::filesystem::path(info.adapter).filename().string()},
        {"architecture", info.architecture},
        {"weights_digest", info.weightsDigest},
        {"stored_dtype", info.storedType},
        {"task", toName(question.task).toStdString()},
        {"question", question.question.toStdString()},
        {"prompt", result.prompt},
        {"template", question.layout                     ? std::string(nameOf(*question.layout))
                     : info.architecture == "anomshield" ? "mistral"
                                                         : info.architecture},
        {"aspect", info.padsToSquare ? "pad" : "square"},
        {"frames", result.frames},
        {"generation", generationJson(result.generation, info.sampling)},
        {"prompt_tokens", result.timings.promptTokens},
        {"ended", result.ended},
        {"dtype", nameOf(model.options().dtype)},
        {"device", nameOf(model.options().device)},
        {"engine", model.engineVersion()},
        {"program", std::string("ecva ") + ECVA_VERSION},
    };
    if (info.demonstration)
        made["demonstration"] = true;
    if (!info.adapter.empty())
        made["adapter_live"] = model.options().liveAdapter;
    if (result.chain)
        made["chain_of_thought"] = chainJson(*result.chain);
    return made;
}

json proposalJson(const VideoModel &model, const ModelQuestion &question, const AskResult &result)
{
    const bool answered = !result.chain || !result.chain->chosen.empty();
    return {{"answer", answered ? json(result.text) : json()},
            {"tokens", result.tokens},
            {"frames", result.frames},
            {"timings", timingsJson(result.timings)},
            {"provenance", provenanceJson(model, question, result)}};
}

QByteArray storedProvenance(const json &proposal)
{
    json stored = proposal.at("provenance");
    stored["timings"] = proposal.at("timings");
    return canonical(stored);
}

QByteArray canonical(const json &value)
{
    return QByteArray::fromStdString(value.dump(-1, ' ', false, json::error_handler_t::replace));
}

Result<AnswerId> addModelAnswer(Edit &edit, const Document &document, const AnswerPlace &place,
                                const ModelAnswer &answer)
{
    NewAnswer made;
    made.clip = place.clip;
    made.segment = place.segment;
    made.task = place.task;
    if (place.task == Task::Free
        || !document.model().findItem(place.clip, place.segment, place.task))
        made.question = answer.question;
    made.role = answer.role;
    made.round = answer.model;
    made.author = answer.model;
    made.text = answer.text;
    made.provenance = answer.provenance;
    return edit.setAnswer(made);
}

Result<AnswerId> storeProposal(Document &document, const AnswerPlace &place,
                               const ModelAnswer &answer)
{
    Edit edit(document, QStringLiteral("answer.propose"));
    const auto id = addModelAnswer(edit, document, place, answer);
    if (!id)
        return fail(id);
    if (const auto committed = document.commit(std::move(edit)); !committed)
        return fail(committed);
    return *id;
}

} // namespace ecva
