#pragma once

#include <QWidget>

namespace ecva {

class ActionRegistry;
class GoToPopup;
class JobRunner;
class PlayerController;
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

    PlayerController *player() const { return m_player; }
    VideoView *view() const { return m_view; }

Q_SIGNALS:
    /// The person wants to say where the missing file of the current clip is.
    void relinkRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void registerActions(ActionRegistry &actions);
    void updateMessage();
    void openGoTo();

    Workspace &m_workspace;
    PlayerController *m_player;
    VideoView *m_view;
    TransportBar *m_bar = nullptr;
    GoToPopup *m_goTo;
};

} // namespace ecva
