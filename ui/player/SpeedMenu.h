#pragma once

#include <QMenu>

namespace ecva {

class PlayerController;

/// The speeds to play at, forwards and backwards, with the one of now checked.
class SpeedMenu : public QMenu
{
    Q_OBJECT

public:
    SpeedMenu(PlayerController &player, QWidget *parent);
};

/// The next faster (+1) or slower (-1) of the speeds offered, in the same direction; the same where
/// there is none.
double nextSpeed(double speed, int step);

} // namespace ecva
