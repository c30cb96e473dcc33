#include "core/media/IndexScan.h"

#include <deque>

namespace ecva {
namespace {

/// A decoder that is asked which pictures come out, not how they look.
class Pictures
{
public:
    static Result<Pictures> open(Container &container, int stream, int threads)
    {
        auto decoder = openDecoder(*container.stream(stream), threads, container.path());
        if (!decoder)
            return fail(decoder);
        (*decoder)->skip_loop_filter = AVDISCARD_ALL;
        return Pictures(std::move(*decoder));
    }

    int threads() const
    {
        return (m_decoder->active_thread_type & FF_THREAD_FRAME) ? m_decoder->thread_count : 1;
    }

    /// Appends what comes out; null drains. False when the decoder refused the packet: it costs its
    /// own picture only, as in the ffmpeg program.
    bool feed(const AVPacket *packet, std::vector<PictureFact> &out)
    {
        bool taken = avcodec_send_packet(m_decoder.get(), packet) >= 0;
        for (;;) {
            const int code = avcodec_receive_frame(m_decoder.get(), m_frame.get());
            if (code == AVERROR(EAGAIN) || code == AVERROR_EOF || code == AVERROR(ENOMEM))
                return taken;
            if (code < 0) {
                taken = false; // this picture failed, those behind it still come
                continue;
            }
            out.push_back({m_frame->pts, m_frame->best_effort_timestamp, ff::isKeyFrame(*m_frame),
                           m_frame->decode_error_flags != 0
                               || (m_frame->flags & AV_FRAME_FLAG_CORRUPT) != 0});
        }
    }

    void flush() { avcodec_flush_buffers(m_decoder.get()); }

private:
    explicit Pictures(ff::CodecPtr decoder)
        : m_decoder(std::move(decoder))
    {
    }

    ff::CodecPtr m_decoder;
    ff::FramePtr m_frame{av_frame_alloc()};
};

/// The last packets, and the last key packet before them.
class Tail
{
public:
    void add(const AVPacket &packet)
    {
        m_last.emplace_back(av_packet_clone(&packet)); // shares the bytes
        if (m_last.size() <= kTailPackets)
            return;
        if (m_last.front() && (m_last.front()->flags & AV_PKT_FLAG_KEY))
            m_key = std::move(m_last.front());
        m_last.pop_front();
    }

    std::vector<PictureFact> decode(Pictures &decoder) const
    {
        std::vector<PictureFact> pictures;
        decoder.flush();
        if (m_key)
            decoder.feed(m_key.get(), pictures);
        for (const ff::PacketPtr &packet : m_last) {
            if (packet)
                decoder.feed(packet.get(), pictures);
        }
        decoder.feed(nullptr, pictures);
        return pictures;
    }

private:
    std::deque<ff::PacketPtr> m_last;
    ff::PacketPtr m_key;
};

} // namespace

Result<PacketScan> scanPackets(Container &container, int stream, const PacketSeen &seen)
{
    auto decoder = Pictures::open(container, stream, 1);
    if (!decoder)
        return fail(decoder);
    PacketScan scan;
    Tail tail;
    bool trusting = true; // every packet so far has a pts
    ff::PacketPtr packet(av_packet_alloc());
    for (;;) {
        const auto more = container.read(*packet);
        if (!more)
            return fail(more);
        if (!*more)
            break;
        scan.packets.push_back({packet->pts, packet->dts, packet->duration, packet->size,
                                (packet->flags & AV_PKT_FLAG_KEY) != 0,
                                (packet->flags & AV_PKT_FLAG_DISCARD) != 0,
                                (packet->flags & AV_PKT_FLAG_CORRUPT) != 0});
        trusting = trusting && packet->pts != AV_NOPTS_VALUE;
        if (trusting) {
            tail.add(*packet);
            if (scan.head.size() < kHeadPictures)
                decoder->feed(packet.get(), scan.head);
        }
        seen(*packet);
    }
    scan.readError = container.readError();
    if (!trusting) {
        scan.head.clear();
    } else if (scan.head.size() < kHeadPictures) {
        decoder->feed(nullptr, scan.head);
        scan.headIsAll = true;
    } else {
        scan.tail = tail.decode(*decoder);
    }
    return scan;
}

Result<bool> sameAfterSeek(Container &container, const std::vector<PacketFact> &packets,
                           std::size_t place, std::size_t end, VideoIndex::Identity identity,
                           std::int64_t seekTo)
{
    if (!container.seek(seekTo))
        return true;
    const auto stamp = [&](std::int64_t pts, std::int64_t dts) {
        return identity == VideoIndex::Identity::Dts ? dts : pts;
    };
    const std::int64_t wanted = stamp(packets[place].pts, packets[place].dts);
    ff::PacketPtr packet(av_packet_alloc());
    bool found = false;
    for (std::size_t at = place; at < end;) {
        const auto more = container.read(*packet);
        if (!more)
            return fail(more);
        if (!*more)
            return !found;
        const std::int64_t read = stamp(packet->pts, packet->dts);
        found = found || read == wanted;
        if (!found) {
            if ((packet->flags & AV_PKT_FLAG_KEY) && read != AV_NOPTS_VALUE && read > wanted)
                return true; // behind it
            continue;
        }
        if (read != stamp(packets[at].pts, packets[at].dts)
            || ((packet->flags & AV_PKT_FLAG_KEY) != 0) != packets[at].key
            || packet->size != packets[at].size)
            return false;
        ++at;
    }
    return true;
}

Result<DecodedFile> decodePictures(Container &container, int stream, VideoIndex::Identity identity,
                                   int threads, const PacketSeen &seen)
{
    auto decoder = Pictures::open(container, stream, threads);
    if (!decoder)
        return fail(decoder);
    DecodedFile decoded;
    ff::PacketPtr packet(av_packet_alloc());
    for (std::size_t place = 0;; ++place) {
        const auto more = container.read(*packet);
        if (!more)
            return fail(more);
        if (*more) {
            seen(*packet);
            if (identity == VideoIndex::Identity::Dts)
                packet->pts = packet->dts;
        }
        if (!decoder->feed(*more ? packet.get() : nullptr, decoded.pictures)) {
            const auto late = static_cast<std::size_t>(decoder->threads());
            for (std::size_t any = place > late ? place - late : 0; any <= place; ++any)
                decoded.refused.push_back(any);
        }
        if (!*more)
            return decoded;
    }
}

} // namespace ecva
