#include "app/services/ClipFrames.h"

#include "annotation/document/Document.h"
#include "annotation/document/FrameTimes.h"
#include "app/services/StillImage.h"
#include "core/media/FrameSource.h"

#include <QFileInfo>

#include <algorithm>
#include <thread>

namespace ecva {
namespace {

Result<FrameRange> framesOfCut(const VideoIndex &index, const ClipToAsk &clip)
{
    if (!clip.cut)
        return FrameRange{FrameIndex(0), FrameIndex(index.frameCount())};
    const FrameRange frames{firstFrameAtOrAfter(index, clip.cut->beginMs),
                            firstFrameAtOrAfter(index, clip.cut->endMs)};
    if (frames.length() < 1) {
        return fail(ErrorCode::OutOfRange,
                    "the cut from " + std::to_string(clip.cut->beginMs) + " to "
                        + std::to_string(clip.cut->endMs) + " ms holds no frame",
                    clip.file.string());
    }
    return frames;
}

} // namespace

Result<ClipToAsk> clipToAsk(const Document &document, ClipId id)
{
    const Clip *clip = document.model().clip(id);
    if (!clip)
        return fail(ErrorCode::NotFound, "there is no clip " + std::to_string(id.value));
    const QString file = document.absoluteMediaPath(*clip);
    if (!clip->media || !QFileInfo::exists(file)) {
        return fail(ErrorCode::NotFound,
                    "clip " + std::to_string(id.value)
                        + (clip->media ? ": the video is missing" : ": no video is linked"),
                    file.toStdString());
    }
    return ClipToAsk{file.toStdU16String(), document.videoIndex(id), clip->media, clip->cut};
}

Result<ClipFrames> openClip(const ClipToAsk &clip, const std::function<void(double)> &progress,
                            const CancelToken &cancel)
{
    std::shared_ptr<const VideoIndex> index = clip.index;
    if (!index && !clip.facts && isStillImage(clip.file)) // projects hold videos only
        return openStillImage(clip.file);
    if (!index) {
        VideoIndex::Options options;
        options.cancel = cancel;
        options.progress = progress;
        auto built = VideoIndex::build(clip.file, options);
        if (!built)
            return fail(built);
        index = std::move(*built);
    }
    if (clip.facts && !matches(*clip.facts, *index)) {
        return fail(ErrorCode::BadInput,
                    "is not the video that the clip was linked to: "
                        + std::to_string(index->frameCount()) + " frames, not "
                        + std::to_string(clip.facts->frames),
                    clip.file.string());
    }
    const auto frames = framesOfCut(*index, clip);
    if (!frames)
        return fail(frames);

    FrameSource::Options options;
    options.decoderThreads
        = std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, 4);
    auto opened = FrameSource::open(clip.file, index, options);
    if (!opened)
        return fail(opened);
    // Shared because a VideoSource can be copied; it is still read by one thread.
    const std::shared_ptr<FrameSource> source = std::move(*opened);

    ClipFrames made;
    made.index = index;
    made.first = frames->begin.value;
    made.source.frameCount = frames->length();
    if (index->info().container == "gif")
        made.source.kind = VideoSource::Kind::Gif;
    made.source.averageRate = index->info().averageRate.toDouble();
    made.source.read = [source, range = *frames, cancel,
                        name = clip.file.string()](std::int64_t number) -> Result<PackedImage> {
        const FrameIndex frame(range.begin.value + number);
        const std::string place = name + ", frame " + std::to_string(frame.value);
        if (!range.contains(frame))
            return fail(ErrorCode::OutOfRange, "outside the clip", place);
        const auto decoded = source->frameAt(frame, cancel);
        if (!decoded)
            return fail(decoded.error().code, decoded.error().message, place);
        auto image = decoded->toRgb24();
        if (!image)
            return fail(image.error().code, image.error().message, place);
        return image;
    };
    return made;
}

} // namespace ecva
