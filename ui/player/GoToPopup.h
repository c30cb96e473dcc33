#pragma once

#include <QPoint>
#include <QPointer>
#include <QWidget>

class QLineEdit;

namespace ecva {

class Label;
class PlayerController;
class TimeDisplay;
class Workspace;

/// A small field over the picture: where to go, as a frame number, a time, an SMPTE timecode or
/// seconds, or how far from here ("+25", "-1.5s"). Enter goes, Esc and a click elsewhere close it;
/// what it cannot do it says under the field.
class GoToPopup : public QWidget
{
    Q_OBJECT

public:
    GoToPopup(Workspace &workspace, PlayerController &player, TimeDisplay &time, QWidget *parent);

    /// Above the point (x, bottom) of its parent, with the focus.
    void open(const QPoint &bottomLeft);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void retranslate();
    void go();
    /// Goes where the text says; else why not, translated.
    QString goTo(const QString &typed);
    void dismiss();
    /// As high as the note needs, its lower edge kept.
    void adjustHeight();

    Workspace &m_workspace;
    PlayerController &m_player;
    TimeDisplay &m_time;
    Label *m_title;
    QLineEdit *m_field;
    Label *m_note;
    QPoint m_bottomLeft;
    QPointer<QWidget> m_focusBefore;
};

} // namespace ecva
