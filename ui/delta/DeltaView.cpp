#include "ui/delta/DeltaView.h"

namespace ecva {

DeltaView::DeltaView(Workspace &, ModelDesk &, JobRunner &, ActionRegistry &, QWidget *parent)
    : QWidget(parent)
{
}

void DeltaView::open() {}

} // namespace ecva
