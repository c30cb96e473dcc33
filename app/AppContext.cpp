#include "app/AppContext.h"

#include "app/StudioModelDesk.h"
#include "app/services/DemoProject.h"
#include "ui/jobs/JobRunner.h"
#include "ui/shell/Appearance.h"
#include "ui/shell/FrameTimeProbe.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/ProjectController.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QApplication>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTimer>

#include <cstdio>
#include <ctime>
#include <unistd.h>

namespace ecva {
namespace {

constexpr int kSettleMs = 400;
constexpr int kSettleLeast = 6;
constexpr int kSettleTries = 50;
constexpr int kModelTries = 500; // a model takes its time
constexpr int kRunPauseMs = 100;

QString demoFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
           + QStringLiteral("/ecva-studio/demo");
}

QString demoFile()
{
    return demoFolder() + QStringLiteral("/demo.ecva");
}

Result<QString> makeDemo(const QString &author, JobContext &job)
{
    if (QFileInfo::exists(demoFile()))
        return demoFile();
    const auto demo = makeDemoProject(
        demoFolder(), author, [&job](double fraction) { job.setProgress(fraction); }, job.cancel());
    if (!demo)
        return fail(demo);
    return demo->project;
}

} // namespace

AppContext::AppContext(QApplication &application, StudioOptions options)
    : m_options(std::move(options))
    , m_settings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("ecva-studio"),
                 QStringLiteral("ecva-studio"))
{
    m_appearance = std::make_unique<Appearance>(application, m_settings);
    if (m_options.theme)
        m_appearance->setTheme(*m_options.theme);
    if (!m_options.language.isEmpty())
        m_appearance->setLanguage(m_options.language);
    m_workspace = std::make_unique<Workspace>();
    m_actions = std::make_unique<ActionRegistry>();
    m_jobs = std::make_unique<JobRunner>();
    m_projects = std::make_unique<ProjectController>(
        *m_workspace, *m_jobs, m_settings, m_options.author,
        [author = m_options.author](JobContext &job) { return makeDemo(author, job); });
    m_desk = std::make_unique<StudioModelDesk>(*m_workspace, *m_jobs, m_settings);
    m_window = std::make_unique<MainWindow>(*m_workspace, *m_jobs, *m_actions, *m_projects, *m_desk,
                                            *m_appearance, m_settings);
    if (!m_options.size.isEmpty())
        m_window->resize(m_options.size);
    QObject::connect(m_window.get(), &MainWindow::painted, m_window.get(),
                     [this] { afterPaint(); });
}

AppContext::~AppContext()
{
    if (m_probe)
        std::fprintf(stderr, "%s\n", m_probe->summary().text().c_str());
    m_probe.reset();
    m_jobs->cancelAll();
    m_window.reset();
    m_desk.reset();
    m_projects.reset();
    m_jobs.reset();
}

void AppContext::start()
{
    // A demo that is there already is opened before the first paint: no detour by the first page.
    if (m_options.demo && QFileInfo::exists(demoFile()))
        m_projects->openProject(demoFile());
    else if (m_options.demo)
        m_projects->openDemo();
    m_projects->openPaths(m_options.paths);
    m_window->show();
    m_window->activateWindow();
}

void AppContext::afterPaint()
{
    if (m_options.trace) {
        std::fprintf(stderr, "painted %lld ms\n",
                     static_cast<long long>(millisecondsSinceProcessStart()));
    }
    if (m_options.trace)
        m_probe = std::make_unique<FrameTimeProbe>();
    if (!m_options.model.isEmpty()) {
        m_desk->load(m_options.model);
        runNext();
        return;
    }
    for (const QString &id : m_options.run)
        m_actions->trigger(id);
    if (!m_options.screenshot.isEmpty())
        takeScreenshot();
}

/// Nothing is on its way: no job, no video being read, no model being loaded or asked.
bool AppContext::isSettled() const
{
    const Proposal *asked = m_desk->proposal();
    const bool reading
        = m_workspace->clip() && !m_workspace->index() && m_workspace->mediaError().isEmpty();
    return m_jobs->runningCount() == 0 && !reading
           && m_desk->readiness() != ModelDesk::Readiness::Loading && !m_desk->isMeasuring()
           && !(asked && asked->isActive());
}

/// With a model each command waits for what the one before it has set off.
void AppContext::runNext()
{
    auto *timer = new QTimer(m_window.get());
    timer->setInterval(kRunPauseMs);
    QObject::connect(timer, &QTimer::timeout, m_window.get(), [this, timer] {
        if (!isSettled())
            return;
        if (!m_options.run.isEmpty()) {
            m_actions->trigger(m_options.run.takeFirst());
            return;
        }
        timer->stop();
        if (!m_options.screenshot.isEmpty())
            takeScreenshot();
    });
    timer->start();
}

void AppContext::takeScreenshot()
{
    // Not before the pictures are there: a while after the last job has ended.
    auto *timer = new QTimer(m_window.get());
    timer->setInterval(kSettleMs);
    QObject::connect(timer, &QTimer::timeout, m_window.get(), [this, timer, tries = 0]() mutable {
        if (!isSettled() && ++tries < (m_options.model.isEmpty() ? kSettleTries : kModelTries))
            return;
        if (++tries < kSettleLeast)
            return;
        timer->stop();
        const bool written = m_window->grab().save(m_options.screenshot);
        if (!written)
            std::fprintf(stderr, "ecva-studio: %s: not written\n",
                         qPrintable(m_options.screenshot));
        QCoreApplication::exit(written ? 0 : 4);
    });
    timer->start();
}

qint64 millisecondsSinceProcessStart()
{
    // Field 22 of /proc/self/stat: ticks since boot when the process began (man 5 proc).
    QFile stat(QStringLiteral("/proc/self/stat"));
    if (!stat.open(QIODevice::ReadOnly))
        return -1;
    const QByteArray line = stat.readAll();
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    constexpr qsizetype kStartTime = 22 - 3; // counted from the state, which is field 3
    timespec now{};
    if (fields.size() <= kStartTime || clock_gettime(CLOCK_BOOTTIME, &now) != 0)
        return -1;
    const qint64 ticks = fields.at(kStartTime).toLongLong();
    const qint64 began = ticks * 1000 / sysconf(_SC_CLK_TCK);
    return static_cast<qint64>(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000 - began;
}

} // namespace ecva
