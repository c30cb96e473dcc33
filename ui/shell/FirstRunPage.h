#pragma once

#include <QWidget>

class QVBoxLayout;

namespace ecva {

class ActionRegistry;
class Appearance;
class KeyCap;
class Label;
class ProjectController;
class SegmentedControl;
class StartCard;

/// What is shown while no project is open: ways to begin, recent projects, language and theme.
class FirstRunPage : public QWidget
{
    Q_OBJECT

public:
    FirstRunPage(ProjectController &projects, ActionRegistry &actions, Appearance &appearance,
                 QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void build();
    void retranslate();
    void refreshRecent();

    ProjectController &m_projects;
    ActionRegistry &m_actions;
    Appearance &m_appearance;
    Label *m_product = nullptr;
    Label *m_title = nullptr;
    Label *m_subtitle = nullptr;
    StartCard *m_sample = nullptr;
    StartCard *m_folder = nullptr;
    StartCard *m_import = nullptr;
    Label *m_drop = nullptr;
    Label *m_recentTitle = nullptr;
    QVBoxLayout *m_recent = nullptr;
    Label *m_looks = nullptr;
    Label *m_languageLabel = nullptr;
    SegmentedControl *m_language = nullptr;
    Label *m_themeLabel = nullptr;
    SegmentedControl *m_theme = nullptr;
    QList<Label *> m_steps;    ///< names of the six steps
    QList<Label *> m_stepKeys; ///< what each is done with
    Label *m_allKeys = nullptr;
    KeyCap *m_keysKey = nullptr;
    Label *m_allCommands = nullptr;
    KeyCap *m_commandsKey = nullptr;
};

} // namespace ecva
