#include "annotation/document/Document.h"

#include "annotation/document/EditState.h"
#include "annotation/document/FrameTimes.h"
#include "annotation/document/ModelWriter.h"
#include "annotation/store/ProjectStore.h"
#include "core/media/VideoIndex.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <nlohmann/json.hpp>

#include <set>

namespace ecva {
namespace {

constexpr qint64 kMergeWithinMs = 2000;

} // namespace

struct Document::Impl
{
    std::unique_ptr<ProjectStore> store;
    QString path;
    QString author;
    Mode mode = Mode::ReadOnly;
    ProjectModel model;
    ProjectStore::Head head;
    qint64 nextId = 1;
    quint64 revision = 0;
    QDateTime lastSaved;
    std::map<ClipId, std::shared_ptr<const VideoIndex>> indexes;
    // The step that a commit with the same key may still continue.
    struct
    {
        qint64 seq = 0;
        QString key;
        QElapsedTimer age;
    } open;

    Result<void> load();
    Result<void> writable() const;
    ChangeEvent apply(const RowChanges &changes);
    void note(ChangeEvent &event, Table table, qint64 id) const;
};

Result<void> Document::Impl::load()
{
    ModelWriter writer(model);
    auto read = store->readContent([&writer](Table table, qint64 id, Row &&row) {
        return writer.apply({table, id, std::nullopt, std::move(row)});
    });
    if (!read)
        return read;
    const auto next = store->nextId();
    if (!next)
        return fail(next);
    nextId = *next;
    auto now = store->head();
    if (!now)
        return fail(now);
    head = *now;
    return {};
}

Result<void> Document::Impl::writable() const
{
    if (mode == Mode::ReadOnly)
        return fail(ErrorCode::ReadOnly, "is open for reading only", path.toStdString());
    return {};
}

/// Adds a row, as the model knows it now, to what an event names.
void Document::Impl::note(ChangeEvent &event, Table table, qint64 id) const
{
    switch (table) {
    case Table::Settings:
        event.settings = true;
        break;
    case Table::Source:
        break;
    case Table::Clip:
        event.clips.insert(ClipId{id});
        break;
    case Table::SourceRow:
        if (const auto found = model.sourceRows().find(SourceRowId{id});
            found != model.sourceRows().end())
            event.clips.insert(found->second.clip);
        break;
    case Table::Segment:
        event.segments.insert(SegmentId{id});
        if (const Segment *segment = model.segment(SegmentId{id}))
            event.clips.insert(segment->clip);
        break;
    case Table::Item:
        if (const QaItem *item = model.item(QaItemId{id})) {
            event.clips.insert(item->clip);
            for (const Answer *answer : model.answersOf(item->id))
                event.answers.insert(answer->id);
        }
        break;
    case Table::Answer:
        event.answers.insert(AnswerId{id});
        if (const Answer *answer = model.answer(AnswerId{id}))
            note(event, Table::Item, answer->item.value);
        break;
    case Table::KeySentence:
        event.keySentences = true;
        if (const KeySentence *sentence = model.keySentence(KeySentenceId{id}))
            event.clips.insert(sentence->clip);
        break;
    case Table::KeyFrame:
        event.keyFrames = true;
        if (const KeyFrame *mark = model.keyFrame(KeyFrameId{id}))
            event.clips.insert(mark->clip);
        break;
    case Table::Delta:
        event.deltas = true;
        if (const Delta *delta = model.delta(DeltaId{id}))
            note(event, Table::Answer, delta->answer.value);
        break;
    }
}

/// The rows are on the disk already and came from there or from entities: they fit their tables.
ChangeEvent Document::Impl::apply(const RowChanges &changes)
{
    ChangeEvent event;
    for (const RowChange &change : changes) // what goes belongs to its clip as it was
        note(event, change.table, change.id);
    ModelWriter writer(model);
    for (const RowChange &change : changes) {
        if (auto applied = writer.apply(change); !applied)
            qFatal("a committed row does not fit: %s", applied.error().text().c_str());
        if (change.table == Table::Clip && change.before.has_value() != change.after.has_value())
            event.clipsAddedOrRemoved = true;
    }
    for (const RowChange &change : changes)
        note(event, change.table, change.id);
    ++revision;
    return event;
}

Document::Document(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

Document::~Document() = default;

Result<std::unique_ptr<Document>> Document::create(const QString &path, const QString &author)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    if (auto made = ProjectStore::create(absolute, author); !made)
        return fail(made);
    return open(absolute, Mode::ReadWrite, author);
}

Result<std::unique_ptr<Document>> Document::open(const QString &path, Mode mode,
                                                 const QString &author)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    auto store
        = ProjectStore::open(absolute, mode == Mode::ReadWrite ? ProjectStore::Access::ReadWrite
                                                               : ProjectStore::Access::ReadOnly);
    if (!store)
        return fail(store);
    auto impl = std::make_unique<Impl>();
    impl->store = std::move(*store);
    impl->path = QFileInfo(absolute).canonicalFilePath();
    impl->author = author;
    impl->mode = mode;
    if (auto loaded = impl->load(); !loaded)
        return fail(loaded);
    return std::unique_ptr<Document>(new Document(std::move(impl)));
}

QString Document::path() const
{
    return m_impl->path;
}
QString Document::folder() const
{
    return QFileInfo(m_impl->path).absolutePath();
}
QString Document::author() const
{
    return m_impl->author;
}
bool Document::isReadOnly() const
{
    return m_impl->mode == Mode::ReadOnly;
}
const ProjectModel &Document::model() const
{
    return m_impl->model;
}
QDateTime Document::lastSaved() const
{
    return m_impl->lastSaved;
}
quint64 Document::revision() const
{
    return m_impl->revision;
}
qint64 Document::takeId() const
{
    return m_impl->nextId++;
}

QString Document::absoluteMediaPath(const Clip &clip) const
{
    return QDir::cleanPath(QDir(folder()).absoluteFilePath(clip.path));
}

QString Document::storedMediaPath(const QString &path) const
{
    if (path.isEmpty())
        return {};
    const QDir here(folder());
    QString absolute = QDir::cleanPath(here.absoluteFilePath(path));
    // The folder is known by its real name, the file perhaps by a link.
    const QString realFolder = QFileInfo(QFileInfo(absolute).absolutePath()).canonicalFilePath();
    for (const QString &candidate :
         {absolute,
          realFolder.isEmpty() ? absolute : realFolder + u'/' + QFileInfo(absolute).fileName()}) {
        if (candidate.startsWith(here.absolutePath() + u'/'))
            return here.relativeFilePath(candidate);
    }
    return absolute;
}

Result<void> Document::setVideoIndex(ClipId clip, std::shared_ptr<const VideoIndex> index)
{
    const Clip *found = m_impl->model.clip(clip);
    const std::string who = "clip " + std::to_string(clip.value);
    if (!found)
        return fail(ErrorCode::NotFound, who + " does not exist");
    if (index && (!found->media || !matches(*found->media, *index)))
        return fail(ErrorCode::BadInput, who + ": the video is not the one that was linked",
                    found->path.toStdString());
    m_impl->indexes[clip] = std::move(index);
    return {};
}

std::shared_ptr<const VideoIndex> Document::videoIndex(ClipId clip) const
{
    const Clip *found = m_impl->model.clip(clip);
    const auto index = m_impl->indexes.find(clip);
    if (!found || !found->media || index == m_impl->indexes.end() || !index->second
        || !matches(*found->media, *index->second))
        return nullptr;
    return index->second;
}

Result<qint64> Document::commit(Edit &&edit)
{
    const std::unique_ptr<Edit::Impl> step = std::move(edit.m_impl);
    if (auto writable = m_impl->writable(); !writable)
        return fail(writable);
    if (!step || &step->document != this || step->revision != m_impl->revision)
        return fail(ErrorCode::Internal, "the edit was begun on another state of the project",
                    m_impl->path.toStdString());
    const RowChanges changes = combined({}, step->changes);
    if (changes.empty())
        return 0;

    auto &open = m_impl->open;
    const bool merges = !step->mergeKey.isEmpty() && step->mergeKey == open.key && open.seq
                        && open.seq == m_impl->head.undoSeq && open.age.elapsed() < kMergeWithinMs;
    const auto seq = m_impl->store->commit(
        changes, {step->now, m_impl->author, step->command, merges ? open.seq : 0}, m_impl->nextId);
    if (!seq) {
        Q_EMIT saveFailed(QString::fromStdString(seq.error().text()));
        return fail(seq);
    }
    open.key = step->mergeKey;
    open.seq = *seq;
    open.age.start();
    ChangeEvent event = m_impl->apply(changes);
    event.origin = ChangeEvent::Origin::Edit;
    event.command = step->command;
    finish(event);
    return *seq;
}

/// The rest of every durable change: where the history stands, and who wants to know.
void Document::finish(const ChangeEvent &event)
{
    if (auto head = m_impl->store->head())
        m_impl->head = *head;
    m_impl->lastSaved = QDateTime::currentDateTimeUtc();
    Q_EMIT changed(event);
    Q_EMIT saved(m_impl->lastSaved);
}

bool Document::canUndo() const
{
    return m_impl->mode == Mode::ReadWrite && m_impl->head.undoSeq;
}
bool Document::canRedo() const
{
    return m_impl->mode == Mode::ReadWrite && m_impl->head.redoSeq;
}
QString Document::undoCommand() const
{
    return m_impl->head.undoCommand;
}
QString Document::redoCommand() const
{
    return m_impl->head.redoCommand;
}

Result<void> Document::undo()
{
    return travel(ChangeEvent::Origin::Undo);
}

Result<void> Document::redo()
{
    return travel(ChangeEvent::Origin::Redo);
}

Result<void> Document::travel(ChangeEvent::Origin direction)
{
    if (auto writable = m_impl->writable(); !writable)
        return writable;
    const auto moved
        = direction == ChangeEvent::Origin::Undo ? m_impl->store->undo() : m_impl->store->redo();
    if (!moved) {
        if (moved.error().code != ErrorCode::InvalidArgument)
            Q_EMIT saveFailed(QString::fromStdString(moved.error().text()));
        return fail(moved);
    }
    m_impl->open = {};
    ChangeEvent event = m_impl->apply(moved->changes);
    event.origin = direction;
    event.command = moved->command;
    finish(event);
    return {};
}

namespace {

/// Whether a step touched one of `wanted` or what hangs on it; that then counts as wanted too.
bool touches(const QByteArray &changes, std::set<qint64> &wanted)
{
    bool found = false;
    const auto list = nlohmann::json::parse(changes.begin(), changes.end(), nullptr, false);
    for (const auto &change : list) {
        const qint64 id = change.value("id", std::int64_t(0));
        bool hangs = wanted.contains(id);
        const auto row = change.find("row");
        if (row != change.end() && row->is_object()) {
            for (const char *parent : {"clip", "segment", "item", "answer"}) {
                const auto member = row->find(parent);
                hangs = hangs
                        || (member != row->end() && member->is_number_integer()
                            && wanted.contains(member->template get<std::int64_t>()));
            }
        }
        if (hangs)
            wanted.insert(id);
        found = found || hangs;
    }
    return found;
}

} // namespace

Result<std::vector<JournalEntry>> Document::journal(qint64 item) const
{
    std::vector<JournalEntry> entries;
    std::set<qint64> wanted{item};
    auto read = m_impl->store->readJournal([&](const JournalEntry &entry) {
        const bool before = item && touches(entry.before, wanted);
        const bool after = item && touches(entry.after, wanted);
        if (!item || before || after)
            entries.push_back(entry);
        return true;
    });
    if (!read)
        return fail(read);
    return entries;
}

Result<QByteArray> Document::dump() const
{
    QByteArray all;
    if (auto done = m_impl->store->dump([&all](const QByteArray &piece) { all += piece; }); !done)
        return fail(done);
    return all;
}

Result<void> Document::checkIntegrity() const
{
    return m_impl->store->checkIntegrity();
}

} // namespace ecva
