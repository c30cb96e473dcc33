#include "ui/shell/Menus.h"

#include "ui/shell/PaletteModel.h"
#include "ui/shell/ProjectController.h"
#include "ui/workspace/ActionRegistry.h"

#include <QApplication>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QShortcut>

namespace ecva {
namespace {

/// A group of commands and the letter that opens its menu together with Alt.
struct Group
{
    const char *id;
    Qt::Key letter;
};
constexpr Group kGroups[]
    = {{"file", Qt::Key_F},    {"edit", Qt::Key_E}, {"clip", Qt::Key_C},  {"player", Qt::Key_P},
       {"segment", Qt::Key_S}, {"text", Qt::Key_T}, {"model", Qt::Key_M}, {"review", Qt::Key_R},
       {"view", Qt::Key_V},    {"help", Qt::Key_H}};

/// Commands whose ids begin so stand in a menu of their own, so that no menu is higher than a
/// laptop's screen. The first that fits counts.
struct Fold
{
    const char *prefix;
    const char *title; ///< empty: beside the others
};
constexpr Fold kFolds[] = {
    {"segment.hear", QT_TRANSLATE_NOOP("ecva::Menus", "Play the segment or its edges")},
    {"segment.play", QT_TRANSLATE_NOOP("ecva::Menus", "Play the segment or its edges")},
    {"segment.loop", QT_TRANSLATE_NOOP("ecva::Menus", "Play the segment or its edges")},
    {"segment.startToPlayhead", ""},
    {"segment.endToPlayhead", ""},
    {"segment.start", QT_TRANSLATE_NOOP("ecva::Menus", "Move by frames")},
    {"segment.end", QT_TRANSLATE_NOOP("ecva::Menus", "Move by frames")},
    {"segment.earlier", QT_TRANSLATE_NOOP("ecva::Menus", "Move by frames")},
    {"segment.later", QT_TRANSLATE_NOOP("ecva::Menus", "Move by frames")},
    {"segment.class.", QT_TRANSLATE_NOOP("ecva::Menus", "Class by its first digit")},
    {"segment.previous", QT_TRANSLATE_NOOP("ecva::Menus", "Go to and select")},
    {"segment.next", QT_TRANSLATE_NOOP("ecva::Menus", "Go to and select")},
    {"segment.goTo", QT_TRANSLATE_NOOP("ecva::Menus", "Go to and select")},
    {"segment.extend", QT_TRANSLATE_NOOP("ecva::Menus", "Go to and select")},
    {"segment.select", QT_TRANSLATE_NOOP("ecva::Menus", "Go to and select")},
    {"track.", QT_TRANSLATE_NOOP("ecva::Menus", "Tracks")},
    {"segment.toTrack", QT_TRANSLATE_NOOP("ecva::Menus", "Tracks")},
    {"segment.copy", QT_TRANSLATE_NOOP("ecva::Menus", "Tracks")},
    {"player.slower", QT_TRANSLATE_NOOP("ecva::Menus", "Speed")},
    {"player.faster", QT_TRANSLATE_NOOP("ecva::Menus", "Speed")},
    {"player.normalSpeed", QT_TRANSLATE_NOOP("ecva::Menus", "Speed")},
    {"player.speeds", QT_TRANSLATE_NOOP("ecva::Menus", "Speed")},
    {"player.mute", QT_TRANSLATE_NOOP("ecva::Menus", "Sound")},
    {"player.louder", QT_TRANSLATE_NOOP("ecva::Menus", "Sound")},
    {"player.quieter", QT_TRANSLATE_NOOP("ecva::Menus", "Sound")},
};

QString foldOf(const QString &command)
{
    for (const Fold &fold : kFolds) {
        if (command.startsWith(QLatin1String(fold.prefix)))
            return *fold.title ? Menus::tr(fold.title) : QString();
    }
    return {};
}

/// The same command as another, for another focus: once in a menu is enough.
bool isTwin(const QString &command)
{
    return command == QLatin1String("help.keysTyping");
}

} // namespace

Menus::Menus(QMenuBar &bar, ActionRegistry &actions, ProjectController &projects, QObject *parent)
    : QObject(parent)
    , m_bar(bar)
    , m_actions(actions)
    , m_projects(projects)
{
    for (const Group &group : kGroups) {
        const QString id = QString::fromLatin1(group.id);
        QMenu *menu = bar.addMenu(groupTitle(id));
        menu->setObjectName(id + QStringLiteral("Menu"));
        connect(menu, &QMenu::aboutToShow, this, [this, menu, id] { fill(*menu, id); });
        connect(menu, &QMenu::aboutToHide, this, &Menus::letGo, Qt::QueuedConnection);
        m_menus.insert(id, menu);
        auto *key = new QShortcut(QKeySequence(Qt::ALT | group.letter), &bar);
        connect(key, &QShortcut::activated, this, [this, menu] { open(menu); });
    }
    ActionRegistry::Command first;
    first.id = QStringLiteral("view.menus");
    first.group = QStringLiteral("view");
    first.area = FocusArea::Everywhere;
    first.defaultKeys = {Qt::Key_F10};
    first.text = [] { return tr("Menus (also Alt and their first letter)"); };
    first.run = [this] { open(m_menus.value(QString::fromLatin1(kGroups[0].id))); };
    m_actions.add(std::move(first));
}

void Menus::open(QMenu *menu)
{
    m_bar.setActiveAction(menu->menuAction());
}

void Menus::letGo()
{
    if (!QApplication::activePopupWidget()) // not on the way to a neighbour
        m_bar.setActiveAction(nullptr);
}

void Menus::retranslate()
{
    for (auto it = m_menus.cbegin(); it != m_menus.cend(); ++it)
        it.value()->setTitle(groupTitle(it.key()));
    m_actions.retranslate();
}

void Menus::fill(QMenu &menu, const QString &group)
{
    m_actions.retranslate(); // "Undo: …" names its step
    m_actions.refresh();
    menu.clear();
    QString topic;
    QHash<QString, QMenu *> folds;
    for (const ActionRegistry::Command &command : m_actions.commands()) {
        if (groupTitle(command.group) != groupTitle(group) || isTwin(command.id))
            continue;
        const QString title = foldOf(command.id);
        if (!title.isEmpty()) {
            QMenu *&fold = folds[title];
            if (!fold)
                fold = menu.addMenu(title);
            fold->addAction(m_actions.action(command.id));
            continue;
        }
        const QString own = command.id.section(QLatin1Char('.'), 0, 0);
        if (!topic.isEmpty() && own != topic)
            menu.addSeparator();
        topic = own;
        if (command.id == QLatin1String("file.close"))
            addRecent(menu);
        menu.addAction(m_actions.action(command.id));
    }
    if (menu.isEmpty())
        menu.addAction(tr("Nothing here while no project is open"))->setEnabled(false);
}

void Menus::addRecent(QMenu &menu)
{
    const QStringList recent = m_projects.recentProjects();
    if (recent.isEmpty())
        return;
    QMenu *list = menu.addMenu(tr("Recent projects"));
    for (const QString &file : recent) {
        QAction *action = list->addAction(QFileInfo(file).completeBaseName());
        action->setToolTip(file);
        connect(action, &QAction::triggered, this, [this, file] { m_projects.openProject(file); });
    }
}

} // namespace ecva
