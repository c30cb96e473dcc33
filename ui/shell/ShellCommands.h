#pragma once

#include <QObject>

namespace ecva {

class ActionRegistry;
class Appearance;
class MainWindow;
class ProjectController;
class Workspace;

/// The commands of the window itself (project, undo, views, look).
class ShellCommands : public QObject
{
    Q_OBJECT

public:
    ShellCommands(MainWindow &window, Workspace &workspace, ActionRegistry &actions,
                  ProjectController &projects, Appearance &appearance);

private:
    void addFileCommands();
    void addEditCommands();
    void addViewCommands();
    void step(bool undo);
    QString needsProject() const;
    QString needsWritable() const;

    MainWindow &m_window;
    Workspace &m_workspace;
    ActionRegistry &m_actions;
    ProjectController &m_projects;
    Appearance &m_appearance;
};

} // namespace ecva
