// Segments and key-frame marks of an edit. See Edit.h.
#include "annotation/document/EditState.h"
#include "annotation/domain/Taxonomy.h"

#include <algorithm>

namespace ecva {
namespace {

std::string named(SegmentId id)
{
    return "segment " + std::to_string(id.value);
}

Result<QString> checkedLabel(const QString &label)
{
    if (label.isEmpty())
        return label;
    return Taxonomy::published().resolve(label);
}

Result<void> checkSeverity(std::optional<int> severity)
{
    if (severity && (*severity < 1 || *severity > 5))
        return fail(ErrorCode::InvalidArgument,
                    "severity " + std::to_string(*severity) + " is not from 1 to 5");
    return {};
}

Result<void> setTime(Segment &segment, const TimeRangeMs &time)
{
    if (time.beginMs < 0 || time.endMs <= time.beginMs)
        return fail(ErrorCode::InvalidArgument, "end " + std::to_string(time.endMs)
                                                    + " ms <= begin " + std::to_string(time.beginMs)
                                                    + " ms");
    segment.basis = Basis::Seconds;
    segment.time = time;
    return {};
}

} // namespace

Result<SegmentId> Edit::addSegment(const NewSegment &segment)
{
    const auto clip = m_impl->get<Clip>(segment.clip);
    if (!clip)
        return fail(clip);
    const auto label = checkedLabel(segment.label);
    if (!label)
        return fail(label);
    if (auto valid = checkSeverity(segment.severity); !valid)
        return fail(valid);
    Segment made;
    made.clip = segment.clip;
    made.track = segment.track.isEmpty() ? m_impl->settings().activeRound : segment.track;
    made.label = *label;
    made.severity = segment.severity;
    made.rawTime = segment.rawTime;
    made.rawLabel = segment.rawLabel;
    Result<void> placed;
    if (segment.frames)
        placed = m_impl->setFrames(made, **clip, *segment.frames);
    else if (segment.time && !(*clip)->media)
        placed = setTime(made, *segment.time);
    else if (segment.time)
        placed = fail(ErrorCode::InvalidArgument,
                      "clip " + std::to_string(segment.clip.value)
                          + " has a video: its segments are given in frames, not in milliseconds");
    else
        placed = fail(ErrorCode::InvalidArgument, "a segment needs frames or a time");
    if (!placed)
        return fail(placed);
    made.id = m_impl->newId<Segment>();
    m_impl->put(made);
    return made.id;
}

Result<void> Edit::setSegment(SegmentId id, const SegmentPatch &patch)
{
    const auto found = m_impl->get<Segment>(id);
    if (!found)
        return fail(found);
    Segment segment = **found;
    const auto inSegment = [id](const Error &error) {
        return tl::unexpected<Error>(
            Error{error.code, named(id) + ": " + error.message, error.where});
    };
    if (patch.frames && (segment.basis == Basis::Seconds || *patch.frames != segment.frames)) {
        const auto clip = m_impl->get<Clip>(segment.clip);
        if (!clip)
            return fail(clip);
        if (auto placed = m_impl->setFrames(segment, **clip, *patch.frames); !placed)
            return inSegment(placed.error());
    }
    if (patch.time) {
        if (segment.basis == Basis::Frames)
            return inSegment(
                {ErrorCode::InvalidArgument, "is placed by frames, not by milliseconds", {}});
        if (auto placed = setTime(segment, *patch.time); !placed)
            return inSegment(placed.error());
    }
    if (patch.label) {
        const auto label = checkedLabel(*patch.label);
        if (!label)
            return inSegment(label.error());
        segment.label = *label;
    }
    if (patch.severity) {
        if (auto valid = checkSeverity(*patch.severity); !valid)
            return inSegment(valid.error());
        segment.severity = *patch.severity;
    }
    if (patch.track) {
        if (patch.track->trimmed().isEmpty())
            return inSegment({ErrorCode::InvalidArgument, "the track has no name", {}});
        segment.track = *patch.track;
    }
    m_impl->put(std::move(segment));
    return {};
}

Result<void> Edit::removeSegment(SegmentId id)
{
    const auto found = m_impl->get<Segment>(id);
    if (!found)
        return fail(found);
    for (const QaItem *item : m_impl->children(&ProjectModel::itemsOf, (*found)->clip)) {
        if (item->segment == id)
            m_impl->removeItem(item->id);
    }
    m_impl->remove<Segment>(id);
    return {};
}

Result<SegmentId> Edit::splitSegment(SegmentId id, FrameIndex at)
{
    const auto found = m_impl->get<Segment>(id);
    if (!found)
        return fail(found);
    const Segment whole = **found;
    const auto clip = m_impl->get<Clip>(whole.clip);
    if (!clip)
        return fail(clip);
    if (whole.basis == Basis::Seconds)
        return fail(ErrorCode::InvalidArgument,
                    named(id) + " is placed by milliseconds and cannot be split at a frame");
    if (at <= whole.frames.begin || at >= whole.frames.end)
        return fail(ErrorCode::OutOfRange, named(id) + ": frame " + std::to_string(at.value)
                                               + " is not inside ["
                                               + std::to_string(whole.frames.begin.value) + ", "
                                               + std::to_string(whole.frames.end.value) + ")");
    Segment first = whole;
    if (auto placed = m_impl->setFrames(first, **clip, {whole.frames.begin, at}); !placed)
        return fail(placed);
    Segment second;
    second.clip = whole.clip;
    second.track = whole.track;
    second.label = whole.label;
    second.severity = whole.severity;
    if (auto placed = m_impl->setFrames(second, **clip, {at, whole.frames.end}); !placed)
        return fail(placed);
    second.id = m_impl->newId<Segment>();
    m_impl->put(std::move(first));
    m_impl->put(second);
    return second.id;
}

Result<SegmentId> Edit::mergeSegments(const std::vector<SegmentId> &ids)
{
    if (ids.size() < 2)
        return fail(ErrorCode::InvalidArgument, "merging needs two segments or more");
    std::vector<Segment> parts;
    for (const SegmentId id : ids) {
        const auto found = m_impl->get<Segment>(id);
        if (!found)
            return fail(found);
        for (const Segment &part : parts) {
            if (part.id == id)
                return fail(ErrorCode::InvalidArgument, named(id) + " is named twice");
        }
        const Segment &first = parts.empty() ? **found : parts.front();
        if ((*found)->clip != first.clip || (*found)->track != first.track)
            return fail(ErrorCode::InvalidArgument,
                        named(id) + " and " + named(first.id) + " are not of one clip and track");
        if ((*found)->basis != first.basis)
            return fail(ErrorCode::InvalidArgument,
                        named(id) + " and " + named(first.id)
                            + " are not both placed by frames or both by milliseconds");
        parts.push_back(**found);
    }
    Segment merged = parts.front();
    // Texts are joined in the order of time, whatever the order of selection.
    std::stable_sort(parts.begin(), parts.end(), [](const Segment &a, const Segment &b) {
        return std::pair(a.frames, a.time.beginMs) < std::pair(b.frames, b.time.beginMs);
    });
    for (const Segment &part : parts) {
        merged.frames.begin = std::min(merged.frames.begin, part.frames.begin);
        merged.frames.end = std::max(merged.frames.end, part.frames.end);
        merged.beginPts = std::min(merged.beginPts, part.beginPts);
        merged.endPts = std::max(merged.endPts, part.endPts);
        merged.time.beginMs = std::min(merged.time.beginMs, part.time.beginMs);
        merged.time.endMs = std::max(merged.time.endMs, part.time.endMs);
        if (merged.label.isEmpty())
            merged.label = part.label;
        if (!merged.severity)
            merged.severity = part.severity;
    }
    m_impl->joinTexts(parts, merged.id);
    for (const Segment &part : parts) {
        if (part.id != merged.id)
            m_impl->remove<Segment>(part.id);
    }
    m_impl->put(merged);
    return merged.id;
}

Result<SegmentId> Edit::duplicateSegment(SegmentId id, const QString &track)
{
    const auto found = m_impl->get<Segment>(id);
    if (!found)
        return fail(found);
    Segment copy = **found;
    if (!track.isEmpty())
        copy.track = track;
    copy.rawTime.clear(); // the source wrote it once
    copy.rawLabel.clear();
    copy.id = m_impl->newId<Segment>();
    m_impl->put(copy);
    return copy.id;
}

Result<KeyFrameId> Edit::markKeyFrame(ClipId clip, FrameIndex frame)
{
    const auto found = m_impl->get<Clip>(clip);
    if (!found)
        return fail(found);
    const QString author = m_impl->document.author();
    for (const KeyFrame *mark : m_impl->children(&ProjectModel::keyFramesOf, clip)) {
        if (mark->frame == frame && mark->author == author)
            return mark->id; // marked already
    }
    Segment place; // a mark is placed like a segment of one frame
    if (auto placed = m_impl->setFrames(place, **found, {frame, FrameIndex(frame.value + 1)});
        !placed)
        return fail(placed);
    KeyFrame made;
    made.clip = clip;
    made.frame = frame;
    made.pts = place.beginPts;
    made.author = author;
    made.id = m_impl->newId<KeyFrame>();
    m_impl->put(made);
    return made.id;
}

Result<void> Edit::unmarkKeyFrame(KeyFrameId id)
{
    if (const auto found = m_impl->get<KeyFrame>(id); !found)
        return fail(found);
    m_impl->remove<KeyFrame>(id);
    return {};
}

} // namespace ecva
