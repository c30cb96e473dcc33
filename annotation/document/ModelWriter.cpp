#include "annotation/document/ModelWriter.h"

#include <algorithm>

namespace ecva {
namespace {

template <typename Map, typename Parent, typename Child>
void addChild(Map &children, Parent parent, Child child)
{
    auto &list = children[parent];
    list.insert(std::lower_bound(list.begin(), list.end(), child), child);
}

template <typename Map, typename Parent, typename Child>
void dropChild(Map &children, Parent parent, Child child)
{
    const auto found = children.find(parent);
    if (found == children.end())
        return;
    std::erase(found->second, child);
    if (found->second.empty())
        children.erase(found);
}

} // namespace

template <typename Entity>
const std::map<IdOf<Entity>, Entity> &ModelWriter::mapOf(const ProjectModel &model)
{
    if constexpr (std::is_same_v<Entity, Clip>)
        return model.m_clips;
    else if constexpr (std::is_same_v<Entity, Segment>)
        return model.m_segments;
    else if constexpr (std::is_same_v<Entity, QaItem>)
        return model.m_items;
    else if constexpr (std::is_same_v<Entity, Answer>)
        return model.m_answers;
    else if constexpr (std::is_same_v<Entity, KeySentence>)
        return model.m_keySentences;
    else if constexpr (std::is_same_v<Entity, KeyFrame>)
        return model.m_keyFrames;
    else if constexpr (std::is_same_v<Entity, Delta>)
        return model.m_deltas;
    else if constexpr (std::is_same_v<Entity, Source>)
        return model.m_sources;
    else
        return model.m_sourceRows;
}

template <typename Entity>
std::map<IdOf<Entity>, Entity> &ModelWriter::map()
{
    return const_cast<std::map<IdOf<Entity>, Entity> &>(mapOf<Entity>(m_model));
}

template <typename Entity>
void ModelWriter::link(const Entity &entity)
{
    if constexpr (std::is_same_v<Entity, Clip>)
        m_model.m_clipsByPath[entity.path].insert(entity.id);
    else if constexpr (std::is_same_v<Entity, Segment>)
        addChild(m_model.m_segmentsOf, entity.clip, entity.id);
    else if constexpr (std::is_same_v<Entity, QaItem>)
        addChild(m_model.m_itemsOf, entity.clip, entity.id);
    else if constexpr (std::is_same_v<Entity, Answer>)
        addChild(m_model.m_answersOf, entity.item, entity.id);
    else if constexpr (std::is_same_v<Entity, KeySentence>)
        addChild(m_model.m_keySentencesOf, entity.clip, entity.id);
    else if constexpr (std::is_same_v<Entity, KeyFrame>)
        addChild(m_model.m_keyFramesOf, entity.clip, entity.id);
    else if constexpr (std::is_same_v<Entity, SourceRow>)
        addChild(m_model.m_sourceRowsOf, entity.clip, entity.id);
    else if constexpr (std::is_same_v<Entity, Delta>) {
        addChild(m_model.m_deltasOf, entity.answer, entity.id);
        if (entity.masked)
            addChild(m_model.m_deltasWithMasked, entity.masked, entity.id);
    }
}

template <typename Entity>
void ModelWriter::unlink(const Entity &entity)
{
    if constexpr (std::is_same_v<Entity, Clip>) {
        const auto found = m_model.m_clipsByPath.find(entity.path);
        if (found == m_model.m_clipsByPath.end())
            return;
        found->second.erase(entity.id);
        if (found->second.empty())
            m_model.m_clipsByPath.erase(found);
    } else if constexpr (std::is_same_v<Entity, Segment>) {
        dropChild(m_model.m_segmentsOf, entity.clip, entity.id);
    } else if constexpr (std::is_same_v<Entity, QaItem>) {
        dropChild(m_model.m_itemsOf, entity.clip, entity.id);
    } else if constexpr (std::is_same_v<Entity, Answer>) {
        dropChild(m_model.m_answersOf, entity.item, entity.id);
    } else if constexpr (std::is_same_v<Entity, KeySentence>) {
        dropChild(m_model.m_keySentencesOf, entity.clip, entity.id);
    } else if constexpr (std::is_same_v<Entity, KeyFrame>) {
        dropChild(m_model.m_keyFramesOf, entity.clip, entity.id);
    } else if constexpr (std::is_same_v<Entity, Delta>) {
        dropChild(m_model.m_deltasOf, entity.answer, entity.id);
        dropChild(m_model.m_deltasWithMasked, entity.masked, entity.id);
    } else if constexpr (std::is_same_v<Entity, SourceRow>) {
        dropChild(m_model.m_sourceRowsOf, entity.clip, entity.id);
    }
}

template <typename Entity>
void ModelWriter::put(const Entity &entity)
{
    auto &entities = map<Entity>();
    const auto [place, isNew] = entities.try_emplace(entity.id, entity);
    if (!isNew) {
        unlink(place->second);
        place->second = entity;
    }
    link(place->second);
}

template <typename Entity>
void ModelWriter::remove(IdOf<Entity> id)
{
    auto &entities = map<Entity>();
    const auto found = entities.find(id);
    if (found == entities.end())
        return;
    unlink(found->second);
    entities.erase(found);
}

namespace {

template <typename Entity>
Result<void> applyTo(ModelWriter &writer, const RowChange &change)
{
    if (!change.after) {
        writer.remove<Entity>(IdOf<Entity>{change.id});
        return {};
    }
    auto entity = fromRow<Entity>(change.id, *change.after);
    if (!entity)
        return fail(entity);
    writer.put(*entity);
    return {};
}

} // namespace

Result<void> ModelWriter::apply(const RowChange &change)
{
    switch (change.table) {
    case Table::Settings: {
        if (!change.after) {
            setSettings({});
            return {};
        }
        auto settings = fromRow<ProjectSettings>(change.id, *change.after);
        if (!settings)
            return fail(settings);
        setSettings(*settings);
        return {};
    }
    case Table::Clip:
        return applyTo<Clip>(*this, change);
    case Table::Source:
        return applyTo<Source>(*this, change);
    case Table::SourceRow:
        return applyTo<SourceRow>(*this, change);
    case Table::Segment:
        return applyTo<Segment>(*this, change);
    case Table::Item:
        return applyTo<QaItem>(*this, change);
    case Table::Answer:
        return applyTo<Answer>(*this, change);
    case Table::KeySentence:
        return applyTo<KeySentence>(*this, change);
    case Table::KeyFrame:
        return applyTo<KeyFrame>(*this, change);
    case Table::Delta:
        return applyTo<Delta>(*this, change);
    }
    return fail(ErrorCode::Internal, "unknown table");
}

#define ECVA_INSTANTIATE_WRITER(Entity) \
    template void ModelWriter::put<Entity>(const Entity &); \
    template void ModelWriter::remove<Entity>(IdOf<Entity>); \
    template const std::map<IdOf<Entity>, Entity> &ModelWriter::mapOf<Entity>(const ProjectModel &);
ECVA_INSTANTIATE_WRITER(Clip)
ECVA_INSTANTIATE_WRITER(Segment)
ECVA_INSTANTIATE_WRITER(QaItem)
ECVA_INSTANTIATE_WRITER(Answer)
ECVA_INSTANTIATE_WRITER(KeySentence)
ECVA_INSTANTIATE_WRITER(KeyFrame)
ECVA_INSTANTIATE_WRITER(Delta)
ECVA_INSTANTIATE_WRITER(Source)
ECVA_INSTANTIATE_WRITER(SourceRow)
#undef ECVA_INSTANTIATE_WRITER

} // namespace ecva
