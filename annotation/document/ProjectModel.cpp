#include "annotation/document/ProjectModel.h"

#include <algorithm>
#include <tuple>

namespace ecva {
namespace {

template <typename Map, typename Id>
auto find(const Map &map, Id id) -> const typename Map::mapped_type *
{
    const auto found = map.find(id);
    return found == map.end() ? nullptr : &found->second;
}

/// The children of `parent`, in order of id.
template <typename Children, typename Parent, typename Map>
auto children(const Children &lists, Parent parent, const Map &map)
{
    std::vector<const typename Map::mapped_type *> found;
    if (const auto *ids = find(lists, parent)) {
        found.reserve(ids->size());
        for (const auto id : *ids)
            found.push_back(find(map, id));
    }
    return found;
}

template <typename List, typename Key>
void sortBy(List &list, Key key)
{
    std::stable_sort(list.begin(), list.end(),
                     [&key](const auto *a, const auto *b) { return key(*a) < key(*b); });
}

} // namespace

const Clip *ProjectModel::clip(ClipId id) const
{
    return find(m_clips, id);
}
const Segment *ProjectModel::segment(SegmentId id) const
{
    return find(m_segments, id);
}
const QaItem *ProjectModel::item(QaItemId id) const
{
    return find(m_items, id);
}
const Answer *ProjectModel::answer(AnswerId id) const
{
    return find(m_answers, id);
}
const KeySentence *ProjectModel::keySentence(KeySentenceId id) const
{
    return find(m_keySentences, id);
}
const KeyFrame *ProjectModel::keyFrame(KeyFrameId id) const
{
    return find(m_keyFrames, id);
}
const Delta *ProjectModel::delta(DeltaId id) const
{
    return find(m_deltas, id);
}

const Clip *ProjectModel::clipByPath(const QString &path) const
{
    const auto *ids = find(m_clipsByPath, path);
    return ids ? clip(*ids->begin()) : nullptr;
}

std::vector<const Segment *> ProjectModel::segmentsOf(ClipId clip) const
{
    auto found = children(m_segmentsOf, clip, m_segments);
    sortBy(found, [](const Segment &segment) {
        return std::tuple(segment.time.beginMs, segment.frames, segment.time.endMs, segment.id);
    });
    return found;
}

std::vector<const QaItem *> ProjectModel::itemsOf(ClipId clip) const
{
    return children(m_itemsOf, clip, m_items);
}

std::vector<const Answer *> ProjectModel::answersOf(QaItemId item) const
{
    return children(m_answersOf, item, m_answers);
}

std::vector<const KeySentence *> ProjectModel::keySentencesOf(ClipId clip) const
{
    auto found = children(m_keySentencesOf, clip, m_keySentences);
    sortBy(found, [](const KeySentence &sentence) {
        return std::tuple(sentence.round, sentence.position, sentence.id);
    });
    return found;
}

std::vector<const KeyFrame *> ProjectModel::keyFramesOf(ClipId clip) const
{
    auto found = children(m_keyFramesOf, clip, m_keyFrames);
    sortBy(found, [](const KeyFrame &mark) { return std::tuple(mark.frame, mark.id); });
    return found;
}

std::vector<const SourceRow *> ProjectModel::sourceRowsOf(ClipId clip) const
{
    return children(m_sourceRowsOf, clip, m_sourceRows);
}

std::vector<const Delta *> ProjectModel::deltasOf(AnswerId answer) const
{
    return children(m_deltasOf, answer, m_deltas);
}

std::vector<const Delta *> ProjectModel::deltasWithMasked(AnswerId masked) const
{
    return children(m_deltasWithMasked, masked, m_deltas);
}

const QaItem *ProjectModel::findItem(ClipId clip, SegmentId segment, Task task,
                                     const QString &question) const
{
    for (const QaItem *item : itemsOf(clip)) {
        if (item->segment == segment && item->task == task
            && (task != Task::Free || question.isEmpty() || item->question == question))
            return item;
    }
    return nullptr;
}

const Answer *ProjectModel::findAnswer(QaItemId item, AnswerRole role, const QString &round,
                                       const QString &author) const
{
    for (const Answer *answer : answersOf(item)) {
        if (answer->role == role && answer->round == round
            && (author.isEmpty() || answer->author == author))
            return answer;
    }
    return nullptr;
}

} // namespace ecva
