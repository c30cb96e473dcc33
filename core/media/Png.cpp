#include "core/media/FfmpegCompat.h"
#include "core/media/Frame.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace ecva {

Result<void> writePng(const PackedImage &image, const std::string &path)
{
    const AVCodec *codec = avcodec_find_encoder(AV_CODEC_ID_PNG);
    if (!codec)
        return fail(ErrorCode::Unsupported, "this FFmpeg has no PNG encoder", path);
    const std::size_t expected = static_cast<std::size_t>(image.width)
                                 * static_cast<std::size_t>(image.height)
                                 * static_cast<std::size_t>(image.channels);
    if (image.width <= 0 || image.height <= 0 || image.data.size() != expected
        || (image.channels != 3 && image.channels != 4)) {
        return fail(ErrorCode::InvalidArgument, "not a picture", path);
    }
    ff::CodecPtr encoder(avcodec_alloc_context3(codec));
    ff::FramePtr frame(av_frame_alloc());
    ff::PacketPtr packet(av_packet_alloc());
    if (!encoder || !frame || !packet)
        return fail(ErrorCode::OutOfMemory, "no memory for a PNG", path);
    encoder->width = frame->width = image.width;
    encoder->height = frame->height = image.height;
    encoder->pix_fmt = AV_PIX_FMT_RGB24;
    frame->format = AV_PIX_FMT_RGB24;
    encoder->time_base = {1, 1};
    if (avcodec_open2(encoder.get(), codec, nullptr) < 0 || av_frame_get_buffer(frame.get(), 0) < 0)
        return fail(ErrorCode::Internal, "the PNG encoder does not start", path);
    for (int y = 0; y < image.height; ++y) {
        std::uint8_t *to = frame->data[0] + static_cast<std::ptrdiff_t>(y) * frame->linesize[0];
        const std::uint8_t *from
            = image.data.data() + static_cast<std::ptrdiff_t>(y) * image.width * image.channels;
        for (int x = 0; x < image.width; ++x, to += 3, from += image.channels) {
            to[0] = image.channels == 3 ? from[0] : from[2];
            to[1] = from[1];
            to[2] = image.channels == 3 ? from[2] : from[0];
        }
    }
    if (avcodec_send_frame(encoder.get(), frame.get()) < 0
        || avcodec_receive_packet(encoder.get(), packet.get()) < 0) {
        return fail(ErrorCode::Internal, "the PNG could not be encoded", path);
    }
    const std::string temporary = path + "." + std::to_string(getpid()) + ".tmp";
    std::error_code error;
    {
        errno = 0;
        std::ofstream stream(temporary, std::ios::binary | std::ios::trunc);
        stream.write(reinterpret_cast<const char *>(packet->data), packet->size);
        if (!stream.flush()) {
            const int reason = errno;
            std::filesystem::remove(temporary, error);
            return fail(ErrorCode::Io,
                        "cannot be written"
                            + (reason ? std::string(": ") + std::strerror(reason) : std::string()),
                        path);
        }
    }
    std::filesystem::rename(temporary, path, error);
    if (error) {
        const std::string why = error.message();
        std::filesystem::remove(temporary, error);
        return fail(ErrorCode::Io, why, path);
    }
    return {};
}

} // namespace ecva
