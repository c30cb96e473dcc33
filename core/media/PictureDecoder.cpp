#include "core/media/PictureDecoder.h"

#include <utility>

namespace ecva {

PictureDecoder::PictureDecoder(Container &container, int stream, int threads, Memory memory)
    : m_container(container)
    , m_stream(stream)
    , m_threads(threads)
    , m_memory(memory)
{
}

Result<void> PictureDecoder::open(FrameSource::Hardware wanted)
{
    const AVStream &stream = *m_container.stream(m_stream);
    const bool onDevice = wanted == FrameSource::Hardware::Auto;
    auto opened = openDecoder(stream, m_threads, m_container.path(), [&](AVCodecContext &context) {
        context.opaque = &m_toldError;
        if (m_memory == Memory::Ones)
            fillMemoryWithOnes(context);
        if (onDevice)
            m_hardware.attachTo(context);
    });
    if (!opened && onDevice && m_hardware.isOn()) {
        m_hardware.turnOff();
        opened = openDecoder(stream, m_threads, m_container.path());
    }
    if (!opened)
        return fail(opened);
    m_decoder = std::move(*opened);
    return {};
}

void PictureDecoder::reset(bool anew)
{
    avcodec_flush_buffers(m_decoder.get());
    if (anew) {
        m_hardware.turnOff();
        (void)open(FrameSource::Hardware::Off);
    }
    m_toldError = false;
    decodeAll(true);
}

void PictureDecoder::useOneThread()
{
    decodeAll(true);
    m_hardware.turnOff();
    if (std::exchange(m_threads, 1) != 1)
        (void)open(FrameSource::Hardware::Off);
}

void PictureDecoder::decodeAll(bool all)
{
    m_decoder->skip_frame = all ? AVDISCARD_DEFAULT : AVDISCARD_NONREF;
}

bool PictureDecoder::send(const AVPacket *packet)
{
    const int code = avcodec_send_packet(m_decoder.get(), packet);
    return code >= 0 || code == AVERROR(EAGAIN) || code == AVERROR_EOF;
}

PictureDecoder::Received PictureDecoder::receive(AVFrame &picture)
{
    const int code = avcodec_receive_frame(m_decoder.get(), &picture);
    if (code == AVERROR(EAGAIN) || code == AVERROR_EOF || code == AVERROR(ENOMEM))
        return Received::Nothing;
    return code < 0 ? Received::Refused : Received::Picture;
}

void PictureDecoder::complain()
{
    if (m_hardware.isOn())
        m_hardware.complain();
}

} // namespace ecva
