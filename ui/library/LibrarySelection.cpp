// Several clips of the list at once: which are selected, and what acts on them.
#include "annotation/document/Document.h"
#include "ui/library/ClipListModel.h"
#include "ui/library/LibraryPanel.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Wording.h"
#include "ui/workspace/Workspace.h"

#include <QGuiApplication>
#include <QListView>
#include <QMenu>
#include <QScopedValueRollback>

#include <algorithm>

namespace ecva {

void LibraryPanel::watchSelection()
{
    const QItemSelectionModel *selection = m_list->selectionModel();
    connect(selection, &QItemSelectionModel::selectionChanged, this, &LibraryPanel::takeSelection);
    // A mouse goes to the row before it selects; a key selects before it goes there.
    connect(selection, &QItemSelectionModel::currentChanged, this, [this] {
        if (QGuiApplication::mouseButtons() == Qt::NoButton)
            takeSelection();
    });
    connect(m_list, &QListView::clicked, this, &LibraryPanel::takeSelection);
    connect(m_model, &ClipListModel::modelReset, this, &LibraryPanel::keepShown);
    connect(&m_workspace, &Workspace::clipChanged, this, &LibraryPanel::syncSelection);
    connect(&m_workspace, &Workspace::selectedClipsChanged, this, &LibraryPanel::showSelection);
}

/// The person has selected. One clip alone is opened; several leave the player where it is.
void LibraryPanel::takeSelection()
{
    if (m_syncing)
        return;
    std::vector<ClipId> clips;
    for (const QModelIndex &index : m_list->selectionModel()->selectedIndexes())
        clips.push_back(m_model->clipAt(index.row()));
    const ClipId current = m_model->clipAt(m_list->currentIndex().row());
    if (clips.empty()) { // the clip in the player is left; not now: the list is still at it
        QMetaObject::invokeMethod(this, &LibraryPanel::selectOpenOnly, Qt::QueuedConnection);
    } else if (clips.size() == 1 && clips.front() == current && current != m_workspace.clip()) {
        m_workspace.setClip(current);
    } else {
        const QScopedValueRollback<bool> shown(m_syncing, true);
        m_workspace.setSelectedClips(std::move(clips));
    }
}

void LibraryPanel::showSelection()
{
    refreshCounts();
    if (m_syncing)
        return;
    const QScopedValueRollback<bool> quiet(m_syncing, true);
    QItemSelection wanted;
    int first = -1; // of a run of rows
    int last = -1;
    for (const ClipId clip : m_workspace.selectedClips()) {
        const int row = m_model->rowOf(clip);
        if (row < 0)
            continue;
        if (first >= 0 && row != last + 1)
            wanted.append(QItemSelectionRange(m_model->index(first), m_model->index(last)));
        if (first < 0 || row != last + 1)
            first = row;
        last = row;
    }
    if (first >= 0)
        wanted.append(QItemSelectionRange(m_model->index(first), m_model->index(last)));
    m_list->selectionModel()->select(wanted, QItemSelectionModel::ClearAndSelect);
}

/// The list goes to the clip in the player; from there Shift selects on.
void LibraryPanel::syncSelection()
{
    m_model->setOpenClip(m_workspace.clip());
    const QModelIndex index = m_model->index(m_model->rowOf(m_workspace.clip()));
    {
        const QScopedValueRollback<bool> quiet(m_syncing, true);
        // Whatever keys are held just now.
        m_list->setSelectionMode(QAbstractItemView::SingleSelection);
        m_list->setCurrentIndex(index);
        m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    }
    showSelection();
    if (index.isValid())
        m_list->scrollTo(index);
}

void LibraryPanel::selectOpenOnly()
{
    if (m_workspace.clip())
        m_workspace.setSelectedClips({m_workspace.clip()});
    syncSelection();
}

/// What a search hides is not acted on.
void LibraryPanel::keepShown()
{
    std::vector<ClipId> shown = m_workspace.selectedClips();
    std::erase_if(shown, [this](ClipId clip) { return m_model->rowOf(clip) < 0; });
    if (shown.empty() && m_workspace.clip())
        shown.push_back(m_workspace.clip());
    m_workspace.setSelectedClips(std::move(shown));
    syncSelection();
}

void LibraryPanel::addSelectionCommands(ActionRegistry &actions)
{
    ActionRegistry::Command all;
    all.id = QStringLiteral("clip.selectAll");
    all.group = QStringLiteral("clip");
    all.text = [] { return tr("Select all clips"); };
    all.obstacle
        = [this] { return m_model->rowCount() > 0 ? QString() : tr("The list has no clips"); };
    all.run = [this] {
        m_list->selectAll();
        focusList();
    };
    actions.add(std::move(all));
}

/// For the selected clips, by mouse and by key.
void LibraryPanel::openMenu(const QPoint &place)
{
    const Document *document = m_workspace.document();
    const std::vector<ClipId> &clips = m_workspace.selectedClips();
    if (!document || clips.empty())
        return;
    m_actions.retranslate(); // texts count the clips
    m_actions.refresh();
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("clipMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    const bool several = clips.size() > 1;
    const auto add = [this, menu](const char *id) {
        if (QAction *action = m_actions.action(QString::fromLatin1(id)))
            menu->addAction(action);
    };
    add(several ? "model.askSelected" : "model.askClip");
    menu->addSeparator();
    QMenu *states
        = menu->addMenu(tr("Status of %n clip(s)", nullptr, static_cast<int>(clips.size())));
    states->setEnabled(!document->isReadOnly());
    const ClipStatus first = document->model().clip(clips.front())->status;
    const bool common = std::all_of(clips.begin(), clips.end(), [&](ClipId clip) {
        return document->model().clip(clip)->status == first;
    });
    for (const ClipStatus status : {ClipStatus::Draft, ClipStatus::Submitted, ClipStatus::InReview,
                                    ClipStatus::Returned, ClipStatus::Accepted, ClipStatus::Gold}) {
        QAction *action = states->addAction(
            QIcon(iconPixmap(iconName(status), statusColour(status, themeOf(this)), 16,
                             devicePixelRatioF())),
            displayName(status));
        action->setCheckable(true);
        action->setChecked(common && status == first);
        connect(action, &QAction::triggered, this, [this, status] { setStatus(status); });
    }
    menu->addSeparator();
    if (!several)
        add("clip.relink");
    add("clip.selectAll");
    menu->popup(place);
}

/// Of all selected clips, in one step.
void LibraryPanel::setStatus(ClipStatus status)
{
    Document *document = m_workspace.document();
    if (!document)
        return;
    m_workspace.requestFlush();
    Edit edit(*document, QStringLiteral("clip.status"));
    ClipPatch patch;
    patch.status = status;
    bool changes = false;
    for (const ClipId id : m_workspace.selectedClips()) {
        const Clip *clip = document->model().clip(id);
        if (!clip || clip->status == status)
            continue;
        if (const auto prepared = edit.setClip(id, patch); !prepared) {
            m_workspace.showHint(QString::fromStdString(prepared.error().text()));
            return;
        }
        changes = true;
    }
    if (changes)
        (void)document->commit(std::move(edit)); // a failure is shown by the window
}

} // namespace ecva
