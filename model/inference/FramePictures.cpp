#include "model/inference/FramePictures.h"

#include "model/inference/DeltaPlan.h"
#include "model/inference/MaskedPicture.h"
#include "model/inference/Stopwatch.h"
#include "model/preprocess/ClipProcessor.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

namespace ecva {
namespace {

Look lookOf(MaskMode mode)
{
    switch (mode) {
    case MaskMode::Black:
        return Look::Black;
    case MaskMode::Blur:
        return Look::Blur;
    case MaskMode::Delete: // blanks nothing
    case MaskMode::Freeze: // shows an earlier frame as it is
        return Look::Plain;
    case MaskMode::Blank:
        break;
    }
    return Look::Blank;
}

Result<PackedImage> readFrame(const VideoSource &source, std::int64_t frame)
{
    const std::string name = "frame " + std::to_string(frame);
    auto image = source.read(frame);
    if (!image) {
        return fail(image.error().code, name + ": " + image.error().message, image.error().where);
    }
    const auto size = static_cast<std::size_t>(std::max(image->width, 0))
                      * static_cast<std::size_t>(std::max(image->height, 0)) * 3;
    if (image->channels != 3 || size == 0 || image->data.size() != size) {
        return fail(ErrorCode::BadInput, name + " came as " + std::to_string(image->data.size())
                                             + " bytes for " + std::to_string(image->width) + " × "
                                             + std::to_string(image->height) + " pixels of "
                                             + std::to_string(image->channels)
                                             + " channels, not as RGB");
    }
    return image;
}

} // namespace

std::vector<Picture> plainPictures(const std::vector<std::int64_t> &frames)
{
    std::vector<Picture> pictures;
    pictures.reserve(frames.size());
    for (std::int64_t frame : frames)
        pictures.push_back({frame, Look::Plain});
    return pictures;
}

std::vector<Picture> maskedPictures(const DeltaMask &mask, MaskMode mode)
{
    std::vector<Picture> pictures = plainPictures(mask.frames);
    const int blankedStart = mode == MaskMode::Freeze ? framesWithoutAny(mask) : 0;
    for (int slot : mask.blanked) {
        pictures[static_cast<std::size_t>(slot)].look
            = slot < blankedStart ? Look::Blank : lookOf(mode);
    }
    return pictures;
}

Result<FramePictures::Pixels> FramePictures::processed(const PackedImage &image) const
{
    std::vector<float> values;
    if (auto done = clipPixels(image, m_config.processor, m_config.padToSquare, values); !done)
        return fail(done);
    return std::make_shared<const std::vector<float>>(std::move(values));
}

Result<FramePictures::Pixels> FramePictures::pixelsOf(const PackedImage &frame, Look look)
{
    if (look == Look::Plain)
        return processed(frame);
    if (look == Look::Blur)
        return processed(blurredPicture(frame));
    Pixels &known = m_solid[{look, {frame.width, frame.height}}];
    if (!known) {
        const auto colour
            = look == Look::Black ? std::array<std::uint8_t, 3>{} : meanColour(m_config.processor);
        auto pixels = processed(solidPicture(frame, colour));
        if (!pixels)
            return fail(pixels);
        known = *pixels;
    }
    return known;
}

Result<void> FramePictures::read(std::vector<Picture> pictures, const ProgressSink &progress,
                                 const CancelToken &cancel)
{
    std::ranges::sort(pictures);
    const auto repeated = std::ranges::unique(pictures);
    pictures.erase(repeated.begin(), repeated.end());
    std::optional<PackedImage> image;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        if (auto wanted = cancel.check(); !wanted)
            return fail(wanted);
        const auto [frame, look] = pictures[i];
        if (i == 0 || pictures[i - 1].frame != frame) {
            const Stopwatch reading;
            auto next = readFrame(m_source, frame);
            m_readSeconds[frame] = reading.seconds();
            if (!next)
                return fail(next);
            image = std::move(*next);
        }
        const Stopwatch processing;
        auto pixels = pixelsOf(*image, look);
        if (!pixels) {
            return fail(pixels.error().code,
                        "frame " + std::to_string(frame) + ": " + pixels.error().message);
        }
        m_processed[pictures[i]] = {std::move(*pixels), processing.seconds()};
        if (progress)
            progress(static_cast<double>(i + 1) / static_cast<double>(pictures.size()));
    }
    return {};
}

std::shared_ptr<const PixelVideo> FramePictures::video(const std::vector<Picture> &pictures) const
{
    auto video = std::make_shared<PixelVideo>();
    video->frames = static_cast<int>(pictures.size());
    video->height = m_config.processor.crop;
    video->width = m_config.processor.crop;
    for (const Picture &picture : pictures) {
        const std::vector<float> &pixels = *m_processed.at(picture).pixels;
        video->values.insert(video->values.end(), pixels.begin(), pixels.end());
    }
    return video;
}

double FramePictures::seconds(const std::vector<Picture> &pictures) const
{
    double sum = 0;
    std::set<std::int64_t> frames;
    std::set<Picture> seen;
    for (const Picture &picture : pictures) {
        if (frames.insert(picture.frame).second)
            sum += m_readSeconds.at(picture.frame);
        if (seen.insert(picture).second)
            sum += m_processed.at(picture).seconds;
    }
    return sum;
}

} // namespace ecva
