#pragma once

#include <QWidget>

class QMenuBar;
class QPushButton;

namespace ecva {

class ActionRegistry;
class JobRunner;
class JobsIndicator;
class SavedIndicator;
class SegmentedControl;
class Workspace;

/// 44 px over the whole window: menus, modes, jobs, saved, commands.
class TopBar : public QWidget
{
    Q_OBJECT

public:
    TopBar(Workspace &workspace, JobRunner &jobs, ActionRegistry &actions,
           QWidget *parent = nullptr);

    QMenuBar *menuBar() const { return m_menus; }
    SavedIndicator *saved() const { return m_saved; }
    JobsIndicator *jobs() const { return m_jobs; }
    /// The modes can be chosen only while a project is open.
    void setProjectOpen(bool open);
    /// Annotate, Review, Measure; none: a full view covers them.
    enum class Mode { None = -1, Annotate, Review, Measure };
    void setMode(Mode mode);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void placeModes();

    ActionRegistry &m_actions;
    QMenuBar *m_menus;
    SegmentedControl *m_modes; ///< placed by hand: in the middle of the window, not of what is left
    JobsIndicator *m_jobs;
    SavedIndicator *m_saved;
    QPushButton *m_commands;
    bool m_open = false;
    Mode m_mode = Mode::None;
};

} // namespace ecva
