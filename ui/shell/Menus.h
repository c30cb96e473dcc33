#pragma once

#include <QHash>
#include <QObject>

class QMenu;
class QMenuBar;

namespace ecva {

class ActionRegistry;
class ProjectController;

/// The menus of all commands, one per group; each is filled when it opens. By key: F10 opens the
/// first, Alt and the first letter of its English name any of them, in every language; arrows go
/// on from there.
class Menus : public QObject
{
    Q_OBJECT

public:
    Menus(QMenuBar &bar, ActionRegistry &actions, ProjectController &projects, QObject *parent);

    void retranslate();

private:
    void fill(QMenu &menu, const QString &group);
    void addRecent(QMenu &menu);
    void open(QMenu *menu);
    /// A menu was closed by Esc: its title does not stay lit.
    void letGo();

    QMenuBar &m_bar;
    ActionRegistry &m_actions;
    ProjectController &m_projects;
    QHash<QString, QMenu *> m_menus; // by group
};

} // namespace ecva
