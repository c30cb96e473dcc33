#pragma once

#include <QWidget>

class QSlider;

namespace ecva {

class ActionRegistry;
class IconButton;
class Label;
class PlayerController;
class Workspace;

/// The 48 px under the picture: where we are, the buttons, the marks and the volume.
class TransportBar : public QWidget
{
    Q_OBJECT

public:
    TransportBar(Workspace &workspace, PlayerController &player, ActionRegistry &actions,
                 QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    IconButton *addButton(const QString &icon, const QString &command, const QString &name);
    void retranslate();
    void updatePosition();
    void updateMarks();
    void updateState();

    Workspace &m_workspace;
    PlayerController &m_player;
    ActionRegistry &m_actions;
    Label *m_timecode;
    Label *m_frame;
    Label *m_marks;
    QList<QPair<IconButton *, QString>> m_buttons; ///< with the command of each
    IconButton *m_play = nullptr;
    IconButton *m_speaker = nullptr;
    QSlider *m_volume;
};

} // namespace ecva
