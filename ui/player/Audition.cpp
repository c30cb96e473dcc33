#include "ui/player/Audition.h"

#include "annotation/document/Document.h"
#include "core/media/VideoIndex.h"
#include "ui/player/PlayerController.h"
#include "ui/workspace/Workspace.h"

#include <algorithm>

namespace ecva {

namespace {

constexpr double kEdgeSeconds = 0.5;

} // namespace

FrameRange Audition::framesOf(Part part, FrameRange range, const VideoIndex &index)
{
    const FrameIndex end(index.frameCount());
    const auto within = [&](FrameIndex frame) { return std::clamp(frame, FrameIndex(0), end); };
    range = {within(range.begin), within(range.end)};
    const auto beside = [&](FrameIndex frame, double seconds) {
        return within(index.firstFrameAtOrAfter(index.seconds(frame) + seconds));
    };
    switch (part) {
    case Part::BeforeStart:
        return {beside(range.begin, -kEdgeSeconds), range.begin};
    case Part::FromStart:
        return {range.begin, std::min(range.end, beside(range.begin, kEdgeSeconds))};
    case Part::ToEnd:
        return {std::max(range.begin, beside(range.end, -kEdgeSeconds)), range.end};
    case Part::AfterEnd:
        return {range.end, beside(range.end, kEdgeSeconds)};
    case Part::Whole:
        break;
    }
    return range;
}

std::optional<FrameRange> Audition::range() const
{
    const Document *document = m_workspace.document();
    const Segment *segment = document ? document->model().segment(m_workspace.segment()) : nullptr;
    if (segment && segment->basis == Basis::Frames)
        return segment->frames;
    if (!segment && m_workspace.markIn() && m_workspace.markOut())
        return FrameRange{*m_workspace.markIn(), *m_workspace.markOut()};
    return std::nullopt;
}

QString Audition::obstacle(Part part) const
{
    const auto index = m_workspace.index();
    if (!index || m_player.state() != PlayerController::State::Ready)
        return tr("No video is open.");
    const std::optional<FrameRange> whole = range();
    if (!whole) {
        return m_workspace.segment() ? tr("The segment has times but no frames yet.")
                                     : tr("Select a segment, or mark a start and an end.");
    }
    if (framesOf(part, *whole, *index).length() > 0)
        return {};
    switch (part) {
    case Part::BeforeStart:
        return tr("The segment begins with the clip: nothing is before it.");
    case Part::AfterEnd:
        return tr("The segment ends with the clip: nothing is after it.");
    default:
        return tr("The segment lies outside the clip.");
    }
}

void Audition::play(Part part)
{
    m_player.playRange(framesOf(part, *range(), *m_workspace.index()));
}

} // namespace ecva
