#include "annotation/document/FrameTimes.h"
#include "annotation/formats/Format.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <map>
#include <tuple>

namespace ecva {
namespace {

using ClipsByFileName = std::map<QString, std::vector<ClipId>>;

ClipsByFileName clipsByFileName(const ProjectModel &model)
{
    ClipsByFileName byName;
    for (const auto &[id, clip] : model.clips())
        byName[clip.path.section(u'/', -1)].push_back(id);
    return byName;
}

/// The clip of the project that a record is about; null when there is none yet.
const Clip *knownClip(const ProjectModel &model, const ClipsByFileName &byName,
                      const ImportRecord &record)
{
    const auto named = byName.find(record.clipPath);
    if (named == byName.end())
        return nullptr;
    const bool isCut = !record.existingOnly && record.clipName != record.clipPath;
    const Clip *found = nullptr;
    for (const ClipId id : named->second) {
        const Clip &clip = *model.clip(id);
        const bool same
            = isCut ? clip.name == record.clipName || (record.cut && clip.cut == record.cut)
                    : !clip.cut;
        if (!same)
            continue;
        if (clip.path == record.clipPath)
            return &clip; // the exact path before the same name elsewhere
        if (found)
            return nullptr; // two folders have such a file: nobody knows which is meant
        found = &clip;
    }
    return found;
}

/// Puts the records of a plan into an edit, beside what the project has already.
class Importer
{
public:
    Importer(const Document &document, const ImportPlan &plan, const ImportChoices &choices)
        : m_document(document)
        , m_model(document.model())
        , m_plan(plan)
        , m_choices(choices)
        , m_edit(document, QStringLiteral("import"))
    {
    }

    Result<Edit> run()
    {
        if (const Result<void> added = addSource(); !added)
            return fail(added);
        m_byFileName = clipsByFileName(m_model);
        if (const ImportMatch match = matchImport(m_model, m_plan);
            match.matched == 0 && match.unmatched > 0)
            return fail(ErrorCode::InvalidArgument,
                        "none of its " + std::to_string(match.unmatched)
                            + " videos is a clip of this project: "
                            + match.examples.join(QStringLiteral(", ")).toStdString() + " …",
                        m_plan.file.toStdString());
        for (int i = 0; i < m_plan.recordCount(); ++i) {
            const ImportRecord record = m_plan.record(i, m_choices.fixes);
            if (record.refused)
                continue;
            if (const Result<void> added = addRecord(record); !added)
                return tl::unexpected<Error>(
                    Error{added.error().code, added.error().message, record.place.toStdString()});
        }
        return std::move(m_edit);
    }

private:
    Result<void> addSource()
    {
        for (const auto &[id, source] : m_model.sources()) {
            if (source.sha256 != m_plan.sha256)
                continue;
            if (!m_choices.again) {
                return fail(ErrorCode::InvalidArgument,
                            "this file was imported on " + source.stamp.createdAt.toStdString()
                                + " as source " + std::to_string(id.value),
                            m_plan.file.toStdString());
            }
            m_source = id;
            for (const auto &[rowId, row] : m_model.sourceRows()) {
                if (row.source == id)
                    m_knownPlaces.insert(row.place);
            }
            return {};
        }
        Source source;
        source.file = m_plan.file;
        source.format = m_plan.format;
        source.sha256 = m_plan.sha256;
        source.report = m_plan.summaryReport();
        const Result<SourceId> added = m_edit.addSource(source);
        if (!added)
            return fail(added);
        m_source = *added;
        return {};
    }

    Result<ClipId> clipFor(const ImportRecord &record)
    {
        const auto key = std::tuple(record.clipPath, record.clipName);
        if (const auto made = m_made.find(key); made != m_made.end())
            return made->second;
        if (const Clip *clip = knownClip(m_model, m_byFileName, record)) {
            ClipPatch patch;
            if (clip->verdict == Verdict::Undecided && record.verdict != Verdict::Undecided)
                patch.verdict = record.verdict;
            if (clip->remark.isEmpty() && !record.remark.isEmpty())
                patch.remark = record.remark;
            if (patch.verdict || patch.remark) {
                if (const Result<void> set = m_edit.setClip(clip->id, patch); !set)
                    return fail(set);
            }
            m_made.emplace(key, clip->id);
            return clip->id;
        }
        if (record.existingOnly)
            return ClipId();
        NewClip clip;
        clip.path = record.clipPath;
        clip.name = record.clipName;
        clip.cut = record.cut;
        clip.verdict = record.verdict;
        clip.remark = record.remark;
        const Result<ClipId> added = m_edit.addClip(clip);
        if (added)
            m_made.emplace(key, *added);
        return added;
    }

    Result<void> addRecord(const ImportRecord &record)
    {
        const Result<ClipId> clip = clipFor(record);
        if (!clip)
            return fail(clip);
        if (!*clip)
            return {}; // matchImport() counts it
        const Clip *known = m_model.clip(*clip);
        // Of a known clip what a person may have changed since stays as it is.
        const bool hasTrack
            = known && !m_model.segmentsOf(*clip).empty() && hasSegments(*clip, record.round);
        QStringList homeless; // texts of segments that lie behind the video's end
        for (const ImportedSegment &segment : record.segments) {
            if (hasTrack)
                break;
            const Result<SegmentId> added = addSegment(*clip, known, record.round, segment);
            if (!added)
                return fail(added);
            if (segment.description.isEmpty())
                continue;
            if (!*added) {
                homeless.append(segment.description);
                continue;
            }
            const ImportedAnswer answer{Task::Description, segment.description,
                                        segment.rawDescription};
            if (const Result<void> set = addAnswer(*clip, *added, record, answer); !set)
                return set;
        }
        if (!homeless.isEmpty()) {
            const ImportedAnswer answer{Task::Description, homeless.join(u' '), {}};
            if (const Result<void> set = addAnswer(*clip, {}, record, answer); !set)
                return set;
        }
        for (const ImportedAnswer &answer : record.answers) {
            if (hasTrack && answer.task == Task::Description)
                continue; // the segments carry it
            if (const Result<void> set = addAnswer(*clip, {}, record, answer); !set)
                return set;
        }
        if (const Result<void> added = addKeySentences(*clip, known, record); !added)
            return added;
        if (m_knownPlaces.contains(record.place))
            return {};
        SourceRow row;
        row.source = m_source;
        row.clip = *clip;
        row.place = record.place;
        row.cells = record.cells;
        if (const Result<SourceRowId> added = m_edit.addSourceRow(row); !added)
            return fail(added);
        return {};
    }

    bool hasSegments(ClipId clip, const QString &track) const
    {
        const std::vector<const Segment *> segments = m_model.segmentsOf(clip);
        return std::any_of(segments.begin(), segments.end(),
                           [&](const Segment *segment) { return segment->track == track; });
    }

    /// No id for a segment that lies wholly behind the end of the clip's video.
    Result<SegmentId> addSegment(ClipId clip, const Clip *known, const QString &track,
                                 const ImportedSegment &segment)
    {
        NewSegment made;
        made.clip = clip;
        made.track = track;
        made.label = segment.label;
        made.severity = segment.severity;
        made.rawTime = segment.rawTime;
        made.rawLabel = segment.rawLabel;
        if (!known || !known->media) {
            made.time = segment.time;
            return m_edit.addSegment(made);
        }
        const Result<FrameRange> frames = framesOf(*known, segment.time);
        if (!frames)
            return fail(frames);
        if (frames->length() <= 0)
            return SegmentId();
        made.frames = *frames;
        return m_edit.addSegment(made);
    }

    /// As linking a video later would place it: the first frames at or after begin and end.
    Result<FrameRange> framesOf(const Clip &clip, const TimeRangeMs &time) const
    {
        if (const std::shared_ptr<const VideoIndex> index = m_document.videoIndex(clip.id))
            return FrameRange{firstFrameAtOrAfter(*index, time.beginMs),
                              firstFrameAtOrAfter(*index, time.endMs)};
        const MediaFacts &media = *clip.media;
        if (media.variableRate || media.averageRate.num <= 0) {
            return fail(ErrorCode::InvalidArgument,
                        "clip " + clip.name.toStdString()
                            + " has a video of variable rate whose index is not at hand: open the "
                              "clip once, then import");
        }
        const auto frameAt = [&media](qint64 ms) {
            const qint64 divisor = media.averageRate.den * 1000;
            const qint64 frame = (ms * media.averageRate.num + divisor - 1) / divisor;
            return FrameIndex(std::min<std::int64_t>(frame, media.frames));
        };
        return FrameRange{frameAt(time.beginMs), frameAt(time.endMs)};
    }

    /// A model's answer counts whatever round was active when it came.
    bool isThere(QaItemId item, const ImportRecord &record) const
    {
        if (record.role == AnswerRole::Expert)
            return m_model.findAnswer(item, record.role, record.round, record.author);
        const std::vector<const Answer *> answers = m_model.answersOf(item);
        return std::any_of(answers.begin(), answers.end(), [&record](const Answer *answer) {
            return answer->role == record.role && answer->author == record.author;
        });
    }

    Result<void> addAnswer(ClipId clip, SegmentId segment, const ImportRecord &record,
                           const ImportedAnswer &answer)
    {
        const QaItem *item = m_model.findItem(clip, segment, answer.task);
        if (item && isThere(item->id, record))
            return {};
        NewAnswer made;
        made.clip = clip;
        made.segment = segment;
        made.task = answer.task;
        made.role = record.role;
        made.round = record.round;
        made.author = record.author;
        made.text = answer.text;
        made.rawText = answer.rawText;
        QJsonObject origin{{QStringLiteral("file"), m_plan.file},
                           {QStringLiteral("place"), record.place}};
        if (!record.prompt.isEmpty())
            origin.insert(QStringLiteral("prompt"), record.prompt);
        made.provenance = QJsonDocument(origin).toJson(QJsonDocument::Compact);
        if (const Result<AnswerId> set = m_edit.setAnswer(made); !set)
            return fail(set);
        return {};
    }

    Result<void> addKeySentences(ClipId clip, const Clip *known, const ImportRecord &record)
    {
        if (known) {
            for (const KeySentence *sentence : m_model.keySentencesOf(clip)) {
                if (sentence->round == record.round && sentence->author == record.author)
                    return {};
            }
        }
        for (const QString &text : record.keySentences) {
            const Result<KeySentenceId> added
                = m_edit.addKeySentence(clip, text, 1.0, record.round, record.author);
            if (!added)
                return fail(added);
        }
        return {};
    }

    const Document &m_document;
    const ProjectModel &m_model;
    const ImportPlan &m_plan;
    const ImportChoices &m_choices;
    Edit m_edit;
    SourceId m_source;
    QSet<QString> m_knownPlaces;
    ClipsByFileName m_byFileName;
    std::map<std::tuple<QString, QString>, ClipId> m_made; // path, name → clip of this import
};

} // namespace

ImportMatch matchImport(const ProjectModel &model, const ImportPlan &plan)
{
    constexpr qsizetype kExamples = 5;
    ImportMatch match;
    const ClipsByFileName byName = clipsByFileName(model);
    for (int i = 0; i < plan.recordCount(); ++i) {
        const ImportRecord record = plan.record(i);
        if (record.refused)
            continue;
        if (!record.existingOnly || knownClip(model, byName, record)) {
            ++match.matched;
            continue;
        }
        ++match.unmatched;
        if (match.examples.size() < kExamples)
            match.examples.append(record.clipName);
    }
    return match;
}

Result<Edit> applyImport(const Document &document, const ImportPlan &plan,
                         const ImportChoices &choices)
{
    return Importer(document, plan, choices).run();
}

} // namespace ecva
