#include "annotation/evaluation/DeltaSummary.h"
#include "app/cli/Arguments.h"
#include "app/cli/Commands.h"
#include "app/cli/ModelRun.h"
#include "app/cli/Terminal.h"
#include "app/services/Measure.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

namespace ecva::cli {
namespace {

constexpr int kMostControls = 100;

struct DeltaOptions
{
    ModelRunOptions run;
    std::string keyIntervals;
    std::string keyFrames;
    std::string mask = "delete";
    int controls = DeltaRequest{}.controls;
    std::string controlFrames;
};

tl::unexpected<Error> usage(const std::string &message)
{
    return fail(ErrorCode::InvalidArgument, message);
}

/// "A-B,C-D" in seconds.
Result<std::vector<std::pair<double, double>>> intervalsFrom(const std::string &text)
{
    std::vector<std::pair<double, double>> intervals;
    for (const QString &part : QString::fromStdString(text).split(u',')) {
        const QStringList ends = part.trimmed().split(u'-');
        bool ok[2] = {false, false};
        if (ends.size() == 2)
            intervals.emplace_back(ends[0].toDouble(&ok[0]), ends[1].toDouble(&ok[1]));
        if (!ok[0] || !ok[1] || !std::isfinite(intervals.back().first)
            || !std::isfinite(intervals.back().second))
            return usage("--key-intervals: '" + part.toStdString() + "' is not A-B in seconds");
        if (intervals.back().first > intervals.back().second)
            return usage("--key-intervals: '" + part.toStdString() + "' ends before it begins");
    }
    return intervals;
}

Result<void> checkInside(const std::vector<std::int64_t> &frames, const VideoIndex &index,
                         const char *option)
{
    for (const std::int64_t frame : frames) {
        if (!index.contains(FrameIndex(frame)))
            return fail(ErrorCode::OutOfRange, std::string(option) + ": frame "
                                                   + std::to_string(frame)
                                                   + " is outside the clip (0 to "
                                                   + std::to_string(index.lastFrame().value) + ")");
    }
    return {};
}

/// What the options say that needs no video; the intervals are not frames yet.
Result<MeasureQuestion> measureOf(const DeltaOptions &options, const ModelTarget &target)
{
    const auto ask = questionOf(options.run, target, true);
    if (!ask)
        return fail(ask);
    MeasureQuestion question;
    question.ask = *ask;
    static const std::map<std::string, MaskMode> kModes{{"delete", MaskMode::Delete},
                                                        {"blank", MaskMode::Blank},
                                                        {"black", MaskMode::Black},
                                                        {"freeze", MaskMode::Freeze},
                                                        {"blur", MaskMode::Blur}};
    question.mask = kModes.at(options.mask);
    question.controls = options.controls;
    question.seed = options.run.seed.value_or(0);
    if (!options.keyIntervals.empty()) {
        auto intervals = intervalsFrom(options.keyIntervals);
        if (!intervals)
            return fail(intervals);
        question.key.intervals = std::move(*intervals);
    }
    if (!options.keyFrames.empty()) {
        auto frames = frameList(options.keyFrames, "--key-frames");
        if (!frames)
            return fail(frames);
        question.key.frames = std::move(*frames);
    }
    if (!options.controlFrames.empty()) {
        for (const QString &one : QString::fromStdString(options.controlFrames).split(u';')) {
            auto frames = frameList(one.toStdString(), "--control-frames");
            if (!frames)
                return fail(frames);
            question.controlFrames.push_back(std::move(*frames));
        }
    }
    if (question.key.intervals.empty() && question.key.frames.empty()) {
        if (!target.document)
            return usage("a video has no annotated segments: give --key-intervals or --key-frames");
        auto key = keySegments(*target.document, target.place.clip, target.place.segment);
        if (!key)
            return fail(key);
        question.key = std::move(*key);
    }
    return question;
}

Result<void> resolveKey(MeasureQuestion &question, const VideoIndex &index)
{
    if (!question.key.intervals.empty()) {
        auto ranges = keyRanges(index, question.key.intervals);
        if (!ranges)
            return fail(ranges);
        question.key.ranges = std::move(*ranges);
    }
    if (auto inside = checkInside(question.key.frames, index, "--key-frames"); !inside)
        return inside;
    for (const auto &frames : question.controlFrames) {
        if (auto inside = checkInside(frames, index, "--control-frames"); !inside)
            return inside;
    }
    return {};
}

std::string number(double value, const char *format = "%.4f")
{
    char text[40];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

/// The beginning of an answer; --json has all of it.
std::string shortened(const std::string &answer)
{
    constexpr qsizetype kMost = 300;
    const QString text = QString::fromStdString(answer).simplified();
    return forStdout((text.size() > kMost ? text.left(kMost) + u'…' : text).toStdString());
}

std::string sentenceOf(DeltaVerdict verdict)
{
    switch (verdict) {
    case DeltaVerdict::Read:
        return "The key frames mattered more than any others: the answer was read off them.";
    case DeltaVerdict::Partly:
        return "The key frames mattered more than others do on average.";
    case DeltaVerdict::NotRead:
        return "Without the key frames this answer is as likely as before: probably not read off "
               "the video.";
    case DeltaVerdict::Unknown:
        return "Without controls nobody can tell whether the key frames mattered.";
    }
    return "";
}

void printForPeople(const Context &context, const DeltaReport &report, const nlohmann::json &output)
{
    const auto frames
        = [](std::size_t n) { return std::to_string(n) + (n == 1 ? " key frame" : " key frames"); };
    context.print("Answer: " + shortened(report.answer.text));
    if (report.keyFrameCount() == 0) {
        context.print("The model never saw the anomaly (0 of "
                      + std::to_string(report.answer.frames.size()) + " samples).");
    } else {
        context.print("Without the " + frames(report.key.masked.size()) + ": "
                      + shortened(report.masked.text));
        context.print("Delta " + number(report.key.delta) + " nats per token");
        if (report.adjusted) {
            const auto less
                = [](const DeltaMask &a, const DeltaMask &b) { return a.delta < b.delta; };
            const auto [low, high]
                = std::minmax_element(report.controls.begin(), report.controls.end(), less);
            context.print("Controls " + number(low->delta) + " to " + number(high->delta) + " ("
                          + std::to_string(report.controls.size()) + "); adjusted delta "
                          + number(*report.adjusted));
        }
        context.print("Answer changed by " + number(100 * output["change"].get<double>(), "%.0f")
                      + " %; refused: " + (output["refused"].get<bool>() ? "yes" : "no"));
        const auto summary = DeltaSummary::parse(QByteArray::fromStdString(output.dump()));
        if (summary)
            context.print(sentenceOf(verdictOf(*summary)));
    }
    for (const std::string &note : report.notes)
        context.print("Note: " + note);
    if (!context.quiet)
        std::fprintf(stderr, "%.2f s; one run after the other %.2f s\n", report.seconds,
                     report.naiveSeconds);
}

int runDelta(const Context &context, const DeltaOptions &options)
{
    auto target = openTarget(context, options.run);
    if (!target)
        return context.report(target.error());
    auto question = measureOf(options, *target);
    if (!question)
        return context.report(question.error());
    const auto clip = openFrames(context, *target, options.run);
    if (!clip)
        return context.report(clip.error());
    if (auto resolved = resolveKey(*question, *clip->index); !resolved)
        return context.report(resolved.error());
    const auto model = loadModel(context, options.run, question->ask);
    if (!model)
        return context.report(model.error());

    const auto report = measure(
        **model, *clip, *question, {}, [&](double done) { context.progress("Measuring", done); },
        context.cancel);
    context.endProgress();
    if (!report)
        return context.report(report.error());
    if (const auto going = context.cancel.check(); !going)
        return context.report(going.error());

    tellFrames(options.run, report->answer.frames.size());
    nlohmann::json output = deltaJson(**model, *question, *report);
    if (target->document) {
        const auto stored = storeDelta(*target->document, target->place, {}, output);
        if (!stored)
            return context.report(stored.error());
        output["clip"] = target->place.clip.value;
        output["delta_id"] = stored->value;
    }
    if (context.json)
        context.print(output);
    else
        printForPeople(context, *report, output);
    return kDone;
}

} // namespace

void registerDelta(CLI::App &app, Action &action)
{
    const auto options = std::make_shared<DeltaOptions>();
    CLI::App *command = app.add_subcommand(
        "delta", "Ask again without the key frames: does the answer come from the video?");
    addModelRunOptions(*command, options->run);
    command
        ->add_option("--key-intervals", options->keyIntervals,
                     "Seconds from the first frame, both ends included (default: the clip's "
                     "segments)")
        ->type_name("A-B,…");
    command->add_option("--key-frames", options->keyFrames, "Frame numbers of the video")
        ->type_name("I,J,…");
    command
        ->add_option("--mask", options->mask,
                     "What becomes of the key frames: cut out, or the picture replaced")
        ->check(CLI::IsMember({"delete", "blank", "black", "freeze", "blur"}))
        ->capture_default_str();
    auto *controls
        = command
              ->add_option("--controls", options->controls, "How many random masks to compare with")
              ->type_name("R")
              ->capture_default_str();
    takeWholeNumbers(*controls, 0, kMostControls);
    command
        ->add_option("--control-frames", options->controlFrames,
                     "The masks to compare with, instead of random ones")
        ->type_name("I,J;K,L")
        ->excludes(controls);
    takeWholeNumbers(*command
                          ->add_option("--seed", options->run.seed,
                                       "Of the controls, and of the draws (default: 0)")
                          ->type_name("N"),
                     0);
    command->callback([&action, options] {
        action = [options](const Context &context) { return runDelta(context, *options); };
    });
}

} // namespace ecva::cli
