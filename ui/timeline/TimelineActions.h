#pragma once

namespace ecva {

class ActionRegistry;
class SegmentController;
class TimelineView;
class Workspace;

/// Registers every command of marks, segments and the timeline's view. All must outlive the
/// registry's last command.
void registerTimelineActions(ActionRegistry &actions, Workspace &workspace,
                             SegmentController &segments, TimelineView &view);

} // namespace ecva
