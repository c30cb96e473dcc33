#pragma once

#include <QWidget>

namespace ecva {

class ActionRegistry;
class JobRunner;
class ModelDesk;
class Workspace;

/// Expert and model answers of a clip side by side, settled into gold by keyboard.
class ReviewView : public QWidget
{
    Q_OBJECT

public:
    ReviewView(Workspace &workspace, ModelDesk &desk, JobRunner &jobs, ActionRegistry &actions,
               QWidget *parent = nullptr);

    /// Shows the clip and the item that the workspace points at.
    void open();

Q_SIGNALS:
    void closed(); ///< back to the panels
};

} // namespace ecva
