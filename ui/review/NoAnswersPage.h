#pragma once

#include <QWidget>

class QPushButton;

namespace ecva {

class ActionRegistry;
class Label;

/// What the review shows before any model has answered: where answers come from.
class NoAnswersPage : public QWidget
{
    Q_OBJECT

public:
    explicit NoAnswersPage(ActionRegistry &actions, QWidget *parent = nullptr);
    void retranslate();

Q_SIGNALS:
    void askRequested(); ///< to the text whose question the model is asked

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    ActionRegistry &m_actions;
    Label *m_title;
    Label *m_detail;
    QPushButton *m_import;
    QPushButton *m_ask;
};

} // namespace ecva
