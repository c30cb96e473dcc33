#pragma once

#include "annotation/document/ChangeEvent.h"
#include "annotation/document/Edit.h"
#include "annotation/document/ProjectModel.h"
#include "annotation/store/JournalEntry.h"
#include "core/base/Result.h"

#include <QDateTime>
#include <QObject>

#include <memory>

namespace ecva {

class VideoIndex;

/// A project: the file, the model in memory, and the history of both. Every committed edit is
/// durable when commit() returns. UI thread (or the only thread of a command).
class Document : public QObject
{
    Q_OBJECT

public:
    enum class Mode { ReadWrite, ReadOnly };

    /// Makes a new project file. Errors: InvalidArgument (exists already), Io.
    static Result<std::unique_ptr<Document>> create(const QString &path, const QString &author);
    /// Errors: NotFound, Io, BadInput (not a project, damaged), NewerVersion, Locked (names the
    /// holder).
    static Result<std::unique_ptr<Document>> open(const QString &path, Mode mode,
                                                  const QString &author);
    ~Document() override;

    QString path() const;   ///< absolute
    QString folder() const; ///< of the project file, absolute
    QString author() const;
    bool isReadOnly() const;
    const ProjectModel &model() const;

    /// Where a clip's video should be on this machine.
    QString absoluteMediaPath(const Clip &clip) const;
    /// The same the other way: what Clip::path holds for a file at `path` (absolute, or relative to
    /// the project's folder).
    QString storedMediaPath(const QString &path) const;

    /// Hands over the frame index of a clip's video for this session: from then on edits of the
    /// clip take exact time stamps from it. Without it a clip of constant rate gets computed ones,
    /// and a clip of variable rate cannot be marked. Errors: NotFound, BadInput (not the video that
    /// the clip was linked to).
    Result<void> setVideoIndex(ClipId clip, std::shared_ptr<const VideoIndex> index);
    /// Null when there is none, or none that fits the clip's video any more (it was replaced).
    std::shared_ptr<const VideoIndex> videoIndex(ClipId clip) const;

    /// Makes the edit durable, then changes the model, then emits changed(). On failure nothing has
    /// changed, in memory or on disk. An empty edit succeeds and leaves no step. Returns the step's
    /// sequence number (0 for an empty edit). Errors: ReadOnly, Io (disk full), Internal.
    Result<qint64> commit(Edit &&edit);

    bool canUndo() const;
    bool canRedo() const;
    /// Command names of the next steps, empty when there is none.
    QString undoCommand() const;
    QString redoCommand() const;
    /// Errors: InvalidArgument (nothing to undo), ReadOnly, Io, BadInput (damaged history).
    Result<void> undo();
    Result<void> redo();

    /// The history, oldest first, dead branches included; `item`, the id of anything, narrows it to
    /// the steps that touched it or what hangs on it. Ids are unique across kinds.
    Result<std::vector<JournalEntry>> journal(qint64 item = 0) const;
    /// All that people and models wrote, in one canonical order: canonical JSON, content tables
    /// only.
    Result<QByteArray> dump() const;
    /// PRAGMA integrity_check and foreign_key_check. Errors: BadInput, naming what is broken.
    Result<void> checkIntegrity() const;

    /// Time of the last durable commit in this session; invalid before the first.
    QDateTime lastSaved() const;

Q_SIGNALS:
    void changed(const ecva::ChangeEvent &event);
    /// After every commit that reached the disk.
    void saved(const QDateTime &when);
    /// A commit, undo or redo did not reach the disk; nothing has changed.
    void saveFailed(const QString &message);

private:
    /// An id nobody ever had. Never given out twice, even when the edit that asked for it is
    /// dropped.
    qint64 takeId() const;
    void finish(const ChangeEvent &event);
    Result<void> travel(ChangeEvent::Origin direction);
    /// Counts the changes of the model: an edit fits only the state it was begun on.
    quint64 revision() const;

    struct Impl;
    explicit Document(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
    friend class Edit;
};

} // namespace ecva
