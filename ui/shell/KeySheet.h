#pragma once

#include <QWidget>

class QScrollArea;

namespace ecva {

class ActionRegistry;
class Label;

/// All keys on one page, by menu; Esc goes back.
class KeySheet : public QWidget
{
    Q_OBJECT

public:
    explicit KeySheet(const ActionRegistry &actions, QWidget *parent = nullptr);

    /// Reads the keys anew.
    void refresh();

Q_SIGNALS:
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    const ActionRegistry &m_actions;
    QScrollArea *m_scroll;
    Label *m_title;
    Label *m_hint;
};

} // namespace ecva
