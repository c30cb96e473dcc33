#include "ui/workspace/ActionRegistry.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QHash>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextEdit>

namespace ecva {
namespace {

/// Enter on the number pad counts as Enter; shifted signs ("?", "<") carry their own key.
QKeySequence sequenceOf(const QKeyEvent &event)
{
    Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    int key = event.key();
    if (key == Qt::Key_Enter)
        key = Qt::Key_Return;
    if (key == Qt::Key_Backtab) {
        key = Qt::Key_Tab;
        modifiers |= Qt::ShiftModifier;
    }
    const bool letterOrControl = (key >= Qt::Key_A && key <= Qt::Key_Z) || key >= Qt::Key_Escape
                                 || key == Qt::Key_Space || (key >= Qt::Key_0 && key <= Qt::Key_9);
    if (!letterOrControl)
        modifiers &= ~Qt::ShiftModifier;
    return QKeySequence(QKeyCombination(modifiers, static_cast<Qt::Key>(key)));
}

bool overlap(FocusArea a, FocusArea b)
{
    return a == b || a == FocusArea::Everywhere || b == FocusArea::Everywhere;
}

/// Review and measuring are pages of their own: what is done to segments, clips and their texts is
/// not heard there, nor their commands elsewhere.
bool onePage(const QString &a, const QString &b)
{
    static const QHash<QString, QStringList> kElsewhere{
        {QStringLiteral("review"),
         {QStringLiteral("segment"), QStringLiteral("clip"), QStringLiteral("text"),
          QStringLiteral("measure")}},
        {QStringLiteral("measure"),
         {QStringLiteral("segment"), QStringLiteral("clip"), QStringLiteral("text"),
          QStringLiteral("player"), QStringLiteral("model"), QStringLiteral("review")}}};
    return !kElsewhere.value(a).contains(b) && !kElsewhere.value(b).contains(a);
}

bool isModifier(int key)
{
    return key == Qt::Key_Shift || key == Qt::Key_Control || key == Qt::Key_Alt
           || key == Qt::Key_Meta || key == Qt::Key_AltGr || key == 0 || key == Qt::Key_unknown;
}

} // namespace

bool isTextField(const QWidget *widget)
{
    if (const auto *combo = qobject_cast<const QComboBox *>(widget))
        return combo->isEditable();
    return qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QTextEdit *>(widget)
           || qobject_cast<const QPlainTextEdit *>(widget);
}

ActionRegistry::ActionRegistry(QObject *parent)
    : QObject(parent)
{
    qApp->installEventFilter(this);
}

ActionRegistry::~ActionRegistry() = default;

QAction *ActionRegistry::add(Command command)
{
    Q_ASSERT(indexOf(command.id) < 0);
    auto *action = new QAction(command.text(), this);
    action->setObjectName(command.id);
    action->setCheckable(command.checkable);
    action->setAutoRepeat(command.autoRepeat);
    // The sequences are for menus and tool tips; the filter below is what hears the keys.
    action->setShortcutContext(Qt::WidgetShortcut);
    action->setShortcuts(command.defaultKeys);
    connect(action, &QAction::triggered, this, [this, id = command.id] { trigger(id); });
    m_commands.push_back(std::move(command));
    m_actions.push_back(action);
    return action;
}

int ActionRegistry::indexOf(const QString &id) const
{
    for (std::size_t i = 0; i < m_commands.size(); ++i) {
        if (m_commands[i].id == id)
            return static_cast<int>(i);
    }
    return -1;
}

QAction *ActionRegistry::action(const QString &id) const
{
    const int index = indexOf(id);
    return index < 0 ? nullptr : m_actions[static_cast<std::size_t>(index)];
}

const ActionRegistry::Command *ActionRegistry::command(const QString &id) const
{
    const int index = indexOf(id);
    return index < 0 ? nullptr : &m_commands[static_cast<std::size_t>(index)];
}

QList<QKeySequence> ActionRegistry::keys(const QString &id) const
{
    const QAction *found = action(id);
    return found ? found->shortcuts() : QList<QKeySequence>();
}

void ActionRegistry::setKeys(const QString &id, const QList<QKeySequence> &keys)
{
    if (QAction *found = action(id))
        found->setShortcuts(keys);
}

QString ActionRegistry::keyText(const QString &id) const
{
    const QList<QKeySequence> all = keys(id);
    if (all.isEmpty())
        return {};
    QString text = all.first().toString(QKeySequence::NativeText);
    return text.replace(QLatin1String("Return"), QLatin1String("Enter"));
}

QString ActionRegistry::trigger(const QString &id)
{
    const Command *found = command(id);
    if (!found)
        return {};
    const QString reason = found->obstacle ? found->obstacle() : QString();
    if (!reason.isEmpty()) {
        Q_EMIT blocked(id, reason);
        return reason;
    }
    const auto run = found->run; // a command may add commands
    if (run)
        run();
    return {};
}

QStringList ActionRegistry::conflicts() const
{
    QStringList found;
    for (std::size_t i = 0; i < m_commands.size(); ++i) {
        for (std::size_t j = i + 1; j < m_commands.size(); ++j) {
            if (!overlap(m_commands[i].area, m_commands[j].area)
                || !onePage(m_commands[i].group, m_commands[j].group))
                continue;
            const QList<QKeySequence> others = m_actions[j]->shortcuts();
            for (const QKeySequence &key : m_actions[i]->shortcuts()) {
                if (others.contains(key))
                    found.append(QStringLiteral("%1: %2, %3")
                                     .arg(key.toString(), m_commands[i].id, m_commands[j].id));
            }
        }
    }
    return found;
}

void ActionRegistry::setWindow(QWidget *window)
{
    m_window = window;
}

void ActionRegistry::retranslate()
{
    for (std::size_t i = 0; i < m_commands.size(); ++i)
        m_actions[i]->setText(m_commands[i].text());
}

void ActionRegistry::refresh()
{
    for (std::size_t i = 0; i < m_commands.size(); ++i) {
        const QString reason = m_commands[i].obstacle ? m_commands[i].obstacle() : QString();
        m_actions[i]->setEnabled(reason.isEmpty());
        m_actions[i]->setToolTip(reason);
    }
}

bool ActionRegistry::eventFilter(QObject *object, QEvent *event)
{
    switch (event->type()) {
    case QEvent::InputMethod:
        m_composing
            = static_cast<QInputMethodEvent *>(event)->preeditString().isEmpty() ? nullptr : object;
        break;
    case QEvent::FocusOut:
        if (object == m_composing)
            m_composing = nullptr;
        break;
    case QEvent::KeyPress: {
        // The event passes here again for each parent that it is offered to: only the first counts.
        auto *widget = qobject_cast<QWidget *>(object);
        if (!widget || m_asking || !m_window || widget->window() != m_window)
            break;
        const QWidget *focus = QApplication::focusWidget();
        if (widget != (focus ? focus : m_window))
            break;
        return handleKey(widget, static_cast<QKeyEvent *>(event));
    }
    default:
        break;
    }
    return QObject::eventFilter(object, event);
}

bool ActionRegistry::handleKey(QWidget *target, QKeyEvent *event)
{
    if (isModifier(event->key()) || m_composing || QApplication::activePopupWidget()
        || QApplication::activeModalWidget())
        return false;
    const bool text = isTextField(target);
    const QKeySequence sequence = sequenceOf(*event);
    for (std::size_t i = 0; i < m_commands.size(); ++i) {
        const Command &candidate = m_commands[i];
        if (!overlap(candidate.area, text ? FocusArea::Text : FocusArea::Views)
            || !m_actions[i]->shortcuts().contains(sequence) || (m_gate && !m_gate(candidate)))
            continue;
        if (event->isAutoRepeat() && !candidate.autoRepeat)
            return true; // a held key does its work once
        if (!text) {
            QKeyEvent question(QEvent::ShortcutOverride, event->key(), event->modifiers(),
                               event->text(), event->isAutoRepeat());
            question.ignore();
            m_asking = true;
            QCoreApplication::sendEvent(target, &question);
            m_asking = false;
            const bool press = qobject_cast<QAbstractButton *>(target)
                               && (event->key() == Qt::Key_Space || event->key() == Qt::Key_Return
                                   || event->key() == Qt::Key_Enter);
            if (question.isAccepted() || press)
                return false;
        }
        const QString id = candidate.id;
        if (candidate.checkable && m_actions[i]->isEnabled())
            m_actions[i]->trigger(); // keeps the check mark true
        else
            trigger(id);
        return true;
    }
    return false;
}

} // namespace ecva
