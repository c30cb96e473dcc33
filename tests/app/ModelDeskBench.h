#pragma once

#include "annotation/document/MediaLinking.h"
#include "app/StudioModelDesk.h"
#include "tests/support/FakeVideoModel.h"
#include "tests/support/Projects.h"
#include "tests/support/SmallVideo.h"
#include "ui/jobs/JobRunner.h"
#include "ui/workspace/Workspace.h"

#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace ecva::test {

using Readiness = ModelDesk::Readiness;
using State = Proposal::State;

/// The window's model desk on a project with one clip, with a model whose every moment the test
/// chooses. A test derives from it and adds its slots.
class ModelDeskBench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_CACHE_HOME", m_folder.filePath(QStringLiteral("cache")).toUtf8());
        m_file = makeSmallVideo(m_folder.filePath("grey.mp4").toStdString());
        QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("shield")));
        QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("other")));
    }

    void init()
    {
        m_script = std::make_shared<FakeModelScript>();
        m_engine = true;
        m_made = 0;
        m_loadFailure.reset();
        m_loadHolds = false;
        m_settings = std::make_unique<QSettings>(
            m_folder.filePath(QStringLiteral("%1.ini").arg(++m_run)), QSettings::IniFormat);
        m_workspace = std::make_unique<Workspace>();
        m_jobs = std::make_unique<JobRunner>();
        m_document = openProject(QString::number(m_run));
        m_clip = m_document->model().clips().begin()->first;
        m_workspace->setDocument(m_document.get());
        m_workspace->setClip(m_clip);
        makeDesk();
    }

    void cleanup()
    {
        m_script->holdAt = -1;
        m_script->holdAtStep = -1;
        m_loadHolds = false;
        m_desk.reset();
        m_jobs.reset();
        m_workspace.reset();
        m_document.reset();
    }

protected:
    void makeDesk()
    {
        m_desk.reset();
        ModelWorkshop workshop;
        workshop.isEngineInstalled = [this] { return m_engine.load(); };
        workshop.load = [this](const ModelOptions &options, const ProgressSink &progress,
                               const CancelToken &cancel) -> Result<std::unique_ptr<VideoModel>> {
            if (m_loadFailure)
                return tl::unexpected<Error>(*m_loadFailure);
            progress(0.5);
            while (m_loadHolds && !cancel.isCancelled())
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            if (const auto going = cancel.check(); !going)
                return fail(going);
            m_loadedAs = options;
            const bool demonstration = options.folder.filename() == "demonstration-model";
            return std::make_unique<FakeVideoModel>(m_script, options, demonstration);
        };
        workshop.makeDemonstration = [this](const std::filesystem::path &) -> Result<void> {
            ++m_made;
            return {};
        };
        m_desk = std::make_unique<StudioModelDesk>(*m_workspace, *m_jobs, *m_settings, workshop);
    }

    QString folder(const char *name) const { return m_folder.filePath(QLatin1String(name)); }

    std::unique_ptr<Document> openProject(const QString &name)
    {
        auto document = must(Document::create(m_folder.filePath(name + QStringLiteral(".ecva")),
                                              QStringLiteral("ann")));
        must(addVideos(*document, {must(probeMedia(QString::fromStdString(m_file.string()), {}))}));
        return document;
    }

    void loadShield()
    {
        m_desk->load(folder("shield"));
        QTRY_COMPARE(int(m_desk->readiness()), int(Readiness::Ready));
    }

    void ask(Task task = Task::Description)
    {
        ProposalRequest request;
        request.clip = m_workspace->clip();
        request.task = task;
        m_desk->ask(request);
    }

    static std::vector<ProposalRequest> questionsOf(const std::vector<ClipId> &clips)
    {
        std::vector<ProposalRequest> questions;
        for (const ClipId clip : clips) {
            for (const Task task : {Task::Description, Task::Cause, Task::Result}) {
                ProposalRequest request;
                request.clip = clip;
                request.task = task;
                questions.push_back(request);
            }
        }
        return questions;
    }

    AnswerId proposed()
    {
        ask();
        if (!QTest::qWaitFor([this] { return m_desk->proposal()->state == State::Done; }))
            qFatal("no answer came");
        return m_desk->proposal()->answer;
    }

    QTemporaryDir m_folder;
    int m_run = 0;
    std::filesystem::path m_file;
    std::shared_ptr<FakeModelScript> m_script;
    std::atomic<bool> m_engine = true;
    std::atomic<int> m_made = 0;
    std::optional<Error> m_loadFailure; // set while nothing loads
    std::atomic<bool> m_loadHolds = false;
    ModelOptions m_loadedAs; // looked at while nothing loads
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<JobRunner> m_jobs;
    std::unique_ptr<Document> m_document;
    ClipId m_clip;
    std::unique_ptr<StudioModelDesk> m_desk;
};

} // namespace ecva::test
