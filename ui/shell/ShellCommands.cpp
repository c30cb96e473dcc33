#include "ui/shell/ShellCommands.h"

#include "annotation/document/Document.h"
#include "annotation/document/MediaLinking.h"
#include "ui/shell/AboutDialog.h"
#include "ui/shell/Appearance.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/ProjectController.h"
#include "ui/shell/StepNames.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QFileDialog>
#include <QFileInfo>

namespace ecva {
namespace {

QString videoFilter()
{
    return ShellCommands::tr("Videos (*.mp4 *.m4v *.avi *.mkv *.mov *.webm *.ts *.flv *.mpg *.mpeg "
                             "*.wmv);;All files (*)");
}

QString projectFilter()
{
    return ShellCommands::tr("Projects (*.ecva)");
}

} // namespace

ShellCommands::ShellCommands(MainWindow &window, Workspace &workspace, ActionRegistry &actions,
                             ProjectController &projects, Appearance &appearance)
    : QObject(&window)
    , m_window(window)
    , m_workspace(workspace)
    , m_actions(actions)
    , m_projects(projects)
    , m_appearance(appearance)
{
    addFileCommands();
    addEditCommands();
    addViewCommands();
}

QString ShellCommands::needsProject() const
{
    return m_projects.document() ? QString() : tr("No project open");
}

QString ShellCommands::needsWritable() const
{
    if (!m_projects.document())
        return tr("No project open");
    return m_projects.document()->isReadOnly() ? tr("Open for reading only") : QString();
}

void ShellCommands::addFileCommands()
{
    const auto add = [this](const char *id, const char *group, QList<QKeySequence> keys,
                            std::function<QString()> text, std::function<QString()> obstacle,
                            std::function<void()> run) {
        ActionRegistry::Command command;
        command.id = QString::fromLatin1(id);
        command.group = QString::fromLatin1(group);
        command.area = FocusArea::Everywhere;
        command.defaultKeys = std::move(keys);
        command.text = std::move(text);
        command.obstacle = std::move(obstacle);
        command.run = std::move(run);
        m_actions.add(std::move(command));
    };
    const auto project = [this] { return needsProject(); };
    const auto writable = [this] { return needsWritable(); };

    add(
        "file.new", "file", {Qt::CTRL | Qt::Key_N}, [] { return tr("New project…"); }, {},
        [this] {
            const QString file
                = QFileDialog::getSaveFileName(&m_window, tr("New project"), {}, projectFilter());
            if (!file.isEmpty())
                m_projects.createProject(file);
        });
    add(
        "file.open", "file", {Qt::CTRL | Qt::SHIFT | Qt::Key_O}, [] { return tr("Open project…"); },
        {},
        [this] {
            const QString file
                = QFileDialog::getOpenFileName(&m_window, tr("Open project"), {}, projectFilter());
            if (!file.isEmpty())
                m_projects.openProject(file);
        });
    add(
        "file.openFolder", "file", {Qt::CTRL | Qt::Key_O},
        [] { return tr("Open a folder of clips…"); }, {},
        [this] {
            const QString folder
                = QFileDialog::getExistingDirectory(&m_window, tr("Open a folder of clips"));
            if (!folder.isEmpty())
                m_projects.addMedia({folder});
        });
    add(
        "file.demo", "file", {}, [] { return tr("Open the sample project"); }, {},
        [this] { m_projects.openDemo(); });
    add(
        "file.import", "file", {Qt::CTRL | Qt::Key_I}, [] { return tr("Import annotations…"); },
        [this] { return m_projects.document() ? needsWritable() : QString(); },
        [this] {
            const QString file = QFileDialog::getOpenFileName(
                &m_window, tr("Import annotations"), {},
                tr("Annotations (*.xlsx *.json *.jsonl *.csv);;All files (*)"));
            if (!file.isEmpty())
                m_window.showImport(file);
        });
    add(
        "file.export", "file", {Qt::CTRL | Qt::Key_E}, [] { return tr("Export…"); }, project,
        [this] { m_window.showExport(); });
    add(
        "file.close", "file", {Qt::CTRL | Qt::Key_W}, [] { return tr("Close project"); }, project,
        [this] { m_projects.closeProject(); });
    add(
        "file.quit", "file", {Qt::CTRL | Qt::Key_Q}, [] { return tr("Quit"); }, {},
        [this] { m_window.close(); });

    add(
        "clip.add", "clip", {Qt::CTRL | Qt::SHIFT | Qt::Key_A}, [] { return tr("Add clips…"); },
        writable,
        [this] {
            const QStringList files
                = QFileDialog::getOpenFileNames(&m_window, tr("Add clips"), {}, videoFilter());
            if (!files.isEmpty())
                m_projects.addMedia(files);
        });
    add(
        "clip.relink", "clip", {}, [] { return tr("Link a video to this clip…"); },
        [this] { return m_workspace.clip() ? needsWritable() : tr("No clip is open"); },
        [this] {
            const QString file = QFileDialog::getOpenFileName(
                &m_window, tr("Link a video to this clip"), {}, videoFilter());
            if (!file.isEmpty())
                m_projects.relinkClip(file);
        });
}

void ShellCommands::step(bool undo)
{
    Document *document = m_projects.document();
    m_window.flushTyping();
    const QString name = stepName(undo ? document->undoCommand() : document->redoCommand());
    const Result<void> done = undo ? document->undo() : document->redo();
    if (!done) {
        m_window.showError(undo ? tr("Nothing was undone") : tr("Nothing was redone"),
                           errorText(done.error()));
    } else {
        m_workspace.showHint(undo ? tr("Undone: %1").arg(name) : tr("Redone: %1").arg(name));
    }
}

void ShellCommands::addEditCommands()
{
    ActionRegistry::Command undo;
    undo.id = QStringLiteral("edit.undo");
    undo.group = QStringLiteral("edit");
    undo.area = FocusArea::Everywhere;
    undo.defaultKeys = {QKeySequence(Qt::CTRL | Qt::Key_Z)};
    undo.autoRepeat = true;
    undo.text = [this] {
        Document *document = m_projects.document();
        return document && document->canUndo()
                   ? tr("Undo: %1").arg(stepName(document->undoCommand()))
                   : tr("Undo");
    };
    undo.obstacle = [this] {
        if (const QString reason = needsWritable(); !reason.isEmpty())
            return reason;
        m_window.flushTyping();
        return m_projects.document()->canUndo() ? QString() : tr("Nothing to undo");
    };
    undo.run = [this] { step(true); };
    m_actions.add(std::move(undo));

    ActionRegistry::Command redo;
    redo.id = QStringLiteral("edit.redo");
    redo.group = QStringLiteral("edit");
    redo.area = FocusArea::Everywhere;
    redo.defaultKeys
        = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)};
    redo.autoRepeat = true;
    redo.text = [this] {
        Document *document = m_projects.document();
        return document && document->canRedo()
                   ? tr("Redo: %1").arg(stepName(document->redoCommand()))
                   : tr("Redo");
    };
    redo.obstacle = [this] {
        if (const QString reason = needsWritable(); !reason.isEmpty())
            return reason;
        return m_projects.document()->canRedo() ? QString() : tr("Nothing to redo");
    };
    redo.run = [this] { step(false); };
    m_actions.add(std::move(redo));
}

void ShellCommands::addViewCommands()
{
    const auto add = [this](const QString &id, const char *group, FocusArea area,
                            QList<QKeySequence> keys, std::function<QString()> text,
                            std::function<void()> run, std::function<QString()> obstacle = {}) {
        ActionRegistry::Command command;
        command.id = id;
        command.group = QString::fromLatin1(group);
        command.area = area;
        command.defaultKeys = std::move(keys);
        command.text = std::move(text);
        command.obstacle = std::move(obstacle);
        command.run = std::move(run);
        m_actions.add(std::move(command));
    };
    add(
        QStringLiteral("view.commands"), "view", FocusArea::Everywhere,
        {Qt::CTRL | Qt::SHIFT | Qt::Key_P}, [] { return tr("Commands…"); },
        [this] { m_window.openPalette(); });

    add(
        QStringLiteral("view.annotate"), "view", FocusArea::Everywhere, {Qt::ALT | Qt::Key_1},
        [] { return tr("Annotate"); }, [this] { m_window.showWorkplace(); },
        [this] { return needsProject(); });
    add(
        QStringLiteral("view.review"), "view", FocusArea::Everywhere, {Qt::ALT | Qt::Key_2},
        [] { return tr("Review"); }, [this] { m_window.showReview(); },
        [this] { return needsProject(); });
    add(
        QStringLiteral("view.measure"), "view", FocusArea::Everywhere, {Qt::ALT | Qt::Key_3},
        [] { return tr("Measure"); }, [this] { m_window.showMeasure(); },
        [this] { return needsProject(); });

    struct Dock
    {
        const char *name;
        const char *text;
        Qt::Key key;
    };
    static constexpr Dock kDocks[] = {
        {"clips", QT_TR_NOOP("Show or hide the clips"), Qt::Key_1},
        {"inspector", QT_TR_NOOP("Show or hide the inspector"), Qt::Key_2},
        {"timeline", QT_TR_NOOP("Show or hide the timeline"), Qt::Key_3},
    };
    for (const Dock &dock : kDocks) {
        const QString name = QString::fromLatin1(dock.name);
        add(
            QStringLiteral("view.") + name, "view", FocusArea::Everywhere, {Qt::CTRL | dock.key},
            [&dock] { return tr(dock.text); }, [this, name] { m_window.toggleDock(name); },
            [this] { return needsProject(); });
    }
    add(
        QStringLiteral("view.resetLayout"), "view", FocusArea::Everywhere, {},
        [] { return tr("Reset the layout"); }, [this] { m_window.resetLayout(); },
        [this] { return needsProject(); });

    struct Look
    {
        ThemeKind kind;
        const char *text;
    };
    static constexpr Look kLooks[] = {
        {ThemeKind::Dark, QT_TR_NOOP("Dark theme")},
        {ThemeKind::Light, QT_TR_NOOP("Light theme")},
        {ThemeKind::HighContrast, QT_TR_NOOP("High contrast theme")},
    };
    for (const Look &look : kLooks) {
        add(
            QStringLiteral("look.") + toName(look.kind), "view", FocusArea::Everywhere, {},
            [&look] { return tr(look.text); }, [this, &look] { m_appearance.setTheme(look.kind); });
    }
    for (const QString &language : Appearance::languages()) {
        add(
            QStringLiteral("language.") + language, "view", FocusArea::Everywhere, {},
            [language] { return tr("Language: %1").arg(Appearance::languageName(language)); },
            [this, language] { m_appearance.setLanguage(language); });
    }
    add(
        QStringLiteral("help.keys"), "help", FocusArea::Views, {Qt::Key_Question},
        [] { return tr("All keys"); }, [this] { m_window.showKeys(); });
    add(
        QStringLiteral("help.keysTyping"), "help", FocusArea::Everywhere, {Qt::Key_F1},
        [] { return tr("All keys, also while typing"); }, [this] { m_window.showKeys(); });
    add(
        QStringLiteral("help.about"), "help", FocusArea::Everywhere, {},
        [] { return tr("About ECVA Studio"); }, [this] { showAbout(m_window); });
}

} // namespace ecva
