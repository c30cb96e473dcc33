// Marks of in and out, and key frames.
#include "ui/timeline/SegmentController.h"

#include "annotation/document/Document.h"
#include "core/media/VideoIndex.h"
#include "ui/workspace/Workspace.h"

#include <algorithm>

namespace ecva {

void SegmentController::markIn()
{
    const FrameIndex in = m_workspace.playhead();
    std::optional<FrameIndex> out = m_workspace.markOut();
    if (out && *out <= in)
        out.reset();
    m_workspace.setMarks(in, out);
}

void SegmentController::markOut()
{
    const FrameIndex out(m_workspace.playhead().value + 1);
    std::optional<FrameIndex> in = m_workspace.markIn();
    if (in && *in >= out)
        in.reset();
    m_workspace.setMarks(in, out);
}

void SegmentController::clearMarks()
{
    m_workspace.setMarks(std::nullopt, std::nullopt);
}

void SegmentController::commitMarks()
{
    const std::optional<FrameIndex> in = m_workspace.markIn();
    const std::optional<FrameIndex> out = m_workspace.markOut();
    if (!in && !out) {
        if (selected())
            m_workspace.requestFocus(QStringLiteral("description"));
        else
            m_workspace.showHint(tr("Press I at the start, O at the end, Enter."));
        return;
    }
    if (!in || !out) {
        m_workspace.showHint(in ? tr("Press O at the last frame first.")
                                : tr("Press I at the first frame first."));
        return;
    }
    if (addSegment(m_workspace.activeRound(), {*in, *out})) {
        clearMarks();
        m_workspace.requestFocus(QStringLiteral("description"));
    }
}

void SegmentController::goToMark(SegmentEdge edge)
{
    // Marks first; without them the edges of the selected segment.
    const Segment *segment = selected();
    std::optional<FrameIndex> frame;
    if (edge == SegmentEdge::Begin)
        frame = m_workspace.markIn();
    else if (m_workspace.markOut())
        frame = FrameIndex(m_workspace.markOut()->value - 1);
    if (!frame && segment && segment->basis == Basis::Frames)
        frame = edge == SegmentEdge::Begin ? segment->frames.begin
                                           : FrameIndex(segment->frames.end.value - 1);
    if (frame)
        m_workspace.requestSeek(*frame);
    else
        m_workspace.showHint(tr("No mark is set and no segment is selected."));
}

void SegmentController::jumpToMark(int direction)
{
    std::vector<FrameIndex> marks;
    if (m_workspace.document())
        for (const KeyFrame *mark : m_workspace.document()->model().keyFramesOf(m_workspace.clip()))
            marks.push_back(mark->frame);
    if (m_workspace.markIn())
        marks.push_back(*m_workspace.markIn());
    if (m_workspace.markOut())
        marks.emplace_back(m_workspace.markOut()->value - 1);
    const FrameIndex here = m_workspace.playhead();
    std::optional<FrameIndex> best;
    for (const FrameIndex mark : marks) {
        if (direction > 0 ? mark > here && (!best || mark < *best)
                          : mark < here && (!best || mark > *best))
            best = mark;
    }
    if (best)
        m_workspace.requestSeek(*best);
    else
        m_workspace.showHint(direction > 0 ? tr("No mark further on.")
                                           : tr("No mark before this."));
}

void SegmentController::toggleKeyFrame()
{
    const FrameIndex here = m_workspace.playhead();
    const ClipId clip = m_workspace.clip();
    KeyFrameId existing;
    for (const KeyFrame *mark : m_workspace.document()->model().keyFramesOf(clip)) {
        if (mark->frame == here)
            existing = mark->id;
    }
    const Result<void> done
        = carryOut(existing ? QStringLiteral("keyframe.unmark") : QStringLiteral("keyframe.mark"),
                   [&](Edit &edit) -> Result<void> {
                       if (existing)
                           return edit.unmarkKeyFrame(existing);
                       const Result<KeyFrameId> made = edit.markKeyFrame(clip, here);
                       return made ? Result<void>() : fail(made);
                   });
    if (!done)
        m_workspace.showHint(tr("Frame %1 was not marked: %2")
                                 .arg(here.value)
                                 .arg(QString::fromStdString(done.error().text())));
}

} // namespace ecva
