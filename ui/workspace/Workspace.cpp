#include "ui/workspace/Workspace.h"

#include "annotation/document/Document.h"

#include <algorithm>

namespace ecva {

Workspace::Workspace(QObject *parent)
    : QObject(parent)
{
}

Workspace::~Workspace() = default;

void Workspace::setDocument(Document *document)
{
    if (document == m_document)
        return;
    setClip({});
    disconnect(m_documentChanges);
    m_document = document;
    if (document)
        m_documentChanges = connect(document, &Document::changed, this, &Workspace::leaveLostClips);
    Q_EMIT documentChanged();
}

/// A clip that an undo took away is neither looked at nor selected any more.
void Workspace::leaveLostClips()
{
    if (m_clip && !m_document->model().clip(m_clip))
        setClip({});
    std::vector<ClipId> left = m_selectedClips;
    std::erase_if(left, [this](ClipId clip) { return !m_document->model().clip(clip); });
    setSelectedClips(std::move(left));
}

void Workspace::setSelectedClips(std::vector<ClipId> clips)
{
    std::sort(clips.begin(), clips.end());
    clips.erase(std::unique(clips.begin(), clips.end()), clips.end());
    if (clips == m_selectedClips)
        return;
    m_selectedClips = std::move(clips);
    Q_EMIT selectedClipsChanged();
}

void Workspace::setClip(ClipId clip)
{
    if (clip == m_clip)
        return;
    setPlaying(false);
    m_clip = clip;
    const std::vector<ClipId> only = clip ? std::vector{clip} : std::vector<ClipId>();
    const bool others = only != m_selectedClips;
    m_selectedClips = only;
    m_segment = firstSegment();
    m_selection.clear();
    if (m_segment)
        m_selection.push_back(m_segment);
    m_index.reset();
    m_mediaError.clear();
    m_playhead = {};
    m_markIn.reset();
    m_markOut.reset();
    m_seenFrames.clear();
    m_shots.clear();
    Q_EMIT clipChanged();
    if (others)
        Q_EMIT selectedClipsChanged();
    Q_EMIT indexChanged();
    Q_EMIT segmentChanged();
    Q_EMIT selectionChanged();
    Q_EMIT marksChanged();
    Q_EMIT seenFramesChanged();
    Q_EMIT shotsChanged();
    Q_EMIT playheadChanged(m_playhead);
}

/// Of the current clip on the active round: what was written about it is in view at once.
SegmentId Workspace::firstSegment() const
{
    if (!m_document || !m_clip)
        return {};
    for (const Segment *segment : m_document->model().segmentsOf(m_clip)) {
        if (segment->track == activeRound())
            return segment->id;
    }
    return {};
}

void Workspace::setIndex(std::shared_ptr<const VideoIndex> index)
{
    m_index = std::move(index);
    m_mediaError.clear();
    // Marks take their exact time stamps from it. An index of another video is refused there: then
    // the player says that the file has changed.
    if (m_document && m_index)
        (void)m_document->setVideoIndex(m_clip, m_index);
    Q_EMIT indexChanged();
}

void Workspace::setSeenFrames(std::vector<qint64> frames)
{
    if (frames == m_seenFrames)
        return;
    m_seenFrames = std::move(frames);
    Q_EMIT seenFramesChanged();
}

void Workspace::setShots(std::vector<FrameIndex> shots)
{
    if (shots == m_shots)
        return;
    m_shots = std::move(shots);
    Q_EMIT shotsChanged();
}

void Workspace::setMediaError(const QString &message)
{
    m_index.reset();
    m_mediaError = message;
    Q_EMIT indexChanged();
}

void Workspace::setSegment(SegmentId segment)
{
    setSelection(segment ? std::vector{segment} : std::vector<SegmentId>(), segment);
}

void Workspace::setSelection(std::vector<SegmentId> segments, SegmentId primary)
{
    if (!primary && !segments.empty())
        primary = segments.front();
    if (primary)
        segments.push_back(primary);
    std::sort(segments.begin(), segments.end());
    segments.erase(std::unique(segments.begin(), segments.end()), segments.end());
    const bool another = primary != m_segment;
    const bool others = segments != m_selection;
    m_segment = primary;
    m_selection = std::move(segments);
    if (another)
        Q_EMIT segmentChanged();
    if (others)
        Q_EMIT selectionChanged();
}

void Workspace::setPlayhead(FrameIndex frame)
{
    if (frame == m_playhead)
        return;
    m_playhead = frame;
    Q_EMIT playheadChanged(frame);
}

void Workspace::setPlaying(bool playing)
{
    if (playing == m_playing)
        return;
    m_playing = playing;
    Q_EMIT playingChanged(playing);
}

void Workspace::setMarks(std::optional<FrameIndex> in, std::optional<FrameIndex> out)
{
    if (in == m_markIn && out == m_markOut)
        return;
    m_markIn = in;
    m_markOut = out;
    Q_EMIT marksChanged();
}

QString Workspace::activeRound() const
{
    return m_document ? m_document->model().settings().activeRound : QStringLiteral("round1");
}

} // namespace ecva
