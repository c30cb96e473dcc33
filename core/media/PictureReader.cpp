#include "core/media/PictureReader.h"

#include "core/media/HardwareDecoder.h"
#include "core/media/ReferredPictures.h"

#include <algorithm>
#include <atomic>
#include <utility>

namespace ecva {

struct PictureReader::Impl
{
    std::shared_ptr<const VideoIndex> index;
    Options options;
    std::unique_ptr<Container> container;
    /// Set by any of the decoder's threads: with several, and of HEVC always, the log alone tells
    /// of some damage.
    std::atomic<bool> toldError{false};
    ff::CodecPtr decoder;
    HardwareDecoder hardware;
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
    std::int64_t fullFrom = 0;        ///< see want()
    std::vector<std::int64_t> listed;
    std::size_t listedToSend = 0; ///< their packets have not been read
    std::size_t listedToCome = 0; ///< they have not come out

    bool byDts() const { return index->identity() == VideoIndex::Identity::Dts; }

    Result<void> openDecoderFor(FrameSource::Hardware wanted)
    {
        const AVStream &stream = *container->stream(index->streamIndex());
        const bool onDevice = wanted == FrameSource::Hardware::Auto;
        auto opened
            = openDecoder(stream, options.threads, container->path(), [&](AVCodecContext &context) {
                  context.opaque = &toldError;
                  if (options.memory == Memory::Ones)
                      fillMemoryWithOnes(context);
                  if (onDevice)
                      hardware.attachTo(context);
              });
        if (!opened && onDevice && hardware.isOn()) {
            hardware.turnOff();
            opened = openDecoder(stream, options.threads, container->path());
        }
        if (!opened)
            return fail(opened);
        decoder = std::move(*opened);
        return {};
    }

    void flush(std::int64_t firstExact)
    {
        avcodec_flush_buffers(decoder.get());
        // A decoder that has met damage keeps something of it even so. HEVC's of FFmpeg 7 keeps
        // pictures too, which would be counted where only counting tells them apart.
        const bool counts = index->identity() == VideoIndex::Identity::Order;
        if (std::exchange(soiled, false) || forgetful || counts) {
            hardware.turnOff();
            (void)openDecoderFor(FrameSource::Hardware::Off);
        }
        toldError = false;
        leading = false;
        decoder->skip_frame = AVDISCARD_DEFAULT;
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
        fullFrom = 0;
        listed.clear();
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
            const auto &wanted = keys[static_cast<std::size_t>(key)];
            for (;;) {
                if (auto going = cancel.check(); !going)
                    return going;
                const auto more = container->read(*packet);
                if (!more)
                    return fail(more);
                if (!*more)
                    break;
                const std::int64_t stamp = byDts() ? packet->dts : packet->pts;
                if (stamp == wanted.stamp) {
                    flush(wanted.firstFrame);
                    beganAt(key);
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

    bool skips() const { return maySkip && (!listed.empty() || fullFrom > 0); }

    /// Also counts the listed packets.
    bool isWanted(const AVPacket &data)
    {
        const auto number = index->frameWithId(data.pts);
        if (!number)
            return false;
        if (listed.empty())
            return number->value >= fullFrom;
        if (!std::binary_search(listed.begin(), listed.end(), number->value))
            return false;
        if (listedToSend > 0)
            --listedToSend;
        return true;
    }

    void send(AVPacket *data)
    {
        if (data && byDts())
            data->pts = data->dts;
        if (data && maySkip) {
            const bool all = !skips() || isWanted(*data);
            decoder->skip_frame = all ? AVDISCARD_DEFAULT : AVDISCARD_NONREF;
            // Not even looking at it is quicker still.
            if (!all && unitLengths > 0 && isUnreferred(*data, unitLengths))
                return;
        }
        if (data && exactFrom > 0 && !linear && !isHevc() && isLeading(*data))
            leading = true;
        // A damaged packet costs its own picture only.
        const int code = avcodec_send_packet(decoder.get(), data);
        if (code < 0 && code != AVERROR(EAGAIN) && code != AVERROR_EOF)
            refused();
    }

    bool isHevc() const { return decoder->codec_id == AV_CODEC_ID_HEVC; }

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
        if (hardware.isOn())
            hardware.complain();
    }

    /// Where decoding began at a key packet, its own picture comes first and is complete in itself
    /// (a point of recovery by and by is not).
    void checkFirst(FrameIndex number)
    {
        const bool intra = picture->pict_type == AV_PICTURE_TYPE_I
                           || picture->pict_type == AV_PICTURE_TYPE_NONE
                           || decoder->codec_id != AV_CODEC_ID_H264 || ff::isInterlaced(*picture);
        if (!linear && (number.value != exactFrom || !intra))
            unsound = true;
    }

    /// The decoder's next picture, in memory that everybody can read.
    bool receive()
    {
        for (;;) {
            const int code = avcodec_receive_frame(decoder.get(), picture.get());
            if (code == AVERROR(EAGAIN) || code == AVERROR_EOF || code == AVERROR(ENOMEM))
                return false;
            if (code < 0) {
                refused();
                continue;
            }
            return true;
        }
    }

    Result<std::optional<Frame>> toFrame(FrameIndex number)
    {
        std::shared_ptr<AVFrame> shared(av_frame_alloc(), ff::FreeByAddress<av_frame_free>{});
        if (!shared)
            return fail(ErrorCode::OutOfMemory, "no memory for a picture", container->path());
        av_frame_move_ref(shared.get(), picture.get());
        last = number.value;
        if (!listed.empty() && listedToCome > 0
            && std::binary_search(listed.begin(), listed.end(), number.value))
            --listedToCome;
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
        const std::int64_t wanted = index->keys()[static_cast<std::size_t>(key)].firstFrame;
        if (!frame || !*frame)
            return frame;
        const AVPictureType type = (*frame)->avFrame()->pict_type;
        const bool inter = type == AV_PICTURE_TYPE_P || type == AV_PICTURE_TYPE_B;
        if (inter || unsound || damaged || (*frame)->index().value != wanted)
            return std::optional<Frame>();
        return frame;
    }

    bool isCareful() const { return careful || (!maySkip && options.threads == 1); }

    void beCareful()
    {
        careful = true;
        placed = false;
        maySkip = false;
        decoder->skip_frame = AVDISCARD_DEFAULT;
        hardware.turnOff();
        if (std::exchange(options.threads, 1) != 1)
            (void)openDecoderFor(FrameSource::Hardware::Off); // else the old one goes on
    }

    /// Decoding on the device has failed: in software from now on, from another start.
    Result<void> fallBack()
    {
        hardware.turnOff();
        placed = false;
        return openDecoderFor(FrameSource::Hardware::Off);
    }

    Result<std::optional<Frame>> next(const CancelToken &cancel)
    {
        if (!placed)
            return std::optional<Frame>();
        for (;;) {
            if (!listed.empty() && listedToCome == 0)
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
                    || (toldError.exchange(false) && (options.threads > 1 || isHevc()) && !leading))
                    complained();
                if (!hardware.download(*picture))
                    break; // hasFailed()
                return toFrame(*number);
            }
            if (hardware.hasFailed()) {
                if (auto fallen = fallBack(); !fallen)
                    return fail(fallen);
                return std::optional<Frame>();
            }
            if (drained)
                return std::optional<Frame>();
            if (auto going = cancel.check(); !going)
                return fail(going);
            if (maySkip && !listed.empty() && listedToSend == 0) {
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
    impl->options = options;
    // How FFmpeg patches damaged pictures depends on the number of threads.
    const bool damaged = impl->index->hasDamagedPictures();
    if (damaged)
        impl->options.threads = 1;
    auto container = Container::open(path, {});
    if (!container)
        return fail(container);
    impl->container = std::move(*container);
    if (auto following = impl->container->follow(impl->index); !following)
        return fail(following);
    const int stream = impl->index->streamIndex();
    if (auto opened = impl->openDecoderFor(options.hardware); !opened)
        return fail(opened);
    const AVCodecDescriptor *codec = avcodec_descriptor_get(impl->decoder->codec_id);
    impl->forgetful = damaged && !concealsDamage(impl->decoder->codec_id)
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
    m_impl->fullFrom = fullFrom;
    m_impl->listed = std::move(listed);
    m_impl->listedToCome = m_impl->listedToSend = m_impl->listed.size();
    if (m_impl->maySkip)
        m_impl->lostBelow
            = m_impl->listed.empty() ? std::max(m_impl->lostBelow, fullFrom) : INT64_MAX;
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
    return concealsDamage(m_impl->decoder->codec_id);
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
    return m_impl->hardware.name();
}

} // namespace ecva
