#include "core/media/Container.h"

#include <array>
#include <cctype>
#include <cstring>
#include <fstream>

namespace ecva {
namespace {

// FFmpeg's demuxer names. None of them opens another file: no playlists, scripts or image
// sequences.
constexpr const char *kContainers = "mov,matroska,avi,mpegts,mpeg,mpegvideo,flv,gif,ogg,asf,mxf,"
                                    "nut,ivf,h264,hevc,m4v,mjpeg,yuv4mpegpipe";
/// Twice 8K video. A decoder may hold 17 pictures: a lying header must not fill the memory.
constexpr std::int64_t kMaxPixels = 8192LL * 8192LL;

/// FFmpeg takes a sequence of JPEG pictures for the first of them. One whose name says that it is a
/// video, and that begins as such a picture does, is read as the video.
const AVInputFormat *namedFormat(const std::filesystem::path &path)
{
    std::string suffix = path.extension().string();
    for (char &letter : suffix)
        letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    if (suffix != ".mjpeg" && suffix != ".mjpg")
        return nullptr;
    std::array<char, 3> start{};
    std::ifstream file(path, std::ios::binary);
    const bool isPicture = file.read(start.data(), start.size())
                           && std::memcmp(start.data(), "\xff\xd8\xff", start.size()) == 0;
    return isPicture ? av_find_input_format("mjpeg") : nullptr;
}

int interrupted(void *token)
{
    return static_cast<const CancelToken *>(token)->isCancelled();
}

/// Memory for a picture, as if it had never been used.
template <int kByte>
int filledBuffer(AVCodecContext *decoder, AVFrame *frame, int flags)
{
    const int code = avcodec_default_get_buffer2(decoder, frame, flags);
    if (code < 0 || frame->hw_frames_ctx)
        return code;
    for (AVBufferRef *part : frame->buf) {
        if (part)
            std::memset(part->data, kByte, part->size);
    }
    return code;
}

} // namespace

bool concealsDamage(AVCodecID codec)
{
    switch (codec) {
    case AV_CODEC_ID_H264:
    case AV_CODEC_ID_MPEG1VIDEO:
    case AV_CODEC_ID_MPEG2VIDEO:
    case AV_CODEC_ID_MPEG4:
    case AV_CODEC_ID_AV1:
        return true;
    default:
        return false;
    }
}

void fillMemoryWithOnes(AVCodecContext &decoder)
{
    decoder.get_buffer2 = filledBuffer<0xff>;
}

Result<std::uintmax_t> checkPlainFile(const std::filesystem::path &path)
{
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found)
        return fail(ErrorCode::NotFound, "no such file", path.string());
    if (error)
        return fail(ErrorCode::Io, error.message(), path.string());
    if (status.type() == std::filesystem::file_type::directory)
        return fail(ErrorCode::BadInput, "is a folder, not a video", path.string());
    if (status.type() != std::filesystem::file_type::regular)
        return fail(ErrorCode::BadInput, "is not a plain file", path.string());
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    if (error)
        return fail(ErrorCode::Io, error.message(), path.string());
    if (size == 0)
        return fail(ErrorCode::BadInput, "the file is empty (0 bytes)", path.string());
    return size;
}

Container::Container(std::string path, CancelToken cancel)
    : m_path(std::move(path))
    , m_cancel(std::make_unique<const CancelToken>(std::move(cancel)))
{
}

Result<std::unique_ptr<Container>> Container::open(const std::filesystem::path &path,
                                                   const CancelToken &cancel)
{
    ff::silenceLog();

    if (const auto size = checkPlainFile(path); !size)
        return fail(size);

    auto container = std::unique_ptr<Container>(new Container(path.string(), cancel));
    AVFormatContext *format = avformat_alloc_context();
    if (!format)
        return fail(ErrorCode::OutOfMemory, "no memory for the file", path.string());
    format->opaque = container->m_complaints.get(); // see ff::noteError()
    format->interrupt_callback
        = {interrupted, const_cast<CancelToken *>(container->m_cancel.get())};

    AVDictionary *options = nullptr;
    av_dict_set(&options, "protocol_whitelist", "file", 0);
    av_dict_set(&options, "format_whitelist", kContainers, 0);
    av_dict_set(&options, "max_streams", "64", 0);
    // "file:" keeps a name such as "concat:a|b" a name.
    const int opened = avformat_open_input(&format, ("file:" + path.string()).c_str(),
                                           namedFormat(path), &options);
    av_dict_free(&options);
    if (opened < 0) { // has freed `format`
        if (cancel.isCancelled())
            return fail(ErrorCode::Cancelled, "cancelled", path.string());
        if (opened == AVERROR(EACCES) || opened == AVERROR(EIO) || opened == AVERROR(EPERM))
            return fail(ErrorCode::Io, ff::errorText(opened), path.string());
        return fail(ErrorCode::BadInput,
                    "not a video file that can be read here (" + ff::errorText(opened) + ")",
                    path.string());
    }
    container->m_format.reset(format);
    const int found = avformat_find_stream_info(format, nullptr);
    if (cancel.isCancelled())
        return fail(ErrorCode::Cancelled, "cancelled", path.string());
    if (found < 0)
        return fail(ErrorCode::BadInput,
                    "its streams cannot be read (" + ff::errorText(found) + ")", path.string());
    return container;
}

Result<int> Container::videoStream() const
{
    const auto isVideo = [&](int index) {
        const AVStream &stream = *m_format->streams[index];
        return stream.codecpar->codec_type == AVMEDIA_TYPE_VIDEO
               && !(stream.disposition & AV_DISPOSITION_ATTACHED_PIC);
    };
    const int best = av_find_best_stream(m_format.get(), AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    if (best >= 0 && isVideo(best))
        return best;
    for (int index = 0; index < static_cast<int>(m_format->nb_streams); ++index) {
        if (isVideo(index))
            return index;
    }
    return fail(ErrorCode::BadInput, "there is no video in it", m_path);
}

int Container::audioStream() const
{
    const int best = av_find_best_stream(m_format.get(), AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
    return best >= 0 ? best : -1;
}

void Container::selectStream(int selected)
{
    m_selected = selected;
    for (int index = 0; index < static_cast<int>(m_format->nb_streams); ++index)
        m_format->streams[index]->discard = index == selected ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
}

Result<void> Container::follow(std::shared_ptr<const VideoIndex> index)
{
    if (index->streamIndex() >= static_cast<int>(m_format->nb_streams))
        return fail(ErrorCode::BadInput, "has changed since it was indexed", m_path);
    selectStream(index->streamIndex());
    m_index = std::move(index);
    addSeekPoints();
    return {};
}

/// Only hints: a packet is told by its stamp, wherever a seek lands.
void Container::addSeekPoints()
{
    if (!m_index)
        return;
    for (const VideoIndex::SeekPoint &point : m_index->seekPoints())
        av_add_index_entry(stream(m_selected), point.position, point.timestamp, 0, 0,
                           AVINDEX_KEYFRAME);
}

Result<bool> Container::read(AVPacket &packet)
{
    for (;;) {
        av_packet_unref(&packet);
        if (m_cancel->isCancelled())
            return fail(ErrorCode::Cancelled, "cancelled", m_path);
        const int code = av_read_frame(m_format.get(), &packet);
        if (code == AVERROR(EAGAIN))
            continue;
        if (code < 0) {
            if (m_cancel->isCancelled())
                return fail(ErrorCode::Cancelled, "cancelled", m_path);
            m_readError = code == AVERROR_EOF ? 0 : code;
            return false;
        }
        if (packet.stream_index == m_selected)
            return true;
    }
}

bool Container::seek(std::int64_t timestamp)
{
    return av_seek_frame(m_format.get(), m_selected, timestamp, AVSEEK_FLAG_BACKWARD) >= 0;
}

Result<void> Container::rewind()
{
    auto again = open(m_path, *m_cancel);
    if (!again)
        return fail(again);
    m_format = std::move((*again)->m_format);
    m_cancel = std::move((*again)->m_cancel);
    m_complaints = std::move((*again)->m_complaints);
    selectStream(m_selected);
    addSeekPoints();
    return {};
}

Result<ff::CodecPtr> openDecoder(const AVStream &stream, int threads, const std::string &path,
                                 const std::function<void(AVCodecContext &)> &prepare)
{
    const AVCodecParameters &parameters = *stream.codecpar;
    const AVCodec *codec = avcodec_find_decoder(parameters.codec_id);
    if (!codec) {
        return fail(ErrorCode::Unsupported,
                    std::string("no decoder for ") + avcodec_get_name(parameters.codec_id), path);
    }
    ff::CodecPtr context(avcodec_alloc_context3(codec));
    if (!context)
        return fail(ErrorCode::OutOfMemory, "no memory for a decoder", path);
    if (static_cast<std::int64_t>(parameters.width) * parameters.height > kMaxPixels) {
        return fail(ErrorCode::Unsupported,
                    "pictures of " + std::to_string(parameters.width) + " x "
                        + std::to_string(parameters.height) + " are too large",
                    path);
    }
    context->max_pixels = kMaxPixels;
    if (avcodec_parameters_to_context(context.get(), &parameters) < 0)
        return fail(ErrorCode::BadInput, "the stream's parameters are damaged", path);
    context->pkt_timebase = stream.time_base;
    context->thread_count = threads;
    if (parameters.codec_type == AVMEDIA_TYPE_VIDEO && !concealsDamage(parameters.codec_id))
        context->get_buffer2 = filledBuffer<0>;
    if (prepare)
        prepare(*context);
    const int opened = avcodec_open2(context.get(), codec, nullptr);
    if (opened < 0) {
        return fail(ErrorCode::BadInput,
                    std::string("the ") + codec->name + " decoder refuses it ("
                        + ff::errorText(opened) + ")",
                    path);
    }
    return context;
}

} // namespace ecva
