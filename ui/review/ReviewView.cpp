#include "ui/review/ReviewView.h"

namespace ecva {

ReviewView::ReviewView(Workspace &, ModelDesk &, JobRunner &, ActionRegistry &, QWidget *parent)
    : QWidget(parent)
{
}

void ReviewView::open() {}

} // namespace ecva
