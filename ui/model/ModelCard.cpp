#include "ui/model/ModelCard.h"

namespace ecva {

ModelCard::ModelCard(Workspace &, ModelDesk &, ActionRegistry &, QWidget *parent)
    : QWidget(parent)
{
}

} // namespace ecva
