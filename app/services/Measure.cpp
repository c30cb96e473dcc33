#include "app/services/Measure.h"

#include "annotation/document/Document.h"
#include "annotation/document/FrameTimes.h"
#include "annotation/evaluation/Refusal.h"
#include "annotation/evaluation/Rouge.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace ecva {
namespace {

using nlohmann::json;

constexpr double kRoundedEndSeconds = 1; // annotators write whole seconds

const char *nameOf(MaskMode mode)
{
    switch (mode) {
    case MaskMode::Delete:
        return "delete";
    case MaskMode::Blank:
        return "blank";
    case MaskMode::Black:
        return "black";
    case MaskMode::Freeze:
        return "freeze";
    case MaskMode::Blur:
        return "blur";
    }
    return "";
}

std::string text(double seconds)
{
    return json(seconds).dump();
}

void shift(std::vector<std::int64_t> &frames, std::int64_t by)
{
    for (std::int64_t &frame : frames)
        frame += by;
}

void shift(std::vector<FrameRange> &ranges, std::int64_t by)
{
    for (FrameRange &range : ranges) {
        range.begin = FrameIndex(range.begin.value + by);
        range.end = FrameIndex(range.end.value + by);
    }
}

void shift(DeltaMask &mask, std::int64_t by)
{
    shift(mask.masked, by);
    shift(mask.ranges, by);
    shift(mask.frames, by);
}

json rangesJson(const std::vector<FrameRange> &ranges)
{
    json made = json::array();
    for (const FrameRange &range : ranges)
        made.push_back({range.begin.value, range.end.value});
    return made;
}

json maskJson(const DeltaMask &mask)
{
    json made{{"masked", mask.masked},
              {"frames", mask.frames},
              {"blanked", mask.blanked},
              {"delta", mask.delta}};
    if (!mask.ranges.empty())
        made["ranges"] = rangesJson(mask.ranges); // [begin, end)
    return made;
}

json keyJson(const KeyChoice &key)
{
    json made{{"ranges", rangesJson(key.ranges)}};
    if (!key.frames.empty())
        made["frames"] = key.frames;
    if (!key.intervals.empty())
        made["intervals_s"] = key.intervals;
    for (const SegmentId segment : key.segments)
        made["segments"].push_back(segment.value);
    made["chosen_by"] = !key.segments.empty()    ? "segments"
                        : !key.intervals.empty() ? "intervals"
                                                 : "frames";
    return made;
}

QString textOf(const json &report, const char *key)
{
    const auto found = report.find(key);
    return found != report.end() && found->is_string()
               ? QString::fromStdString(found->get<std::string>())
               : QString();
}

} // namespace

Result<KeyChoice> keySegments(const Document &document, ClipId clip, SegmentId only)
{
    const ProjectModel &project = document.model();
    KeyChoice key;
    const auto take = [&](const Segment &segment) {
        if (segment.basis != Basis::Frames)
            return;
        key.ranges.push_back(segment.frames);
        key.segments.push_back(segment.id);
    };
    if (only) {
        const Segment *segment = project.segment(only);
        if (!segment)
            return fail(ErrorCode::NotFound, "there is no segment " + std::to_string(only.value));
        if (segment->clip != clip) {
            return fail(ErrorCode::InvalidArgument,
                        "segment " + std::to_string(only.value) + " is of clip "
                            + std::to_string(segment->clip.value) + ", not of clip "
                            + std::to_string(clip.value));
        }
        take(*segment);
    } else {
        for (const Segment *segment : project.segmentsOf(clip)) {
            if (segment->track == project.settings().activeRound)
                take(*segment);
        }
    }
    if (key.ranges.empty()) {
        return fail(ErrorCode::InvalidArgument, "clip " + std::to_string(clip.value)
                                                    + " has no segments on "
                                                    + project.settings().activeRound.toStdString()
                                                    + " that say where its key frames are");
    }
    return key;
}

Result<std::vector<FrameRange>> keyRanges(const VideoIndex &index,
                                          const std::vector<std::pair<double, double>> &intervals)
{
    const double duration = index.durationSeconds();
    std::vector<FrameRange> ranges;
    for (const auto &[from, to] : intervals) {
        const std::string who = "key interval " + text(from) + "-" + text(to) + " s";
        if (!std::isfinite(from) || !std::isfinite(to) || from > to)
            return fail(ErrorCode::InvalidArgument, who + ": ends before it begins");
        if (from < 0 || from >= duration || to >= duration + kRoundedEndSeconds) {
            return fail(ErrorCode::OutOfRange,
                        who + " is outside the clip (0 to " + text(duration) + " s)");
        }
        const auto ms = [](double seconds) { return qint64(std::llround(seconds * 1000)); };
        // "At or after the next millisecond" is "after" for times that people write.
        const FrameRange range{firstFrameAtOrAfter(index, ms(from)),
                               firstFrameAtOrAfter(index, ms(to) + 1)};
        if (range.length() < 1)
            return fail(ErrorCode::InvalidArgument, who + ": no frame begins in it");
        ranges.push_back(range);
    }
    return ranges;
}

Result<DeltaReport> measure(VideoModel &model, const ClipFrames &clip,
                            const MeasureQuestion &question, const TokenSink &onToken,
                            const ProgressSink &progress, const CancelToken &cancel)
{
    DeltaRequest request;
    request.question = question.ask.question.toStdString();
    request.layout = question.ask.layout;
    request.video = clip.source;
    request.frames = question.ask.frames;
    request.keyRanges = question.key.ranges;
    request.keyFrames = question.key.frames;
    request.mask = question.mask;
    request.controls = question.controls;
    request.controlFrames = question.controlFrames;
    request.controlSeed = question.seed;
    request.generation = question.ask.generation;
    shift(request.keyRanges, -clip.first);
    shift(request.keyFrames, -clip.first);
    for (auto &frames : request.controlFrames)
        shift(frames, -clip.first);

    auto report = model.delta(request, onToken, progress, cancel);
    if (report) {
        shift(report->answer.frames, clip.first);
        shift(report->masked.frames, clip.first);
        shift(report->key, clip.first);
        for (DeltaMask &control : report->controls)
            shift(control, clip.first);
    }
    return report;
}

json deltaJson(const VideoModel &model, const MeasureQuestion &question, const DeltaReport &report)
{
    const bool saw = report.keyFrameCount() > 0;
    json made{
        {"answer", report.answer.text},
        {"masked_answer", nullptr},
        {"tokens", json::array()},
        {"frames", report.answer.frames},
        {"key_frames", report.key.masked},
        {"mask", nameOf(report.mask)},
        {"delta", nullptr},
        {"key", maskJson(report.key)},
        {"controls", json::array()},
        {"adjusted_delta", nullptr},
        {"change", nullptr},
        {"refused", nullptr},
        {"consistency", nullptr}, // nobody has judged it
        {"notes", report.notes},
        {"cost",
         {{"seconds", report.seconds},
          {"naive_seconds", report.naiveSeconds},
          {"answer", timingsJson(report.answer.timings)},
          {"masked", timingsJson(report.masked.timings)}}},
    };
    for (const TokenEvidence &token : report.tokens)
        made["tokens"].push_back(
            {{"id", token.id}, {"text", token.text}, {"evidence", token.evidence}});
    for (const DeltaMask &control : report.controls)
        made["controls"].push_back(maskJson(control));
    if (saw) {
        const QString answer = QString::fromStdString(report.answer.text);
        const QString masked = QString::fromStdString(report.masked.text);
        made["masked_answer"] = report.masked.text;
        made["delta"] = report.key.delta;
        if (report.adjusted)
            made["adjusted_delta"] = *report.adjusted;
        // Two answers without a word are the same answer, for which ROUGE has no number.
        made["change"] = answer == masked ? 0.0 : 1 - rougeL(answer, masked).f;
        made["refused"] = isRefusal(masked);
    }
    json provenance = provenanceJson(model, question.ask, report.answer);
    provenance["key"] = keyJson(question.key);
    provenance["asked_mask"] = nameOf(question.mask);
    if (question.controlFrames.empty()) {
        provenance["asked_controls"] = question.controls;
        provenance["control_seed"] = question.seed;
    } else {
        provenance["given_controls"] = question.controlFrames;
    }
    made["provenance"] = std::move(provenance);
    return made;
}

Result<DeltaId> storeDelta(Document &document, const AnswerPlace &place, AnswerId answer,
                           json &report)
{
    const json provenance = report.at("provenance");
    ModelAnswer own;
    own.model = QString::fromStdString(provenance.at("model").get<std::string>());
    own.question = QString::fromStdString(provenance.at("question").get<std::string>());
    own.text = textOf(report, "answer");

    const ProjectModel &project = document.model();
    if (!answer) {
        const QaItem *item = project.findItem(place.clip, place.segment, place.task,
                                              place.task == Task::Free ? own.question : QString());
        const Answer *stored
            = item ? project.findAnswer(item->id, AnswerRole::Model, own.model, own.model)
                   : nullptr;
        answer = stored ? stored->id : AnswerId();
    }
    Edit edit(document, QStringLiteral("delta.add"));
    if (answer) {
        const Answer *stored = project.answer(answer);
        if (!stored)
            return fail(ErrorCode::NotFound, "there is no answer " + std::to_string(answer.value));
        if (stored->text != own.text)
            report["notes"].push_back("measured on the answer as it comes now; the stored answer "
                                      "reads otherwise");
    } else {
        json asked = provenance;
        asked["timings"] = report.at("cost").at("answer");
        own.provenance = canonical(asked);
        const auto added = addModelAnswer(edit, document, place, own);
        if (!added)
            return fail(added);
        answer = *added;
    }

    NewDelta delta;
    delta.answer = answer;
    if (report.at("masked_answer").is_string()) {
        json seen = provenance;
        seen["frames"] = report.at("key").at("frames");
        seen["blanked"] = report.at("key").at("blanked");
        seen["mask"] = report.at("mask");
        seen["timings"] = report.at("cost").at("masked");
        delta.maskedText = textOf(report, "masked_answer");
        if (delta.maskedText.isNull())
            delta.maskedText = QLatin1String(""); // null would say that nothing was asked again
        delta.maskedProvenance = canonical(seen);
    }
    delta.report = canonical(report);
    const auto id = edit.addDelta(delta);
    if (!id)
        return fail(id);
    if (const auto committed = document.commit(std::move(edit)); !committed)
        return fail(committed);
    return *id;
}

} // namespace ecva
