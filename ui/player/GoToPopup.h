#pragma once

#include <QPointer>
#include <QWidget>

class QLineEdit;

namespace ecva {

class Label;
class PlayerController;
class Workspace;

/// A small field over the picture: where to go, as a frame number, a timecode or seconds. Enter
/// goes, Esc and a click elsewhere close it.
class GoToPopup : public QWidget
{
    Q_OBJECT

public:
    GoToPopup(Workspace &workspace, PlayerController &player, QWidget *parent);

    /// Above the point (x, bottom) of its parent, with the focus.
    void open(const QPoint &bottomLeft);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void retranslate();
    void go();
    void dismiss();

    Workspace &m_workspace;
    PlayerController &m_player;
    Label *m_title;
    QLineEdit *m_field;
    Label *m_note;
    QPointer<QWidget> m_focusBefore;
};

} // namespace ecva
