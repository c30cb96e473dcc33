#pragma once

#include <QList>
#include <QPair>
#include <QWidget>

class QPushButton;

namespace ecva {

class ActionRegistry;

/// The decisions on an answer as buttons with their keys. What cannot be done now is grey and says
/// why.
class DecisionBar : public QWidget
{
    Q_OBJECT

public:
    explicit DecisionBar(ActionRegistry &actions, QWidget *parent = nullptr);
    /// Asks the commands whether they can be given.
    void refresh();
    void retranslate();

private:
    QPushButton *add(const QString &name, const QString &command);

    ActionRegistry &m_actions;
    QList<QPair<QPushButton *, QString>> m_buttons; ///< with the id of the command
};

} // namespace ecva
