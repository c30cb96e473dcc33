#pragma once

#include <QWidget>

namespace ecva {

class ActionRegistry;
class ModelDesk;
class Workspace;

/// The model beside the text: asks about the field that is being written, shows the answer as it
/// comes, the frames it was read off, and takes it over.
class ModelCard : public QWidget
{
    Q_OBJECT

public:
    ModelCard(Workspace &workspace, ModelDesk &desk, ActionRegistry &actions,
              QWidget *parent = nullptr);
};

} // namespace ecva
