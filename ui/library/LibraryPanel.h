#pragma once

#include "annotation/domain/Ids.h"
#include "annotation/domain/Names.h"

#include <QWidget>

class QHBoxLayout;
class QLineEdit;
class QListView;
class QStackedWidget;
class QTimer;

namespace ecva {

class ActionRegistry;
class ClipListModel;
class IconButton;
class JobRunner;
class Label;
class ThumbnailCache;
class Workspace;

/// The project's clips: search, list, count, next unfinished. Several can be selected, with Ctrl,
/// Shift or all at once, for what acts on several; the player keeps its clip until one is chosen
/// alone.
class LibraryPanel : public QWidget
{
    Q_OBJECT

public:
    LibraryPanel(Workspace &workspace, JobRunner &jobs, ActionRegistry &actions,
                 QWidget *parent = nullptr);
    ~LibraryPanel() override;

    /// Narrower than 120 px it becomes a rail: pictures only.
    static constexpr int kRailWidth = 48;
    void focusList();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void registerCommands(ActionRegistry &actions);
    void addSelectionCommands(ActionRegistry &actions);
    void watchSelection();
    void retranslate();
    void openRow(int row);
    void takeSelection();
    void showSelection();
    void syncSelection();
    void selectOpenOnly();
    void keepShown();
    void openMenu(const QPoint &place);
    void setStatus(ClipStatus status);
    void refreshCounts();
    void clearSearch();

    Workspace &m_workspace;
    ActionRegistry &m_actions;
    ThumbnailCache *m_thumbnails;
    ClipListModel *m_model;
    Label *m_title;
    Label *m_count;
    IconButton *m_add;
    QLineEdit *m_search;
    QStackedWidget *m_pages; ///< the list, or why it is empty
    QListView *m_list;
    Label *m_empty;
    QTimer *m_searchDelay;
    QHBoxLayout *m_header = nullptr;
    QHBoxLayout *m_searchRow = nullptr;
    bool m_rail = false;
    bool m_syncing = false; ///< the list follows the workspace
};

} // namespace ecva
