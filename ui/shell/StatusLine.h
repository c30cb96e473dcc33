#pragma once

#include <QStatusBar>

class QTimer;

namespace ecva {

class ActionRegistry;
class Label;
class Workspace;

/// 24 px under everything: which clip, hints, the keys that work while typing, facts of the video.
class StatusLine : public QStatusBar
{
    Q_OBJECT

public:
    StatusLine(Workspace &workspace, ActionRegistry &actions, QWidget *parent = nullptr);

    void showHint(const QString &text);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void refreshKeys();

    Workspace &m_workspace;
    ActionRegistry &m_actions;
    Label *m_clip;
    Label *m_hint;
    Label *m_keys;
    Label *m_video;
    Label *m_verified;
    QTimer *m_hintTimer;
};

} // namespace ecva
