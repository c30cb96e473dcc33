#pragma once

#include <QSettings>
#include <QSize>
#include <QStringList>

#include <memory>
#include <optional>

class QApplication;

namespace ecva {

class ActionRegistry;
class Appearance;
class FrameTimeProbe;
class JobRunner;
class MainWindow;
class ModelDesk;
class ProjectController;
class Workspace;
enum class ThemeKind;

/// What the command line of the window program asked for.
struct StudioOptions
{
    QStringList paths; ///< a project, videos, folders, annotation files
    bool demo = false;
    std::optional<ThemeKind> theme; ///< for this run and later ones
    QString language;               ///< "en", "zh_CN"; empty: as before
    QString author;
    QString model;      ///< folder of a checkpoint to load once the window is painted
    QString screenshot; ///< written once the window has settled; then the program ends
    QStringList run;    ///< ids of commands to run once the window is painted
    QSize size;         ///< of the window; empty: as before
    /// Say on stderr when the window was painted and, at the end, how long it ever kept a person
    /// waiting.
    bool trace = false;
};

/// The composition root: makes every part of the window program once, hands each what it needs, and
/// takes them down in reverse order. UI thread.
class AppContext
{
public:
    AppContext(QApplication &application, StudioOptions options);
    /// Work in the pool is cancelled and waited for before anything it could touch goes.
    ~AppContext();

    /// Opens what was asked for, then shows the window.
    void start();

    MainWindow &window() { return *m_window; }
    Workspace &workspace() { return *m_workspace; }
    ActionRegistry &actions() { return *m_actions; }
    ProjectController &projects() { return *m_projects; }
    ModelDesk &desk() { return *m_desk; }
    JobRunner &jobs() { return *m_jobs; }
    Appearance &appearance() { return *m_appearance; }

private:
    void afterPaint();
    bool isSettled() const;
    void runNext();
    void takeScreenshot();

    StudioOptions m_options;
    // In order of construction; each may use those above it.
    QSettings m_settings;
    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<ActionRegistry> m_actions;
    std::unique_ptr<JobRunner> m_jobs;
    std::unique_ptr<ProjectController> m_projects;
    std::unique_ptr<ModelDesk> m_desk;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<FrameTimeProbe> m_probe; ///< only with StudioOptions::trace
};

/// Milliseconds since the process began, loading of libraries included; -1 where it is not known.
qint64 millisecondsSinceProcessStart();

} // namespace ecva
