#pragma once

#include "core/base/Ids.h"
#include "core/base/PackedImage.h"
#include "core/base/Result.h"
#include "core/media/MediaInfo.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

struct AVFrame;

namespace ecva {

/// One decoded picture with its place in the clip. Immutable; copies share the pixels.
class Frame
{
public:
    Frame() = default;
    /// `info`: of its clip, for rotation and sample aspect.
    Frame(std::shared_ptr<const AVFrame> frame, FrameIndex index, Pts pts, const MediaInfo &info);

    bool isNull() const { return !m_frame; }
    FrameIndex index() const { return m_index; }
    Pts pts() const { return m_pts; }
    int width() const;                          ///< coded, before rotation
    int height() const;                         ///< coded, before rotation
    int rotation() const { return m_rotation; } ///< degrees clockwise
    /// Bytes held by the decoded planes; for cache budgets.
    std::size_t byteSize() const;

    /// SHA-256 of the decoded planes in the decoder's pixel format, rows cropped to the picture:
    /// what `ffmpeg -fps_mode passthrough -f framehash -hash sha256` prints. Hexadecimal.
    Result<std::string> nativeHash() const;
    /// RGB24 at the coded size as the models see it (shared contract, model spec 0.4): bicubic
    /// swscale without accurate rounding, matrix and range from the frame's tags, untagged means
    /// BT.601 limited; rotation applied as the ffmpeg program does.
    Result<PackedImage> toRgb24() const;
    /// RGB24 scaled to this size before the turn by rotation(), the aspect not kept: bicubic, and
    /// otherwise as above. For pictures by the dozen; the models scale toRgb24() themselves.
    Result<PackedImage> toRgb24(int width, int height) const;
    /// SHA-256 of the rows of toRgb24(). Depends on the SIMD of swscale: compare on one machine
    /// only.
    Result<std::string> rgb24Hash() const;
    /// BGRA for the screen at the largest size that fits `maxWidth` × `maxHeight`, sample aspect
    /// and rotation applied; never enlarges beyond the display size of the picture.
    Result<PackedImage> toBgra(int maxWidth, int maxHeight) const;

    const AVFrame *avFrame() const { return m_frame.get(); }

private:
    std::shared_ptr<const AVFrame> m_frame;
    FrameIndex m_index;
    Pts m_pts;
    int m_rotation = 0;
    Rational m_sampleAspect{1, 1};
};

/// Writes a PNG (RGB or BGRA input) atomically. Errors: Io.
Result<void> writePng(const PackedImage &image, const std::string &path);

} // namespace ecva
