#include "ui/player/SpeedMenu.h"

#include "ui/player/PlayerController.h"
#include "ui/player/TransportBar.h"

#include <QActionGroup>

#include <algorithm>
#include <array>
#include <cmath>

namespace ecva {

namespace {

constexpr std::array kSpeeds{0.1, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 4.0, 8.0};

} // namespace

double nextSpeed(double speed, int step)
{
    const double size = std::abs(speed);
    double next = size;
    if (step > 0) {
        const auto faster = std::upper_bound(kSpeeds.begin(), kSpeeds.end(), size);
        next = faster == kSpeeds.end() ? kSpeeds.back() : *faster;
    } else {
        const auto same = std::lower_bound(kSpeeds.begin(), kSpeeds.end(), size);
        next = same == kSpeeds.begin() ? kSpeeds.front() : *(same - 1);
    }
    return std::copysign(next, speed);
}

SpeedMenu::SpeedMenu(PlayerController &player, QWidget *parent)
    : QMenu(parent)
{
    setObjectName(QStringLiteral("speedMenu"));
    const double now = player.speed();
    auto *group = new QActionGroup(this);
    for (const double speed : kSpeeds) {
        QAction *choice = addAction(speedText(speed));
        choice->setCheckable(true);
        choice->setChecked(speed == std::abs(now));
        group->addAction(choice);
        if (choice->isChecked())
            setActiveAction(choice); // where the keys begin
        connect(choice, &QAction::triggered, &player,
                [&player, speed] { player.setSpeed(std::copysign(speed, player.speed())); });
    }
    addSeparator();
    QAction *backwards = addAction(tr("Backwards"));
    backwards->setCheckable(true);
    backwards->setChecked(now < 0);
    connect(backwards, &QAction::triggered, &player,
            [&player](bool on) { player.setSpeed(std::copysign(player.speed(), on ? -1 : 1)); });
}

} // namespace ecva
