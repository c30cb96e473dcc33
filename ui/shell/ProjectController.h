#pragma once

#include "core/base/Result.h"

#include <QObject>
#include <QStringList>

#include <functional>
#include <memory>

class QSettings;

namespace ecva {

class Document;
class JobContext;
class JobRunner;
class Workspace;

/// Opens, makes and closes the project and brings videos in; owns the document. UI thread.
class ProjectController : public QObject
{
    Q_OBJECT

public:
    /// Makes the sample project and returns its file; runs in the pool.
    using DemoMaker = std::function<Result<QString>(JobContext &)>;

    ProjectController(Workspace &workspace, JobRunner &jobs, QSettings &settings, QString author,
                      DemoMaker makeDemo, QObject *parent = nullptr);
    ~ProjectController() override;

    Document *document() const { return m_document.get(); }

    /// Any mix of a project, videos, folders and annotation files: what a person drops or names.
    void openPaths(const QStringList &paths);
    void openProject(const QString &file, bool readOnly = false);
    void createProject(const QString &file);
    void openDemo();
    void closeProject();
    /// Videos and folders of videos, as one undoable step once all are read. Without a project one
    /// is made beside them.
    void addMedia(const QStringList &paths);
    /// Gives the clip another file.
    void relinkClip(const QString &file);

    /// Newest first; files that are gone are left out.
    QStringList recentProjects() const;

Q_SIGNALS:
    void projectChanged();
    void recentChanged();
    /// Translated. `project` is set when it can be opened for reading only instead.
    void failed(const QString &title, const QString &cause, const QString &project);
    /// An annotation file was dropped or named.
    void importRequested(const QString &file);

private:
    /// `place`: what was asked for first; a new project goes there.
    void addFiles(const QString &place, const QStringList &files);
    void take(std::unique_ptr<Document> document);
    void remember(const QString &file);

    Workspace &m_workspace;
    JobRunner &m_jobs;
    QSettings &m_settings;
    QString m_author;
    DemoMaker m_makeDemo;
    std::unique_ptr<Document> m_document;
};

/// What went wrong, in words of the reader's language, with the program's own message.
QString errorText(const Error &error);

} // namespace ecva
