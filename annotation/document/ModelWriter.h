#pragma once

#include "annotation/document/ProjectModel.h"
#include "annotation/store/Tables.h"

#include <type_traits>

namespace ecva {

template <typename Entity>
using IdOf = decltype(Entity::id);

/// The only code that changes a ProjectModel: puts and removes entities and keeps the child lists
/// right. The document uses it after a commit, an edit for its own earlier changes.
class ModelWriter
{
public:
    explicit ModelWriter(ProjectModel &model)
        : m_model(model)
    {
    }

    void setSettings(const ProjectSettings &settings) { m_model.m_settings = settings; }
    /// Adds or replaces.
    template <typename Entity>
    void put(const Entity &entity);
    template <typename Entity>
    void remove(IdOf<Entity> id);
    /// Does what the change says, whatever the model held before. Errors: BadInput (the row is not
    /// one of its table); then nothing has changed.
    Result<void> apply(const RowChange &change);

    /// The model's map of one kind.
    template <typename Entity>
    static const std::map<IdOf<Entity>, Entity> &mapOf(const ProjectModel &model);

private:
    template <typename Entity>
    std::map<IdOf<Entity>, Entity> &map();
    template <typename Entity>
    void link(const Entity &entity);
    template <typename Entity>
    void unlink(const Entity &entity);

    ProjectModel &m_model;
};

} // namespace ecva
