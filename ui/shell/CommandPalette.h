#pragma once

#include <QFrame>
#include <QPointer>
#include <QStringList>

class QLineEdit;
class QListView;

namespace ecva {

class ActionRegistry;
class Label;
class PaletteModel;

/// All commands by name, over the picture: type, Enter. Those that cannot be run now stay listed
/// with the reason. The focus goes back to where it was.
class CommandPalette : public QFrame
{
    Q_OBJECT

public:
    CommandPalette(ActionRegistry &actions, QWidget *parent);

    /// Over `area` (in the parent's coordinates), centred at its top.
    void open(const QRect &area);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void search();
    void move(int rows);
    void run();
    void close();
    void retranslate();

    ActionRegistry &m_actions;
    PaletteModel *m_model;
    QLineEdit *m_field;
    Label *m_count;
    QListView *m_list;
    Label *m_footer;
    QStringList m_recent;
    QPointer<QWidget> m_before; ///< had the focus
};

} // namespace ecva
