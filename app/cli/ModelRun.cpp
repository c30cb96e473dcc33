#include "app/cli/ModelRun.h"

#include "app/cli/Arguments.h"
#include "app/cli/Project.h"
#include "model/api/Modules.h"
#include "model/inference/VideoModelLoader.h"

#include <CLI/CLI.hpp>
#include <QFile>
#include <QFileInfo>

#include <charconv>
#include <cmath>
#include <cstdio>
#include <filesystem>

namespace ecva::cli {
namespace {

constexpr std::int64_t kMostFrames = 4096;

tl::unexpected<Error> usage(const std::string &message)
{
    return fail(ErrorCode::InvalidArgument, message);
}

bool isProject(const QString &path)
{
    if (path.endsWith(QLatin1String(".ecva"), Qt::CaseInsensitive))
        return true;
    QFile file(path);
    return QFileInfo(path).isFile() && file.open(QIODevice::ReadOnly)
           && file.read(16) == QByteArray("SQLite format 3", 16);
}

Result<void> checkChain(const ModelRunOptions &options)
{
    if (options.cot && options.frames != 0)
        return usage("--cot looks at 32 frames: no --frames with it");
    if (!options.cot && !options.cotMode.empty())
        return usage("--cot-mode is for --cot");
    return {};
}

Result<ClipId> findClip(const Document &document, const std::string &named)
{
    const QString text = pathFrom(named);
    const ProjectModel &project = document.model();
    bool isNumber = false;
    const ClipId id{text.toLongLong(&isNumber)};
    if (isNumber && project.clip(id))
        return id;
    for (const QString &path : {text, document.storedMediaPath(text),
                                document.storedMediaPath(QFileInfo(text).absoluteFilePath())}) {
        if (const Clip *clip = project.clipByPath(path))
            return clip->id;
    }
    return fail(ErrorCode::BadInput, "there is no clip '" + named + "'",
                document.path().toStdString());
}

Device deviceFrom(const std::string &name)
{
    if (name == "cuda")
        return Device::Cuda;
    return name == "cpu" ? Device::Cpu : Device::Auto;
}

DType dtypeFrom(const std::string &name)
{
    for (const auto &[known, type] : {std::pair("bf16", DType::Bf16),
                                      {"fp16", DType::Fp16},
                                      {"int8", DType::Int8},
                                      {"int4", DType::Int4}}) {
        if (name == known)
            return type;
    }
    return DType::Fp32;
}

Result<GenerationOptions> generationOf(const ModelRunOptions &options, bool greedyByDefault)
{
    GenerationOptions made;
    const bool draws = options.temperature || options.topK || options.topP;
    if (options.greedy && draws)
        return usage("--greedy draws nothing: no --temperature, --top-k or --top-p with it");
    made.greedy = options.greedy || (greedyByDefault && !draws);
    made.temperature = options.temperature.value_or(made.temperature);
    made.topK = options.topK;
    made.topP = options.topP;
    made.seed = options.seed.value_or(0);
    made.maxNewTokens = options.maxNewTokens;
    if (!std::isfinite(made.temperature) || made.temperature <= 0)
        return usage("--temperature: above 0; --greedy takes the most probable token");
    if (made.topP && !(*made.topP > 0 && *made.topP <= 1))
        return usage("--top-p: above 0, at most 1");
    return made;
}

} // namespace

void addModelRunOptions(CLI::App &command, ModelRunOptions &options)
{
    command.add_option("TARGET", options.target, "A video, or a project with --clip")
        ->required()
        ->type_name("PROJECT|FILE");
    command.add_option("--clip", options.clip, "Clip of the project: its id or its path");
    takeWholeNumbers(
        *command
             .add_option("--segment", options.segment, "Segment of the clip that is asked about")
             ->type_name("ID"),
        1, std::numeric_limits<std::int64_t>::max());
    command.add_option("--model", options.model, "Folder of the checkpoint")
        ->required()
        ->type_name("DIR");
    command.add_option("--vision-tower", options.visionTower, "Folder of its vision tower")
        ->type_name("DIR");
    command.add_option("--task", options.task, "What is asked for")
        ->required()
        ->check(
            CLI::IsMember({"description", "cause", "result", "classification", "time", "free"}));
    command.add_option("--question", options.question,
                       "Instead of the task's own question; needed with --task free");
    takeWholeNumbers(
        *command
             .add_option("--frames", options.frames, "How many frames it sees (default: its own)")
             ->type_name("N"),
        1, kMostFrames);
    command.add_flag("--greedy", options.greedy, "Always the most probable token");
    command.add_option("--temperature", options.temperature, "Below 1 keeps to probable tokens")
        ->type_name("T");
    takeWholeNumbers(
        *command
             .add_option(
                 "--top-k", options.topK,
                 "Draw among the K most probable; 0: all (default: the model's own, else 50)")
             ->type_name("K"),
        0, std::numeric_limits<int>::max());
    command
        .add_option(
            "--top-p", options.topP,
            "Draw among the most probable that make up P (default: the model's own, else 1)")
        ->type_name("P");
    takeWholeNumbers(
        *command.add_option("--max-new-tokens", options.maxNewTokens, "Longest answer")
             ->type_name("M")
             ->capture_default_str(),
        1, std::numeric_limits<std::int64_t>::max());
    command.add_option("--device", options.device, "auto, cpu or cuda")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->capture_default_str();
    command
        .add_option("--dtype", options.dtype,
                    "Numbers it computes with: fp32, bf16, fp16; int8 and int4 are bf16 with the "
                    "decoder's weights in 8 or 4 bits")
        ->check(CLI::IsMember({"fp32", "bf16", "fp16", "int8", "int4"}))
        ->capture_default_str();
    command
        .add_option("--aspect", options.aspect,
                    "Frames padded to squares, or their middle cut out (default: as the checkpoint "
                    "says)")
        ->check(CLI::IsMember({"pad", "square"}));
    command
        .add_option("--template", options.layout,
                    "What stands around the question (default: the model's own)")
        ->check(CLI::IsMember({"mistral", "llama2", "plain", "videollama2", "chatml"}));
    command
        .add_option("--base", options.base,
                    "Folder of the language model that a connector or adapter was trained on")
        ->type_name("DIR");
    command.add_option("--lora", options.lora, "Folder of a LoRA adapter to merge in")
        ->type_name("DIR");
    command.add_flag("--lora-live", options.liveLora,
                     "Compute the adapter beside the weights instead of merging it in");
    command.add_option("--projector", options.projector, "File with another connector")
        ->type_name("FILE");
}

Result<ModelTarget> openTarget(const Context &context, const ModelRunOptions &options)
{
    if (const auto sound = checkChain(options); !sound)
        return fail(sound);
    ModelTarget target;
    target.place.task = fromName<Task>(QString::fromStdString(options.task)).value();
    const QString path = pathFrom(options.target);
    if (!isProject(path)) {
        if (!options.clip.empty() || options.segment != 0)
            return usage("--clip and --segment are for projects, and " + options.target
                         + " is none");
        target.video.file = path.toStdU16String();
        return target;
    }
    if (options.clip.empty())
        return usage(options.target + " is a project: it needs --clip");
    auto document = openProject(context, options.target, Document::Mode::ReadWrite);
    if (!document)
        return fail(document);
    target.document = std::move(*document);
    const auto clip = findClip(*target.document, options.clip);
    if (!clip)
        return fail(clip);
    target.place.clip = *clip;
    target.place.segment = SegmentId{options.segment};
    if (options.segment != 0) {
        const Segment *segment = target.document->model().segment(target.place.segment);
        if (!segment || segment->clip != *clip)
            return fail(ErrorCode::BadInput, "clip " + std::to_string(clip->value)
                                                 + " has no segment "
                                                 + std::to_string(options.segment));
    }
    auto video = clipToAsk(*target.document, *clip);
    if (!video)
        return fail(video);
    target.video = std::move(*video);
    return target;
}

Result<ClipFrames> openFrames(const Context &context, const ModelTarget &target,
                              const ModelRunOptions &options)
{
    auto frames = openClip(
        target.video, [&](double done) { context.progress("Indexing " + options.target, done); },
        context.cancel);
    context.endProgress();
    if (frames && target.document) {
        if (auto fits = target.document->setVideoIndex(target.place.clip, frames->index); !fits)
            return fail(fits);
    }
    return frames;
}

Result<ModelQuestion> questionOf(const ModelRunOptions &options, const ModelTarget &target,
                                 bool greedyByDefault)
{
    const auto generation = generationOf(options, greedyByDefault);
    if (!generation)
        return fail(generation);
    const auto question = questionFor(target.document ? &target.document->model() : nullptr,
                                      target.place, QString::fromStdString(options.question));
    if (!question)
        return usage("--task free needs --question");
    ModelQuestion made{target.place.task, *question, static_cast<int>(options.frames), *generation};
    if (!options.layout.empty())
        made.layout = promptTemplateFrom(options.layout);
    if (options.cot) {
        made.chain = ChainRequest{.mode = options.cotMode == "released" ? ChainMode::Released
                                                                        : ChainMode::Paper};
    }
    return made;
}

Result<std::unique_ptr<VideoModel>>
loadModel(const Context &context, const ModelRunOptions &options, ModelQuestion &question)
{
    std::error_code error;
    if (!std::filesystem::is_directory(options.model, error))
        return fail(ErrorCode::NotFound, "no such folder", options.model);
    if (!isEngineInstalled())
        return fail(ErrorCode::Device,
                    std::string("the engine that runs models is not there: ") + kEngineAdvice);
    ModelOptions load{
        options.model, options.visionTower, deviceFrom(options.device), dtypeFrom(options.dtype),
        options.base,  options.lora,        options.projector,          options.liveLora};
    if (!options.aspect.empty())
        load.padToSquare = options.aspect == "pad";
    auto model = loadVideoModel(
        load, [&](double done) { context.progress("Loading " + options.model, done); },
        context.cancel);
    context.endProgress();
    if (!model) {
        // What the checkpoint is cannot be helped, but another number type can be asked for.
        const bool ofDevice = model.error().code == ErrorCode::Unsupported
                              && model.error().message.starts_with("dtype ");
        return fail(ofDevice ? ErrorCode::Device : model.error().code, model.error().message,
                    model.error().where);
    }
    std::vector<std::string> notes;
    if (auto fits = fitToModel(question, (*model)->info(), notes); !fits)
        return fail(fits);
    if ((*model)->info().demonstration)
        notes.emplace_back("Untrained demonstration weights: answers are noise.");
    for (const std::string &note : notes)
        warn(note);
    return model;
}

void tellFrames(const ModelRunOptions &options, std::size_t seen)
{
    if (options.frames > static_cast<std::int64_t>(seen))
        warn("the model saw " + std::to_string(seen) + " frames, not "
             + std::to_string(options.frames) + ": more it never takes");
}

void warn(const std::string &text)
{
    std::fprintf(stderr, "ecva: %s\n", text.c_str());
}

Result<std::vector<std::int64_t>> frameList(const std::string &text, const std::string &option)
{
    std::vector<std::int64_t> frames;
    for (const QString &part : QString::fromStdString(text).split(u',')) {
        bool ok = false;
        frames.push_back(part.trimmed().toLongLong(&ok));
        if (!ok || frames.back() < 0)
            return usage(option + ": '" + part.toStdString() + "' is not a frame number");
    }
    return frames;
}

} // namespace ecva::cli
