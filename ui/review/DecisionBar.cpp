#include "ui/review/DecisionBar.h"

#include "ui/style/Bar.h"
#include "ui/style/Controls.h"
#include "ui/workspace/ActionRegistry.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace ecva {

DecisionBar::DecisionBar(ActionRegistry &actions, QWidget *parent)
    : QWidget(parent)
    , m_actions(actions)
{
    setObjectName(QStringLiteral("decisionBar"));
    auto *bar = new Bar(Bar::kActionHeight, Qt::TopEdge, this);
    auto *column = new QHBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(bar);
    bar->row()->addWidget(add(QStringLiteral("acceptButton"), QStringLiteral("review.accept")));
    bar->row()->addWidget(add(QStringLiteral("keepButton"), QStringLiteral("review.keepExpert")));
    bar->row()->addWidget(add(QStringLiteral("mergeButton"), QStringLiteral("review.merge")));
    bar->row()->addWidget(add(QStringLiteral("rejectButton"), QStringLiteral("review.reject")));
    bar->row()->addStretch();
    QPushButton *save = add(QStringLiteral("saveButton"), QStringLiteral("review.save"));
    setButtonKind(save, ButtonKind::Primary);
    bar->row()->addWidget(save);
    retranslate();
}

QPushButton *DecisionBar::add(const QString &name, const QString &command)
{
    auto *button = new QPushButton(this);
    button->setObjectName(name);
    button->setFocusPolicy(Qt::TabFocus); // a click leaves the focus in the grid or the text
    connect(button, &QPushButton::clicked, this, [this, command] { m_actions.trigger(command); });
    m_buttons.append({button, command});
    return button;
}

void DecisionBar::refresh()
{
    for (const auto &[button, id] : m_buttons) {
        const ActionRegistry::Command *command = m_actions.command(id);
        const QString reason = command && command->obstacle ? command->obstacle() : QString();
        button->setEnabled(reason.isEmpty());
        button->setToolTip(reason);
    }
}

void DecisionBar::retranslate()
{
    for (const auto &[button, id] : m_buttons) {
        const ActionRegistry::Command *command = m_actions.command(id);
        button->setText(command ? command->text() : QString());
        setKeyHint(button, m_actions.keyText(id));
    }
    refresh();
}

} // namespace ecva
