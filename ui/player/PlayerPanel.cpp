#include "ui/player/PlayerPanel.h"

#include "ui/player/GoToPopup.h"
#include "ui/player/PlayerController.h"
#include "ui/player/SoundOutput.h"
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
    , m_player(new PlayerController(workspace, jobs, this))
    , m_view(new VideoView(this))
    , m_goTo(new GoToPopup(workspace, *m_player, this))
{
    registerActions(actions);
    m_bar = new TransportBar(workspace, *m_player, actions, this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_view, 1);
    column->addWidget(m_bar);
    setFocusProxy(m_view);

    connect(m_player, &PlayerController::pictureShown, m_view, &VideoView::setPicture);
    connect(m_player, &PlayerController::stateChanged, this, &PlayerPanel::updateMessage);
    connect(&workspace, &Workspace::indexChanged, this, &PlayerPanel::updateMessage);
    connect(m_view, &VideoView::resized, m_player, &PlayerController::setViewSize);
    connect(m_view, &VideoView::clicked, m_player, &PlayerController::toggle);
    connect(m_view, &VideoView::relinkRequested, this, &PlayerPanel::relinkRequested);
    updateMessage();
}

PlayerPanel::~PlayerPanel() = default;

void PlayerPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        updateMessage();
    QWidget::changeEvent(event);
}

void PlayerPanel::updateMessage()
{
    switch (m_player->state()) {
    case PlayerController::State::Empty:
        m_view->showMessage(tr("Open clips to begin."), {}, false);
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

void PlayerPanel::registerActions(ActionRegistry &actions)
{
    const auto obstacle = [this] {
        return m_player->state() == PlayerController::State::Ready ? QString()
                                                                   : tr("No video is open.");
    };
    const auto add = [&](const char *id, const QList<QKeySequence> &keys,
                         const std::function<QString()> &text, const std::function<void()> &run,
                         bool repeats = false, FocusArea area = FocusArea::Views) {
        ActionRegistry::Command command;
        command.id = QLatin1String(id);
        command.group = area == FocusArea::Text ? QStringLiteral("text") : QStringLiteral("player");
        command.area = area;
        command.defaultKeys = keys;
        command.text = text;
        command.obstacle = obstacle;
        command.run = run;
        command.autoRepeat = repeats;
        actions.add(std::move(command));
    };
    PlayerController *player = m_player;
    const auto key = [](int code) { return QKeySequence(code); };

    add(
        "player.toggle", {key(Qt::Key_Space)}, [] { return tr("Play or pause"); },
        [player] { player->toggle(); });
    add(
        "player.pause", {key(Qt::Key_K)}, [] { return tr("Pause"); },
        [player] { player->pause(); });
    add("player.play", {key(Qt::Key_L)}, [] { return tr("Play"); }, [player] { player->play(); });
    add(
        "player.stepBack", {key(Qt::Key_Comma), key(Qt::Key_Left)},
        [] { return tr("One frame back"); }, [player] { player->step(-1); }, true);
    add(
        "player.stepForward", {key(Qt::Key_Period), key(Qt::Key_Right)},
        [] { return tr("One frame on"); }, [player] { player->step(1); }, true);
    add(
        "player.secondBack", {QKeySequence(Qt::SHIFT | Qt::Key_Left)},
        [] { return tr("One second back"); }, [player] { player->skip(-1); }, true);
    add(
        "player.secondForward", {QKeySequence(Qt::SHIFT | Qt::Key_Right)},
        [] { return tr("One second on"); }, [player] { player->skip(1); }, true);
    add(
        "player.first", {key(Qt::Key_Home)}, [] { return tr("First frame"); },
        [player] { player->seek(FrameIndex(0)); });
    add(
        "player.last", {key(Qt::Key_End)}, [] { return tr("Last frame"); },
        [player] { player->goToEnd(); });
    add(
        "player.goTo", {key(Qt::Key_G)}, [] { return tr("Go to a frame or time…"); },
        [this] { openGoTo(); });
    add(
        "player.mute", {}, [] { return tr("Sound on or off"); },
        [player] { player->sound().setMuted(!player->sound().isMuted()); });

    add(
        "text.toggle", {key(Qt::Key_F5)}, [] { return tr("Play or pause while typing"); },
        [player] { player->toggle(); }, false, FocusArea::Text);
    add(
        "text.back", {key(Qt::Key_F6)}, [] { return tr("Two seconds back while typing"); },
        [player] { player->skip(-2); }, true, FocusArea::Text);
    add(
        "text.forward", {key(Qt::Key_F7)}, [] { return tr("Two seconds on while typing"); },
        [player] { player->skip(2); }, true, FocusArea::Text);
    add(
        "text.stepBack", {QKeySequence(Qt::SHIFT | Qt::Key_F6)},
        [] { return tr("One frame back while typing"); }, [player] { player->step(-1); }, true,
        FocusArea::Text);
    add(
        "text.stepForward", {QKeySequence(Qt::SHIFT | Qt::Key_F7)},
        [] { return tr("One frame on while typing"); }, [player] { player->step(1); }, true,
        FocusArea::Text);
}

} // namespace ecva
