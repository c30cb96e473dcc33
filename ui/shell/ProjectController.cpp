#include "ui/shell/ProjectController.h"

#include "annotation/document/Document.h"
#include "annotation/document/MediaLinking.h"
#include "ui/jobs/JobRunner.h"
#include "ui/workspace/Workspace.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>

namespace ecva {
namespace {

const QString kRecentKey = QStringLiteral("recent/projects");
const QString kSuffix = QStringLiteral("ecva");
constexpr int kRecentMax = 10;

/// What the pool found of the files asked for.
struct Probed
{
    std::vector<ProbedMedia> media;
    QStringList failures; ///< "name: why"
};

Result<Probed> probeAll(const QStringList &files, JobContext &job)
{
    Probed probed;
    for (qsizetype i = 0; i < files.size(); ++i) {
        if (const auto running = job.cancel().check(); !running)
            return fail(running);
        job.setDetail(ProjectController::tr("%1 of %2 files").arg(i + 1).arg(files.size()));
        Result<ProbedMedia> media = probeMedia(files.at(i), job.cancel());
        if (media)
            probed.media.push_back(std::move(*media));
        else if (media.error().code == ErrorCode::Cancelled)
            return fail(media);
        else
            probed.failures.append(ProjectController::tr("%1: %2").arg(
                QFileInfo(files.at(i)).fileName(), errorText(media.error())));
        job.setProgress(static_cast<double>(i + 1) / static_cast<double>(files.size()));
    }
    return probed;
}

bool isAnnotationFile(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    return suffix == QLatin1String("xlsx") || suffix == QLatin1String("json")
           || suffix == QLatin1String("csv") || suffix == QLatin1String("jsonl");
}

} // namespace

QString errorText(const Error &error)
{
    const QString said = QString::fromStdString(error.text());
    switch (error.code) {
    case ErrorCode::NotFound:
        return ProjectController::tr("Not found. %1").arg(said);
    case ErrorCode::Io:
        return ProjectController::tr("Reading or writing failed. %1").arg(said);
    case ErrorCode::Locked:
        return ProjectController::tr("Somebody else has it open for writing. %1").arg(said);
    case ErrorCode::BadInput:
        return ProjectController::tr("The file is damaged or not what its name says. %1").arg(said);
    case ErrorCode::NewerVersion:
        return ProjectController::tr("It was written by a newer version of this program. %1")
            .arg(said);
    case ErrorCode::Unsupported:
        return ProjectController::tr("Nothing here can read it. %1").arg(said);
    case ErrorCode::ReadOnly:
        return ProjectController::tr("The project is open for reading only. %1").arg(said);
    case ErrorCode::OutOfMemory:
        return ProjectController::tr("Not enough memory. %1").arg(said);
    default:
        return said;
    }
}

ProjectController::ProjectController(Workspace &workspace, JobRunner &jobs, QSettings &settings,
                                     QString author, DemoMaker makeDemo, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_jobs(jobs)
    , m_settings(settings)
    , m_author(std::move(author))
    , m_makeDemo(std::move(makeDemo))
{
}

ProjectController::~ProjectController()
{
    m_workspace.setDocument(nullptr);
}

void ProjectController::openPaths(const QStringList &paths)
{
    QStringList media;
    for (const QString &path : paths) {
        if (QFileInfo(path).suffix().compare(kSuffix, Qt::CaseInsensitive) == 0) {
            openProject(path);
        } else if (isAnnotationFile(path)) {
            Q_EMIT importRequested(path);
        } else {
            media.append(path);
        }
    }
    if (!media.isEmpty())
        addMedia(media);
}

void ProjectController::openProject(const QString &file, bool readOnly)
{
    const QString path = QFileInfo(file).absoluteFilePath();
    if (m_document && m_document->path() == path && m_document->isReadOnly() == readOnly)
        return;
    auto opened = Document::open(
        path, readOnly ? Document::Mode::ReadOnly : Document::Mode::ReadWrite, m_author);
    if (!opened) {
        const bool readable = opened.error().code == ErrorCode::Locked;
        Q_EMIT failed(tr("%1 was not opened").arg(QFileInfo(path).fileName()),
                      errorText(opened.error()), readable ? path : QString());
        return;
    }
    take(std::move(*opened));
}

void ProjectController::createProject(const QString &file)
{
    QString path = QFileInfo(file).absoluteFilePath();
    if (QFileInfo(path).suffix().isEmpty())
        path += QLatin1Char('.') + kSuffix;
    auto created = Document::create(path, m_author);
    if (!created) {
        Q_EMIT failed(tr("%1 was not created").arg(QFileInfo(path).fileName()),
                      errorText(created.error()), QString());
        return;
    }
    take(std::move(*created));
}

void ProjectController::openDemo()
{
    m_jobs.start<QString>(tr("Sample project"), m_makeDemo, [this](const Result<QString> &file) {
        if (file)
            openProject(*file);
        else
            Q_EMIT failed(tr("The sample project was not made"), errorText(file.error()),
                          QString());
    });
}

void ProjectController::closeProject()
{
    m_workspace.setDocument(nullptr);
    m_document.reset();
    Q_EMIT projectChanged();
}

void ProjectController::take(std::unique_ptr<Document> document)
{
    // The views let go of the old document before it dies.
    m_workspace.setDocument(nullptr);
    m_document = std::move(document);
    m_workspace.setDocument(m_document.get());
    remember(m_document->path());
    Q_EMIT projectChanged();
}

void ProjectController::addMedia(const QStringList &paths)
{
    // Folders may be deep or far away: they are not searched on this thread.
    m_jobs.startQuiet<QStringList>(
        [paths](JobContext &) -> Result<QStringList> { return findVideoFiles(paths); },
        [this, paths](const Result<QStringList> &files) {
            if (files && !files->isEmpty()) {
                addFiles(paths.first(), *files);
                return;
            }
            Q_EMIT failed(tr("No clips were added"),
                          tr("There is no video in %1.").arg(paths.join(QLatin1String(", "))),
                          QString());
        });
}

void ProjectController::addFiles(const QString &place, const QStringList &files)
{
    if (!m_document) {
        const QFileInfo first(place);
        const QDir folder = first.isDir() ? QDir(first.absoluteFilePath()) : first.absoluteDir();
        const QString project = folder.filePath(folder.dirName() + QLatin1Char('.') + kSuffix);
        if (QFileInfo::exists(project))
            openProject(project);
        else
            createProject(project);
        if (!m_document)
            return;
    }
    Document *document = m_document.get();
    m_jobs.start<Probed>(
        tr("Add %n clip(s)", nullptr, static_cast<int>(files.size())),
        [files](JobContext &job) { return probeAll(files, job); },
        [this, document](const Result<Probed> &probed) {
            if (m_document.get() != document)
                return; // another project was opened meanwhile
            if (!probed) {
                Q_EMIT failed(tr("No clips were added"), errorText(probed.error()), QString());
                return;
            }
            Edit edit(*m_document, QStringLiteral("clip.add"));
            QStringList failures = probed->failures;
            ClipId first;
            for (const ProbedMedia &media : probed->media) {
                NewClip clip;
                clip.path = media.path;
                clip.media = media.facts;
                const Result<ClipId> id = edit.addClip(clip);
                if (!id)
                    failures.append(errorText(id.error()));
                else if (!first)
                    first = *id;
            }
            if (const auto saved = m_document->commit(std::move(edit)); !saved)
                failures.append(errorText(saved.error()));
            else if (first && !m_workspace.clip())
                m_workspace.setClip(first);
            if (!failures.isEmpty()) {
                Q_EMIT failed(
                    tr("%n file(s) were not added", nullptr, static_cast<int>(failures.size())),
                    failures.join(QLatin1Char('\n')), QString());
            }
        });
}

void ProjectController::relinkClip(const QString &file)
{
    Document *document = m_document.get();
    const ClipId clip = m_workspace.clip();
    if (!document || !clip)
        return;
    m_jobs.start<ProbedMedia>(
        tr("Link %1").arg(QFileInfo(file).fileName()),
        [file](JobContext &job) { return probeMedia(file, job.cancel()); },
        [this, document, clip](const Result<ProbedMedia> &media) {
            if (m_document.get() != document)
                return;
            Result<void> linked;
            if (!media) {
                linked = fail(media);
            } else {
                Edit edit(*m_document, QStringLiteral("clip.link"));
                linked = edit.linkMedia(clip, media->path, media->facts, *media->index);
                if (linked) {
                    if (const auto saved = m_document->commit(std::move(edit)); !saved)
                        linked = fail(saved);
                }
            }
            if (!linked) {
                Q_EMIT failed(tr("The video was not linked"), errorText(linked.error()), QString());
            } else if (m_workspace.clip() == clip) { // shown anew, with its picture
                m_workspace.setClip({});
                m_workspace.setClip(clip);
            }
        });
}

QStringList ProjectController::recentProjects() const
{
    QStringList present;
    for (const QString &file : m_settings.value(kRecentKey).toStringList()) {
        if (QFileInfo::exists(file))
            present.append(file);
    }
    return present;
}

void ProjectController::remember(const QString &file)
{
    QStringList recent = m_settings.value(kRecentKey).toStringList();
    recent.removeAll(file);
    recent.prepend(file);
    while (recent.size() > kRecentMax)
        recent.removeLast();
    m_settings.setValue(kRecentKey, recent);
    Q_EMIT recentChanged();
}

} // namespace ecva
