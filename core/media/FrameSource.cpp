#include "core/media/FrameSource.h"

#include "core/media/Container.h"

#include <algorithm>
#include <list>
#include <optional>
#include <unordered_map>
#include <vector>

namespace ecva {
namespace {

/// Going on decoding over this many frames beats a seek even where a nearer key packet exists.
constexpr std::int64_t kDecodeOn = 8;
constexpr int kFromStart = -1; ///< in place of a key packet

/// Decoded frames by number, the least recently used dropped beyond a byte budget.
class FrameCache
{
public:
    explicit FrameCache(std::size_t budget)
        : m_budget(budget)
    {
    }

    const Frame *find(FrameIndex index)
    {
        const auto found = m_places.find(index.value);
        if (found == m_places.end())
            return nullptr;
        m_frames.splice(m_frames.begin(), m_frames, found->second);
        return &m_frames.front();
    }

    void insert(const Frame &frame)
    {
        if (find(frame.index()))
            return;
        m_frames.push_front(frame);
        m_places[frame.index().value] = m_frames.begin();
        m_bytes += frame.byteSize();
        while (m_bytes > m_budget && m_frames.size() > 1) {
            m_bytes -= m_frames.back().byteSize();
            m_places.erase(m_frames.back().index().value);
            m_frames.pop_back();
        }
    }

private:
    const std::size_t m_budget;
    std::size_t m_bytes = 0;
    std::list<Frame> m_frames;
    std::unordered_map<std::int64_t, std::list<Frame>::iterator> m_places;
};

} // namespace

struct FrameSource::Impl
{
    Impl(std::shared_ptr<const VideoIndex> videoIndex, std::size_t cacheBytes)
        : index(std::move(videoIndex))
        , cache(cacheBytes)
    {
    }

    std::shared_ptr<const VideoIndex> index;
    std::unique_ptr<Container> container;
    ff::CodecPtr decoder;
    ff::PacketPtr packet{av_packet_alloc()};
    ff::FramePtr picture{av_frame_alloc()};
    FrameCache cache;
    std::int64_t last = -1; ///< number of the picture that came out last; -1: before the first
    std::int64_t validFrom
        = -1;                 ///< pictures below are not exact since the last seek; -1: not placed
    std::int64_t ordinal = 0; ///< of the next picture, with Identity::Order
    bool drained = false;

    bool byDts() const { return index->identity() == VideoIndex::Identity::Dts; }

    Result<void> restart()
    {
        if (auto rewound = container->rewind(); !rewound)
            return fail(rewound);
        flush(0);
        return {};
    }

    void flush(std::int64_t firstExact)
    {
        avcodec_flush_buffers(decoder.get());
        drained = false;
        last = -1;
        ordinal = 0;
        validFrom = firstExact;
    }

    /// Feeds the decoder from key packet `key` on: the packet is found by its stamp, wherever the
    /// container's own seek lands.
    Result<void> startAt(int key, const CancelToken &cancel)
    {
        const auto &keys = index->keys();
        for (int from = key; from >= kFromStart; --from) {
            if (auto going = cancel.check(); !going)
                return going;
            if (from == kFromStart) {
                if (auto rewound = container->rewind(); !rewound)
                    return fail(rewound);
            } else if (!container->seek(keys[static_cast<std::size_t>(from)].seekTo)) {
                continue;
            }
            const auto &wanted = keys[static_cast<std::size_t>(key)];
            for (;;) {
                const auto more = container->read(*packet);
                if (!more)
                    return fail(more);
                if (!*more)
                    break;
                const std::int64_t stamp = byDts() ? packet->dts : packet->pts;
                if (stamp == wanted.stamp) {
                    flush(wanted.firstFrame);
                    send(packet.get());
                    return {};
                }
                if ((packet->flags & AV_PKT_FLAG_KEY) && stamp != AV_NOPTS_VALUE
                    && stamp > wanted.stamp)
                    break; // landed behind it: one key packet further back
            }
        }
        return restart();
    }

    void send(AVPacket *data)
    {
        if (data && byDts())
            data->pts = data->dts;
        avcodec_send_packet(decoder.get(), data); // a damaged packet costs its own picture only
    }

    /// The next picture that is a frame of the index; nothing at the end.
    Result<std::optional<Frame>> next(const CancelToken &cancel)
    {
        for (;;) {
            while (ff::receivePicture(*decoder, *picture)) {
                std::optional<FrameIndex> number;
                if (index->identity() == VideoIndex::Identity::Order)
                    number = FrameIndex(ordinal++);
                else
                    number = index->frameWithId(picture->pts);
                if (!number || !index->contains(*number) || number->value < validFrom) {
                    av_frame_unref(picture.get());
                    continue;
                }
                std::shared_ptr<AVFrame> shared(av_frame_alloc(),
                                                ff::FreeByAddress<av_frame_free>{});
                if (!shared)
                    return fail(ErrorCode::OutOfMemory, "no memory for a picture",
                                container->path());
                av_frame_move_ref(shared.get(), picture.get());
                last = number->value;
                return std::optional<Frame>(
                    Frame(std::move(shared), *number, index->pts(*number), index->info()));
            }
            if (drained)
                return std::optional<Frame>();
            if (auto going = cancel.check(); !going)
                return fail(going);
            const auto more = container->read(*packet);
            if (!more)
                return fail(more);
            drained = !*more;
            send(*more ? packet.get() : nullptr);
        }
    }

    /// Decodes on until `wanted` comes out; nothing when it was passed or the file ended.
    Result<std::optional<Frame>> decodeTo(FrameIndex wanted, const CancelToken &cancel)
    {
        for (;;) {
            auto frame = next(cancel);
            if (!frame)
                return fail(frame);
            if (!*frame)
                return std::optional<Frame>();
            cache.insert(**frame);
            if ((*frame)->index() == wanted)
                return frame;
            if ((*frame)->index() > wanted)
                return std::optional<Frame>();
        }
    }

    bool isAhead(FrameIndex wanted, int key) const
    {
        if (validFrom < 0 || drained || wanted.value <= last || wanted.value < validFrom)
            return false;
        if (index->identity() == VideoIndex::Identity::Order)
            return true;
        const std::int64_t reach = std::max(last, validFrom);
        return wanted.value - reach <= kDecodeOn
               || (key >= 0 && index->keys()[static_cast<std::size_t>(key)].firstFrame <= reach);
    }

    Result<Frame> frameAt(FrameIndex wanted, const CancelToken &cancel)
    {
        if (const Frame *cached = cache.find(wanted))
            return *cached;
        const int key = index->keyBefore(wanted);
        if (isAhead(wanted, key)) {
            auto frame = decodeTo(wanted, cancel);
            if (!frame)
                return fail(frame);
            if (*frame)
                return std::move(**frame);
        }
        // From its own key packet; if it does not come out, from the one before; else from the
        // start.
        std::vector<int> starts;
        for (int from = key; from >= 0 && from > key - 2; --from)
            starts.push_back(from);
        starts.push_back(kFromStart);
        for (const int from : starts) {
            if (auto started = from == kFromStart ? restart() : startAt(from, cancel); !started)
                return fail(started);
            auto frame = decodeTo(wanted, cancel);
            if (!frame)
                return fail(frame);
            if (*frame)
                return std::move(**frame);
        }
        validFrom = -1;
        return fail(ErrorCode::BadInput,
                    "frame " + std::to_string(wanted.value) + " does not decode",
                    container->path());
    }
};

FrameSource::FrameSource(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

FrameSource::~FrameSource() = default;

Result<std::unique_ptr<FrameSource>> FrameSource::open(const std::filesystem::path &path,
                                                       std::shared_ptr<const VideoIndex> index,
                                                       const Options &options)
{
    auto impl = std::make_unique<Impl>(std::move(index), options.cacheBytes);
    auto container = Container::open(path, {});
    if (!container)
        return fail(container);
    impl->container = std::move(*container);
    const int stream = impl->index->streamIndex();
    if (stream >= static_cast<int>(impl->container->format()->nb_streams))
        return fail(ErrorCode::BadInput, "has changed since it was indexed", path.string());
    impl->container->selectStream(stream);
    auto decoder
        = openDecoder(*impl->container->stream(stream), options.decoderThreads, path.string());
    if (!decoder)
        return fail(decoder);
    impl->decoder = std::move(*decoder);
    return std::unique_ptr<FrameSource>(new FrameSource(std::move(impl)));
}

const VideoIndex &FrameSource::index() const
{
    return *m_impl->index;
}

Result<Frame> FrameSource::frameAt(FrameIndex frame, const CancelToken &cancel)
{
    if (!m_impl->index->contains(frame)) {
        return fail(ErrorCode::OutOfRange,
                    "frame " + std::to_string(frame.value) + " is outside the clip (0 to "
                        + std::to_string(m_impl->index->lastFrame().value) + ")",
                    m_impl->container->path());
    }
    return m_impl->frameAt(frame, cancel);
}

} // namespace ecva
