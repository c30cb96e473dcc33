#pragma once

#include <QAction>
#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QStringList>

#include <functional>
#include <vector>

class QKeyEvent;
class QWidget;

namespace ecva {

/// Where a command's keys are heard. Views: player, timeline, lists, and buttons; keys without a
/// modifier are only ever bound here. Text: while a text field has the focus. Everywhere: both.
enum class FocusArea { Views, Text, Everywhere };

/// Everything a person can do, once: menus, keys, the command palette and the key sheet all read
/// it. Panels register their commands in their constructors. UI thread.
///
/// Keys go through an event filter, not through Qt's shortcut map: while an input method composes
/// (preedit), a popup is open or another window is active no command fires; Views commands never
/// fire from a text field; a focused widget that needs a key itself (arrows in a list, Space on a
/// button) accepts the ShortcutOverride event and gets it.
class ActionRegistry : public QObject
{
    Q_OBJECT

public:
    struct Command
    {
        QString id; ///< stable: "segment.markIn"
        QString
            group; ///< menu: "file", "edit", "clip", "segment", "text", "view", "help", "player"
        FocusArea area = FocusArea::Views;
        QList<QKeySequence> defaultKeys;
        /// Text of the command in the language of now, e.g. `[] { return
        /// TimelinePanel::tr("Split"); }`.
        std::function<QString()> text;
        /// Why it cannot be done now, translated; empty when it can. Null: always possible.
        std::function<QString()> obstacle;
        std::function<void()> run;
        bool autoRepeat = false; ///< a held key runs it again and again (frame steps)
        bool checkable = false;
    };

    explicit ActionRegistry(QObject *parent = nullptr);
    ~ActionRegistry() override;

    /// The id must be new. The action belongs to the registry; put it in menus, or bind a button to
    /// it.
    QAction *add(Command command);

    QAction *action(const QString &id) const; ///< null when there is none
    const Command *command(const QString &id) const;
    /// In order of registration.
    const std::vector<Command> &commands() const { return m_commands; }
    QList<QKeySequence> keys(const QString &id) const;
    void setKeys(const QString &id, const QList<QKeySequence> &keys);
    /// First key as a person reads it ("Ctrl+Enter"), empty when there is none.
    QString keyText(const QString &id) const;

    /// Runs it unless something stands against it; then the reason is returned and shown (blocked).
    QString trigger(const QString &id);
    /// Pairs of commands that share a key where both are heard: "Ctrl+I: file.import, text.x".
    QStringList conflicts() const;

    /// Keys are heard in this window only.
    void setWindow(QWidget *window);
    /// Asked for every command that a key would reach: false lets the key pass on, as in a full
    /// view that covers the panels. Null: all are heard.
    void setGate(std::function<bool(const Command &)> gate) { m_gate = std::move(gate); }
    /// After a change of language.
    void retranslate();
    /// Enables and disables the actions by their obstacles; before a menu opens.
    void refresh();

Q_SIGNALS:
    /// A command was asked for that cannot be done now.
    void blocked(const QString &id, const QString &reason);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    bool handleKey(QWidget *target, QKeyEvent *event);
    int indexOf(const QString &id) const;

    std::vector<Command> m_commands;
    std::vector<QAction *> m_actions; // parallel to m_commands
    QPointer<QWidget> m_window;
    std::function<bool(const Command &)> m_gate;
    QPointer<QObject> m_composing; // the field whose preedit string is not empty
    bool m_asking = false;         // our own ShortcutOverride is under way
};

/// The widget takes typed text: line and text edits, editable combo boxes.
bool isTextField(const QWidget *widget);

} // namespace ecva
