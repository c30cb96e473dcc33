#include "ui/timeline/TimelineActions.h"

#include "ui/timeline/SegmentController.h"
#include "ui/timeline/TimelinePanel.h"
#include "ui/timeline/TimelineView.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/CommandAdder.h"
#include "ui/workspace/Workspace.h"

namespace ecva {

namespace {

using Text = CommandAdder::Text;
using Run = CommandAdder::Run;

void addMarking(ActionRegistry &actions, SegmentController &segments)
{
    const auto markIn = [&segments] { segments.markIn(); };
    const auto markOut = [&segments] { segments.markOut(); };
    const CommandAdder add{actions, QStringLiteral("segment"), FocusArea::Views,
                           [&segments] { return segments.markObstacle(); }};
    add(
        "segment.markIn", {QKeySequence(Qt::Key_I)},
        [] { return TimelinePanel::tr("Mark the start"); }, markIn);
    add(
        "segment.markOut", {QKeySequence(Qt::Key_O)},
        [] { return TimelinePanel::tr("Mark the end"); }, markOut);
    add(
        "segment.commit", {QKeySequence(Qt::Key_Return)},
        [] { return TimelinePanel::tr("Make a segment of the marks"); },
        [&segments] { segments.commitMarks(); });
    add(
        "segment.clearMarks", {QKeySequence(Qt::Key_Escape)},
        [] { return TimelinePanel::tr("Clear the marks"); },
        [&segments] { segments.clearMarks(); });
    add(
        "segment.keyFrame", {QKeySequence(Qt::SHIFT | Qt::Key_K)},
        [] { return TimelinePanel::tr("Mark or unmark the key frame"); },
        [&segments] { segments.toggleKeyFrame(); });

    const CommandAdder typing{actions, QStringLiteral("text"), FocusArea::Text, add.obstacle};
    typing(
        "text.markIn", {QKeySequence(Qt::Key_F11)},
        [] { return TimelinePanel::tr("Mark the start while typing"); }, markIn);
    typing(
        "text.markOut", {QKeySequence(Qt::Key_F12)},
        [] { return TimelinePanel::tr("Mark the end while typing"); }, markOut);
}

void addEditing(ActionRegistry &actions, SegmentController &segments, Workspace &workspace)
{
    CommandAdder add{actions, QStringLiteral("segment"), FocusArea::Views,
                     [&segments] { return segments.changeObstacle(); }};
    add(
        "segment.startToPlayhead", {QKeySequence(Qt::Key_BracketLeft)},
        [] { return TimelinePanel::tr("Move the start to the playhead"); },
        [&segments] { segments.moveEdgeToPlayhead(SegmentEdge::Begin); });
    add(
        "segment.endToPlayhead", {QKeySequence(Qt::Key_BracketRight)},
        [] { return TimelinePanel::tr("Move the end to the playhead"); },
        [&segments] { segments.moveEdgeToPlayhead(SegmentEdge::End); });

    const auto nudge
        = [&](const char *id, int code, SegmentEdge edge, int frames, const Text &text) {
              add(
                  id, {QKeySequence(code)}, text,
                  [&segments, edge, frames] { segments.nudge(edge, frames); }, true);
          };
    nudge("segment.startEarlier", Qt::Key_A, SegmentEdge::Begin, -1,
          [] { return TimelinePanel::tr("Start one frame earlier"); });
    nudge("segment.startLater", Qt::Key_S, SegmentEdge::Begin, 1,
          [] { return TimelinePanel::tr("Start one frame later"); });
    nudge("segment.endEarlier", Qt::Key_X, SegmentEdge::End, -1,
          [] { return TimelinePanel::tr("End one frame earlier"); });
    nudge("segment.endLater", Qt::Key_C, SegmentEdge::End, 1,
          [] { return TimelinePanel::tr("End one frame later"); });
    nudge("segment.startEarlier10", QKeyCombination(Qt::SHIFT, Qt::Key_A).toCombined(),
          SegmentEdge::Begin, -10, [] { return TimelinePanel::tr("Start ten frames earlier"); });
    nudge("segment.startLater10", QKeyCombination(Qt::SHIFT, Qt::Key_S).toCombined(),
          SegmentEdge::Begin, 10, [] { return TimelinePanel::tr("Start ten frames later"); });
    nudge("segment.endEarlier10", QKeyCombination(Qt::SHIFT, Qt::Key_X).toCombined(),
          SegmentEdge::End, -10, [] { return TimelinePanel::tr("End ten frames earlier"); });
    nudge("segment.endLater10", QKeyCombination(Qt::SHIFT, Qt::Key_C).toCombined(),
          SegmentEdge::End, 10, [] { return TimelinePanel::tr("End ten frames later"); });

    const auto whole = [&](const char *id, int code, int frames, const Text &text) {
        add(
            id, {QKeySequence(code)}, text, [&segments, frames] { segments.nudgeWhole(frames); },
            true);
    };
    whole("segment.earlier", Qt::Key_R, -1,
          [] { return TimelinePanel::tr("Move the segments one frame earlier"); });
    whole("segment.later", Qt::Key_T, 1,
          [] { return TimelinePanel::tr("Move the segments one frame later"); });
    whole("segment.earlier10", QKeyCombination(Qt::SHIFT, Qt::Key_R).toCombined(), -10,
          [] { return TimelinePanel::tr("Move the segments ten frames earlier"); });
    whole("segment.later10", QKeyCombination(Qt::SHIFT, Qt::Key_T).toCombined(), 10,
          [] { return TimelinePanel::tr("Move the segments ten frames later"); });

    add(
        "segment.split", {QKeySequence(Qt::Key_B)},
        [] { return TimelinePanel::tr("Split at the playhead"); },
        [&segments] { segments.split(); });
    add(
        "segment.remove", {QKeySequence(Qt::Key_Delete)},
        [] { return TimelinePanel::tr("Delete the segment"); }, [&segments] { segments.remove(); });

    add.obstacle = [&segments] { return segments.selectionObstacle(); };
    add(
        "segment.duplicate", {QKeySequence(Qt::CTRL | Qt::Key_D)},
        [] { return TimelinePanel::tr("Copy to the active track"); },
        [&segments, &workspace] { segments.duplicate(workspace.activeRound()); });

    add.obstacle = [&segments] { return segments.mergeObstacle(); };
    add(
        "segment.merge", {QKeySequence(Qt::Key_M)},
        [] { return TimelinePanel::tr("Merge the selected segments, or with the next"); },
        [&segments] { segments.merge(); });
}

void addMoving(ActionRegistry &actions, SegmentController &segments, Workspace &workspace)
{
    const CommandAdder add{actions, QStringLiteral("segment"), FocusArea::Views, [&workspace] {
                               return workspace.clip() ? QString()
                                                       : TimelinePanel::tr("No clip is open.");
                           }};
    add(
        "segment.previous", {QKeySequence(Qt::Key_Up)},
        [] { return TimelinePanel::tr("Previous segment"); },
        [&segments] { segments.selectNeighbour(-1); }, true);
    add(
        "segment.next", {QKeySequence(Qt::Key_Down)},
        [] { return TimelinePanel::tr("Next segment"); },
        [&segments] { segments.selectNeighbour(1); }, true);
    add(
        "segment.previousEdge", {QKeySequence(Qt::ALT | Qt::Key_Left)},
        [] { return TimelinePanel::tr("To the segment edge before"); },
        [&segments] { segments.jumpToEdge(-1); }, true);
    add(
        "segment.nextEdge", {QKeySequence(Qt::ALT | Qt::Key_Right)},
        [] { return TimelinePanel::tr("To the next segment edge"); },
        [&segments] { segments.jumpToEdge(1); }, true);
    add(
        "segment.goToIn", {QKeySequence(Qt::SHIFT | Qt::Key_I)},
        [] { return TimelinePanel::tr("Go to the start"); },
        [&segments] { segments.goToMark(SegmentEdge::Begin); });
    add(
        "segment.goToOut", {QKeySequence(Qt::SHIFT | Qt::Key_O)},
        [] { return TimelinePanel::tr("Go to the end"); },
        [&segments] { segments.goToMark(SegmentEdge::End); });
}

void addSelecting(ActionRegistry &actions, SegmentController &segments, Workspace &workspace)
{
    const CommandAdder add{actions, QStringLiteral("segment"), FocusArea::Views, [&workspace] {
                               return workspace.clip() ? QString()
                                                       : TimelinePanel::tr("No clip is open.");
                           }};
    add(
        "segment.selectAll", {QKeySequence(Qt::CTRL | Qt::Key_A)},
        [] { return TimelinePanel::tr("Select all segments of the track"); },
        [&segments] { segments.selectTrack(segments.currentTrack()); });
    add(
        "segment.extendBack", {QKeySequence(Qt::SHIFT | Qt::Key_Up)},
        [] { return TimelinePanel::tr("Select the segment before too"); },
        [&segments] { segments.extendSelection(-1); }, true);
    add(
        "segment.extendOn", {QKeySequence(Qt::SHIFT | Qt::Key_Down)},
        [] { return TimelinePanel::tr("Select the next segment too"); },
        [&segments] { segments.extendSelection(1); }, true);
    add(
        "segment.previousMark", {QKeySequence(Qt::Key_Semicolon)},
        [] { return TimelinePanel::tr("To the key frame or mark before"); },
        [&segments] { segments.jumpToMark(-1); }, true);
    add(
        "segment.nextMark", {QKeySequence(Qt::Key_Apostrophe)},
        [] { return TimelinePanel::tr("To the next key frame or mark"); },
        [&segments] { segments.jumpToMark(1); }, true);
}

void addTracks(ActionRegistry &actions, SegmentController &segments, Workspace &workspace,
               TimelineView &view)
{
    CommandAdder add{actions, QStringLiteral("segment"), FocusArea::Views, [&workspace] {
                         return workspace.clip() ? QString()
                                                 : TimelinePanel::tr("No clip is open.");
                     }};
    add(
        "track.above", {QKeySequence(Qt::CTRL | Qt::Key_Up)},
        [] { return TimelinePanel::tr("To the track above"); }, [&view] { view.enterTrack(-1); });
    add(
        "track.below", {QKeySequence(Qt::CTRL | Qt::Key_Down)},
        [] { return TimelinePanel::tr("To the track below"); }, [&view] { view.enterTrack(1); });
    add(
        "track.hide", {QKeySequence(Qt::Key_H)},
        [] { return TimelinePanel::tr("Show or fold this track"); },
        [&view] { view.toggleHidden(view.currentTrack()); });
    add(
        "track.solo", {QKeySequence(Qt::SHIFT | Qt::Key_H)},
        [] { return TimelinePanel::tr("Show this track alone"); },
        [&view] { view.toggleSolo(view.currentTrack()); });
    add(
        "track.lock", {QKeySequence(Qt::Key_Y)},
        [] { return TimelinePanel::tr("Lock or unlock this track"); },
        [&view] { view.toggleLocked(view.currentTrack()); });
    add.obstacle = [&segments] { return segments.obstacle(); };
    add(
        "track.makeActive", {QKeySequence(Qt::Key_V)},
        [] { return TimelinePanel::tr("Mark and write in this track"); },
        [&segments] { segments.makeActive(segments.currentTrack()); });

    add.obstacle = [&segments] { return segments.changeObstacle(); };
    add(
        "segment.toTrackAbove", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Up)},
        [] { return TimelinePanel::tr("Move the segments to the track above"); },
        [&view] { view.carryToTrack(-1, false); });
    add(
        "segment.toTrackBelow", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Down)},
        [] { return TimelinePanel::tr("Move the segments to the track below"); },
        [&view] { view.carryToTrack(1, false); });
    add.obstacle = [&segments] { return segments.selectionObstacle(); };
    add(
        "segment.copyAbove", {},
        [] { return TimelinePanel::tr("Copy the segments to the track above"); },
        [&view] { view.carryToTrack(-1, true); });
    add(
        "segment.copyBelow", {},
        [] { return TimelinePanel::tr("Copy the segments to the track below"); },
        [&view] { view.carryToTrack(1, true); });
}

} // namespace

void registerTimelineActions(ActionRegistry &actions, Workspace &workspace,
                             SegmentController &segments, TimelineView &view)
{
    addMarking(actions, segments);
    addEditing(actions, segments, workspace);
    addMoving(actions, segments, workspace);
    addSelecting(actions, segments, workspace);
    addTracks(actions, segments, workspace, view);

    const CommandAdder add{actions, QStringLiteral("view"), FocusArea::Views, {}};
    add(
        "timeline.fit", {QKeySequence(Qt::Key_Z)},
        [] { return TimelinePanel::tr("Show the whole clip, or the segment"); },
        [&view] { view.toggleFit(); });
    add(
        "timeline.zoomIn", {QKeySequence(Qt::Key_Plus), QKeySequence(Qt::Key_Equal)},
        [] { return TimelinePanel::tr("Zoom the timeline in"); }, [&view] { view.zoomBy(1.5); },
        true);
    add(
        "timeline.zoomOut", {QKeySequence(Qt::Key_Minus)},
        [] { return TimelinePanel::tr("Zoom the timeline out"); },
        [&view] { view.zoomBy(1 / 1.5); }, true);
    // Not heard on the pages without a timeline, where these keys do something else.
    const CommandAdder here{actions, QStringLiteral("segment"), FocusArea::Views, {}};
    here(
        "timeline.fitSelection", {QKeySequence(Qt::SHIFT | Qt::Key_Z)},
        [] { return TimelinePanel::tr("Show the selected segments"); },
        [&view] { view.fitSelection(); });
    here(
        "timeline.pageBack", {QKeySequence(Qt::Key_PageUp)},
        [] { return TimelinePanel::tr("Move the timeline's view back"); },
        [&view] { view.panByPage(-0.8); }, true);
    here(
        "timeline.pageOn", {QKeySequence(Qt::Key_PageDown)},
        [] { return TimelinePanel::tr("Move the timeline's view on"); },
        [&view] { view.panByPage(0.8); }, true);
    here(
        "timeline.snap", {QKeySequence(Qt::Key_N)},
        [] { return TimelinePanel::tr("Let edges stick, or not"); },
        [&view] { view.setSnapping(!view.scene().snapping); });
    here(
        "timeline.follow", {QKeySequence(Qt::Key_F)},
        [] { return TimelinePanel::tr("Let the view follow the playhead, or not"); },
        [&view] { view.setFollowing(!view.isFollowing()); });
    here(
        "timeline.followCentre", {QKeySequence(Qt::SHIFT | Qt::Key_F)},
        [] { return TimelinePanel::tr("Keep the playhead in the middle, or not"); },
        [&view] { view.setCentring(!view.isCentring()); });
}

} // namespace ecva
