#pragma once

#include "annotation/document/Document.h"
#include "core/media/VideoIndex.h"
#include "tests/support/Must.h"

#include <memory>

namespace ecva::test {

/// Facts of a video that is not there: 300 frames at 25 a second, time base 1/12800.
inline MediaFacts someMedia(const QString &digest = QStringLiteral("00ff"))
{
    MediaFacts media;
    media.frames = 300;
    media.timeBase = {1, 12800};
    media.averageRate = {25, 1};
    media.durationMs = 12000;
    media.width = 640;
    media.height = 360;
    media.codec = QStringLiteral("h264");
    media.bytes = 1000;
    media.digest = digest;
    return media;
}

/// An index with these time stamps; the last one ends the last frame.
inline std::shared_ptr<const VideoIndex> indexOf(Rational timeBase, Rational rate,
                                                 const std::vector<std::int64_t> &stamps)
{
    VideoIndex::Parts parts;
    parts.info.timeBase = timeBase;
    parts.info.averageRate = rate;
    parts.info.codec = "h264";
    parts.info.width = 640;
    parts.info.height = 360;
    for (std::size_t i = 0; i + 1 < stamps.size(); ++i)
        parts.entries.push_back({stamps[i], stamps[i + 1], stamps[i], i == 0});
    return std::make_shared<const VideoIndex>(std::move(parts));
}

/// One step: `change`(edit), whose value is returned.
template <typename Change>
auto commitStep(Document &document, const char *command, Change change)
{
    Edit edit(document, QString::fromLatin1(command));
    auto made = must(change(edit));
    must(document.commit(std::move(edit)));
    return made;
}

/// A clip with someMedia() at `path`, as a step of its own.
inline ClipId addClip(Document &document, const QString &path)
{
    NewClip clip;
    clip.path = path;
    clip.media = someMedia();
    return commitStep(document, "clip.add", [&](Edit &edit) { return edit.addClip(clip); });
}

inline SegmentId addSegment(Document &document, ClipId clip, int begin, int end)
{
    NewSegment segment;
    segment.clip = clip;
    segment.frames = FrameRange{FrameIndex(begin), FrameIndex(end)};
    return commitStep(document, "segment.add",
                      [&](Edit &edit) { return edit.addSegment(segment); });
}

} // namespace ecva::test
