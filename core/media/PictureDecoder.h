#pragma once

#include "core/media/Container.h"
#include "core/media/FrameSource.h"
#include "core/media/HardwareDecoder.h"

#include <atomic>
#include <string>

namespace ecva {

/// The decoder of a PictureReader: on a graphics device as long as that works, opened anew where an
/// old one would remember something. Not thread-safe.
class PictureDecoder
{
public:
    /// What the memory for pictures holds at first, where it matters: see concealsDamage().
    enum class Memory { Zeros, Ones };
    enum class Received { Picture, Nothing, Refused };

    /// Not opened yet. `container` must outlive it.
    PictureDecoder(Container &container, int stream, int threads, Memory memory);
    PictureDecoder(const PictureDecoder &) = delete;
    PictureDecoder &operator=(const PictureDecoder &) = delete;

    /// Errors: as openDecoder(); an old decoder then stays.
    Result<void> open(FrameSource::Hardware wanted);
    /// Forgets what was sent; with `anew` also what a decoder keeps even so, and its device.
    void reset(bool anew);
    /// From the next open on.
    void leaveDevice() { m_hardware.turnOff(); }
    /// One thread from now on; the old decoder goes on where none can be had. Needs a reset.
    void useOneThread();
    int threads() const { return m_threads; }

    AVCodecID codec() const { return m_decoder->codec_id; }
    bool isHevc() const { return codec() == AV_CODEC_ID_HEVC; }
    /// With `all` false, pictures that no other needs are left out of what is sent from now on.
    void decodeAll(bool all);
    /// A packet, or null: none follows. False when it is refused: it costs its own picture only.
    bool send(const AVPacket *packet);
    /// The next picture, which may lie on the device: see fetch(). Refused: a picture is lost,
    /// there may be others behind it.
    Received receive(AVFrame &picture);
    /// Into memory that everybody can read. False when that fails: then hasFailed().
    bool fetch(AVFrame &picture) { return m_hardware.download(picture); }
    /// Something was damaged: too much of it and the device has failed.
    void complain();
    bool hasFailed() const { return m_hardware.hasFailed(); }
    /// Whether an error was logged since this was asked last. With several threads, and of HEVC
    /// always, the log alone tells of some damage.
    bool toldError() { return m_toldError.exchange(false); }
    std::string decodedBy() const { return m_hardware.name(); }

private:
    Container &m_container;
    int m_stream;
    int m_threads;
    Memory m_memory;
    std::atomic<bool> m_toldError{false}; ///< set by any of the decoder's threads
    ff::CodecPtr m_decoder;
    HardwareDecoder m_hardware;
};

} // namespace ecva
