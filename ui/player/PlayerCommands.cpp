// The commands of the player: what the keys, the palette and the transport do.
#include "ui/player/PlayerController.h"
#include "ui/player/PlayerPanel.h"
#include "ui/player/ProxyKeeper.h"
#include "ui/player/SoundOutput.h"
#include "ui/player/SpeedMenu.h"
#include "ui/player/TimeDisplay.h"
#include "ui/player/TransportBar.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/CommandAdder.h"
#include "ui/workspace/Workspace.h"

#include <algorithm>

namespace ecva {

namespace {

using Text = CommandAdder::Text;
using Run = CommandAdder::Run;

constexpr double kVolumeStep = 0.1;

} // namespace

void PlayerPanel::registerActions(ActionRegistry &actions)
{
    registerPlaying(actions);
    registerMoves(actions);
    registerAudition(actions);
    registerTyping(actions);
    registerProxies(actions);
}

QString PlayerPanel::obstacle() const
{
    return m_player->state() == PlayerController::State::Ready ? QString()
                                                               : tr("No video is open.");
}

QString PlayerPanel::shotsObstacle() const
{
    const QString none = obstacle();
    return none.isEmpty() && m_workspace.shots().empty()
               ? tr("No shot changes are known in this clip.")
               : none;
}

void PlayerPanel::goToShot(int direction)
{
    const std::vector<FrameIndex> &shots = m_workspace.shots(); // without the first, at frame 0
    const FrameIndex here = m_workspace.playhead();
    if (direction > 0) {
        const auto next = std::upper_bound(shots.begin(), shots.end(), here);
        if (next == shots.end())
            m_workspace.showHint(tr("This is the last shot."));
        else
            m_player->seek(*next);
        return;
    }
    const auto next = std::lower_bound(shots.begin(), shots.end(), here);
    if (next != shots.begin())
        m_player->seek(*(next - 1));
    else if (here > FrameIndex(0))
        m_player->seek(FrameIndex(0));
    else
        m_workspace.showHint(tr("This is the first shot."));
}

void PlayerPanel::registerPlaying(ActionRegistry &actions)
{
    PlayerController *player = m_player;
    const CommandAdder add{actions, QStringLiteral("player"), FocusArea::Views,
                           [this] { return obstacle(); }};
    add(
        "player.toggle", {QKeySequence(Qt::Key_Space)}, [] { return tr("Play or pause"); },
        [player] { player->toggle(); });
    add(
        "player.backwards", {QKeySequence(Qt::Key_J)}, [] { return tr("Play backwards, faster"); },
        [player] { player->shuttle(-1); });
    add(
        "player.pause", {QKeySequence(Qt::Key_K)}, [] { return tr("Pause"); },
        [player] { player->pause(); });
    add(
        "player.forwards", {QKeySequence(Qt::Key_L)}, [] { return tr("Play forwards, faster"); },
        [player] { player->shuttle(1); });
    // Not Ctrl with these: an input method has it.
    add(
        "player.slower", {QKeySequence(Qt::Key_Less)}, [] { return tr("Slower"); },
        [player] { player->setSpeed(nextSpeed(player->speed(), -1)); }, true);
    add(
        "player.faster", {QKeySequence(Qt::Key_Greater)}, [] { return tr("Faster"); },
        [player] { player->setSpeed(nextSpeed(player->speed(), 1)); }, true);
    add(
        "player.normalSpeed", {}, [] { return tr("Normal speed"); },
        [player] { player->setSpeed(1); });
    add("player.speeds", {}, [] { return tr("Speed…"); }, [this] { m_bar->openSpeeds(); });
    add(
        "player.loop", {QKeySequence(Qt::SHIFT | Qt::Key_L)},
        [] { return tr("Play again and again, or once"); },
        [player] { player->setLooping(!player->isLooping()); });

    const CommandAdder sound{actions, QStringLiteral("player"), FocusArea::Views, [this] {
                                 const QString none = obstacle();
                                 return none.isEmpty() && !m_player->hasSound()
                                            ? tr("No sound in this file.")
                                            : none;
                             }};
    sound(
        "player.mute", {}, [] { return tr("Sound on or off"); },
        [player] { player->sound().setMuted(!player->sound().isMuted()); });
    sound(
        "player.louder", {}, [] { return tr("Louder"); },
        [this] { m_bar->changeVolume(kVolumeStep); }, true);
    sound(
        "player.quieter", {}, [] { return tr("Quieter"); },
        [this] { m_bar->changeVolume(-kVolumeStep); }, true);
}

void PlayerPanel::registerMoves(ActionRegistry &actions)
{
    PlayerController *player = m_player;
    const CommandAdder add{actions, QStringLiteral("player"), FocusArea::Views,
                           [this] { return obstacle(); }};
    add(
        "player.stepBack", {QKeySequence(Qt::Key_Comma), QKeySequence(Qt::Key_Left)},
        [] { return tr("One frame back"); }, [player] { player->step(-1); }, true);
    add(
        "player.stepForward", {QKeySequence(Qt::Key_Period), QKeySequence(Qt::Key_Right)},
        [] { return tr("One frame on"); }, [player] { player->step(1); }, true);
    add(
        "player.secondBack", {QKeySequence(Qt::SHIFT | Qt::Key_Left)},
        [] { return tr("One second back"); }, [player] { player->skip(-1); }, true);
    add(
        "player.secondForward", {QKeySequence(Qt::SHIFT | Qt::Key_Right)},
        [] { return tr("One second on"); }, [player] { player->skip(1); }, true);
    add(
        "player.first", {QKeySequence(Qt::Key_Home)}, [] { return tr("First frame"); },
        [player] { player->seek(FrameIndex(0)); });
    add(
        "player.last", {QKeySequence(Qt::Key_End)}, [] { return tr("Last frame"); },
        [player] { player->goToEnd(); });
    add(
        "player.goTo", {QKeySequence(Qt::Key_G)}, [] { return tr("Go to a frame or time…"); },
        [this] { openGoTo(); });
    add(
        "player.timeMode", {}, [] { return tr("Show time, timecode or seconds"); },
        [this] { m_time->goOn(); });

    const CommandAdder shots{actions, QStringLiteral("player"), FocusArea::Views,
                             [this] { return shotsObstacle(); }};
    shots(
        "player.previousShot", {QKeySequence(Qt::CTRL | Qt::Key_Left)},
        [] { return tr("Previous shot"); }, [this] { goToShot(-1); }, true);
    shots(
        "player.nextShot", {QKeySequence(Qt::CTRL | Qt::Key_Right)}, [] { return tr("Next shot"); },
        [this] { goToShot(1); }, true);
}

void PlayerPanel::registerAudition(ActionRegistry &actions)
{
    // Of the group of segments: their keys mean something else where answers are reviewed.
    const auto add = [&](const char *id, QKeySequence keys, const Text &text, Audition::Part part,
                         std::optional<bool> looping = {}) {
        const CommandAdder adder{actions, QStringLiteral("segment"), FocusArea::Views,
                                 [this, part] { return m_audition.obstacle(part); }};
        adder(id, {keys}, text, [this, part, looping] {
            if (looping)
                m_player->setLooping(*looping);
            m_audition.play(part);
        });
    };
    using Part = Audition::Part;
    add(
        "segment.hearBeforeStart", QKeySequence(Qt::Key_Q),
        [] { return tr("Play the half second before the start"); }, Part::BeforeStart);
    add(
        "segment.hearAfterEnd", QKeySequence(Qt::Key_W),
        [] { return tr("Play the half second after the end"); }, Part::AfterEnd);
    add(
        "segment.hearFromStart", QKeySequence(Qt::Key_E),
        [] { return tr("Play the first half second"); }, Part::FromStart);
    add(
        "segment.hearToEnd", QKeySequence(Qt::Key_D),
        [] { return tr("Play the last half second"); }, Part::ToEnd);
    add(
        "segment.play", QKeySequence(Qt::Key_P), [] { return tr("Play the segment"); }, Part::Whole,
        false);
    add(
        "segment.loop", QKeySequence(Qt::SHIFT | Qt::Key_P),
        [] { return tr("Play the segment again and again"); }, Part::Whole, true);
}

void PlayerPanel::registerTyping(ActionRegistry &actions)
{
    PlayerController *player = m_player;
    const CommandAdder add{actions, QStringLiteral("text"), FocusArea::Text,
                           [this] { return obstacle(); }};
    add(
        "text.toggle", {QKeySequence(Qt::Key_F5)}, [] { return tr("Play or pause while typing"); },
        [player] { player->toggle(); });
    add(
        "text.back", {QKeySequence(Qt::Key_F6)}, [] { return tr("Two seconds back while typing"); },
        [player] { player->skip(-2); }, true);
    add(
        "text.forward", {QKeySequence(Qt::Key_F7)},
        [] { return tr("Two seconds on while typing"); }, [player] { player->skip(2); }, true);
    add(
        "text.stepBack", {QKeySequence(Qt::SHIFT | Qt::Key_F6)},
        [] { return tr("One frame back while typing"); }, [player] { player->step(-1); }, true);
    add(
        "text.stepForward", {QKeySequence(Qt::SHIFT | Qt::Key_F7)},
        [] { return tr("One frame on while typing"); }, [player] { player->step(1); }, true);
}

void PlayerPanel::registerProxies(ActionRegistry &actions)
{
    const CommandAdder make{actions, QStringLiteral("player"), FocusArea::Views,
                            [this] { return m_proxies->makeObstacle(); }};
    make(
        "player.makeProxy", {}, [] { return ProxyKeeper::tr("Make a proxy of this clip"); },
        [this] { m_proxies->make(); });
    ActionRegistry::Command use;
    use.id = QStringLiteral("player.useProxies");
    use.group = QStringLiteral("player");
    use.text = [] { return tr("Make and use proxies of heavy clips"); };
    use.run = [this] { m_proxies->setUsed(!m_proxies->areUsed()); };
    use.checkable = true;
    QAction *action = actions.add(std::move(use));
    action->setChecked(m_proxies->areUsed());
    connect(m_proxies, &ProxyKeeper::usedChanged, action, &QAction::setChecked);
}

} // namespace ecva
