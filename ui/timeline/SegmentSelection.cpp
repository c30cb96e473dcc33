// Which segments and which track the person is at; undo and redo bring the selection along.
#include "ui/timeline/SegmentController.h"

#include "annotation/document/Document.h"
#include "core/media/VideoIndex.h"
#include "ui/workspace/Workspace.h"

#include <algorithm>
#include <tuple>

namespace ecva {

namespace {

constexpr std::size_t kMostShown = 500; ///< a step that touched more selects nothing

} // namespace

void SegmentController::followDocument()
{
    disconnect(m_documentChanges);
    m_cameFrom.clear();
    if (Document *document = m_workspace.document())
        m_documentChanges
            = connect(document, &Document::changed, this, &SegmentController::onChanged);
}

void SegmentController::onChanged(const ChangeEvent &change)
{
    const ProjectModel &model = m_workspace.document()->model();
    const auto here = [&](SegmentId id) {
        const Segment *segment = model.segment(id);
        return segment && segment->clip == m_workspace.clip();
    };
    const bool back
        = change.origin == ChangeEvent::Origin::Undo || change.origin == ChangeEvent::Origin::Redo;
    if (back && !change.segments.empty() && change.segments.size() <= kMostShown) {
        std::vector<SegmentId> touched;
        Selection origin;
        for (const SegmentId id : change.segments) {
            if (here(id))
                touched.push_back(id);
            else if (const auto found = m_cameFrom.constFind(id.value);
                     found != m_cameFrom.constEnd())
                origin = *found;
        }
        if (touched.empty()) { // what was made is gone: back to what was selected before
            touched = origin.segments;
            std::erase_if(touched, [&](SegmentId id) { return !here(id); });
        }
        if (!touched.empty()) {
            SegmentId primary = touched.front();
            for (const SegmentId wish : {m_workspace.segment(), origin.primary}) {
                if (std::find(touched.begin(), touched.end(), wish) != touched.end())
                    primary = wish;
            }
            m_workspace.setSelection(touched, primary);
            return;
        }
    }
    std::vector<SegmentId> kept = m_workspace.selection();
    if (std::erase_if(kept, [&](SegmentId id) { return !here(id); }) > 0) {
        const bool primary = here(m_workspace.segment());
        m_workspace.setSelection(kept, primary ? m_workspace.segment() : SegmentId());
    }
}

std::vector<const Segment *> SegmentController::selectedSegments() const
{
    std::vector<const Segment *> segments;
    if (!m_workspace.document())
        return segments;
    for (const SegmentId id : m_workspace.selection()) {
        if (const Segment *segment = m_workspace.document()->model().segment(id))
            segments.push_back(segment);
    }
    std::sort(segments.begin(), segments.end(), [](const Segment *a, const Segment *b) {
        return std::tie(a->time.beginMs, a->frames.begin, a->frames.end, a->id)
               < std::tie(b->time.beginMs, b->frames.begin, b->frames.end, b->id);
    });
    return segments;
}

SegmentController::Selection SegmentController::selection() const
{
    return {m_workspace.selection(), m_workspace.segment()};
}

void SegmentController::selectMade(const std::vector<SegmentId> &made, const Selection &before)
{
    for (const SegmentId id : made)
        m_cameFrom.insert(id.value, before);
    m_workspace.setSelection(made);
}

QString SegmentController::currentTrack() const
{
    if (const Segment *chosen = selected())
        return chosen->track;
    return m_entered.isEmpty() ? m_workspace.activeRound() : m_entered;
}

void SegmentController::enterTrack(const QString &track)
{
    const FrameIndex here = m_workspace.playhead();
    const Segment *best = nullptr;
    std::int64_t bestAway = 0;
    for (const Segment *segment : segmentsOn(track)) {
        const std::int64_t away
            = segment->frames.contains(here)
                  ? 0
                  : std::min(std::abs(segment->frames.begin.value - here.value),
                             std::abs(segment->frames.end.value - 1 - here.value));
        if (!best || away < bestAway) {
            best = segment;
            bestAway = away;
        }
    }
    m_entered = track;
    m_workspace.setSegment(best ? best->id : SegmentId());
    Q_EMIT currentTrackChanged();
}

void SegmentController::toggleSelected(SegmentId id)
{
    std::vector<SegmentId> chosen = m_workspace.selection();
    if (std::erase(chosen, id) == 0) {
        chosen.push_back(id);
        m_workspace.setSelection(chosen, id);
        return;
    }
    m_workspace.setSelection(chosen,
                             m_workspace.segment() == id ? SegmentId() : m_workspace.segment());
}

void SegmentController::selectUpTo(SegmentId id)
{
    const Segment *from = selected();
    const Segment *to
        = m_workspace.document() ? m_workspace.document()->model().segment(id) : nullptr;
    if (!to)
        return;
    std::vector<SegmentId> chosen = m_workspace.selection();
    if (!from || from->track != to->track) {
        chosen.push_back(id);
        m_workspace.setSelection(chosen, from ? from->id : id);
        return;
    }
    const std::vector<const Segment *> all = segmentsOn(to->track);
    auto first = std::find(all.begin(), all.end(), from);
    auto last = std::find(all.begin(), all.end(), to);
    if (last < first)
        std::swap(first, last);
    for (auto each = first; each != all.end() && each <= last; ++each)
        chosen.push_back((*each)->id);
    m_workspace.setSelection(chosen, from->id);
}

void SegmentController::selectTrack(const QString &track)
{
    std::vector<SegmentId> chosen;
    for (const Segment *segment : segmentsOn(track))
        chosen.push_back(segment->id);
    if (chosen.empty()) {
        m_workspace.showHint(tr("There is no segment on this track."));
        return;
    }
    const Segment *primary = selected();
    m_workspace.setSelection(chosen,
                             primary && primary->track == track ? primary->id : SegmentId());
}

void SegmentController::extendSelection(int direction)
{
    const Segment *from = selected();
    if (!from) {
        selectNeighbour(direction);
        return;
    }
    const std::vector<const Segment *> all = segmentsOn(from->track);
    const auto place = std::find(all.begin(), all.end(), from) - all.begin() + direction;
    if (place < 0 || place >= static_cast<std::ptrdiff_t>(all.size()))
        return;
    const Segment *to = all[static_cast<std::size_t>(place)];
    std::vector<SegmentId> chosen = m_workspace.selection();
    if (std::binary_search(chosen.begin(), chosen.end(), to->id))
        std::erase(chosen, from->id); // back again
    m_workspace.setSelection(chosen, to->id);
    if (m_workspace.index() && to->basis == Basis::Frames)
        m_workspace.requestSeek(to->frames.begin);
}

void SegmentController::showFirst(const Segment &segment)
{
    m_workspace.setSegment(segment.id);
    if (m_workspace.index() && segment.basis == Basis::Frames)
        m_workspace.requestSeek(segment.frames.begin);
}

void SegmentController::selectNeighbour(int direction)
{
    const std::vector<const Segment *> segments = trackSegments();
    if (segments.empty()) {
        m_workspace.showHint(tr("There is no segment on this track."));
        return;
    }
    const auto chosen = std::find(segments.begin(), segments.end(), selected());
    if (chosen != segments.end()) {
        const auto place = (chosen - segments.begin()) + direction;
        if (place >= 0 && place < static_cast<std::ptrdiff_t>(segments.size()))
            showFirst(*segments[static_cast<std::size_t>(place)]);
        return;
    }
    // Nothing selected: what begins before or behind the frame shown, else the first or last.
    const FrameIndex here = m_workspace.playhead();
    const Segment *best = direction > 0 ? segments.back() : segments.front();
    if (direction > 0) {
        const auto found = std::find_if(segments.begin(), segments.end(), [&](const Segment *each) {
            return each->frames.begin >= here;
        });
        best = found == segments.end() ? best : *found;
    } else {
        for (const Segment *each : segments)
            best = each->frames.begin < here ? each : best;
    }
    showFirst(*best);
}

void SegmentController::jumpToEdge(int direction)
{
    const FrameIndex here = m_workspace.playhead();
    std::optional<FrameIndex> best;
    const auto consider = [&](FrameIndex frame) {
        const bool ahead = direction > 0 ? frame > here : frame < here;
        if (ahead && (!best || (direction > 0 ? frame < *best : frame > *best)))
            best = frame;
    };
    for (const Segment *segment : trackSegments()) {
        if (segment->basis != Basis::Frames)
            continue;
        consider(segment->frames.begin);
        consider(FrameIndex(segment->frames.end.value - 1));
    }
    if (best)
        m_workspace.requestSeek(*best);
    else
        m_workspace.showHint(direction > 0 ? tr("No segment edge further on.")
                                           : tr("No segment edge before this."));
}

} // namespace ecva
