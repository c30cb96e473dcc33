#include "core/media/VideoWriter.h"

#include "core/media/FfmpegCompat.h"

#include <system_error>

namespace ecva {
namespace {

constexpr std::int64_t kAudioBitRate = 128000;

struct CloseOutput
{
    void operator()(AVFormatContext *format) const
    {
        avio_closep(&format->pb);
        avformat_free_context(format);
    }
};

} // namespace

struct VideoWriter::Impl
{
    std::filesystem::path path;
    std::filesystem::path part; ///< written first, renamed at the end
    Options options;
    std::unique_ptr<AVFormatContext, CloseOutput> format;
    ff::CodecPtr video;
    ff::CodecPtr audio;
    AVStream *videoStream = nullptr;
    AVStream *audioStream = nullptr;
    ff::SwsPtr toYuv;
    ff::FramePtr picture;
    ff::FramePtr sound;
    ff::PacketPtr packet{av_packet_alloc()};
    std::vector<std::int16_t> pending; ///< sound that does not fill a packet yet
    std::int64_t nextFrame = 0;
    std::int64_t nextSample = 0;
    bool finished = false;

    tl::unexpected<Error> failed(const char *what, int code) const
    {
        return fail(ErrorCode::Io, std::string(what) + ": " + ff::errorText(code), path.string());
    }

    Result<void> openVideo();
    Result<void> openAudio();
    Result<void> openFile();
    /// A null frame ends the stream.
    Result<void> encode(AVCodecContext &codec, AVStream &stream, const AVFrame *frame);
    Result<void> encodeSound(std::size_t values);
};

Result<void> VideoWriter::Impl::openVideo()
{
    const AVCodec *codec = avcodec_find_encoder_by_name("libx264");
    if (!codec)
        return fail(ErrorCode::Unsupported, "this FFmpeg has no H.264 encoder", path.string());
    video.reset(avcodec_alloc_context3(codec));
    video->width = options.width;
    video->height = options.height;
    video->pix_fmt = AV_PIX_FMT_YUV420P;
    video->time_base
        = {static_cast<int>(options.frameRate.den), static_cast<int>(options.frameRate.num)};
    video->framerate = av_inv_q(video->time_base);
    video->gop_size = static_cast<int>(options.frameRate.num / options.frameRate.den);
    video->color_range = AVCOL_RANGE_MPEG;
    video->colorspace = AVCOL_SPC_BT709;
    video->color_primaries = AVCOL_PRI_BT709;
    video->color_trc = AVCOL_TRC_BT709;
    video->thread_count = 1; // the number of threads would change the bytes
    video->flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT;
    av_opt_set(video->priv_data, "preset", "superfast", 0);
    if (options.pictures == Pictures::AllKey) {
        video->gop_size = 1;
        av_opt_set(video->priv_data, "tune", "fastdecode", 0);
    }
    av_opt_set(video->priv_data, "crf", std::to_string(options.quality).c_str(), 0);
    if (const int code = avcodec_open2(video.get(), codec, nullptr); code < 0)
        return fail(ErrorCode::Unsupported, "H.264 encoder: " + ff::errorText(code), path.string());

    videoStream = avformat_new_stream(format.get(), nullptr);
    videoStream->time_base = video->time_base;
    videoStream->avg_frame_rate = video->framerate;
    avcodec_parameters_from_context(videoStream->codecpar, video.get());

    picture.reset(av_frame_alloc());
    picture->format = AV_PIX_FMT_YUV420P;
    picture->width = options.width;
    picture->height = options.height;
    if (av_frame_get_buffer(picture.get(), 0) < 0)
        return fail(ErrorCode::OutOfMemory, "no memory for a picture", path.string());
    return {};
}

Result<void> VideoWriter::Impl::openAudio()
{
    const AVCodec *codec = avcodec_find_encoder(AV_CODEC_ID_AAC);
    if (!codec)
        return fail(ErrorCode::Unsupported, "this FFmpeg has no AAC encoder", path.string());
    audio.reset(avcodec_alloc_context3(codec));
    audio->sample_rate = options.sampleRate;
    audio->sample_fmt = AV_SAMPLE_FMT_FLTP;
    audio->bit_rate = kAudioBitRate;
    audio->time_base = {1, options.sampleRate};
    audio->flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT;
    const AVChannelLayout stereo = AV_CHANNEL_LAYOUT_STEREO;
    av_channel_layout_copy(&audio->ch_layout, &stereo);
    if (const int code = avcodec_open2(audio.get(), codec, nullptr); code < 0)
        return fail(ErrorCode::Unsupported, "AAC encoder: " + ff::errorText(code), path.string());

    audioStream = avformat_new_stream(format.get(), nullptr);
    audioStream->time_base = audio->time_base;
    avcodec_parameters_from_context(audioStream->codecpar, audio.get());

    sound.reset(av_frame_alloc());
    sound->format = AV_SAMPLE_FMT_FLTP;
    sound->sample_rate = options.sampleRate;
    sound->nb_samples = audio->frame_size;
    av_channel_layout_copy(&sound->ch_layout, &stereo);
    if (av_frame_get_buffer(sound.get(), 0) < 0)
        return fail(ErrorCode::OutOfMemory, "no memory for sound", path.string());
    return {};
}

Result<void> VideoWriter::Impl::openFile()
{
    // The muxer opens the file a second time, by this name, to move the index to the front.
    format->url = av_strdup(("file:" + part.string()).c_str());
    if (const int code = avio_open(&format->pb, format->url, AVIO_FLAG_WRITE); code < 0)
        return failed("cannot be written", code);
    AVDictionary *muxer = nullptr;
    av_dict_set(&muxer, "movflags", "+faststart", 0);
    const int code = avformat_write_header(format.get(), &muxer);
    av_dict_free(&muxer);
    if (code < 0)
        return failed("header", code);
    return {};
}

Result<void> VideoWriter::Impl::encode(AVCodecContext &codec, AVStream &stream,
                                       const AVFrame *frame)
{
    if (const int code = avcodec_send_frame(&codec, frame); code < 0)
        return failed("encoding", code);
    while (true) {
        const int code = avcodec_receive_packet(&codec, packet.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF)
            return {};
        if (code < 0)
            return failed("encoding", code);
        av_packet_rescale_ts(packet.get(), codec.time_base, stream.time_base);
        packet->stream_index = stream.index;
        if (const int written = av_interleaved_write_frame(format.get(), packet.get()); written < 0)
            return failed("writing", written);
    }
}

Result<void> VideoWriter::Impl::encodeSound(std::size_t values)
{
    if (const int code = av_frame_make_writable(sound.get()); code < 0)
        return failed("sound", code);
    sound->nb_samples = static_cast<int>(values / 2);
    auto *left = reinterpret_cast<float *>(sound->data[0]);
    auto *right = reinterpret_cast<float *>(sound->data[1]);
    for (std::size_t i = 0; i < values / 2; ++i) {
        left[i] = static_cast<float>(pending[2 * i]) / 32768.0f;
        right[i] = static_cast<float>(pending[2 * i + 1]) / 32768.0f;
    }
    pending.erase(pending.begin(), pending.begin() + static_cast<std::ptrdiff_t>(values));
    sound->pts = nextSample;
    nextSample += sound->nb_samples;
    return encode(*audio, *audioStream, sound.get());
}

VideoWriter::VideoWriter(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

VideoWriter::~VideoWriter()
{
    if (m_impl->finished)
        return;
    m_impl->format.reset();
    std::error_code ignored;
    std::filesystem::remove(m_impl->part, ignored);
}

Result<std::unique_ptr<VideoWriter>> VideoWriter::open(const std::filesystem::path &path,
                                                       const Options &options)
{
    if (options.width < 2 || options.height < 2 || options.width % 2 || options.height % 2)
        return fail(ErrorCode::InvalidArgument,
                    "picture of " + std::to_string(options.width) + " x "
                        + std::to_string(options.height) + ": the sizes have to be even",
                    path.string());
    if (options.frameRate.num <= 0 || options.frameRate.den <= 0)
        return fail(ErrorCode::InvalidArgument, "a frame rate is needed", path.string());

    ff::silenceLog();
    auto impl = std::make_unique<Impl>();
    impl->path = path;
    impl->part = path.parent_path() / ("." + path.filename().string() + ".part");
    impl->options = options;
    AVFormatContext *format = nullptr;
    if (avformat_alloc_output_context2(&format, nullptr, "mp4", nullptr) < 0)
        return fail(ErrorCode::Unsupported, "this FFmpeg writes no MP4", path.string());
    impl->format.reset(format);
    format->flags |= AVFMT_FLAG_BITEXACT;

    std::unique_ptr<VideoWriter> writer(new VideoWriter(std::move(impl)));
    Impl &made = *writer->m_impl;
    Result<void> ready = made.openVideo();
    if (ready && options.sampleRate > 0)
        ready = made.openAudio();
    if (ready)
        ready = made.openFile();
    if (!ready)
        return fail(ready);
    return writer;
}

Result<void> VideoWriter::writeFrame(const PackedImage &picture)
{
    Impl &d = *m_impl;
    if (picture.width != d.options.width || picture.height != d.options.height)
        return fail(ErrorCode::InvalidArgument,
                    "frame " + std::to_string(d.nextFrame) + " has another size", d.path.string());
    const AVPixelFormat source = picture.channels == 4 ? AV_PIX_FMT_BGR0 : AV_PIX_FMT_RGB24;
    if (!d.toYuv) {
        d.toYuv.reset(sws_getContext(picture.width, picture.height, source, picture.width,
                                     picture.height, AV_PIX_FMT_YUV420P, SWS_BILINEAR, nullptr,
                                     nullptr, nullptr));
        if (!d.toYuv)
            return fail(ErrorCode::OutOfMemory, "no memory for a picture", d.path.string());
        const int *bt709 = sws_getCoefficients(SWS_CS_ITU709);
        sws_setColorspaceDetails(d.toYuv.get(), bt709, 1, bt709, 0, 0, 1 << 16, 1 << 16);
    }
    if (const int code = av_frame_make_writable(d.picture.get()); code < 0)
        return d.failed("picture", code);
    const std::uint8_t *rows[] = {picture.data.data()};
    const int stride[] = {picture.width * picture.channels};
    sws_scale(d.toYuv.get(), rows, stride, 0, picture.height, d.picture->data, d.picture->linesize);
    d.picture->pts = d.nextFrame++;
    return d.encode(*d.video, *d.videoStream, d.picture.get());
}

Result<void> VideoWriter::writeAudio(std::span<const std::int16_t> values)
{
    Impl &d = *m_impl;
    if (!d.audio)
        return fail(ErrorCode::InvalidArgument, "opened without sound", d.path.string());
    d.pending.insert(d.pending.end(), values.begin(), values.end());
    const auto packetSize = static_cast<std::size_t>(2 * d.audio->frame_size);
    while (d.pending.size() >= packetSize)
        if (const auto written = d.encodeSound(packetSize); !written)
            return written;
    return {};
}

Result<void> VideoWriter::finish()
{
    Impl &d = *m_impl;
    if (d.audio) {
        if (d.pending.size() >= 2)
            if (const auto written = d.encodeSound(d.pending.size() / 2 * 2); !written)
                return written;
        if (const auto ended = d.encode(*d.audio, *d.audioStream, nullptr); !ended)
            return ended;
    }
    if (const auto ended = d.encode(*d.video, *d.videoStream, nullptr); !ended)
        return ended;
    if (const int code = av_write_trailer(d.format.get()); code < 0)
        return d.failed("end of file", code);
    if (const int code = avio_closep(&d.format->pb); code < 0)
        return d.failed("end of file", code);
    std::error_code error;
    std::filesystem::rename(d.part, d.path, error);
    if (error)
        return fail(ErrorCode::Io, error.message(), d.path.string());
    d.finished = true;
    return {};
}

} // namespace ecva
