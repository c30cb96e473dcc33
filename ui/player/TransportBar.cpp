#include "ui/player/TransportBar.h"

#include "core/media/VideoIndex.h"
#include "ui/player/PlayerController.h"
#include "ui/player/Readout.h"
#include "ui/player/SoundOutput.h"
#include "ui/player/SpeedMenu.h"
#include "ui/player/TimeDisplay.h"
#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QEvent>
#include <QLocale>
#include <QPainter>
#include <QSlider>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace ecva {

namespace {

constexpr int kHeight = 48;
constexpr int kMargin = 8;
constexpr int kBetween = 12; ///< at least, between the blocks
constexpr int kVolumeSteps = 100;
constexpr int kVolumeWidth = 64;
constexpr double kWheelNotch = 0.05;
const QString kNone = QStringLiteral("—");

} // namespace

QString speedText(double speed)
{
    const QString number = QLocale().toString(std::abs(speed), 'g', 3);
    return (speed < 0 ? QStringLiteral("−%1×") : QStringLiteral("%1×")).arg(number);
}

TransportBar::TransportBar(Workspace &workspace, PlayerController &player, TimeDisplay &time,
                           ActionRegistry &actions, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_player(player)
    , m_time(time)
    , m_actions(actions)
    , m_timecode(new Readout(this))
    , m_frame(new Readout(this))
    , m_in(nullptr)
    , m_out(nullptr)
    , m_speed(nullptr)
    , m_volume(nullptr)
{
    setFixedHeight(kHeight);
    setAttribute(Qt::WA_OpaquePaintEvent);
    m_timecode->setObjectName(QStringLiteral("timecodeLabel"));
    m_timecode->setStrongFont(uiFont(TextSize::Timecode, QFont::DemiBold));
    place(m_timecode, Block::Left, Always, 0);
    m_frame->setObjectName(QStringLiteral("frameLabel"));
    place(m_frame, Block::Left, Always, 4);
    connect(m_timecode, &Readout::clicked, this, [this] { m_actions.trigger("player.timeMode"); });
    connect(m_frame, &Readout::clicked, this, [this] { m_actions.trigger("player.goTo"); });

    const auto button = [this](const char *icon, const char *command, const char *name, Rank rank) {
        IconButton *made
            = addButton(QLatin1String(icon), QLatin1String(command), QLatin1String(name));
        place(made, Block::Centre, rank, 4);
        return made;
    };
    button("skip-back", "player.previousShot", "previousShotButton", Shots);
    button("go-start", "player.first", "firstButton", Ends);
    button("step-back", "player.stepBack", "stepBackButton", Steps);
    m_play = button("play", "player.toggle", "playButton", Always);
    m_play->setFixedSize(40, 32);
    button("step-forward", "player.stepForward", "stepForwardButton", Steps);
    button("go-end", "player.last", "lastButton", Ends);
    button("skip-forward", "player.nextShot", "nextShotButton", Shots);

    m_in = new Readout(this);
    m_in->setObjectName(QStringLiteral("markInLabel"));
    place(m_in, Block::Right, Marks, 0);
    m_out = new Readout(this);
    m_out->setObjectName(QStringLiteral("markOutLabel"));
    place(m_out, Block::Right, Marks, 0);
    connect(m_in, &Readout::clicked, this, [this] {
        if (const auto in = m_workspace.markIn())
            m_workspace.requestSeek(*in);
    });
    connect(m_out, &Readout::clicked, this, [this] {
        if (const auto out = m_workspace.markOut())
            m_workspace.requestSeek(*out);
    });
    m_loop = addButton(QStringLiteral("loop"), QStringLiteral("player.loop"),
                       QStringLiteral("loopButton"));
    m_loop->setCheckable(true);
    place(m_loop, Block::Right, Loop, 8);
    m_speed = new Readout(this);
    m_speed->setObjectName(QStringLiteral("speedButton"));
    m_speed->setCentred(true);
    place(m_speed, Block::Right, Speed, 0);
    connect(m_speed, &Readout::clicked, this, &TransportBar::openSpeeds);
    m_speaker = addButton(QStringLiteral("speaker"), QStringLiteral("player.mute"),
                          QStringLiteral("muteButton"));
    m_speaker->installEventFilter(this); // the wheel over it
    place(m_speaker, Block::Right, Sound, 0);
    m_volume = new QSlider(Qt::Horizontal, this);
    m_volume->setObjectName(QStringLiteral("volumeSlider"));
    m_volume->setRange(0, kVolumeSteps);
    m_volume->setPageStep(kVolumeSteps / 10);
    m_volume->resize(kVolumeWidth, m_volume->sizeHint().height());
    m_volume->setFocusPolicy(Qt::TabFocus);
    m_volume->setValue(static_cast<int>(std::lround(player.sound().volume() * kVolumeSteps)));
    place(m_volume, Block::Right, Volume, 4);
    connect(m_volume, &QSlider::valueChanged, this, [this](int value) {
        m_player.sound().setVolume(static_cast<double>(value) / kVolumeSteps);
    });

    connect(&workspace, &Workspace::playheadChanged, this, &TransportBar::updatePosition);
    connect(&workspace, &Workspace::indexChanged, this, &TransportBar::updateRoom);
    connect(&time, &TimeDisplay::changed, this, &TransportBar::updateRoom);
    connect(&workspace, &Workspace::marksChanged, this, &TransportBar::updateMarks);
    connect(&workspace, &Workspace::playingChanged, this, &TransportBar::updateState);
    connect(&workspace, &Workspace::shotsChanged, this, &TransportBar::updateState);
    connect(&player, &PlayerController::stateChanged, this, &TransportBar::updateState);
    connect(&player, &PlayerController::loopingChanged, this, &TransportBar::updateState);
    connect(&player, &PlayerController::speedChanged, this, &TransportBar::updateSpeed);
    connect(&player.sound(), &SoundOutput::mutedChanged, this, &TransportBar::updateState);
    retranslate();
}

IconButton *TransportBar::addButton(const QString &icon, const QString &command,
                                    const QString &name)
{
    auto *button = new IconButton(icon, this);
    button->setObjectName(name);
    button->setAutoRepeat(command.startsWith(QLatin1String("player.step")));
    button->resize(button->sizeHint());
    connect(button, &QAbstractButton::clicked, this, [this, command] {
        m_actions.trigger(command);
        updateState(); // what is checked is what the player says, not the click
    });
    m_buttons.append({button, command});
    return button;
}

void TransportBar::place(QWidget *widget, Block block, Rank rank, int gap)
{
    m_items.append({widget, block, rank, gap, true});
}

void TransportBar::want(QWidget *widget, bool wanted)
{
    for (Item &item : m_items) {
        if (item.widget == widget)
            item.wanted = wanted;
    }
}

int TransportBar::blockWidth(Block block, int leastRank) const
{
    int width = 0;
    for (const Item &item : m_items) {
        if (item.block == block && item.wanted && item.rank >= leastRank)
            width += (width > 0 ? item.gap : 0) + item.widget->width();
    }
    return width;
}

QSize TransportBar::minimumSizeHint() const
{
    return {2 * kMargin + kBetween + blockWidth(Block::Left, Always)
                + blockWidth(Block::Centre, Always),
            kHeight};
}

void TransportBar::arrange()
{
    int rank = Volume;
    const auto needed = [&] {
        const int right = blockWidth(Block::Right, rank);
        return 2 * kMargin + blockWidth(Block::Left, rank) + kBetween
               + blockWidth(Block::Centre, rank) + (right > 0 ? kBetween + right : 0);
    };
    while (rank < Always && needed() > width())
        ++rank;
    const int left = kMargin;
    const int leftEnd = left + blockWidth(Block::Left, rank);
    const int right = width() - kMargin - blockWidth(Block::Right, rank);
    const int centreWidth = blockWidth(Block::Centre, rank);
    // The buttons stand in the middle, unless one of the sides pushes them away.
    const int centre = std::max(
        leftEnd + kBetween, std::min((width() - centreWidth) / 2, right - kBetween - centreWidth));
    for (const Block block : {Block::Left, Block::Centre, Block::Right}) {
        int x = block == Block::Left ? left : block == Block::Centre ? centre : right;
        bool first = true;
        for (const Item &item : m_items) {
            if (item.block != block)
                continue;
            const bool shown = item.wanted && item.rank >= rank;
            item.widget->setVisible(shown);
            if (!shown)
                continue;
            x += first ? 0 : item.gap;
            item.widget->move(x, (height() - item.widget->height()) / 2);
            x += item.widget->width();
            first = false;
        }
    }
    update();
}

void TransportBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void TransportBar::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    const Theme &theme = themeOf(this);
    painter.fillRect(event->rect(), theme.panel);
    painter.fillRect(QRect(0, 0, width(), 1), theme.hairline);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.pressed); // the bed of the one button that is always wanted
    painter.drawRoundedRect(m_play->geometry(), 4, 4);
}

void TransportBar::resizeEvent(QResizeEvent *)
{
    arrange();
}

bool TransportBar::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::Wheel && m_speaker->isEnabled()) {
        const int turned = static_cast<QWheelEvent *>(event)->angleDelta().y();
        changeVolume(kWheelNotch * turned / 120);
        return true;
    }
    return QWidget::eventFilter(object, event);
}

void TransportBar::changeVolume(double by)
{
    const int before = m_volume->value();
    m_volume->setValue(before + static_cast<int>(std::lround(by * kVolumeSteps)));
    if (m_player.sound().isMuted() && m_volume->value() > before)
        m_player.sound().setMuted(false);
    m_workspace.showHint(tr("Volume %1 %").arg(m_volume->value()));
}

void TransportBar::openSpeeds()
{
    auto *menu = new SpeedMenu(m_player, this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QWidget *anchor = m_speed->isVisible() ? static_cast<QWidget *>(m_speed) : m_play;
    menu->popup(anchor->mapToGlobal(QPoint(0, -menu->sizeHint().height() - 4)));
}

void TransportBar::retranslate()
{
    m_volume->setAccessibleName(tr("Volume"));
    m_volume->setToolTip(tr("Volume"));
    m_speed->setRoomFor({{speedText(-0.25), true}});
    updateRoom();
    updateMarks();
    updateSpeed();
    updateState();
}

void TransportBar::updateRoom()
{
    const auto index = m_workspace.index();
    if (index) {
        const QString last = QLocale().toString(qlonglong(index->lastFrame().value));
        m_timecode->setRoomFor({{m_time.text(index->lastFrame()), true}});
        m_frame->setRoomFor(Readout::split(tr("frame %1 / %2"), last, last));
    } else {
        m_timecode->setRoomFor({{QStringLiteral("0:00.000"), true}});
        m_frame->setRoomFor(Readout::split(tr("frame %1 / %2"), kNone, kNone));
    }
    want(m_frame, index != nullptr);
    updatePosition();
    updateGeometry();
    arrange();
}

void TransportBar::updatePosition()
{
    const auto index = m_workspace.index();
    if (!index) {
        m_timecode->setParts({{kNone, true}});
        m_frame->setParts({});
        return;
    }
    const FrameIndex frame = m_workspace.playhead();
    const QLocale locale;
    m_timecode->setParts({{m_time.text(frame), true}});
    m_frame->setParts(Readout::split(tr("frame %1 / %2"), locale.toString(qlonglong(frame.value)),
                                     locale.toString(qlonglong(index->lastFrame().value))));
}

void TransportBar::updateMarks()
{
    // As everywhere: [in, out), Out is the first frame behind.
    const auto show = [this](Readout &readout, const QString &pattern,
                             const std::optional<FrameIndex> &mark, const QString &where) {
        const QString number = mark ? QLocale().toString(qlonglong(mark->value)) : kNone;
        readout.setParts(Readout::split(pattern, number));
        readout.setRoomFor(Readout::split(pattern, number));
        readout.setToolTip(mark ? where : QString());
        want(&readout, m_workspace.markIn() || m_workspace.markOut());
    };
    show(*m_in, tr("In %1"), m_workspace.markIn(), tr("Go to the start mark"));
    show(*m_out, tr("Out %1"), m_workspace.markOut(), tr("Go to the end mark"));
    arrange();
}

void TransportBar::updateSpeed()
{
    const double speed = m_player.speed();
    m_speed->setParts({{speedText(speed), speed != 1}});
    m_speed->setAccessibleName(tr("Speed %1").arg(speedText(speed)));
}

void TransportBar::updateState()
{
    const bool playing = m_workspace.isPlaying();
    m_play->setIconName(playing ? QStringLiteral("pause") : QStringLiteral("play"));
    const bool ready = m_player.state() == PlayerController::State::Ready;
    const bool sound = m_player.hasSound();
    m_speaker->setIconName(!sound || m_player.sound().isMuted() ? QStringLiteral("speaker-off")
                                                                : QStringLiteral("speaker"));
    m_loop->setChecked(m_player.isLooping());
    const auto withKeys = [this](const QString &name, const char *command) {
        const QString keys = m_actions.keyText(QLatin1String(command));
        return keys.isEmpty() ? name : tr("%1 (%2)").arg(name, keys);
    };
    for (const auto &[button, id] : m_buttons) {
        const ActionRegistry::Command *command = m_actions.command(id);
        QString name = command ? command->text() : QString();
        if (button == m_play)
            name = playing ? tr("Pause") : tr("Play");
        const QString reason = command && command->obstacle ? command->obstacle() : QString();
        button->setAccessibleName(name);
        button->setAccessibleDescription(reason);
        button->setToolTip(reason.isEmpty() ? withKeys(name, id.toLatin1().constData()) : reason);
        button->setEnabled(reason.isEmpty());
    }
    m_volume->setEnabled(ready && sound);
    for (Readout *readout : {m_timecode, m_frame, m_speed})
        readout->setEnabled(ready);
    m_timecode->setToolTip(withKeys(tr("Time, timecode or seconds"), "player.timeMode"));
    m_frame->setToolTip(withKeys(tr("Go to a frame or time…"), "player.goTo"));
    m_speed->setToolTip(tr("Speed: %1 slower, %2 faster")
                            .arg(m_actions.keyText(QStringLiteral("player.slower")),
                                 m_actions.keyText(QStringLiteral("player.faster"))));
}

} // namespace ecva
