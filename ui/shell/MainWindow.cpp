#include "ui/shell/MainWindow.h"

#include "annotation/document/Document.h"
#include "ui/inspector/InspectorPanel.h"
#include "ui/jobs/JobRunner.h"
#include "ui/library/LibraryPanel.h"
#include "ui/model/ModelCard.h"
#include "ui/model/ModelDesk.h"
#include "ui/player/PlayerPanel.h"
#include "ui/review/ReviewView.h"
#include "ui/shell/Appearance.h"
#include "ui/shell/CommandPalette.h"
#include "ui/shell/FirstRunPage.h"
#include "ui/shell/Menus.h"
#include "ui/shell/NoticeBar.h"
#include "ui/shell/SavedIndicator.h"
#include "ui/shell/ShellCommands.h"
#include "ui/shell/StatusLine.h"
#include "ui/shell/TopBar.h"
#include "ui/timeline/TimelinePanel.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QDropEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTimer>
#include <QVBoxLayout>

namespace ecva {
namespace {

const QString kGeometryKey = QStringLiteral("window/geometry");
const QString kLayoutKey = QStringLiteral("window/layout");
const QString kClosedKey = QStringLiteral("window/closedDocks");
const QString kSaving = QStringLiteral("saving");

/// Widths of the clips and of the inspector, height of the timeline, by size of the window.
struct Sizes
{
    int clips;
    int inspector;
    int timeline;
};
constexpr Sizes kSizes[] = {{LibraryPanel::kRailWidth, 352, 250}, {248, 400, 318}, {300, 560, 440}};

/// As small as the page that is shown; QStackedWidget asks all pages.
class PageStack : public QStackedWidget
{
public:
    using QStackedWidget::QStackedWidget;
    QSize minimumSizeHint() const override
    {
        return currentWidget() ? currentWidget()->minimumSize() : QSize();
    }
};

QStringList localFiles(const QMimeData &data)
{
    QStringList files;
    for (const QUrl &url : data.urls()) {
        if (url.isLocalFile())
            files.append(url.toLocalFile());
    }
    return files;
}

} // namespace

MainWindow::MainWindow(Workspace &workspace, JobRunner &jobs, ActionRegistry &actions,
                       ProjectController &projects, ModelDesk &desk, Appearance &appearance,
                       QSettings &settings)
    : m_workspace(workspace)
    , m_jobs(jobs)
    , m_actions(actions)
    , m_projects(projects)
    , m_desk(desk)
    , m_appearance(appearance)
    , m_settings(settings)
    , m_pages(new PageStack(this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setMinimumSize(960, 600);
    setAcceptDrops(true);
    setDockNestingEnabled(false);
    setContextMenuPolicy(Qt::NoContextMenu);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    m_commands = std::make_unique<ShellCommands>(*this, workspace, actions, projects, appearance);

    m_topBar = new TopBar(workspace, jobs, actions, this);
    m_notice = new NoticeBar(this);
    auto *top = new QWidget(this);
    auto *topLayout = new QVBoxLayout(top);
    topLayout->setContentsMargins(0, 0, 0, 0);
    topLayout->setSpacing(0);
    topLayout->addWidget(m_topBar);
    topLayout->addWidget(m_notice);
    setMenuWidget(top);
    m_menus = new Menus(*m_topBar->menuBar(), actions, projects, this);
    setStatusBar(new StatusLine(workspace, jobs, actions, this));
    m_firstRun = new FirstRunPage(projects, actions, appearance, this);
    m_pages->addWidget(m_firstRun);
    setCentralWidget(m_pages);

    m_actions.setWindow(this);
    m_actions.setGate(
        [this](const ActionRegistry::Command &command) { return isHeard(command.group); });
    watchModel();
    connect(&actions, &ActionRegistry::blocked, &workspace,
            [&workspace](const QString &, const QString &reason) { workspace.showHint(reason); });
    connect(&projects, &ProjectController::projectChanged, this, &MainWindow::onProjectChanged);
    connect(&projects, &ProjectController::importRequested, this, &MainWindow::showImport);
    connect(&projects, &ProjectController::failed, this,
            [this](const QString &title, const QString &cause, const QString &project) {
                if (project.isEmpty()) {
                    showError(title, cause);
                } else {
                    showError(title, cause, tr("Open for reading only"),
                              [this, project] { m_projects.openProject(project, true); });
                }
            });
    connect(&jobs, &JobRunner::jobFailed, this,
            [this](const QString &title, const QString &message) { showError(title, message); });
    connect(m_topBar->saved(), &SavedIndicator::saveFailed, this, [this](const QString &cause) {
        showError(tr("Not saved"), cause, tr("Try again"), [this] { flushTyping(); }, kSaving);
    });
    connect(m_topBar->saved(), &SavedIndicator::saveWorks, m_notice,
            [this] { m_notice->settle(kSaving); });

    m_closedDocks = settings.value(kClosedKey).toStringList();
    if (!restoreGeometry(settings.value(kGeometryKey).toByteArray()))
        resize(QSize(1440, 900).boundedTo(screen()->availableSize()));
    onProjectChanged();
}

MainWindow::~MainWindow()
{
    m_actions.setGate({});
}

QDockWidget *MainWindow::addDock(const QString &name, QWidget *content, Qt::DockWidgetArea area)
{
    auto *dock = new QDockWidget(this);
    dock->setObjectName(name);
    dock->setFeatures(QDockWidget::NoDockWidgetFeatures);
    dock->setTitleBarWidget(new QWidget(dock)); // none: the panels have their own heads
    dock->setWidget(content);
    addDockWidget(area, dock);
    m_docks.append(dock);
    return dock;
}

void MainWindow::ensurePanels()
{
    if (m_player)
        return;
    m_player = new PlayerPanel(m_workspace, m_jobs, m_actions, this);
    m_player->setSettings(m_settings);
    m_pages->addWidget(m_player);
    connect(m_player, &PlayerPanel::relinkRequested, this,
            [this] { m_actions.trigger(QStringLiteral("clip.relink")); });
    m_library = new LibraryPanel(m_workspace, m_jobs, m_actions, this);
    m_timeline = new TimelinePanel(m_workspace, m_jobs, m_actions, this);
    m_inspector = new InspectorPanel(m_workspace, m_actions, this);
    m_inspector->setCard(new ModelCard(m_workspace, m_desk, m_actions, m_inspector));
    m_review = new ReviewView(m_workspace, m_desk, m_jobs, m_actions, this);
    m_review->hide();
    connect(m_review, &ReviewView::closed, this, &MainWindow::showWorkplace);
    m_library->setMinimumWidth(LibraryPanel::kRailWidth);
    m_inspector->setMinimumWidth(340);
    addDock(QStringLiteral("clips"), m_library, Qt::LeftDockWidgetArea);
    addDock(QStringLiteral("timeline"), m_timeline, Qt::BottomDockWidgetArea);
    addDock(QStringLiteral("inspector"), m_inspector, Qt::RightDockWidgetArea);
    setPanelSizes();
    m_sizeClass = -1;
    if (restoreState(m_settings.value(kLayoutKey).toByteArray()))
        m_sizeClass = sizeClass();
}

void MainWindow::setPanelSizes()
{
    m_timeline->rememberIn(m_settings);
    m_player->setMinimumSize(360, 240);
    // Tab goes down the inspector and back to the clips.
    setTabOrder(m_library, m_player);
    setTabOrder(m_player, m_inspector);
    setTabOrder(m_inspector, m_timeline);
}

void MainWindow::onProjectChanged()
{
    const bool open = m_projects.document() != nullptr;
    m_notice->hide();
    m_topBar->setProjectOpen(open);
    updateTitle();
    if (open)
        ensurePanels();
    showWorkplace();
    if (!open)
        return;
    // Where work is to be done: the first unfinished clip, else the first.
    const auto &clips = m_projects.document()->model().clips();
    ClipId clip = clips.empty() ? ClipId{} : clips.begin()->first;
    for (const auto &[id, candidate] : clips) {
        if (candidate.status == ClipStatus::Draft || candidate.status == ClipStatus::Returned) {
            clip = id;
            break;
        }
    }
    m_workspace.setClip(clip);
    m_library->focusList();
}

void MainWindow::updateTitle()
{
    const Document *document = m_projects.document();
    setWindowTitle(document
                       ? tr("%1 – ECVA Studio").arg(QFileInfo(document->path()).completeBaseName())
                       : QStringLiteral("ECVA Studio"));
}

void MainWindow::openPalette()
{
    ensurePanels();
    if (!m_palette)
        m_palette = new CommandPalette(m_actions, this);
    const QPoint corner = m_pages->mapTo(this, QPoint(0, 0));
    QRect area(corner, m_pages->size());
    if (area.width() < 560) // a narrow picture: the whole window then
        area = QRect(0, corner.y(), width(), area.height());
    m_palette->open(area);
}

void MainWindow::toggleDock(const QString &name)
{
    if (!m_closedDocks.removeOne(name))
        m_closedDocks.append(name);
    showDocks(!isCovered() && m_projects.document());
}

void MainWindow::resetLayout()
{
    m_closedDocks.clear();
    m_sizeClass = -1;
    showDocks(!isCovered() && m_projects.document());
}

int MainWindow::sizeClass() const
{
    return width() < 1360 ? 0 : width() < 2200 ? 1 : 2;
}

void MainWindow::applySizes()
{
    if (m_docks.isEmpty() || m_sizeClass == sizeClass())
        return;
    m_sizeClass = sizeClass();
    const Sizes &sizes = kSizes[m_sizeClass];
    // Once the layout has placed docks that were just shown.
    QTimer::singleShot(0, this, [this, sizes] {
        resizeDocks({m_docks.at(0), m_docks.at(2)}, {sizes.clips, sizes.inspector}, Qt::Horizontal);
        resizeDocks({m_docks.at(1)}, {sizes.timeline}, Qt::Vertical);
    });
}

void MainWindow::showError(const QString &title, const QString &cause, const QString &action,
                           std::function<void()> run, const QString &topic)
{
    m_notice->showError(title, cause, action, std::move(run), topic);
}

void MainWindow::flushTyping()
{
    if (m_inspector)
        m_inspector->flush();
    if (m_review)
        m_review->flush();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    if (m_player && m_pages->currentWidget() == m_player)
        applySizes();
}

bool MainWindow::event(QEvent *event)
{
    const bool done = QMainWindow::event(event);
    if (event->type() == QEvent::Paint && !m_painted) {
        m_painted = true;
        QTimer::singleShot(0, this, &MainWindow::painted);
    }
    return done;
}

void MainWindow::saveState()
{
    m_settings.setValue(kGeometryKey, saveGeometry());
    m_settings.setValue(kClosedKey, m_closedDocks);
    if (m_player && m_pages->currentWidget() == m_player)
        m_settings.setValue(kLayoutKey, QMainWindow::saveState());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    flushTyping();
    if (m_topBar->saved()->hasFailed() && !m_closeUnsaved) {
        showError(
            tr("Not saved"), tr("What was typed last is not on the disk."),
            tr("Close all the same"),
            [this] {
                m_closeUnsaved = true;
                close();
            },
            kSaving);
        event->ignore();
        return;
    }
    saveState();
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!localFiles(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    m_projects.openPaths(localFiles(*event->mimeData()));
}

void MainWindow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        m_menus->retranslate();
        updateTitle();
    }
    QMainWindow::changeEvent(event);
}

} // namespace ecva
