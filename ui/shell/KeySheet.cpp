#include "ui/shell/KeySheet.h"

#include "ui/shell/PaletteModel.h"
#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"
#include "ui/workspace/ActionRegistry.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace ecva {
namespace {

constexpr int kColumns = 3;

QString keyName(const QKeySequence &key)
{
    return key.toString(QKeySequence::NativeText)
        .replace(QLatin1String("Return"), QLatin1String("Enter"));
}

} // namespace

KeySheet::KeySheet(const ActionRegistry &actions, QWidget *parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_scroll(new QScrollArea(this))
    , m_title(new Label(Label::Tone::Text1, this))
    , m_hint(new Label(Label::Tone::Text2, this))
{
    setObjectName(QStringLiteral("keySheet"));
    setFocusPolicy(Qt::StrongFocus);
    m_title->setFont(uiFont(TextSize::Answer, QFont::DemiBold));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusProxy(this);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(24, 12, 24, 12);
    head->addWidget(m_title);
    head->addSpacing(8);
    head->addWidget(m_hint, 1);
    head->addWidget(new KeyCap(QStringLiteral("Esc"), this));
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(head);
    all->addWidget(new Hairline(Qt::Horizontal, this));
    all->addWidget(m_scroll, 1);
}

void KeySheet::refresh()
{
    setAccessibleName(tr("Keys"));
    m_title->setText(tr("Keys"));
    m_hint->setText(tr("Single keys work while the player, the timeline or a list has the focus; "
                       "never while you type."));

    auto *body = new QWidget;
    auto *columns = new QHBoxLayout(body);
    columns->setContentsMargins(24, 16, 24, 24);
    columns->setSpacing(40);
    std::array<QVBoxLayout *, kColumns> stacks{};
    std::array<int, kColumns> heights{};
    for (QVBoxLayout *&stack : stacks) {
        stack = new QVBoxLayout;
        stack->setSpacing(0);
        columns->addLayout(stack, 1);
    }
    for (const char *name :
         {"player", "segment", "text", "review", "model", "clip", "file", "edit", "view", "help"}) {
        const QString group = QString::fromLatin1(name);
        std::vector<const ActionRegistry::Command *> listed;
        for (const ActionRegistry::Command &command : m_actions.commands()) {
            if (command.group == group && !m_actions.keys(command.id).isEmpty())
                listed.push_back(&command);
        }
        if (listed.empty())
            continue;
        // The next group goes where there is most room.
        const auto column = static_cast<std::size_t>(
            std::min_element(heights.begin(), heights.end()) - heights.begin());
        heights[column] += static_cast<int>(listed.size()) + 2;
        auto *title = new Label(groupTitle(group), Label::Tone::Text1, body);
        title->setFont(uiFont(TextSize::Body, QFont::DemiBold));
        stacks[column]->addSpacing(12);
        stacks[column]->addWidget(title);
        stacks[column]->addSpacing(4);
        for (const ActionRegistry::Command *command : listed) {
            auto *row = new QHBoxLayout;
            row->setContentsMargins(0, 3, 0, 3);
            row->setSpacing(4);
            auto *text = new Label(command->text(), Label::Tone::Text2, body);
            text->setElided(true);
            row->addWidget(text, 1);
            for (const QKeySequence &key : m_actions.keys(command->id))
                row->addWidget(new KeyCap(keyName(key), body));
            stacks[column]->addLayout(row);
        }
    }
    for (QVBoxLayout *stack : stacks)
        stack->addStretch(1);
    m_scroll->setWidget(body); // deletes the one before
}

void KeySheet::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closed();
    else
        QWidget::keyPressEvent(event);
}

void KeySheet::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange && isVisible())
        refresh();
    QWidget::changeEvent(event);
}

void KeySheet::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), themeOf(this).panel);
}

} // namespace ecva
