#include "app/services/demo/Annotations.h"

#include "annotation/document/Document.h"
#include "annotation/document/Edit.h"

#include <cstdint>
#include <initializer_list>

namespace ecva::demo {
namespace {

struct DemoSegment
{
    std::int64_t begin; ///< frames [begin, end), as the scene draws them
    std::int64_t end;
    const char *label;
    int severity;
    const char *what;
    const char *track;
};

struct Story
{
    std::initializer_list<DemoSegment> segments;
    const char *why;
    const char *how;
    std::initializer_list<const char *> keySentences;
    std::initializer_list<std::int64_t> keyFrames;
    ClipStatus status;
};

const Story kStreet{
    {{126, 146, "cuva:10-1", 3,
      "A red car enters the crossing from the left although its light has been red for more than "
      "a second. It does not slow down; twelve frames later its wheels lock.",
      "round1"},
     {146, 250, "cuva:5-1", 4,
      "The red car hits the left side of a yellow taxi that has just started under green. The taxi "
      "is turned to the right and pushed towards the zebra crossing; splinters fly, smoke rises "
      "from the bonnet of the red car, and both cars stop with their hazard lights on.",
      "round1"}},
    "The driver of the red car ignored the red light and was too fast to stop when the taxi came "
    "into the crossing.",
    "Both cars are damaged and block the crossing. One passer-by runs away from the splinters, "
    "another runs to the cars to help. Nobody is seen to be hurt.",
    {"red car runs the red light", "taxi starts under green", "red car brakes too late",
     "red car hits the taxi's side", "smoke rises from the bonnet"},
    {126, 138, 146, 172},
    ClipStatus::Submitted,
};

const Story kWarehouse{
    {{118, 191, "cuva:7-3", 3,
      "A person in dark clothes takes a cardboard box from the second shelf on the left with both "
      "hands, turns round and runs down the aisle towards the camera and out of the picture.",
      "round1"},
     {112, 195, "cuva:7-3", 3,
      "Somebody with a dark cap looks round, grabs a box from the rack and runs off with it.",
      "round2"}},
    "The aisle was empty and the person had looked over the shoulder to be sure that nobody was "
    "watching; the rack is open to the aisle.",
    "Lifting the box sets off the alarm: the lamp turns red and a two-tone signal sounds. The "
    "person escapes with the box; a guard comes running out of the cross aisle too late.",
    {"person looks over the shoulder", "box is taken from the shelf", "alarm lamp turns red",
     "person runs away with the box", "guard follows too late"},
    {118, 134, 146, 172},
    ClipStatus::InReview,
};

Result<void> tell(Document &document, ClipId clip, const Story &story)
{
    Edit edit(document, QStringLiteral("demo.annotate"));
    for (const DemoSegment &told : story.segments) {
        NewSegment segment;
        segment.clip = clip;
        segment.track = QString::fromLatin1(told.track);
        segment.frames = FrameRange{FrameIndex(told.begin), FrameIndex(told.end)};
        segment.label = QString::fromLatin1(told.label);
        segment.severity = told.severity;
        const Result<SegmentId> id = edit.addSegment(segment);
        if (!id)
            return fail(id);
        NewAnswer what;
        what.clip = clip;
        what.segment = *id;
        what.task = Task::Description;
        what.round = segment.track;
        what.text = QString::fromLatin1(told.what);
        if (const auto answer = edit.setAnswer(what); !answer)
            return fail(answer);
    }
    for (const auto &[task, text] :
         {std::pair(Task::Cause, story.why), std::pair(Task::Result, story.how)}) {
        NewAnswer answer;
        answer.clip = clip;
        answer.task = task;
        answer.text = QString::fromLatin1(text);
        if (const auto id = edit.setAnswer(answer); !id)
            return fail(id);
    }
    for (const char *sentence : story.keySentences)
        if (const auto id = edit.addKeySentence(clip, QString::fromLatin1(sentence)); !id)
            return fail(id);
    for (const std::int64_t frame : story.keyFrames)
        if (const auto id = edit.markKeyFrame(clip, FrameIndex(frame)); !id)
            return fail(id);

    ClipPatch patch;
    patch.status = story.status;
    patch.verdict = Verdict::Anomaly;
    if (const auto set = edit.setClip(clip, patch); !set)
        return fail(set);
    const auto committed = document.commit(std::move(edit));
    if (!committed)
        return fail(committed);
    return {};
}

} // namespace

Result<void> annotate(Document &document, const ClipIds &clips)
{
    if (const auto told = tell(document, clips.street, kStreet); !told)
        return told;
    return tell(document, clips.warehouse, kWarehouse);
}

} // namespace ecva::demo
