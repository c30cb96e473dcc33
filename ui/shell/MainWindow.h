#pragma once

#include "ui/shell/ProjectController.h"

#include <QMainWindow>
#include <QPointer>

#include <memory>

class QDockWidget;
class QSettings;
class QStackedWidget;

namespace ecva {

class ActionRegistry;
class Appearance;
class CommandPalette;
class DeltaView;
class ExportView;
class FirstRunPage;
class ImportView;
class InspectorPanel;
class JobRunner;
class KeySheet;
class LibraryPanel;
class Menus;
class ModelDesk;
class NoticeBar;
class PlayerPanel;
class ReviewView;
class ShellCommands;
class TimelinePanel;
class TopBar;
class Workspace;

/// The window: hosts the panels in docks, the full views and the first page, and knows nothing of
/// what they do. Panels and views are made when they are first needed.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(Workspace &workspace, JobRunner &jobs, ActionRegistry &actions,
               ProjectController &projects, ModelDesk &desk, Appearance &appearance,
               QSettings &settings);
    ~MainWindow() override;

    /// The panels with the picture in the middle; the first page while no project is open.
    void showWorkplace();
    void showImport(const QString &file);
    void showExport();
    void showReview();
    void showMeasure();
    void showKeys();
    void openPalette();
    void toggleDock(const QString &name);
    void resetLayout();
    /// `topic`: as in NoticeBar.
    void showError(const QString &title, const QString &cause, const QString &action = {},
                   std::function<void()> run = {}, const QString &topic = {});
    /// A full view covers the panels.
    bool isCovered() const;
    /// Commands of this group can be given on the page that is shown.
    bool isHeard(const QString &group) const;
    /// Stores what is being typed.
    void flushTyping();

Q_SIGNALS:
    void painted(); ///< once, after the first paint

protected:
    bool event(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void onProjectChanged();
    void watchModel();
    void ensurePanels();
    QDockWidget *addDock(const QString &name, QWidget *content, Qt::DockWidgetArea area);
    void showPage(QWidget *page);
    void showDocks(bool show);
    /// Picture and timeline stand in the review while it is shown.
    void lendPanels(bool toReview);
    void setPanelSizes();
    void applySizes();
    int sizeClass() const;
    void updateTitle();
    void saveState();

    Workspace &m_workspace;
    JobRunner &m_jobs;
    ActionRegistry &m_actions;
    ProjectController &m_projects;
    ModelDesk &m_desk;
    Appearance &m_appearance;
    QSettings &m_settings;

    QStackedWidget *m_pages;
    TopBar *m_topBar;
    NoticeBar *m_notice;
    FirstRunPage *m_firstRun;
    CommandPalette *m_palette = nullptr;
    KeySheet *m_keys = nullptr;
    ImportView *m_import = nullptr;
    ExportView *m_export = nullptr;
    ReviewView *m_review = nullptr;
    DeltaView *m_delta = nullptr;
    PlayerPanel *m_player = nullptr;
    LibraryPanel *m_library = nullptr;
    InspectorPanel *m_inspector = nullptr;
    TimelinePanel *m_timeline = nullptr;
    QList<QDockWidget *> m_docks;
    QStringList m_closedDocks;       ///< by the person, kept while a full view hides all
    QPointer<QWidget> m_focusBefore; ///< a full view was opened
    std::unique_ptr<ShellCommands> m_commands;
    Menus *m_menus = nullptr;
    int m_sizeClass = -1;
    bool m_painted = false;
    bool m_panelsLent = false;
    bool m_closeUnsaved = false; ///< the person accepts the loss of what could not be saved
};

} // namespace ecva
