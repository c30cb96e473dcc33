#include "model/inference/AnomShieldModel.h"

#include "model/inference/ChainOfThought.h"
#include "model/inference/DeltaMeasure.h"
#include "model/inference/DeltaPlan.h"
#include "model/inference/FramePictures.h"
#include "model/inference/SpokenAnswer.h"
#include "model/inference/Stopwatch.h"
#include "model/preprocess/FrameSampler.h"
#include "model/tokenizer/Blanks.h"
#include "model/tokenizer/Prompt.h"
#include "model/tokenizer/StreamingDecoder.h"

#include <algorithm>
#include <array>
#include <exception>
#include <new>
#include <span>
#include <utility>

namespace ecva {
namespace {

/// Before anything is read, so that a mistake costs nothing.
Result<void> check(const GenerationOptions &options)
{
    const auto refused
        = [](const std::string &what) { return fail(ErrorCode::InvalidArgument, what); };
    if (options.maxNewTokens < 1)
        return refused("at most " + std::to_string(options.maxNewTokens)
                       + " new tokens: it takes at least 1");
    if (options.greedy)
        return {};
    if (!(options.temperature > 0))
        return refused("temperature " + std::to_string(options.temperature)
                       + ": it must be above 0 (or choose greedily)");
    if (options.topK.value_or(0) < 0)
        return refused("top-k " + std::to_string(*options.topK) + ": it must not be below 0");
    const double topP = options.topP.value_or(1);
    if (!(topP > 0 && topP <= 1))
        return refused("top-p " + std::to_string(topP) + ": it must be above 0, at most 1");
    return {};
}

/// What such an answer costs where nothing is remembered.
double secondsOf(const AskTimings &timings)
{
    return timings.readSeconds + timings.visionSeconds + timings.prefillSeconds
           + timings.decodeSeconds + timings.reusedSeconds;
}

/// Runs `work`; what is thrown ends here.
template <typename Work>
auto guarded(const Work &work) -> decltype(work())
{
    try {
        return work();
    } catch (const std::bad_alloc &) {
        return fail(ErrorCode::OutOfMemory, "not enough memory for the frames");
    } catch (const std::exception &error) {
        return fail(ErrorCode::Internal, error.what());
    }
}

} // namespace

AnomShieldModel::AnomShieldModel(Parts parts)
    : m_parts(std::move(parts))
{
}

Result<std::vector<std::int64_t>>
AnomShieldModel::sampleOf(const VideoSource &video, std::int64_t frameCount, int frames) const
{
    SampleRequest request;
    if (m_parts.config.family == ModelFamily::VideoLlama2)
        request.family = SamplerFamily::VideoLlama2;
    request.kind = video.kind == VideoSource::Kind::Gif     ? SampledKind::Gif
                   : video.kind == VideoSource::Kind::Still ? SampledKind::Still
                                                            : SampledKind::Video;
    request.frameCount = frameCount;
    request.count = frames == 0 ? m_parts.info.defaultFrames : frames;
    request.stillCopies = frames == 0 ? m_parts.config.stillFrames : frames;
    return sampleClip(request);
}

Result<std::vector<std::int64_t>> AnomShieldModel::sample(const VideoSource &video,
                                                          int frames) const
{
    return sampleOf(video, video.frameCount, frames);
}

Result<Conversation>
AnomShieldModel::conversationOf(const VideoSource &video,
                                const std::optional<PromptTemplate> &layout) const
{
    if (!layout && !m_parts.layout)
        return fail(m_parts.layout);
    return Conversation{.layout = layout ? *layout : *m_parts.layout,
                        .shown
                        = video.kind == VideoSource::Kind::Still ? Shown::Image : Shown::Video};
}

Result<Prompt> AnomShieldModel::promptOf(const VideoSource &video,
                                         const std::optional<PromptTemplate> &layout,
                                         const std::string &question) const
{
    const auto conversation = conversationOf(video, layout);
    if (!conversation)
        return fail(conversation);
    return makePrompt(*m_parts.tokenizer, *conversation, question);
}

Result<AskResult> AnomShieldModel::answer(const Prompt &prompt,
                                          std::shared_ptr<const PixelVideo> video,
                                          const GenerationOptions &options,
                                          const TokenSink &onToken, const CancelToken &cancel,
                                          const AnswerAids &aids)
{
    SpokenAnswer answer(m_parts, prompt, std::move(video), options, onToken, aids);
    auto generated = m_parts.engine->generate(answer.request(), cancel);
    if (!generated)
        return fail(generated);
    return answer.result(std::move(*generated));
}

Result<std::pair<AskResult, AskResult>> AnomShieldModel::answerBoth(
    const Prompt &prompt, std::array<std::shared_ptr<const PixelVideo>, 2> videos,
    const GenerationOptions &options, const TokenSink &onToken, const CancelToken &cancel)
{
    SpokenAnswer first(m_parts, prompt, std::move(videos[0]), options, onToken);
    SpokenAnswer second(m_parts, prompt, std::move(videos[1]), options, {});
    auto generated
        = m_parts.engine->generateBatch(std::array{first.request(), second.request()}, cancel);
    if (!generated)
        return fail(generated);
    for (const auto &one : *generated) {
        if (!one)
            return fail(one);
    }
    return std::pair{first.result(std::move(*generated->front())),
                     second.result(std::move(*generated->back()))};
}

Result<AskResult> AnomShieldModel::ask(const AskRequest &request, const TokenSink &onToken,
                                       const CancelToken &cancel)
{
    return guarded([&] {
        AskRequest own = request;
        own.generation = completed(own.generation, m_parts.info.sampling);
        return askGuarded(own, onToken, cancel);
    });
}

Result<AskResult> AnomShieldModel::askGuarded(const AskRequest &request, const TokenSink &onToken,
                                              const CancelToken &cancel)
{
    if (auto valid = check(request.generation); !valid)
        return fail(valid);
    if (request.chain)
        return askByChain(request, onToken, cancel);
    const auto frames = sample(request.video, request.frames);
    if (!frames)
        return fail(frames);
    const auto prompt = promptOf(request.video, request.layout, request.question);
    if (!prompt)
        return fail(prompt);
    FramePictures pictures(request.video, m_parts.config);
    const auto plain = plainPictures(*frames);
    if (auto read = pictures.read(plain, {}, cancel); !read)
        return fail(read);
    auto result = answer(*prompt, pictures.video(plain), request.generation, onToken, cancel,
                         {.reuse = request.reuse});
    if (result) {
        result->frames = *frames;
        result->timings.readSeconds = pictures.seconds(plain);
    }
    return result;
}

Result<AskResult> AnomShieldModel::askByChain(const AskRequest &request, const TokenSink &onToken,
                                              const CancelToken &cancel)
{
    if (request.frames != 0) {
        return fail(ErrorCode::InvalidArgument, "chain of thought looks at 32 frames, not at "
                                                    + std::to_string(request.frames));
    }
    if (request.video.kind == VideoSource::Kind::Still)
        return fail(ErrorCode::InvalidArgument, "a still image has no parts to choose from");
    const auto frames = sampleUniform(request.video.frameCount, kChainParts * kChainPartFrames);
    if (!frames)
        return fail(frames);
    const ChainOfThought::Model model{
        .prompt
        = [&](Shown shown, std::string_view system, std::string_view text) -> Result<Prompt> {
            auto conversation = conversationOf(request.video, request.layout);
            if (!conversation)
                return fail(conversation);
            conversation->shown = shown;
            conversation->system = system;
            return makePrompt(*m_parts.tokenizer, *conversation, text);
        },
        .ask =
            [&](const Prompt &prompt, std::shared_ptr<const PixelVideo> video,
                const GenerationOptions &options, const TokenSink &sink) {
                return answer(prompt, std::move(video), options, sink, cancel, {});
            },
        .contextLength = m_parts.info.contextLength,
    };
    FramePictures pictures(request.video, m_parts.config);
    const auto plain = plainPictures(*frames);
    if (auto read = pictures.read(plain, {}, cancel); !read)
        return fail(read);
    auto result = ChainOfThought(model, request, cancel).answer(*frames, pictures, onToken);
    if (result)
        result->timings.readSeconds = pictures.seconds(plain);
    return result;
}

Result<std::vector<std::vector<double>>>
AnomShieldModel::scores(const std::vector<ScoreRequest> &requests, DeltaProgress &done,
                        const CancelToken &cancel)
{
    std::vector<std::vector<double>> all;
    if (requests.front().reuse == Reuse::Everything) {
        const int steps = static_cast<int>(requests.size());
        auto together = m_parts.engine->scoreBatch(requests, done.part(steps), cancel);
        if (!together)
            return fail(together);
        all = std::move(*together);
        done.next(steps);
    } else {
        for (const ScoreRequest &request : requests) {
            auto alone = m_parts.engine->scoreBatch({&request, 1}, {}, cancel);
            if (!alone)
                return fail(alone);
            all.push_back(std::move(alone->front()));
            done.next();
        }
    }
    for (std::size_t i = 0; i < requests.size(); ++i) {
        if (i >= all.size() || all[i].size() != requests[i].answer.size())
            return fail(ErrorCode::Internal, "the engine scored another number of tokens");
    }
    return all;
}

Result<std::vector<double>> AnomShieldModel::measure(const Prompt &prompt,
                                                     const std::vector<std::int32_t> &forced,
                                                     const FramePictures &pictures, DeltaPlan &plan,
                                                     Reuse reuse, DeltaProgress &done,
                                                     const CancelToken &cancel)
{
    std::vector<ScoreRequest> requests;
    const auto add = [&](const std::vector<Picture> &seen) {
        requests.push_back({{enginePlaceholders(prompt.ids), pictures.video(seen)}, forced, reuse});
    };
    add(plainPictures(plan.frames));
    add(maskedPictures(plan.key, plan.mask));
    for (const DeltaMask &control : plan.controls)
        add(maskedPictures(control, plan.mask));
    const auto all = scores(requests, done, cancel);
    if (!all)
        return fail(all);
    const auto evidenceFor = [&](DeltaMask &mask, std::size_t i) {
        std::vector<double> evidence = evidenceOf(all->front(), (*all)[i]);
        mask.delta = meanOf(evidence);
        return evidence;
    };
    std::vector<double> evidence = evidenceFor(plan.key, 1);
    for (std::size_t i = 0; i < plan.controls.size(); ++i)
        evidenceFor(plan.controls[i], i + 2);
    return evidence;
}

Result<DeltaReport> AnomShieldModel::delta(const DeltaRequest &request, const TokenSink &onToken,
                                           const ProgressSink &progress, const CancelToken &cancel)
{
    return guarded([&] {
        DeltaRequest own = request;
        own.generation = completed(own.generation, m_parts.info.sampling);
        return deltaGuarded(own, onToken, progress, cancel);
    });
}

Result<DeltaReport> AnomShieldModel::deltaGuarded(const DeltaRequest &request,
                                                  const TokenSink &onToken,
                                                  const ProgressSink &progress,
                                                  const CancelToken &cancel)
{
    const Stopwatch whole;
    if (auto valid = check(request.generation); !valid)
        return fail(valid);
    auto plan = planDelta(request, [&](std::int64_t frameCount) {
        return sampleOf(request.video, frameCount, request.frames);
    });
    if (!plan)
        return fail(plan);
    const auto prompt = promptOf(request.video, request.layout, request.question);
    if (!prompt)
        return fail(prompt);
    const bool saw = !plan->key.masked.empty();

    // Reading; two answers, perhaps at once; a pass with the answer forced for V, V∖K and each
    // control.
    DeltaProgress done(progress, saw ? static_cast<int>(plan->controls.size()) + 5 : 2);
    const auto plain = plainPictures(plan->frames);
    std::vector<Picture> all = plain;
    const auto add = [&](const DeltaMask &mask) {
        const auto more = maskedPictures(mask, plan->mask);
        all.insert(all.end(), more.begin(), more.end());
    };
    if (saw)
        add(plan->key);
    for (const DeltaMask &control : plan->controls)
        add(control);
    FramePictures pictures(request.video, m_parts.config);
    if (auto read = pictures.read(all, done.part(), cancel); !read)
        return fail(read);
    done.next();

    DeltaReport report;
    report.mask = plan->mask;
    report.notes = std::move(plan->notes);
    const bool naive = request.reuse == Reuse::Nothing;
    const auto masked = maskedPictures(plan->key, plan->mask);
    const TokenSink counted = done.counting(onToken, request.generation.maxNewTokens);
    const auto both = saw && !naive && m_parts.engine->answersTogether();
    if (both) {
        auto answers = answerBoth(*prompt, {pictures.video(plain), pictures.video(masked)},
                                  request.generation, counted, cancel);
        if (!answers)
            return fail(answers);
        report.answer = std::move(answers->first);
        report.masked = std::move(answers->second);
        done.next();
    } else {
        auto first = answer(*prompt, pictures.video(plain), request.generation, counted, cancel,
                            {.reuse = request.reuse});
        if (!first)
            return fail(first);
        report.answer = std::move(*first);
    }
    done.next();
    report.answer.frames = plan->frames;
    report.answer.timings.readSeconds = pictures.seconds(plain);
    const double runSeconds = secondsOf(report.answer.timings);
    if (!saw) {
        report.seconds = whole.seconds();
        report.naiveSeconds = runSeconds;
        return report;
    }

    const std::vector<std::int32_t> &forced = report.answer.tokens;
    const auto evidence = measure(*prompt, forced, pictures, *plan, request.reuse, done, cancel);
    if (!evidence)
        return fail(evidence);
    if (!both) {
        auto second = answer(
            *prompt, pictures.video(masked), request.generation,
            done.counting({}, request.generation.maxNewTokens), cancel,
            {.draft = naive ? std::vector<std::int32_t>{} : forced, .reuse = request.reuse});
        if (!second)
            return fail(second);
        report.masked = std::move(*second);
        done.next();
    }
    report.masked.frames = plan->key.frames;
    report.masked.timings.readSeconds = pictures.seconds(masked);
    auto texts = tokenTexts(*m_parts.tokenizer, forced);
    if (m_parts.config.family == ModelFamily::VideoLlama2) { // whose answers are stripped
        BlankStripper stripper;
        for (std::string &text : texts)
            text = stripper.push(text);
    }
    for (std::size_t i = 0; i < forced.size(); ++i)
        report.tokens.push_back({forced[i], texts[i], (*evidence)[i]});
    report.key = std::move(plan->key);
    report.controls = std::move(plan->controls);
    report.adjusted = adjustedDelta(report.key, report.controls);
    report.seconds = whole.seconds();
    report.naiveSeconds = runSeconds * static_cast<double>(2 + report.controls.size());
    return report;
}

} // namespace ecva
