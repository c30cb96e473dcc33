#pragma once

#include "annotation/domain/Entities.h"

#include <map>
#include <set>
#include <unordered_map>
#include <vector>

namespace ecva {

/// Everything people and models wrote in a project, in memory. Read-only for everybody but the
/// document, which changes it after the database has committed. Pointers and references stay valid
/// until the next change. UI thread.
class ProjectModel
{
public:
    const ProjectSettings &settings() const { return m_settings; }

    /// In order of id, which is the order of addition.
    const std::map<ClipId, Clip> &clips() const { return m_clips; }
    const std::map<SegmentId, Segment> &segments() const { return m_segments; }
    const std::map<QaItemId, QaItem> &items() const { return m_items; }
    const std::map<AnswerId, Answer> &answers() const { return m_answers; }
    const std::map<KeySentenceId, KeySentence> &keySentences() const { return m_keySentences; }
    const std::map<KeyFrameId, KeyFrame> &keyFrames() const { return m_keyFrames; }
    const std::map<DeltaId, Delta> &deltas() const { return m_deltas; }
    const std::map<SourceId, Source> &sources() const { return m_sources; }
    const std::map<SourceRowId, SourceRow> &sourceRows() const { return m_sourceRows; }

    /// Null when there is none.
    const Clip *clip(ClipId id) const;
    const Segment *segment(SegmentId id) const;
    const QaItem *item(QaItemId id) const;
    const Answer *answer(AnswerId id) const;
    const KeySentence *keySentence(KeySentenceId id) const;
    const KeyFrame *keyFrame(KeyFrameId id) const;
    const Delta *delta(DeltaId id) const;
    /// The first of several cuts of one file.
    const Clip *clipByPath(const QString &path) const;

    /// Of one clip, by begin, then end, then id.
    std::vector<const Segment *> segmentsOf(ClipId clip) const;
    std::vector<const QaItem *> itemsOf(ClipId clip) const;
    std::vector<const Answer *> answersOf(QaItemId item) const;
    /// By round, then position.
    std::vector<const KeySentence *> keySentencesOf(ClipId clip) const;
    std::vector<const KeyFrame *> keyFramesOf(ClipId clip) const;
    std::vector<const SourceRow *> sourceRowsOf(ClipId clip) const;
    /// Of a model's answer, the newest last.
    std::vector<const Delta *> deltasOf(AnswerId answer) const;
    /// Those that have this masked answer.
    std::vector<const Delta *> deltasWithMasked(AnswerId masked) const;

    /// The item of (clip, segment or 0, task); null when nobody has asked yet. For Free the
    /// question tells items apart; an empty question finds the first.
    const QaItem *findItem(ClipId clip, SegmentId segment, Task task,
                           const QString &question = {}) const;
    /// The answer of (item, role, round, author); an empty author matches any.
    const Answer *findAnswer(QaItemId item, AnswerRole role, const QString &round,
                             const QString &author = {}) const;

private:
    friend class Document; // the only writer
    friend class ModelWriter;

    ProjectSettings m_settings;
    std::map<ClipId, Clip> m_clips;
    std::map<SegmentId, Segment> m_segments;
    std::map<QaItemId, QaItem> m_items;
    std::map<AnswerId, Answer> m_answers;
    std::map<KeySentenceId, KeySentence> m_keySentences;
    std::map<KeyFrameId, KeyFrame> m_keyFrames;
    std::map<DeltaId, Delta> m_deltas;
    std::map<SourceId, Source> m_sources;
    std::map<SourceRowId, SourceRow> m_sourceRows;
    // Children by parent, kept by the writer.
    std::unordered_map<ClipId, std::vector<SegmentId>> m_segmentsOf;
    std::unordered_map<ClipId, std::vector<QaItemId>> m_itemsOf;
    std::unordered_map<QaItemId, std::vector<AnswerId>> m_answersOf;
    std::unordered_map<ClipId, std::vector<KeySentenceId>> m_keySentencesOf;
    std::unordered_map<ClipId, std::vector<KeyFrameId>> m_keyFramesOf;
    std::unordered_map<ClipId, std::vector<SourceRowId>> m_sourceRowsOf;
    std::unordered_map<AnswerId, std::vector<DeltaId>> m_deltasOf;
    std::unordered_map<AnswerId, std::vector<DeltaId>> m_deltasWithMasked;
    std::map<QString, std::set<ClipId>> m_clipsByPath; // several where clips are cuts of one file
};

} // namespace ecva
