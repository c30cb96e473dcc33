// The context menu of the timeline, by mouse and by key.
#include "annotation/document/Document.h"
#include "ui/timeline/SegmentController.h"
#include "ui/timeline/TimelineDrag.h"
#include "ui/timeline/TimelineView.h"
#include "ui/workspace/Workspace.h"

#include <QContextMenuEvent>
#include <QMenu>

#include <algorithm>

namespace ecva {

namespace {

void add(QMenu &menu, const QString &text, const QString &obstacle,
         const std::function<void()> &run)
{
    QAction *action = menu.addAction(text, &menu, run);
    action->setEnabled(obstacle.isEmpty());
    action->setToolTip(obstacle);
}

} // namespace

void TimelineView::contextMenuEvent(QContextMenuEvent *event)
{
    m_drag->cancel();
    const bool byMouse = event->reason() == QContextMenuEvent::Mouse;
    const TimelineHit hit = byMouse ? m_scene.hit(event->pos()) : TimelineHit();
    const std::vector<SegmentId> &selection = m_workspace.selection();
    if (hit.segment && !std::binary_search(selection.begin(), selection.end(), hit.segment))
        m_workspace.setSegment(hit.segment);

    QMenu menu(this);
    menu.setToolTipsVisible(true);
    if (hit.part == TimelinePart::TrackName && hit.track >= 0)
        fillTrackMenu(menu, hit.track);
    else
        fillSegmentMenu(menu);
    // By key: at the segment that it is about.
    QPoint place = rect().center();
    const QRect bar = segmentRect(m_workspace.segment()).intersected(rect());
    if (!bar.isEmpty())
        place = QPoint(bar.left() + 4, bar.bottom());
    menu.exec(byMouse ? event->globalPos() : mapToGlobal(place));
}

void TimelineView::fillTrackMenu(QMenu &menu, int row)
{
    const TimelineTrack &track = m_scene.tracks[static_cast<std::size_t>(row)];
    add(menu, tr("Mark and write in %1").arg(track.title),
        track.active ? tr("This is the active track.") : m_segments.obstacle(),
        [this, name = track.name] { m_segments.makeActive(name); });
    add(menu, tr("Select all of the track"),
        track.items.empty() ? tr("The track is empty.") : QString(),
        [this, name = track.name] { m_segments.selectTrack(name); });
    menu.addSeparator();
    add(menu, m_scene.isHidden(track) ? tr("Show the track") : tr("Fold the track"), {},
        [this, row] { toggleHidden(row); });
    add(menu, m_scene.isLocked(track) ? tr("Unlock the track") : tr("Lock the track"),
        m_scene.readOnly ? m_segments.obstacle() : QString(), [this, row] { toggleLocked(row); });
}

void TimelineView::fillSegmentMenu(QMenu &menu)
{
    const QString none = m_segments.selectionObstacle();
    const QString fixed = m_segments.changeObstacle();
    add(menu, tr("Split at the playhead"), fixed, [this] { m_segments.split(); });
    add(menu,
        m_workspace.selection().size() > 1 ? tr("Merge the selected segments")
                                           : tr("Merge with the next"),
        m_segments.mergeObstacle(), [this] { m_segments.merge(); });
    QMenu *moves = menu.addMenu(tr("Move to"));
    moves->setEnabled(fixed.isEmpty());
    QMenu *copies = menu.addMenu(tr("Copy to"));
    copies->setEnabled(none.isEmpty());
    for (const TimelineTrack &track : m_scene.tracks) {
        const QString locked = m_segments.lockObstacle(track.name);
        add(*moves, track.title, locked,
            [this, name = track.name] { m_segments.moveToTrack(name); });
        add(*copies, track.title, {}, [this, name = track.name] { m_segments.duplicate(name); });
    }
    menu.addSeparator();
    add(menu,
        m_workspace.selection().size() > 1 ? tr("Delete the selected segments") : tr("Delete"),
        fixed, [this] { m_segments.remove(); });
    menu.addSeparator();
    add(menu, tr("Show the selection"), none, [this] { fitSelection(); });
    add(menu, tr("Mark or unmark the key frame here"), m_segments.markObstacle(),
        [this] { m_segments.toggleKeyFrame(); });
}

} // namespace ecva
