// The pages of the window: which one is shown, what is heard on it, the views that are made when
// they are first asked for, and what went wrong with the model.
#include "ui/shell/MainWindow.h"

#include "ui/delta/DeltaView.h"
#include "ui/exchange/ExportView.h"
#include "ui/exchange/ImportView.h"
#include "ui/model/ModelDesk.h"
#include "ui/player/PlayerPanel.h"
#include "ui/review/ReviewView.h"
#include "ui/shell/FirstRunPage.h"
#include "ui/shell/KeySheet.h"
#include "ui/shell/NoticeBar.h"
#include "ui/shell/TopBar.h"
#include "ui/timeline/TimelinePanel.h"

#include <QApplication>
#include <QDockWidget>
#include <QFileInfo>
#include <QStackedWidget>
#include <QStatusBar>

namespace ecva {

namespace {

QString topicOf(ModelDesk::Matter matter)
{
    return QStringLiteral("model/%1").arg(static_cast<int>(matter));
}

} // namespace

/// What goes wrong with the model is said until it goes well.
void MainWindow::watchModel()
{
    using Matter = ModelDesk::Matter;
    connect(&m_desk, &ModelDesk::failed, this,
            [this](const QString &title, const QString &message, Matter matter) {
                showError(title, message, {}, {}, topicOf(matter));
            });
    connect(&m_desk, &ModelDesk::readinessChanged, this, [this] {
        if (!m_desk.loadError().isEmpty())
            return;
        m_notice->settle(topicOf(Matter::Loading));
        if (m_desk.readiness() == ModelDesk::Readiness::Ready)
            m_notice->settle(topicOf(Matter::Asking)); // there was no model to ask
    });
    connect(&m_desk, &ModelDesk::proposalChanged, this, [this] {
        const Proposal *asked = m_desk.proposal();
        if (!asked || asked->state != Proposal::State::Failed)
            m_notice->settle(topicOf(Matter::Asking));
    });
    connect(&m_desk, &ModelDesk::askingAllChanged, this, [this] {
        if (m_desk.isAskingAll())
            m_notice->settle(topicOf(Matter::AskingAll));
    });
    connect(&m_desk, &ModelDesk::measuringChanged, this, [this] {
        if (m_desk.isMeasuring())
            m_notice->settle(topicOf(Matter::Measuring));
    });
}

void MainWindow::lendPanels(bool toReview)
{
    if (m_panelsLent == toReview)
        return;
    m_panelsLent = toReview;
    if (toReview) {
        m_review->lend(m_player, m_timeline);
        return;
    }
    m_review->release();
    m_pages->addWidget(m_player);
    m_docks.at(1)->setWidget(m_timeline);
    m_timeline->show();
    setPanelSizes();
}

bool MainWindow::isCovered() const
{
    const QWidget *page = m_pages->currentWidget();
    return page != m_firstRun && page != static_cast<QWidget *>(m_player);
}

bool MainWindow::isHeard(const QString &group) const
{
    static const QStringList kAlways{QStringLiteral("view"), QStringLiteral("file"),
                                     QStringLiteral("help")};
    if (!isCovered() || kAlways.contains(group))
        return group != QLatin1String("review")      // its keys belong to segments here
               && group != QLatin1String("measure"); // and F9 to the model's card
    const QWidget *page = m_pages->currentWidget();
    static const QStringList kReview{QStringLiteral("review"), QStringLiteral("player"),
                                     QStringLiteral("edit"), QStringLiteral("model")};
    static const QStringList kMeasure{QStringLiteral("measure"), QStringLiteral("edit")};
    return (m_review && page == static_cast<QWidget *>(m_review) && kReview.contains(group))
           || (m_delta && page == static_cast<QWidget *>(m_delta) && kMeasure.contains(group));
}

void MainWindow::showPage(QWidget *page)
{
    if (!isCovered())
        m_focusBefore = QApplication::focusWidget();
    const bool workplace = m_player && page == static_cast<QWidget *>(m_player);
    const bool review = m_review && page == static_cast<QWidget *>(m_review);
    if (!review)
        lendPanels(false);
    if (m_pages->indexOf(page) < 0)
        m_pages->addWidget(page);
    showDocks(workplace);
    m_pages->setCurrentWidget(page);
    if (review)
        lendPanels(true);
    m_topBar->setMode(workplace                                            ? TopBar::Mode::Annotate
                      : review                                             ? TopBar::Mode::Review
                      : m_delta && page == static_cast<QWidget *>(m_delta) ? TopBar::Mode::Measure
                                                                           : TopBar::Mode::None);
    statusBar()->setVisible(!isCovered()); // full views have lines of their own
    if (isCovered())
        page->setFocus(Qt::OtherFocusReason);
}

void MainWindow::showDocks(bool show)
{
    for (QDockWidget *dock : m_docks)
        dock->setVisible(show && !m_closedDocks.contains(dock->objectName()));
    if (show)
        applySizes();
}

void MainWindow::showWorkplace()
{
    const QPointer<QWidget> focus = isCovered() ? m_focusBefore : nullptr;
    showPage(m_projects.document() ? static_cast<QWidget *>(m_player) : m_firstRun);
    if (focus && focus->isVisible())
        focus->setFocus(Qt::OtherFocusReason);
}

void MainWindow::showImport(const QString &file)
{
    if (!m_projects.document()) {
        // The sheet becomes a project beside it.
        const QFileInfo info(file);
        const QString project = info.absolutePath() + QLatin1Char('/') + info.completeBaseName()
                                + QStringLiteral(".ecva");
        if (QFileInfo::exists(project))
            m_projects.openProject(project);
        else
            m_projects.createProject(project);
        if (!m_projects.document())
            return;
    }
    if (!m_import) {
        m_import = new ImportView(m_workspace, m_jobs, this);
        connect(m_import, &ImportView::closed, this, &MainWindow::showWorkplace);
    }
    flushTyping();
    showPage(m_import);
    m_import->open(file);
}

void MainWindow::showExport()
{
    if (!m_export) {
        m_export = new ExportView(m_workspace, m_jobs, this);
        connect(m_export, &ExportView::closed, this, &MainWindow::showWorkplace);
    }
    flushTyping();
    showPage(m_export);
    m_export->open();
}

void MainWindow::showReview()
{
    ensurePanels();
    flushTyping();
    showPage(m_review);
    m_review->open();
}

void MainWindow::showMeasure()
{
    if (!m_delta) {
        m_delta = new DeltaView(m_workspace, m_desk, m_jobs, m_actions, this);
        connect(m_delta, &DeltaView::closed, this, &MainWindow::showWorkplace);
    }
    flushTyping();
    showPage(m_delta);
    m_delta->open();
}

void MainWindow::showKeys()
{
    ensurePanels(); // their commands belong on the sheet
    if (!m_keys) {
        m_keys = new KeySheet(m_actions, this);
        connect(m_keys, &KeySheet::closed, this, &MainWindow::showWorkplace);
    }
    m_keys->refresh();
    showPage(m_keys);
}

} // namespace ecva
