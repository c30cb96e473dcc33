#pragma once

#include <QList>
#include <QWidget>

class QSlider;

namespace ecva {

class ActionRegistry;
class IconButton;
class PlayerController;
class Readout;
class TimeDisplay;
class Workspace;

/// The 48 px under the picture: where we are, the buttons, the marks, loop, speed and volume. What
/// has no room is left out, from the dearest to the most needed; the time and the frame never.
class TransportBar : public QWidget
{
    Q_OBJECT

public:
    TransportBar(Workspace &workspace, PlayerController &player, TimeDisplay &time,
                 ActionRegistry &actions, QWidget *parent = nullptr);

    /// The list of speeds, above its button.
    void openSpeeds();
    /// `by`: of the whole range, -1 to 1.
    void changeVolume(double by);

    QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    enum class Block { Left, Centre, Right };
    /// Lower ones are left out first.
    enum Rank { Volume, Shots, Marks, Ends, Loop, Sound, Speed, Steps, Always };
    struct Item
    {
        QWidget *widget = nullptr;
        Block block = Block::Left;
        int rank = Always;
        int gap = 0; ///< before it, in its block
        bool wanted = true;
    };

    IconButton *addButton(const QString &icon, const QString &command, const QString &name);
    void place(QWidget *widget, Block block, Rank rank, int gap);
    void want(QWidget *widget, bool wanted);
    int blockWidth(Block block, int leastRank) const;
    void arrange();
    void retranslate();
    void updatePosition();
    void updateRoom();
    void updateMarks();
    void updateSpeed();
    void updateState();

    Workspace &m_workspace;
    PlayerController &m_player;
    TimeDisplay &m_time;
    ActionRegistry &m_actions;
    QList<Item> m_items;
    Readout *m_timecode;
    Readout *m_frame;
    Readout *m_in;
    Readout *m_out;
    Readout *m_speed;
    QList<QPair<IconButton *, QString>> m_buttons; ///< with the command of each
    IconButton *m_play = nullptr;
    IconButton *m_loop = nullptr;
    IconButton *m_speaker = nullptr;
    QSlider *m_volume;
};

/// "1×", "0.25×", "−2×".
QString speedText(double speed);

} // namespace ecva
