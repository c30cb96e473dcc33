#pragma once

#include "ui/player/Audition.h"

#include <QWidget>

class QSettings;

namespace ecva {

class ActionRegistry;
class GoToPopup;
class JobRunner;
class PlayerController;
class ProxyKeeper;
class TimeDisplay;
class TransportBar;
class VideoView;
class Workspace;

/// The centre: picture and transport. Registers the commands of the player.
class PlayerPanel : public QWidget
{
    Q_OBJECT

public:
    PlayerPanel(Workspace &workspace, JobRunner &jobs, ActionRegistry &actions,
                QWidget *parent = nullptr);
    ~PlayerPanel() override;

    /// What the person chooses here is remembered there; must outlive the panel.
    void setSettings(QSettings &settings);

    PlayerController *player() const { return m_player; }
    ProxyKeeper *proxies() const { return m_proxies; }
    VideoView *view() const { return m_view; }

Q_SIGNALS:
    /// The person wants to say where the missing file of the current clip is.
    void relinkRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void registerActions(ActionRegistry &actions);
    void registerMoves(ActionRegistry &actions);
    void registerPlaying(ActionRegistry &actions);
    void registerAudition(ActionRegistry &actions);
    void registerTyping(ActionRegistry &actions);
    void registerProxies(ActionRegistry &actions);
    QString obstacle() const;
    QString shotsObstacle() const;
    void goToShot(int direction);
    void onIndexChanged();
    void updateMessage();
    QString howToOpen() const;
    void openGoTo();

    Workspace &m_workspace;
    const ActionRegistry &m_actions;
    PlayerController *m_player;
    VideoView *m_view;
    TimeDisplay *m_time;
    ProxyKeeper *m_proxies;
    Audition m_audition;
    TransportBar *m_bar = nullptr;
    GoToPopup *m_goTo;
};

} // namespace ecva
