#pragma once

#include <QHash>
#include <QObject>

class QMenu;
class QMenuBar;

namespace ecva {

class ActionRegistry;
class Appearance;
class MainWindow;
class ProjectController;
class Workspace;

/// The commands of the window itself (project, undo, views, look), and the menus of all commands.
class ShellCommands : public QObject
{
    Q_OBJECT

public:
    ShellCommands(MainWindow &window, Workspace &workspace, ActionRegistry &actions,
                  ProjectController &projects, Appearance &appearance);

    /// Makes one menu per group; each is filled when it opens.
    void buildMenus(QMenuBar &bar);
    void retranslate();

private:
    void addFileCommands();
    void addEditCommands();
    void addViewCommands();
    void fill(QMenu &menu, const QString &group);
    void addRecent(QMenu &menu);
    void step(bool undo);
    QString needsProject() const;
    QString needsWritable() const;

    MainWindow &m_window;
    Workspace &m_workspace;
    ActionRegistry &m_actions;
    ProjectController &m_projects;
    Appearance &m_appearance;
    QHash<QString, QMenu *> m_menus; // by group
};

} // namespace ecva
