#pragma once

#include "annotation/document/Document.h"
#include "annotation/document/ModelWriter.h"

#include <map>
#include <utility>

namespace ecva {

/// What an edit has put together so far: the changed rows, and a model of only the entities it has
/// touched, which is looked at before the project's model.
struct Edit::Impl
{
    Impl(const Document &document, QString command);

    template <typename Entity>
    const Entity *find(IdOf<Entity> id) const
    {
        const auto &map = ModelWriter::mapOf<Entity>(isTouched<Entity>(id) ? own : base);
        const auto found = map.find(id);
        return found == map.end() ? nullptr : &found->second;
    }
    /// Like find; an error that names kind and id when there is none.
    template <typename Entity>
    Result<const Entity *> get(IdOf<Entity> id) const
    {
        if (const Entity *entity = find<Entity>(id))
            return entity;
        return fail(ErrorCode::NotFound, tableInfo(kTableOf<Entity>).name.toStdString() + " "
                                             + std::to_string(id.value) + " does not exist");
    }
    /// One of the model's lists of children, with the changes made so far.
    template <typename Entity, typename Parent>
    std::vector<const Entity *>
    children(std::vector<const Entity *> (ProjectModel::*list)(Parent) const, Parent parent) const
    {
        std::vector<const Entity *> found = (base.*list)(parent);
        std::erase_if(found, [this](const Entity *e) { return isTouched<Entity>(e->id); });
        const std::vector<const Entity *> mine = (own.*list)(parent);
        found.insert(found.end(), mine.begin(), mine.end());
        return found;
    }
    const QaItem *findItem(ClipId clip, SegmentId segment, Task task,
                           const QString &question) const;
    const Answer *findAnswer(QaItemId item, AnswerRole role, const QString &round,
                             const QString &author) const;

    /// Adds or replaces, and stamps what really changes.
    template <typename Entity>
    void put(Entity entity);
    template <typename Entity>
    void remove(IdOf<Entity> id);
    void removeItem(QaItemId id); ///< with its answers
    /// An answer whose words change: what was found about a model's goes, and a person's remembers
    /// the proposal it was made from.
    void putAnswer(Answer answer);
    /// With its deltas.
    void removeAnswer(AnswerId id);
    /// A model's answer counts as accepted no longer, unless an expert's answer is made from it.
    void reopenProposal(AnswerId model);
    /// Removes an item that says nothing any more: no answers, and the published question.
    void removeIfIdle(QaItemId id);
    void putSettings(const ProjectSettings &settings);
    const ProjectSettings &settings() const;
    /// Moves all texts of the parts (in the order of time) to one of them, joined by a blank.
    void joinTexts(const std::vector<Segment> &parts, SegmentId into);
    template <typename Entity>
    IdOf<Entity> newId() const;

    /// Null when there is none that fits.
    std::shared_ptr<const VideoIndex> indexOf(const Clip &clip) const;
    /// Frames and everything that follows from them. Errors as frameTimes, naming the clip.
    Result<void> setFrames(Segment &segment, const Clip &clip, FrameRange frames) const;

    const Document &document;
    const ProjectModel &base;
    const quint64 revision; ///< of the document when the edit was begun
    QString command;
    QString mergeKey;
    QString now;
    std::map<ClipId, std::shared_ptr<const VideoIndex>> indexes; ///< given to this edit
    RowChanges changes; ///< one per row, in the order of first touch

private:
    template <typename Entity>
    bool isTouched(IdOf<Entity> id) const
    {
        return places.contains({kTableOf<Entity>, id.value});
    }
    void record(Table table, qint64 id, std::optional<Row> before, std::optional<Row> after);

    ProjectModel own;
    std::map<std::pair<Table, qint64>, std::size_t> places; // of a row in `changes`
};

/// For the fields that hold JSON word for word; empty is fine. Errors: InvalidArgument.
Result<void> checkJson(const QByteArray &json, const char *field);

/// Makes texts what the disk will give back: half a surrogate pair becomes U+FFFD. True if any was.
bool makeStorable(Row &row);

template <typename Entity>
void Edit::Impl::put(Entity entity)
{
    const Entity *former = find<Entity>(entity.id);
    if constexpr (requires { entity.stamp; }) {
        if (former) {
            entity.stamp = former->stamp;
            if (entity == *former)
                return;
        }
        const QString who = document.author();
        entity.stamp.modifiedAt = now;
        entity.stamp.modifiedBy = who;
        if (!former) {
            entity.stamp.createdAt = now;
            entity.stamp.createdBy = who;
        }
    }
    Row row = toRow(entity);
    if (makeStorable(row)) {
        if (auto stored = fromRow<Entity>(entity.id.value, row))
            entity = std::move(*stored);
    }
    std::optional<Row> before;
    if (former)
        before = toRow(*former);
    record(kTableOf<Entity>, entity.id.value, std::move(before), std::move(row));
    ModelWriter(own).put(entity);
}

template <typename Entity>
IdOf<Entity> Edit::Impl::newId() const
{
    return IdOf<Entity>{document.takeId()};
}

template <typename Entity>
void Edit::Impl::remove(IdOf<Entity> id)
{
    if (const Entity *former = find<Entity>(id)) {
        record(kTableOf<Entity>, id.value, toRow(*former), std::nullopt);
        ModelWriter(own).remove<Entity>(id);
    }
}

} // namespace ecva
