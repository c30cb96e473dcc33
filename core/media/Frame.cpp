#include "core/media/Frame.h"

#include "core/base/Sha256.h"
#include "core/media/FfmpegCompat.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace ecva {
namespace {

bool isFullRange(const AVFrame &frame)
{
    switch (frame.format) {
    case AV_PIX_FMT_YUVJ420P:
    case AV_PIX_FMT_YUVJ422P:
    case AV_PIX_FMT_YUVJ444P:
    case AV_PIX_FMT_YUVJ440P:
    case AV_PIX_FMT_YUVJ411P:
        return true;
    default:
        return frame.color_range == AVCOL_RANGE_JPEG;
    }
}

/// Converts into `image`, whose size and channels are set. The scaler is kept per thread because
/// making one costs about as much as using it.
Result<void> convert(const AVFrame &frame, AVPixelFormat format, int flags, PackedImage &image)
{
    thread_local ff::SwsPtr scaler;
    scaler.reset(sws_getCachedContext(scaler.release(), frame.width, frame.height,
                                      static_cast<AVPixelFormat>(frame.format), image.width,
                                      image.height, format, flags, nullptr, nullptr, nullptr));
    if (!scaler) {
        return fail(ErrorCode::Unsupported,
                    std::string("cannot convert pixel format ")
                        + av_get_pix_fmt_name(static_cast<AVPixelFormat>(frame.format)));
    }
    // Untagged means BT.601 limited range, which is swscale's default table.
    const int *matrix = sws_getCoefficients(
        frame.colorspace == AVCOL_SPC_RGB ? SWS_CS_DEFAULT : static_cast<int>(frame.colorspace));
    constexpr int kUnity = 1 << 16;
    sws_setColorspaceDetails(scaler.get(), matrix, isFullRange(frame),
                             sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, kUnity, kUnity);
    // swscale writes whole vectors: past the end of a row that is no multiple of them, or, when the
    // stride has no room for the last one, not the row's last pixels at all.
    const auto padded
        = [](std::size_t size, std::size_t unit) { return (size + unit - 1) / unit * unit; };
    constexpr std::size_t kVector = 64;
    constexpr std::size_t kPixels = 32; // at once, at most
    const auto width = static_cast<std::size_t>(image.width);
    const auto channels = static_cast<std::size_t>(image.channels);
    const std::size_t row = width * channels;
    const std::size_t stride = padded(padded(width, kPixels) * channels, kVector);
    const auto height = static_cast<std::size_t>(image.height);
    image.data.resize(stride * height + kVector);
    std::uint8_t *planes[4] = {image.data.data(), nullptr, nullptr, nullptr};
    const int strides[4] = {static_cast<int>(stride), 0, 0, 0};
    const int rows
        = sws_scale(scaler.get(), frame.data, frame.linesize, 0, frame.height, planes, strides);
    if (stride != row) {
        for (std::size_t y = 1; y < height; ++y)
            std::memmove(image.data.data() + y * row, image.data.data() + y * stride, row);
    }
    image.data.resize(row * height);
    if (rows != image.height)
        return fail(ErrorCode::Internal, "the picture could not be converted");
    return {};
}

/// Turned clockwise by a multiple of 90 degrees.
PackedImage rotated(PackedImage image, int degrees)
{
    if (degrees == 0)
        return image;
    PackedImage turned;
    turned.channels = image.channels;
    turned.width = degrees == 180 ? image.width : image.height;
    turned.height = degrees == 180 ? image.height : image.width;
    turned.data.resize(image.data.size());
    const auto bytes = static_cast<std::size_t>(image.channels);
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            int toX = image.width - 1 - x;
            int toY = image.height - 1 - y;
            if (degrees == 90) {
                toX = image.height - 1 - y;
                toY = x;
            } else if (degrees == 270) {
                toX = y;
                toY = image.width - 1 - x;
            }
            const auto from = (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width)
                               + static_cast<std::size_t>(x))
                              * bytes;
            const auto to = (static_cast<std::size_t>(toY) * static_cast<std::size_t>(turned.width)
                             + static_cast<std::size_t>(toX))
                            * bytes;
            std::copy_n(image.data.data() + from, bytes, turned.data.data() + to);
        }
    }
    return turned;
}

} // namespace

Frame::Frame(std::shared_ptr<const AVFrame> frame, FrameIndex index, Pts pts, const MediaInfo &info)
    : m_frame(std::move(frame))
    , m_index(index)
    , m_pts(pts)
    , m_rotation(info.rotation)
    , m_sampleAspect(info.sampleAspect)
{
}

int Frame::width() const
{
    return m_frame ? m_frame->width : 0;
}

int Frame::height() const
{
    return m_frame ? m_frame->height : 0;
}

std::size_t Frame::byteSize() const
{
    std::size_t bytes = 0;
    if (m_frame) {
        for (const AVBufferRef *buffer : m_frame->buf)
            bytes += buffer ? buffer->size : 0;
    }
    return bytes;
}

Result<std::string> Frame::nativeHash() const
{
    if (!m_frame)
        return fail(ErrorCode::InvalidArgument, "no picture to hash");
    const auto format = static_cast<AVPixelFormat>(m_frame->format);
    const int size = av_image_get_buffer_size(format, m_frame->width, m_frame->height, 1);
    if (size <= 0)
        return fail(ErrorCode::Unsupported, "pictures of this pixel format cannot be hashed");
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
    if (av_image_copy_to_buffer(bytes.data(), size, m_frame->data, m_frame->linesize, format,
                                m_frame->width, m_frame->height, 1)
        < 0) {
        return fail(ErrorCode::Internal, "the picture could not be copied");
    }
    Sha256 hash;
    hash.add(bytes.data(), bytes.size());
    return hash.finish();
}

Result<PackedImage> Frame::toRgb24() const
{
    if (!m_frame)
        return fail(ErrorCode::InvalidArgument, "no picture to convert");
    return toRgb24(m_frame->width, m_frame->height);
}

Result<PackedImage> Frame::toRgb24(int width, int height) const
{
    if (!m_frame || width <= 0 || height <= 0)
        return fail(ErrorCode::InvalidArgument, "no picture or no size to convert it to");
    PackedImage image;
    image.width = width;
    image.height = height;
    image.channels = 3;
    if (auto done = convert(*m_frame, AV_PIX_FMT_RGB24, SWS_BICUBIC, image); !done)
        return fail(done);
    return rotated(std::move(image), m_rotation);
}

Result<std::string> Frame::rgb24Hash() const
{
    const auto image = toRgb24();
    if (!image)
        return fail(image);
    Sha256 hash;
    hash.add(image->data.data(), image->data.size());
    return hash.finish();
}

Result<PackedImage> Frame::toBgra(int maxWidth, int maxHeight) const
{
    if (!m_frame || maxWidth <= 0 || maxHeight <= 0)
        return fail(ErrorCode::InvalidArgument, "no picture or no room to show it");
    // Sizes before the turn: the box is turned instead of the picture.
    if (m_rotation % 180 != 0)
        std::swap(maxWidth, maxHeight);
    const double aspect = m_sampleAspect.num > 0 ? m_sampleAspect.toDouble() : 1.0;
    const double shownWidth = m_frame->width * aspect;
    const double shownHeight = m_frame->height;
    const double scale = std::min({1.0, maxWidth / shownWidth, maxHeight / shownHeight});
    PackedImage image;
    image.width = std::clamp(static_cast<int>(std::lround(shownWidth * scale)), 1, maxWidth);
    image.height = std::clamp(static_cast<int>(std::lround(shownHeight * scale)), 1, maxHeight);
    image.channels = 4;
    const int flags = scale < 1.0 ? SWS_BILINEAR : SWS_BICUBIC;
    if (auto done = convert(*m_frame, AV_PIX_FMT_BGRA, flags, image); !done)
        return fail(done);
    return rotated(std::move(image), m_rotation);
}

} // namespace ecva
