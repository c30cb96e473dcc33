#include "annotation/document/OpTable.h"

#include "annotation/document/MediaLinking.h"

#include <QDir>
#include <QFileInfo>

namespace ecva {
namespace {

using Kind = OpField::Kind;

template <typename Id>
Result<qint64> idOf(const Result<Id> &made)
{
    if (!made)
        return fail(made);
    return made->value;
}

Result<qint64> same(qint64 id, const Result<void> &done)
{
    if (!done)
        return fail(done);
    return id;
}

Result<ClipId> findClip(const OpBench &bench, const OpFields &fields)
{
    const nlohmann::json &value = fields.json("clip");
    if (value.is_number())
        return fields.id<ClipId>("clip");
    const QString path = bench.document.storedMediaPath(fields.text("clip"));
    if (const auto added = bench.addedPaths.find(path); added != bench.addedPaths.end())
        return added->second;
    if (const Clip *clip = bench.document.model().clipByPath(path))
        return clip->id;
    return fail(ErrorCode::NotFound,
                "no clip has the path '" + fields.text("clip").toStdString() + "'");
}

/// A relative path means the project's folder, else the working folder.
QString findFile(const Document &document, const QString &path)
{
    const QString inProject = QDir(document.folder()).absoluteFilePath(path);
    if (!QFileInfo::exists(inProject) && QFileInfo::exists(path))
        return QFileInfo(path).absoluteFilePath();
    return QDir::cleanPath(inProject);
}

/// Marks of a clip get exact time stamps when its video is here.
Result<void> useVideo(OpBench &bench, ClipId id)
{
    const Clip *clip = bench.document.model().clip(id);
    if (!clip || !clip->media || bench.document.videoIndex(id))
        return {};
    const QString path = bench.document.absoluteMediaPath(*clip);
    if (!QFileInfo::exists(path))
        return {};
    auto video = probeMedia(path, bench.cancel);
    if (!video)
        return fail(video);
    return bench.document.setVideoIndex(id, video->index);
}

Result<void> useVideoOf(OpBench &bench, SegmentId id)
{
    const Segment *segment = bench.document.model().segment(id);
    return segment ? useVideo(bench, segment->clip) : Result<void>();
}

Result<qint64> addClip(OpBench &bench, const OpFields &fields)
{
    NewClip clip;
    clip.name = fields.text("name");
    clip.remark = fields.text("remark");
    clip.verdict = fields.choice<Verdict>("verdict").value_or(clip.verdict);
    clip.path = findFile(bench.document, fields.text("path"));
    if (const Clip *known
        = bench.document.model().clipByPath(bench.document.storedMediaPath(clip.path)))
        return fail(ErrorCode::InvalidArgument,
                    "clip " + std::to_string(known->id.value) + " has this path already");
    std::shared_ptr<const VideoIndex> index;
    if (fields.flag("missing")) {
        clip.path = fields.text("path");
    } else {
        auto video = probeMedia(clip.path, bench.cancel);
        if (!video)
            return fail(video);
        clip.media = video->facts;
        index = video->index;
    }
    const auto id = bench.edit.addClip(clip);
    if (!id)
        return fail(id);
    bench.addedPaths.emplace(bench.document.storedMediaPath(clip.path), *id);
    if (index) {
        bench.edit.setVideoIndex(*id, index);
        bench.addedIndexes.emplace(*id, index);
    }
    return id->value;
}

Result<qint64> setClip(OpBench &bench, const OpFields &fields)
{
    const auto id = findClip(bench, fields);
    if (!id)
        return fail(id);
    ClipPatch patch;
    patch.name = fields.textIfAny("name");
    patch.status = fields.choice<ClipStatus>("status");
    patch.verdict = fields.choice<Verdict>("verdict");
    patch.assignee = fields.textIfAny("assignee");
    patch.remark = fields.textIfAny("remark");
    return same(id->value, bench.edit.setClip(*id, patch));
}

Result<qint64> linkClip(OpBench &bench, const OpFields &fields)
{
    const auto id = findClip(bench, fields);
    if (!id)
        return fail(id);
    auto video = probeMedia(findFile(bench.document, fields.text("path")), bench.cancel);
    if (!video)
        return fail(video);
    bench.edit.setVideoIndex(*id, video->index);
    bench.addedIndexes.insert_or_assign(*id, video->index);
    return same(id->value, bench.edit.linkMedia(*id, video->path, video->facts, *video->index));
}

Result<qint64> addSegment(OpBench &bench, const OpFields &fields)
{
    const auto clip = findClip(bench, fields);
    if (!clip)
        return fail(clip);
    if (auto ready = useVideo(bench, *clip); !ready)
        return fail(ready);
    NewSegment segment;
    segment.clip = *clip;
    segment.track = fields.text("track");
    if (fields.has("begin") && fields.has("end"))
        segment.frames = FrameRange{FrameIndex(std::int64_t(fields.whole("begin"))),
                                    FrameIndex(std::int64_t(fields.whole("end")))};
    else if (fields.has("begin_ms") && fields.has("end_ms"))
        segment.time = TimeRangeMs{fields.whole("begin_ms"), fields.whole("end_ms")};
    else
        return fail(ErrorCode::InvalidArgument, "needs begin and end, or begin_ms and end_ms");
    segment.label = fields.text("label");
    segment.severity = fields.severity();
    return idOf(bench.edit.addSegment(segment));
}

Result<qint64> setSegment(OpBench &bench, const OpFields &fields)
{
    const auto id = fields.id<SegmentId>("id");
    if (auto ready = useVideoOf(bench, id); !ready)
        return fail(ready);
    const Segment *former = bench.edit.segment(id);
    if (!former)
        return fail(ErrorCode::NotFound, "segment " + std::to_string(id.value) + " does not exist");
    SegmentPatch patch;
    if (fields.has("begin") || fields.has("end"))
        patch.frames = FrameRange{
            FrameIndex(std::int64_t(fields.whole("begin", former->frames.begin.value))),
            FrameIndex(std::int64_t(fields.whole("end", former->frames.end.value)))};
    if (fields.has("begin_ms") || fields.has("end_ms"))
        patch.time = TimeRangeMs{fields.whole("begin_ms", former->time.beginMs),
                                 fields.whole("end_ms", former->time.endMs)};
    patch.label = fields.textIfAny("label");
    if (fields.has("severity"))
        patch.severity = fields.severity();
    patch.track = fields.textIfAny("track");
    return same(id.value, bench.edit.setSegment(id, patch));
}

Result<qint64> mergeSegments(OpBench &bench, const OpFields &fields)
{
    std::vector<SegmentId> ids;
    for (const auto &id : fields.json("ids"))
        ids.push_back(SegmentId{id.get<std::int64_t>()});
    return idOf(bench.edit.mergeSegments(ids));
}

Result<qint64> setAnswer(OpBench &bench, const OpFields &fields)
{
    const auto clip = findClip(bench, fields);
    if (!clip)
        return fail(clip);
    NewAnswer answer;
    answer.clip = *clip;
    answer.segment = fields.id<SegmentId>("segment");
    answer.task = *fields.choice<Task>("task");
    answer.question = fields.text("question");
    answer.text = fields.text("answer");
    answer.role = fields.choice<AnswerRole>("role").value_or(answer.role);
    answer.author = fields.text("author");
    answer.round = fields.text("round");
    if (fields.has("provenance"))
        answer.provenance = QByteArray::fromStdString(fields.json("provenance").dump());
    return idOf(bench.edit.setAnswer(answer));
}

Result<qint64> markKeyFrame(OpBench &bench, const OpFields &fields)
{
    const auto clip = findClip(bench, fields);
    if (!clip)
        return fail(clip);
    if (auto ready = useVideo(bench, *clip); !ready)
        return fail(ready);
    return idOf(bench.edit.markKeyFrame(*clip, FrameIndex(std::int64_t(fields.whole("frame")))));
}

Result<qint64> setSettings(OpBench &bench, const OpFields &fields)
{
    ProjectSettings settings = bench.edit.settings();
    const std::pair<const char *, int *> numbers[]
        = {{"key_sentence_min", &settings.keySentenceMin},
           {"key_sentence_max", &settings.keySentenceMax},
           {"key_sentence_words", &settings.keySentenceWords},
           {"key_sentence_characters", &settings.keySentenceCharacters}};
    for (const auto &[name, member] : numbers) {
        const qint64 value = fields.whole(name, *member);
        if (value < 0 || value > 1000)
            return fail(ErrorCode::InvalidArgument, std::string(name) + ": " + std::to_string(value)
                                                        + " is not from 0 to 1000");
        *member = int(value);
    }
    settings.activeRound = fields.textIfAny("active_round").value_or(settings.activeRound);
    return same(0, bench.edit.setSettings(settings));
}

} // namespace

const std::vector<EditOp> &allEditOps()
{
    const OpField clip{"clip", Kind::Clip, true};
    const OpField id{"id", Kind::Id, true};
    const OpField track{"track", Kind::Text};
    const OpField round{"round", Kind::Text};
    const OpField author{"author", Kind::Text};
    const OpField begin{"begin", Kind::Whole}, end{"end", Kind::Whole};
    const OpField beginMs{"begin_ms", Kind::Whole}, endMs{"end_ms", Kind::Whole};
    const OpField label{"label", Kind::Text};
    const OpField severity{"severity", Kind::Severity};
    const OpField verdict{"verdict", Kind::Choice, false, names<Verdict>()};
    const OpField weight{"weight", Kind::Number};
    static const std::vector<EditOp> ops{
        {"clip.add",
         "adds a video; \"missing\":true where its file is not here",
         {{"path", Kind::Text, true},
          {"name", Kind::Text},
          verdict,
          {"remark", Kind::Text},
          {"missing", Kind::Flag}},
         addClip},
        {"clip.set",
         "changes what is given",
         {clip,
          {"name", Kind::Text},
          {"status", Kind::Choice, false, names<ClipStatus>()},
          verdict,
          {"assignee", Kind::Text},
          {"remark", Kind::Text}},
         setClip},
        {"clip.link",
         "gives a clip its video, or another one; times become frames",
         {clip, {"path", Kind::Text, true}},
         linkClip},
        {"clip.remove",
         "removes a clip with all that hangs on it",
         {clip},
         [](OpBench &bench, const OpFields &fields) -> Result<qint64> {
             const auto found = findClip(bench, fields);
             return found ? same(found->value, bench.edit.removeClip(*found)) : fail(found);
         }},
        {"segment.add",
         "marks frames [begin, end), or milliseconds where the video is missing",
         {clip, begin, end, beginMs, endMs, label, severity, track},
         addSegment},
        {"segment.set",
         "changes what is given; label \"\" removes it",
         {id, begin, end, beginMs, endMs, label, severity, track},
         setSegment},
        {"segment.delete",
         "removes a segment with its texts",
         {id},
         [](OpBench &bench, const OpFields &fields) {
             return same(fields.whole("id"), bench.edit.removeSegment(fields.id<SegmentId>("id")));
         }},
        {"segment.split",
         "cuts before frame \"at\"; answers the second half",
         {id, {"at", Kind::Whole, true}},
         [](OpBench &bench, const OpFields &fields) -> Result<qint64> {
             const auto segment = fields.id<SegmentId>("id");
             if (auto ready = useVideoOf(bench, segment); !ready)
                 return fail(ready);
             return idOf(
                 bench.edit.splitSegment(segment, FrameIndex(std::int64_t(fields.whole("at")))));
         }},
        {"segment.merge",
         "joins segments of one clip and track, with their texts, into the first",
         {{"ids", Kind::Ids, true}},
         mergeSegments},
        {"segment.duplicate",
         "copies a segment without its texts, to a track if given",
         {id, track},
         [](OpBench &bench, const OpFields &fields) {
             return idOf(
                 bench.edit.duplicateSegment(fields.id<SegmentId>("id"), fields.text("track")));
         }},
        {"qa.set",
         "writes the answer of (clip, segment, task, role, round, author); \"\" removes it",
         {clip,
          {"segment", Kind::Id},
          {"task", Kind::Choice, true, names<Task>()},
          {"question", Kind::Text},
          {"answer", Kind::Text, true},
          {"role", Kind::Choice, false, names<AnswerRole>()},
          author,
          round,
          {"provenance", Kind::Object}},
         setAnswer},
        {"answer.state",
         "accepts or rejects an answer",
         {id, {"state", Kind::Choice, true, names<AnswerState>()}},
         [](OpBench &bench, const OpFields &fields) {
             return same(fields.whole("id"),
                         bench.edit.setAnswerState(fields.id<AnswerId>("id"),
                                                   *fields.choice<AnswerState>("state")));
         }},
        {"answer.accept",
         "makes a model's answer the expert's, with \"text\" if given",
         {id, {"text", Kind::Text}},
         [](OpBench &bench, const OpFields &fields) {
             return idOf(bench.edit.acceptProposal(fields.id<AnswerId>("id"), fields.text("text")));
         }},
        {"answer.settle",
         "decides between a model's answer and an expert's: writes gold, or rejects",
         {{"item", Kind::Id, true},
          {"decision", Kind::Choice, true, names<Settlement>()},
          {"from", Kind::Id},
          {"text", Kind::Text}},
         [](OpBench &bench, const OpFields &fields) {
             return idOf(bench.edit.settle(fields.id<QaItemId>("item"),
                                           *fields.choice<Settlement>("decision"),
                                           fields.id<AnswerId>("from"), fields.text("text")));
         }},
        {"question.set",
         "changes the words of an item's question; \"\" is the published one",
         {id, {"question", Kind::Text, true}},
         [](OpBench &bench, const OpFields &fields) {
             return same(fields.whole("id"), bench.edit.setQuestion(fields.id<QaItemId>("id"),
                                                                    fields.text("question")));
         }},
        {"keysentence.add",
         "appends a key sentence",
         {clip, {"text", Kind::Text, true}, weight, round, author},
         [](OpBench &bench, const OpFields &fields) -> Result<qint64> {
             const auto found = findClip(bench, fields);
             if (!found)
                 return fail(found);
             return idOf(bench.edit.addKeySentence(*found, fields.text("text"),
                                                   fields.number("weight", 1.0),
                                                   fields.text("round"), fields.text("author")));
         }},
        {"keysentence.set",
         "changes a key sentence",
         {id, {"text", Kind::Text, true}, weight},
         [](OpBench &bench, const OpFields &fields) {
             const auto given = fields.has("weight") ? std::optional(fields.number("weight", 1.0))
                                                     : std::nullopt;
             return same(fields.whole("id"),
                         bench.edit.setKeySentence(fields.id<KeySentenceId>("id"),
                                                   fields.text("text"), given));
         }},
        {"keysentence.delete",
         "removes a key sentence",
         {id},
         [](OpBench &bench, const OpFields &fields) {
             return same(fields.whole("id"),
                         bench.edit.removeKeySentence(fields.id<KeySentenceId>("id")));
         }},
        {"keyframe.mark",
         "flags a frame as showing the anomaly",
         {clip, {"frame", Kind::Whole, true}},
         markKeyFrame},
        {"keyframe.unmark",
         "removes a flag",
         {id},
         [](OpBench &bench, const OpFields &fields) {
             return same(fields.whole("id"),
                         bench.edit.unmarkKeyFrame(fields.id<KeyFrameId>("id")));
         }},
        {"settings.set",
         "changes what is given",
         {{"key_sentence_min", Kind::Whole},
          {"key_sentence_max", Kind::Whole},
          {"key_sentence_words", Kind::Whole},
          {"key_sentence_characters", Kind::Whole},
          {"active_round", Kind::Text}},
         setSettings},
    };
    return ops;
}

} // namespace ecva
