#include "core/media/PictureReader.h"

#include "core/media/ReferredPictures.h"
#include "core/media/WantedFrames.h"

#include <algorithm>
#include <utility>

namespace ecva {

struct PictureReader::Impl
{
    std::shared_ptr<const VideoIndex> index;
    std::unique_ptr<Container> container;
    std::unique_ptr<PictureDecoder> decoder;
    ff::PacketPtr packet{av_packet_alloc()};
    ff::FramePtr picture{av_frame_alloc()};

    bool placed = false;
    bool drained = false;
    bool soiled = false;         ///< damaged, since the decoder was opened
    bool leading = false;        ///< pictures were read that the key packet is shown after
    bool damaged = false;        ///< since the last start, in a picture that counts
    bool unsound = false;        ///< see isDoubtful()
    bool linear = true;          ///< began at the start of the file
    std::int64_t soundAt = 0;    ///< frames from here on: the first group came out whole
    std::int64_t last = -1;      ///< number of the frame that came out last
    std::int64_t exactFrom = 0;  ///< below, pictures lack references since the last start
    std::int64_t lostBelow = 0;  ///< below and behind `last`, frames may have been left out
    std::int64_t ordinal = 0;    ///< of the next picture, with Identity::Order
    bool careful = false;        ///< see beCareful()
    bool maySkip = false;        ///< the file allows it at all
    std::size_t unitLengths = 0; ///< see lengthBytes()
    /// The file is damaged and the decoder's pictures depend on what it met before: each start is
    /// made with a new one, and its frames count up to the next key packet only.
    bool forgetful = false;
    std::int64_t exactTo = INT64_MAX; ///< frames from here on are another start's, if `forgetful`
    WantedFrames wanted;              ///< see want()

    bool byDts() const { return index->identity() == VideoIndex::Identity::Dts; }

    void flush(std::int64_t firstExact)
    {
        // A decoder that has met damage keeps something of it even so. HEVC's of FFmpeg 7 keeps
        // pictures too, which would be counted where only counting tells them apart.
        const bool counts = index->identity() == VideoIndex::Identity::Order;
        decoder->reset(std::exchange(soiled, false) || forgetful || counts);
        leading = false;
        placed = true;
        drained = false;
        damaged = false;
        unsound = false;
        linear = true;
        soundAt = 0;
        exactTo = INT64_MAX;
        last = -1;
        ordinal = 0;
        exactFrom = firstExact;
        lostBelow = 0;
        wanted = {};
    }

    Result<void> restart()
    {
        if (auto rewound = container->rewind(); !rewound)
            return fail(rewound);
        flush(0);
        return {};
    }

    /// Feeds the decoder from key packet `key` on: the packet is found by its stamp, wherever the
    /// container's own seek lands.
    Result<void> startAt(int key, const CancelToken &cancel)
    {
        placed = false;
        if (key == kFromStart)
            return restart();
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
            const auto &sought = keys[static_cast<std::size_t>(key)];
            for (;;) {
                if (auto going = cancel.check(); !going)
                    return going;
                const auto more = container->read(*packet);
                if (!more)
                    return fail(more);
                if (!*more)
                    break;
                const std::int64_t stamp = byDts() ? packet->dts : packet->pts;
                if (stamp == sought.stamp) {
                    flush(sought.firstFrame);
                    beganAt(key);
                    send(packet.get());
                    return {};
                }
                if ((packet->flags & AV_PKT_FLAG_KEY) && stamp != AV_NOPTS_VALUE
                    && stamp > sought.stamp)
                    break; // landed behind it: one key packet further back
            }
        }
        return restart();
    }

    /// Before the first key packet there is nothing that a decoder could look back at.
    void beganAt(int key)
    {
        const auto &keys = index->keys();
        linear = key == 0 && keys.front().firstFrame == 0;
        const auto next = static_cast<std::size_t>(key) + 1;
        soundAt = next < keys.size() ? keys[next].firstFrame : INT64_MAX;
        if (forgetful && !linear)
            exactTo = soundAt;
    }

    /// Also counts the listed packets.
    bool isWanted(const AVPacket &data)
    {
        const auto number = index->frameWithId(data.pts);
        return number && wanted.send(*number);
    }

    void send(AVPacket *data)
    {
        if (data && byDts())
            data->pts = data->dts;
        if (data && maySkip) {
            const bool all = wanted.areAll() || isWanted(*data);
            decoder->decodeAll(all);
            // Not even looking at it is quicker still.
            if (!all && unitLengths > 0 && isUnreferred(*data, unitLengths))
                return;
        }
        if (data && exactFrom > 0 && !linear && !decoder->isHevc() && isLeading(*data))
            leading = true;
        if (!decoder->send(data))
            refused();
    }

    /// Leading pictures lack their references, which decoders call errors; that of HEVC knows them
    /// and leaves them out.
    bool isLeading(const AVPacket &data) const
    {
        const auto number = index->frameWithId(data.pts);
        return !number || number->value < exactFrom;
    }

    /// A packet. Before the first frame, pictures that only lack their references are refused.
    void refused()
    {
        if (last >= 0)
            complained();
    }

    void complained()
    {
        damaged = true;
        soiled = true;
        unsound = unsound || (!linear && last < soundAt && !forgetful); // else it was proven
        index->noteDamage();
        decoder->complain();
    }

    /// Where decoding began at a key packet, its own picture comes first and is complete in itself
    /// (a point of recovery by and by is not).
    void checkFirst(FrameIndex number)
    {
        const bool intra = picture->pict_type == AV_PICTURE_TYPE_I
                           || picture->pict_type == AV_PICTURE_TYPE_NONE
                           || decoder->codec() != AV_CODEC_ID_H264 || ff::isInterlaced(*picture);
        if (!linear && (number.value != exactFrom || !intra))
            unsound = true;
    }

    /// The decoder's next picture.
    bool receive()
    {
        for (;;) {
            const auto received = decoder->receive(*picture);
            if (received != PictureDecoder::Received::Refused)
                return received == PictureDecoder::Received::Picture;
            refused();
        }
    }

    Result<std::optional<Frame>> toFrame(FrameIndex number)
    {
        std::shared_ptr<AVFrame> shared(av_frame_alloc(), ff::FreeByAddress<av_frame_free>{});
        if (!shared)
            return fail(ErrorCode::OutOfMemory, "no memory for a picture", container->path());
        av_frame_move_ref(shared.get(), picture.get());
        last = number.value;
        wanted.cameOut(number);
        return std::optional<Frame>(
            Frame(std::move(shared), number, index->pts(number), index->info()));
    }

    Result<std::optional<Frame>> keyPicture(int key, const CancelToken &cancel)
    {
        if (careful || forgetful || key < 0 || index->verifiedByDecoding()
            || index->identity() != VideoIndex::Identity::Pts || index->hasDamagedPictures())
            return std::optional<Frame>();
        if (auto started = startAt(key, cancel); !started)
            return fail(started);
        drained = true;
        send(nullptr); // what there is comes out now
        auto frame = next(cancel);
        placed = false;
        const std::int64_t sought = index->keys()[static_cast<std::size_t>(key)].firstFrame;
        if (!frame || !*frame)
            return frame;
        const AVPictureType type = (*frame)->avFrame()->pict_type;
        const bool inter = type == AV_PICTURE_TYPE_P || type == AV_PICTURE_TYPE_B;
        if (inter || unsound || damaged || (*frame)->index().value != sought)
            return std::optional<Frame>();
        return frame;
    }

    bool isCareful() const { return careful || (!maySkip && decoder->threads() == 1); }

    void beCareful()
    {
        careful = true;
        placed = false;
        maySkip = false;
        decoder->useOneThread();
    }

    /// Decoding on the device has failed: in software from now on, from another start.
    Result<void> fallBack()
    {
        decoder->leaveDevice();
        placed = false;
        return decoder->open(FrameSource::Hardware::Off);
    }

    Result<std::optional<Frame>> next(const CancelToken &cancel)
    {
        if (!placed)
            return std::optional<Frame>();
        for (;;) {
            if (wanted.haveComeOut())
                return std::optional<Frame>();
            while (receive()) {
                std::optional<FrameIndex> number;
                if (index->identity() == VideoIndex::Identity::Order)
                    number = FrameIndex(ordinal++);
                else
                    number = index->frameWithId(picture->pts);
                if (!number || !index->contains(*number) || number->value < exactFrom) {
                    av_frame_unref(picture.get());
                    continue;
                }
                if (last < 0)
                    checkFirst(*number);
                unsound = unsound || number->value >= exactTo;
                if (picture->decode_error_flags != 0 || (picture->flags & AV_FRAME_FLAG_CORRUPT)
                    || (decoder->toldError() && (decoder->threads() > 1 || decoder->isHevc())
                        && !leading))
                    complained();
                if (!decoder->fetch(*picture))
                    break; // hasFailed()
                return toFrame(*number);
            }
            if (decoder->hasFailed()) {
                if (auto fallen = fallBack(); !fallen)
                    return fail(fallen);
                return std::optional<Frame>();
            }
            if (drained)
                return std::optional<Frame>();
            if (auto going = cancel.check(); !going)
                return fail(going);
            if (maySkip && wanted.areSent()) {
                drained = true; // nothing that follows is needed for them
                send(nullptr);
                continue;
            }
            const auto more = container->read(*packet);
            if (!more)
                return fail(more);
            drained = !*more;
            send(*more ? packet.get() : nullptr);
        }
    }
};

PictureReader::PictureReader(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

PictureReader::~PictureReader() = default;

Result<std::unique_ptr<PictureReader>> PictureReader::open(const std::filesystem::path &path,
                                                           std::shared_ptr<const VideoIndex> index,
                                                           const Options &options)
{
    auto impl = std::make_unique<Impl>();
    impl->index = std::move(index);
    auto container = Container::open(path, {});
    if (!container)
        return fail(container);
    impl->container = std::move(*container);
    if (auto following = impl->container->follow(impl->index); !following)
        return fail(following);
    const int stream = impl->index->streamIndex();
    // How FFmpeg patches damaged pictures depends on the number of threads.
    const bool damaged = impl->index->hasDamagedPictures();
    impl->decoder = std::make_unique<PictureDecoder>(*impl->container, stream,
                                                     damaged ? 1 : options.threads, options.memory);
    if (auto opened = impl->decoder->open(options.hardware); !opened)
        return fail(opened);
    const AVCodecDescriptor *codec = avcodec_descriptor_get(impl->decoder->codec());
    impl->forgetful = damaged && !concealsDamage(impl->decoder->codec())
                      && !(codec && (codec->props & AV_CODEC_PROP_INTRA_ONLY));
    // Where packets lack stamps or the file is damaged every picture is decoded.
    impl->maySkip = impl->index->identity() == VideoIndex::Identity::Pts
                    && !impl->index->verifiedByDecoding()
                    && saysWhatIsReferred(*impl->container->stream(stream)->codecpar);
    impl->unitLengths = lengthBytes(*impl->container->stream(stream)->codecpar);
    return std::unique_ptr<PictureReader>(new PictureReader(std::move(impl)));
}

const std::string &PictureReader::path() const
{
    return m_impl->container->path();
}

Result<void> PictureReader::startAt(int key, const CancelToken &cancel)
{
    return m_impl->startAt(key, cancel);
}

void PictureReader::want(std::int64_t fullFrom, std::vector<std::int64_t> listed)
{
    m_impl->wanted = WantedFrames(fullFrom, std::move(listed));
    if (m_impl->maySkip)
        m_impl->lostBelow
            = m_impl->wanted.areListed() ? INT64_MAX : std::max(m_impl->lostBelow, fullFrom);
}

void PictureReader::beCareful()
{
    m_impl->beCareful();
}

bool PictureReader::isCareful() const
{
    return m_impl->isCareful();
}

bool PictureReader::conceals() const
{
    return concealsDamage(m_impl->decoder->codec());
}

bool PictureReader::isDoubtful() const
{
    return m_impl->unsound || (m_impl->damaged && !m_impl->isCareful());
}

Result<std::optional<Frame>> PictureReader::next(const CancelToken &cancel)
{
    return m_impl->next(cancel);
}

Result<std::optional<Frame>> PictureReader::keyPicture(int key, const CancelToken &cancel)
{
    return m_impl->keyPicture(key, cancel);
}

std::optional<std::int64_t> PictureReader::distanceTo(FrameIndex frame) const
{
    const Impl &at = *m_impl;
    if (!at.placed || at.drained || frame.value <= at.last || frame.value < at.exactFrom
        || frame.value < at.lostBelow)
        return std::nullopt;
    return frame.value - std::max(at.last, at.exactFrom - 1);
}

void PictureReader::forgetPlace()
{
    m_impl->placed = false;
}

std::string PictureReader::decodedBy() const
{
    return m_impl->decoder->decodedBy();
}

} // namespace ecva
