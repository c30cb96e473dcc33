#pragma once

#include "ui/style/Bar.h"

class QComboBox;
class QProgressBar;
class QPushButton;

namespace ecva {

class ActionRegistry;
class DeltaSession;
class ModelDesk;

/// The head of the delta view: which answer of which model, how it is measured, and Run.
class DeltaHead : public Bar
{
    Q_OBJECT

public:
    DeltaHead(DeltaSession &session, ModelDesk &desk, ActionRegistry &actions,
              QWidget *parent = nullptr);

    /// What is shown, from the session and the desk.
    void refresh(const QString &clip, const QString &round);
    /// What the model is doing and can do alone.
    void refreshModel();
    void retranslate();
    QWidget *firstControl() const;

private:
    void fillSegments(const QString &round);
    void bind(QAbstractButton *button, const QString &command, const QString &text);

    DeltaSession &m_session;
    ModelDesk &m_desk;
    ActionRegistry &m_actions;
    Label *m_clip;
    Label *m_what;
    IconButton *m_previous;
    IconButton *m_next;
    Label *m_segmentLabel;
    QComboBox *m_segment;
    Label *m_maskLabel;
    QComboBox *m_mask;
    Label *m_controlsLabel;
    QComboBox *m_controls;
    Label *m_progressText;
    QProgressBar *m_progress;
    QPushButton *m_run;
    QPushButton *m_stop;
};

} // namespace ecva
