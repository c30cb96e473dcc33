#include "core/media/IndexScan.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <new>
#include <thread>

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
    /// Leaves the packet empty.
    void take(AVPacket &packet)
    {
        ff::PacketPtr kept = m_spare ? std::move(m_spare) : ff::PacketPtr(av_packet_alloc());
        if (!kept)
            throw std::bad_alloc();
        av_packet_move_ref(kept.get(), &packet);
        m_last.push_back(std::move(kept));
        if (m_last.size() <= kTailPackets)
            return;
        m_spare = std::move(m_last.front());
        m_last.pop_front();
        if (m_spare->flags & AV_PKT_FLAG_KEY)
            std::swap(m_key, m_spare);
        if (m_spare)
            av_packet_unref(m_spare.get());
    }

    std::vector<PictureFact> decode(Pictures &decoder) const
    {
        std::vector<PictureFact> pictures;
        decoder.flush();
        if (m_key)
            decoder.feed(m_key.get(), pictures);
        for (const ff::PacketPtr &packet : m_last)
            decoder.feed(packet.get(), pictures);
        decoder.feed(nullptr, pictures);
        return pictures;
    }

private:
    std::deque<ff::PacketPtr> m_last;
    ff::PacketPtr m_key;
    ff::PacketPtr m_spare; ///< empty, for the next one
};

/// Decodes the first packets in a thread of its own while the others are read.
class Head
{
public:
    explicit Head(Pictures &decoder)
        : m_decoder(decoder)
        , m_thread([this] { run(); })
    {
    }
    ~Head() { giveUp(); }
    Head(const Head &) = delete;
    Head &operator=(const Head &) = delete;

    void add(const AVPacket &packet)
    {
        if (m_done)
            return;
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_packets.size() < kAhead || m_done; });
        m_packets.emplace_back(av_packet_clone(&packet)); // shares the bytes
        m_changed.notify_all();
    }

    /// Nothing is wanted any more.
    void giveUp()
    {
        m_done = true;
        end();
    }

    /// There are no more packets: waits until as many pictures came out as are wanted, or all.
    void finish(PacketScan &scan)
    {
        end();
        if (m_failed)
            throw std::bad_alloc();
        scan.head = std::move(m_pictures);
        scan.headIsAll = m_isAll;
    }

private:
    static constexpr std::size_t kAhead = 256; ///< packets read before they are decoded

    void end()
    {
        {
            std::scoped_lock lock(m_mutex);
            m_ended = true;
            m_changed.notify_all();
        }
        if (m_thread.joinable())
            m_thread.join();
    }

    void run()
    {
        try {
            decode();
        } catch (const std::bad_alloc &) {
            m_failed = true;
        }
        std::scoped_lock lock(m_mutex);
        m_done = true;
        m_packets.clear();
        m_changed.notify_all();
    }

    void decode()
    {
        while (!m_done && m_pictures.size() < kHeadPictures) {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return !m_packets.empty() || m_ended; });
            if (m_packets.empty()) {
                m_isAll = !m_done;
                lock.unlock();
                if (m_isAll)
                    m_decoder.feed(nullptr, m_pictures);
                return;
            }
            const ff::PacketPtr packet = std::move(m_packets.front());
            m_packets.pop_front();
            m_changed.notify_all();
            lock.unlock();
            if (packet)
                m_decoder.feed(packet.get(), m_pictures);
        }
    }

    Pictures &m_decoder;
    std::vector<PictureFact> m_pictures; // the thread's until it has ended, as the next two
    bool m_isAll = false;
    bool m_failed = false;
    std::atomic<bool> m_done{false};
    std::mutex m_mutex; // guards the next three
    std::condition_variable m_changed;
    std::deque<ff::PacketPtr> m_packets;
    bool m_ended = false;
    std::thread m_thread; // last: runs with all of the above
};

} // namespace

Result<PacketScan> scanPackets(Container &container, int stream, const PacketSeen &seen)
{
    auto decoder = Pictures::open(container, stream, 1);
    if (!decoder)
        return fail(decoder);
    PacketScan scan;
    Tail tail;
    Head head(*decoder);
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
        seen(*packet);
        if (trusting) {
            head.add(*packet);
            tail.take(*packet);
        }
    }
    scan.readError = container.readError();
    if (trusting) {
        head.finish(scan);
        if (!scan.headIsAll)
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
