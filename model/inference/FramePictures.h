#pragma once

#include "core/base/CancelToken.h"
#include "model/api/Engine.h"
#include "model/api/VideoModel.h"
#include "model/checkpoint/ModelConfig.h"

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace ecva {

/// What is put in a masked frame's place.
enum class Look { Plain, Blank, Black, Blur };

/// One slot of what a model sees.
struct Picture
{
    std::int64_t frame = 0;
    Look look = Look::Plain;
    friend auto operator<=>(const Picture &, const Picture &) = default;
};

/// What the model sees, slot by slot, of frames that nothing masks.
std::vector<Picture> plainPictures(const std::vector<std::int64_t> &frames);
/// What it sees through a mask of DeltaPlan; `mode` is the plan's.
std::vector<Picture> maskedPictures(const DeltaMask &mask, MaskMode mode);

/// Pictures of one clip as the vision tower takes them. Every frame is read once, in ascending
/// order, however many slots and masks show it.
class FramePictures
{
public:
    /// Both are kept by reference.
    FramePictures(const VideoSource &source, const AnomShieldConfig &config)
        : m_source(source)
        , m_config(config)
    {
    }

    /// To be called once, with all that will be wanted. `progress` may be empty. Errors: the
    /// reader's, with the frame; BadInput (a picture that is not RGB or not of its size),
    /// OutOfMemory, Cancelled.
    Result<void> read(std::vector<Picture> pictures, const ProgressSink &progress,
                      const CancelToken &cancel);
    /// Pictures that were read, slot by slot.
    std::shared_ptr<const PixelVideo> video(const std::vector<Picture> &pictures) const;
    /// What reading and processing these pictures alone took, each frame and picture counted once.
    double seconds(const std::vector<Picture> &pictures) const;

private:
    using Pixels = std::shared_ptr<const std::vector<float>>;

    Result<Pixels> processed(const PackedImage &image) const;
    Result<Pixels> pixelsOf(const PackedImage &frame, Look look);

    struct Processed
    {
        Pixels pixels;
        double seconds = 0;
    };

    const VideoSource &m_source;
    const AnomShieldConfig &m_config;
    std::map<Picture, Processed> m_processed;
    std::map<std::int64_t, double> m_readSeconds;                   ///< by frame
    std::map<std::pair<Look, std::pair<int, int>>, Pixels> m_solid; ///< by size: they are all alike
};

} // namespace ecva
