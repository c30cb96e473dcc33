#include "ui/player/TransportBar.h"

#include "core/base/Timecode.h"
#include "core/media/VideoIndex.h"
#include "ui/player/PlayerController.h"
#include "ui/player/SoundOutput.h"
#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QSlider>

#include <cmath>

namespace ecva {

namespace {

constexpr int kHeight = 48;
constexpr int kVolumeSteps = 100;
constexpr int kVolumeLeast = 640; ///< narrower bars have no room for the volume slider

} // namespace

TransportBar::TransportBar(Workspace &workspace, PlayerController &player, ActionRegistry &actions,
                           QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_player(player)
    , m_actions(actions)
    , m_timecode(new Label(Label::Tone::Text1, this))
    , m_frame(new Label(Label::Tone::Text2, this))
    , m_marks(new Label(Label::Tone::Text2, this))
    , m_volume(new QSlider(Qt::Horizontal, this))
{
    setFixedHeight(kHeight);
    m_timecode->setObjectName(QStringLiteral("timecodeLabel"));
    m_timecode->setFont(uiFont(TextSize::Timecode, QFont::DemiBold));
    m_timecode->setTabular(true);
    m_frame->setObjectName(QStringLiteral("frameLabel"));
    m_frame->setTabular(true);
    m_marks->setObjectName(QStringLiteral("marksLabel"));
    m_marks->setTabular(true);

    auto *left = new QHBoxLayout;
    left->setSpacing(12);
    left->addWidget(m_timecode);
    left->addWidget(m_frame);
    left->addStretch();

    auto *centre = new QHBoxLayout;
    centre->setSpacing(4);
    centre->addWidget(addButton(QStringLiteral("go-start"), QStringLiteral("player.first"),
                                QStringLiteral("firstButton")));
    centre->addWidget(addButton(QStringLiteral("step-back"), QStringLiteral("player.stepBack"),
                                QStringLiteral("stepBackButton")));
    m_play = addButton(QStringLiteral("play"), QStringLiteral("player.toggle"),
                       QStringLiteral("playButton"));
    m_play->setFixedSize(40, 32);
    centre->addWidget(m_play);
    centre->addWidget(addButton(QStringLiteral("step-forward"),
                                QStringLiteral("player.stepForward"),
                                QStringLiteral("stepForwardButton")));
    centre->addWidget(addButton(QStringLiteral("go-end"), QStringLiteral("player.last"),
                                QStringLiteral("lastButton")));

    m_speaker = addButton(QStringLiteral("speaker"), QStringLiteral("player.mute"),
                          QStringLiteral("muteButton"));
    m_volume->setObjectName(QStringLiteral("volumeSlider"));
    m_volume->setRange(0, kVolumeSteps);
    m_volume->setFixedWidth(64);
    m_volume->setFocusPolicy(Qt::TabFocus);
    m_volume->setValue(static_cast<int>(std::lround(player.sound().volume() * kVolumeSteps)));
    connect(m_volume, &QSlider::valueChanged, this, [this](int value) {
        m_player.sound().setVolume(static_cast<double>(value) / kVolumeSteps);
    });

    auto *right = new QHBoxLayout;
    right->setSpacing(6);
    right->addStretch();
    right->addWidget(m_marks);
    right->addSpacing(6);
    right->addWidget(m_speaker);
    right->addWidget(m_volume);

    auto *row = new QGridLayout(this); // both sides equally wide: the buttons stand in the middle
    row->setContentsMargins(12, 0, 12, 0);
    row->setHorizontalSpacing(8);
    row->addLayout(left, 0, 0);
    row->addLayout(centre, 0, 1);
    row->addLayout(right, 0, 2);
    row->setColumnStretch(0, 1);
    row->setColumnStretch(2, 1);

    connect(&workspace, &Workspace::playheadChanged, this, &TransportBar::updatePosition);
    connect(&workspace, &Workspace::indexChanged, this, &TransportBar::updatePosition);
    connect(&workspace, &Workspace::marksChanged, this, &TransportBar::updateMarks);
    connect(&workspace, &Workspace::playingChanged, this, &TransportBar::updateState);
    connect(&player, &PlayerController::stateChanged, this, &TransportBar::updateState);
    connect(&player.sound(), &SoundOutput::mutedChanged, this, &TransportBar::updateState);
    retranslate();
}

IconButton *TransportBar::addButton(const QString &icon, const QString &command,
                                    const QString &name)
{
    auto *button = new IconButton(icon, this);
    button->setObjectName(name);
    button->setAutoRepeat(command.startsWith(QLatin1String("player.step")));
    connect(button, &QAbstractButton::clicked, this,
            [this, command] { m_actions.trigger(command); });
    m_buttons.append({button, command});
    return button;
}

void TransportBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void TransportBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = themeOf(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRect(0, 0, width(), 1), theme.hairline);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.pressed); // the bed of the one button that is always wanted
    painter.drawRoundedRect(m_play->geometry(), 4, 4);
}

void TransportBar::resizeEvent(QResizeEvent *)
{
    m_volume->setVisible(width() >= kVolumeLeast);
}

void TransportBar::retranslate()
{
    m_volume->setAccessibleName(tr("Volume"));
    m_volume->setToolTip(tr("Volume"));
    updatePosition();
    updateMarks();
    updateState();
}

void TransportBar::updatePosition()
{
    const auto index = m_workspace.index();
    if (!index) {
        m_timecode->setText(QStringLiteral("—"));
        m_frame->clear();
        return;
    }
    const FrameIndex frame = m_workspace.playhead();
    const QLocale locale;
    m_timecode->setText(QString::fromStdString(formatTimecode(index->milliseconds(frame))));
    m_frame->setText(tr("frame %1 / %2")
                         .arg(locale.toString(qlonglong(frame.value)),
                              locale.toString(qlonglong(index->lastFrame().value))));
}

void TransportBar::updateMarks()
{
    const auto in = m_workspace.markIn();
    const auto out = m_workspace.markOut();
    if (!in && !out) {
        m_marks->clear();
        return;
    }
    // As everywhere: [in, out), Out is the first frame behind.
    m_marks->setText(tr("In %1  Out %2")
                         .arg(in ? QString::number(in->value) : QStringLiteral("—"),
                              out ? QString::number(out->value) : QStringLiteral("—")));
}

void TransportBar::updateState()
{
    const bool playing = m_workspace.isPlaying();
    m_play->setIconName(playing ? QStringLiteral("pause") : QStringLiteral("play"));
    const bool ready = m_player.state() == PlayerController::State::Ready;
    const bool sound = m_player.hasSound();
    m_speaker->setIconName(!sound || m_player.sound().isMuted() ? QStringLiteral("speaker-off")
                                                                : QStringLiteral("speaker"));
    for (const auto &[button, command] : m_buttons) {
        const ActionRegistry::Command *registered = m_actions.command(command);
        const QString keys = m_actions.keyText(command);
        QString name = registered ? registered->text() : QString();
        if (button == m_play)
            name = playing ? tr("Pause") : tr("Play");
        button->setAccessibleName(name);
        button->setToolTip(keys.isEmpty() ? name : tr("%1 (%2)").arg(name, keys));
        button->setEnabled(ready);
    }
    m_speaker->setEnabled(ready && sound);
    m_volume->setEnabled(ready && sound);
    if (ready && !sound)
        m_speaker->setToolTip(tr("No sound in this file."));
    updatePosition();
}

} // namespace ecva
