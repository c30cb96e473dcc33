#include "ui/player/PlayerPanel.h"

#include "core/media/VideoIndex.h"
#include "ui/player/GoToPopup.h"
#include "ui/player/PlayerController.h"
#include "ui/player/ProxyKeeper.h"
#include "ui/player/TimeDisplay.h"
#include "ui/player/TransportBar.h"
#include "ui/player/VideoView.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QEvent>
#include <QVBoxLayout>

namespace ecva {

PlayerPanel::PlayerPanel(Workspace &workspace, JobRunner &jobs, ActionRegistry &actions,
                         QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_actions(actions)
    , m_player(new PlayerController(workspace, jobs, this))
    , m_view(new VideoView(this))
    , m_time(new TimeDisplay(workspace, this))
    , m_proxies(new ProxyKeeper(workspace, *m_player, jobs, this))
    , m_audition(workspace, *m_player)
    , m_goTo(new GoToPopup(workspace, *m_player, *m_time, this))
{
    registerActions(actions);
    m_bar = new TransportBar(workspace, *m_player, *m_time, actions, this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_view, 1);
    column->addWidget(m_bar);
    setFocusProxy(m_view);

    connect(m_player, &PlayerController::pictureShown, this, [this](const QImage &picture) {
        m_view->setPicture(picture, m_player->showsProxy() ? tr("proxy") : QString());
    });
    connect(m_player, &PlayerController::stateChanged, this, &PlayerPanel::updateMessage);
    connect(&workspace, &Workspace::indexChanged, this, &PlayerPanel::onIndexChanged);
    connect(m_view, &VideoView::resized, m_player, &PlayerController::setViewSize);
    connect(m_view, &VideoView::clicked, m_player, &PlayerController::toggle);
    connect(m_view, &VideoView::relinkRequested, this, &PlayerPanel::relinkRequested);
    updateMessage();
}

PlayerPanel::~PlayerPanel() = default;

void PlayerPanel::setSettings(QSettings &settings)
{
    m_time->setSettings(settings);
    m_proxies->setSettings(settings);
}

void PlayerPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        updateMessage();
    QWidget::changeEvent(event);
}

void PlayerPanel::onIndexChanged()
{
    const auto index = m_workspace.index();
    m_view->setClipSize(index ? QSize(index->info().displayWidth(), index->info().displayHeight())
                              : QSize());
    updateMessage();
}

QString PlayerPanel::howToOpen() const
{
    const QString folder = m_actions.keyText(QStringLiteral("file.openFolder"));
    const QString files = m_actions.keyText(QStringLiteral("clip.add"));
    return folder.isEmpty() || files.isEmpty()
               ? QString()
               : tr("%1 opens a folder, %2 single files; or drop them here.").arg(folder, files);
}

void PlayerPanel::updateMessage()
{
    switch (m_player->state()) {
    case PlayerController::State::Empty:
        m_view->showMessage(tr("Open clips to begin."), howToOpen(), false);
        break;
    case PlayerController::State::Opening:
        m_view->showMessage(tr("Reading the video…"), {}, false);
        break;
    case PlayerController::State::Missing:
        m_view->showMessage(tr("File not found."), m_player->filePath(), true);
        break;
    case PlayerController::State::Broken:
        m_view->showMessage(tr("This video cannot be shown."), m_workspace.mediaError(), true);
        break;
    case PlayerController::State::Ready:
        break; // the picture comes
    }
}

void PlayerPanel::openGoTo()
{
    m_goTo->open(QPoint(12, m_bar->y() - 8));
}

} // namespace ecva
