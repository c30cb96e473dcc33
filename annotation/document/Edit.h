#pragma once

#include "annotation/domain/Entities.h"
#include "core/base/Result.h"

#include <memory>

namespace ecva {

class Document;
class VideoIndex;

/// An annotated stretch as it is asked for: frames, or milliseconds where the media is missing.
struct NewSegment
{
    ClipId clip;
    QString track; ///< empty: the project's active round
    std::optional<FrameRange> frames;
    std::optional<TimeRangeMs> time; ///< used when `frames` is not given
    QString label;
    std::optional<int> severity;
    QString rawTime;
    QString rawLabel;
};

struct NewClip
{
    QString path; ///< as Clip::path, or any path on disk: the edit makes it relative where it can
    QString name; ///< empty: from the path
    std::optional<MediaFacts> media;
    std::optional<TimeRangeMs> cut;
    Verdict verdict = Verdict::Undecided;
    QString remark;
};

/// Only what is set is changed.
struct ClipPatch
{
    std::optional<QString> name = {};
    std::optional<ClipStatus> status = {};
    std::optional<Verdict> verdict = {};
    std::optional<QString> assignee = {};
    std::optional<QString> remark = {};
};

struct SegmentPatch
{
    std::optional<FrameRange> frames = {};
    std::optional<TimeRangeMs> time = {}; ///< only for segments whose basis is seconds
    std::optional<QString> label = {};    ///< "" removes it
    std::optional<std::optional<int>> severity = {};
    std::optional<QString> track = {};
};

struct NewAnswer
{
    ClipId clip;
    SegmentId segment; ///< 0: about the whole clip
    Task task = Task::Description;
    QString question; ///< empty: keep the item's, else the published prompt of the task
    AnswerRole role = AnswerRole::Expert;
    QString round;  ///< empty: the project's active round
    QString author; ///< empty: the document's author
    QString text;   ///< an empty text removes an expert's answer
    QString rawText;
    QByteArray provenance;
};

/// What asking again without the key frames showed about a model's answer.
struct NewDelta
{
    AnswerId answer;             ///< of role Model
    QString maskedText;          ///< null (not just empty): nothing was asked again
    QByteArray maskedProvenance; ///< JSON, or empty
    QByteArray report;           ///< a JSON object, see DeltaSummary
};

/// One undoable step being put together: any number of changes that become durable together or not
/// at all. Each function checks against the project plus the changes made so far, and leaves the
/// edit as it was when it fails. Hand it to Document::commit(). UI thread.
///
/// Errors name the object and the value: InvalidArgument, NotFound (no such id), OutOfRange (frames
/// outside the clip).
class Edit
{
public:
    /// `command`: a stable name that the journal keeps and the window translates ("segment.add").
    Edit(const Document &document, QString command);
    ~Edit();
    Edit(Edit &&) noexcept;
    Edit &operator=(Edit &&) noexcept;

    Result<ClipId> addClip(const NewClip &clip);
    Result<void> setClip(ClipId id, const ClipPatch &patch);
    /// With everything that hangs on it.
    Result<void> removeClip(ClipId id);
    /// Links (or replaces) the video of a clip: facts from its index, segments that were in seconds
    /// become frames: begin/end = first frame at or after begin/end.
    Result<void> linkMedia(ClipId id, const QString &path, const MediaFacts &facts,
                           const VideoIndex &index);

    Result<SegmentId> addSegment(const NewSegment &segment);
    Result<void> setSegment(SegmentId id, const SegmentPatch &patch);
    Result<void> removeSegment(SegmentId id);
    /// Cuts at frame `at` (begin < at < end); the second half is new and takes over label, severity
    /// and a copy of no text. Returns the second half.
    Result<SegmentId> splitSegment(SegmentId id, FrameIndex at);
    /// Joins two or more segments of one clip and track into the first; texts of one task are
    /// joined with a blank between. Returns the segment that stays.
    Result<SegmentId> mergeSegments(const std::vector<SegmentId> &ids);
    Result<SegmentId> duplicateSegment(SegmentId id, const QString &track);

    /// Adds or replaces the answer of (clip, segment, task, role, round, author), making its item
    /// when there is none. An expert's answer made from a proposal stays so: the provenance keeps
    /// the proposal and counts the distance anew. New words of a model take its deltas and its
    /// state away.
    Result<AnswerId> setAnswer(const NewAnswer &answer);
    Result<void> setAnswerState(AnswerId id, AnswerState state);
    Result<void> setQuestion(QaItemId id, const QString &question);

    /// Writes the masked answer (same item, round and author; replaces an earlier one) and the
    /// delta.
    Result<DeltaId> addDelta(const NewDelta &delta);
    /// Makes a model's answer the expert's (active round, document's author) of the same item, with
    /// `text` where it is not empty; the provenance is proposalProvenance(). The model's answer
    /// becomes Accepted.
    Result<AnswerId> acceptProposal(AnswerId modelAnswer, const QString &text = {});
    /// A reviewer's decision as the gold answer of `item` (round "gold", document's author), with
    /// {"decision","from":[ids]}. AcceptModel and KeepExpert copy `from`, of the item or of another
    /// item of its clip and task; Merge stores `text`, `from` may be 0. Reject marks the model's
    /// answer and gives 0.
    Result<AnswerId> settle(QaItemId item, Settlement decision, AnswerId from,
                            const QString &text = {});

    /// `round` and `author` empty: the active ones. Appended at the end.
    Result<KeySentenceId> addKeySentence(ClipId clip, const QString &text, double weight = 1.0,
                                         const QString &round = {}, const QString &author = {});
    Result<void> setKeySentence(KeySentenceId id, const QString &text,
                                std::optional<double> weight = {});
    Result<void> removeKeySentence(KeySentenceId id);
    /// To `position` (from 0) among those of its clip and round; the ones between make room.
    Result<void> moveKeySentence(KeySentenceId id, int position);
    Result<KeyFrameId> markKeyFrame(ClipId clip, FrameIndex frame);
    Result<void> unmarkKeyFrame(KeyFrameId id);

    Result<SourceId> addSource(const Source &source);
    Result<SourceRowId> addSourceRow(const SourceRow &row);
    Result<void> setSettings(const ProjectSettings &settings);

    /// The frame index of a clip that this edit has made or linked itself, for exact time stamps of
    /// what it marks there. Clips of the project: Document::setVideoIndex.
    void setVideoIndex(ClipId clip, std::shared_ptr<const VideoIndex> index);

    /// Commits of edits with the same non-empty key within 2 s become one undo step ("answer:12").
    void setMergeKey(const QString &key);
    /// As they are with the changes made so far; null when there is none.
    const Segment *segment(SegmentId id) const;
    const ProjectSettings &settings() const;

    bool isEmpty() const;
    QString command() const;

private:
    friend class Document;
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace ecva
