#pragma once

// Every difference between FFmpeg 5.1 and 7 that this project meets. Only for core/media.

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/channel_layout.h>
#include <libavutil/display.h>
#include <libavutil/hwcontext.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libavutil/sha.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
}

#include <atomic>
#include <cmath>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <mutex>
#include <string>

namespace ecva::ff {

template <auto Free>
struct FreeByAddress
{
    template <typename T>
    void operator()(T *object) const
    {
        Free(&object);
    }
};

template <auto Free>
struct FreeByPointer
{
    template <typename T>
    void operator()(T *object) const
    {
        Free(object);
    }
};

using FormatPtr = std::unique_ptr<AVFormatContext, FreeByAddress<avformat_close_input>>;
using CodecPtr = std::unique_ptr<AVCodecContext, FreeByAddress<avcodec_free_context>>;
using PacketPtr = std::unique_ptr<AVPacket, FreeByAddress<av_packet_free>>;
using FramePtr = std::unique_ptr<AVFrame, FreeByAddress<av_frame_free>>;
using SwsPtr = std::unique_ptr<SwsContext, FreeByPointer<sws_freeContext>>;
using SwrPtr = std::unique_ptr<SwrContext, FreeByAddress<swr_free>>;

/// What a demuxer said in its log: the first error, and how many.
struct Complaints
{
    std::int64_t count = 0;
    std::string first;
};

/// Sets the flag that a decoder's owner has put into its `opaque`, adds to the Complaints that a
/// demuxer's has put there. Threads of a decoder have contexts of their own with the same `opaque`;
/// a demuxer speaks in its caller's thread.
inline void noteError(void *who, int level, const char *format, va_list values)
{
    if (level > AV_LOG_ERROR || !who)
        return;
    const AVClass *kind = *static_cast<const AVClass **>(who);
    if (kind == avcodec_get_class()) {
        if (void *flag = static_cast<const AVCodecContext *>(who)->opaque)
            static_cast<std::atomic<bool> *>(flag)->store(true);
    } else if (kind == avformat_get_class()) {
        auto *said = static_cast<Complaints *>(static_cast<const AVFormatContext *>(who)->opaque);
        if (!said || said->count++ > 0)
            return;
        char text[200] = {};
        std::vsnprintf(text, sizeof text, format, values);
        said->first = text;
        while (!said->first.empty() && (said->first.back() == '\n' || said->first.back() == '.'))
            said->first.pop_back();
    }
}

/// Damaged files and encoders make FFmpeg talk on stderr; what matters comes back as an Error.
inline void silenceLog()
{
    static std::once_flag once;
    std::call_once(once, [] {
        av_log_set_level(AV_LOG_QUIET);
        av_log_set_callback(noteError);
    });
}

inline std::string errorText(int code)
{
    char text[AV_ERROR_MAX_STRING_SIZE] = {};
    av_strerror(code, text, sizeof text);
    return text;
}

/// The decoder's next picture; false when it wants more packets or has ended. A picture that failed
/// is passed over: those behind it still come.
inline bool receivePicture(AVCodecContext &decoder, AVFrame &frame)
{
    for (;;) {
        const int code = avcodec_receive_frame(&decoder, &frame);
        if (code >= 0)
            return true;
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF || code == AVERROR(ENOMEM))
            return false;
    }
}

inline bool isKeyFrame(const AVFrame &frame)
{
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100)
    return frame.flags & AV_FRAME_FLAG_KEY;
#else
    return frame.key_frame;
#endif
}

inline bool isInterlaced(const AVFrame &frame)
{
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100)
    return frame.flags & AV_FRAME_FLAG_INTERLACED;
#else
    return frame.interlaced_frame;
#endif
}

inline const std::int32_t *displayMatrix(const AVStream &stream)
{
#if LIBAVCODEC_VERSION_INT >= AV_VERSION_INT(60, 31, 102)
    const AVPacketSideData *data
        = av_packet_side_data_get(stream.codecpar->coded_side_data,
                                  stream.codecpar->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX);
    return data && data->size >= 9 * sizeof(std::int32_t)
               ? reinterpret_cast<const std::int32_t *>(data->data)
               : nullptr;
#else
    std::size_t size = 0;
    const std::uint8_t *data = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
    return data && size >= 9 * sizeof(std::int32_t) ? reinterpret_cast<const std::int32_t *>(data)
                                                    : nullptr;
#endif
}

/// Degrees clockwise, a multiple of 90: what the ffmpeg program turns a picture by.
inline int rotationOf(const AVStream &stream)
{
    const std::int32_t *matrix = displayMatrix(stream);
    if (!matrix)
        return 0;
    const double counterClockwise = av_display_rotation_get(matrix);
    if (std::isnan(counterClockwise))
        return 0;
    const int quarters = static_cast<int>(std::lround(-counterClockwise / 90.0));
    return ((quarters % 4) + 4) % 4 * 90;
}

/// The decoder's pixel formats, most liked first; null when it takes any.
inline const AVPixelFormat *pixelFormatsOf(const AVCodec &codec)
{
#if LIBAVCODEC_VERSION_INT >= AV_VERSION_INT(61, 13, 100)
    const void *formats = nullptr;
    avcodec_get_supported_config(nullptr, &codec, AV_CODEC_CONFIG_PIX_FORMAT, 0, &formats, nullptr);
    return static_cast<const AVPixelFormat *>(formats);
#else
    return codec.pix_fmts;
#endif
}

} // namespace ecva::ff
