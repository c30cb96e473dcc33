#pragma once

#include <QStatusBar>

class QTimer;

namespace ecva {

class ActionRegistry;
class FrameProof;
class FrameTruthBadge;
class JobRunner;
class Label;
class Workspace;

/// 24 px under everything: which clip, hints, the keys that work while typing, facts of
/// the video and what is proven about its frame numbers.
class StatusLine : public QStatusBar
{
    Q_OBJECT

public:
    StatusLine(Workspace &workspace, JobRunner &jobs, ActionRegistry &actions,
               QWidget *parent = nullptr);

    void showHint(const QString &text);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void refreshKeys();

    Workspace &m_workspace;
    Label *m_clip;
    Label *m_hint;
    Label *m_keys;
    Label *m_video;
    FrameProof *m_proof;
    FrameTruthBadge *m_truth;
    QTimer *m_hintTimer;
};

} // namespace ecva
