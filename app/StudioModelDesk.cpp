#include "app/StudioModelDesk.h"

namespace ecva {

StudioModelDesk::StudioModelDesk(Workspace &, JobRunner &, QSettings &) {}
StudioModelDesk::~StudioModelDesk() = default;

} // namespace ecva
