#pragma once

#include <QWidget>

namespace ecva {

class ActionRegistry;
class JobRunner;
class ModelDesk;
class Workspace;

/// What of a model's answer was really seen: the answer with and without the key frames.
class DeltaView : public QWidget
{
    Q_OBJECT

public:
    DeltaView(Workspace &workspace, ModelDesk &desk, JobRunner &jobs, ActionRegistry &actions,
              QWidget *parent = nullptr);

    /// Shows the clip and the item that the workspace points at.
    void open();

Q_SIGNALS:
    void closed(); ///< back to the panels
};

} // namespace ecva
