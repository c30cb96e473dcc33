#include "core/media/KeyFrames.h"

#include "core/media/Container.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <new>
#include <thread>
#include <vector>

namespace ecva {
namespace {

using Take = std::function<Result<void>(std::size_t place, Frame frame)>;

/// A second file and decoder have to be worth opening.
constexpr std::size_t kFewest = 8;
/// Packets that may lie between where a seek lands and the key packet.
constexpr int kMostPassed = 600;

/// A file and a decoder that gives the picture of one packet at a time.
class KeyReader
{
public:
    static Result<std::unique_ptr<KeyReader>> open(const std::filesystem::path &path,
                                                   std::shared_ptr<const VideoIndex> index,
                                                   const CancelToken &cancel)
    {
        auto container = Container::open(path, cancel);
        if (!container)
            return fail(container);
        if (auto following = (*container)->follow(index); !following)
            return fail(following);
        auto reader = std::make_unique<KeyReader>();
        reader->m_container = std::move(*container);
        reader->m_index = std::move(index);
        if (auto opened = reader->openDecoderAnew(); !opened)
            return fail(opened);
        return reader;
    }

    /// Nothing where the packet, or the picture in it, is not found. Errors: Cancelled.
    Result<std::optional<Frame>> read(int key)
    {
        const VideoIndex::KeyPacket &wanted = m_index->keys()[static_cast<std::size_t>(key)];
        const bool byDts = m_index->identity() == VideoIndex::Identity::Dts;
        if (!m_container->seek(wanted.seekTo))
            return std::optional<Frame>();
        for (int passed = 0; passed < kMostPassed; ++passed) {
            const auto more = m_container->read(*m_packet);
            if (!more)
                return fail(more);
            if (!*more)
                break;
            if ((byDts ? m_packet->dts : m_packet->pts) != wanted.stamp)
                continue;
            if (byDts)
                m_packet->pts = m_packet->dts;
            auto frame = decode(FrameIndex(wanted.firstFrame));
            if (!m_toldError)
                return frame;
            if (auto opened = openDecoderAnew(); !opened) // it keeps something of the damage
                return fail(opened);
            break;
        }
        return std::optional<Frame>();
    }

private:
    Result<void> openDecoderAnew()
    {
        auto decoder = openDecoder(*m_container->stream(m_index->streamIndex()), 1,
                                   m_container->path(), [this](AVCodecContext &context) {
                                       context.opaque = &m_toldError; // see ff::noteError()
                                   });
        if (!decoder)
            return fail(decoder);
        m_decoder = std::move(*decoder);
        return {};
    }

    Result<std::optional<Frame>> decode(FrameIndex number)
    {
        avcodec_flush_buffers(m_decoder.get());
        if (m_index->hasDamagedPictures() && !concealsDamage(m_decoder->codec_id)) {
            if (auto opened = openDecoderAnew(); !opened)
                return fail(opened);
        }
        m_toldError = false;
        avcodec_send_packet(m_decoder.get(), m_packet.get());
        avcodec_send_packet(m_decoder.get(), nullptr); // what there is comes out now
        std::optional<Frame> found;
        for (;;) {
            std::shared_ptr<AVFrame> picture(av_frame_alloc(), ff::FreeByAddress<av_frame_free>{});
            if (!picture || !ff::receivePicture(*m_decoder, *picture))
                return found;
            const bool damaged
                = picture->decode_error_flags != 0 || (picture->flags & AV_FRAME_FLAG_CORRUPT);
            const bool inter = picture->pict_type == AV_PICTURE_TYPE_P // called key by mistake
                               || picture->pict_type == AV_PICTURE_TYPE_B;
            if (!damaged && !inter && m_index->frameWithId(picture->pts) == number)
                found = Frame(std::move(picture), number, m_index->pts(number), m_index->info());
        }
    }

    std::unique_ptr<Container> m_container;
    std::atomic<bool> m_toldError{false}; ///< set by the decoder's log
    ff::CodecPtr m_decoder;
    std::shared_ptr<const VideoIndex> m_index;
    ff::PacketPtr m_packet{av_packet_alloc()};
};

struct Wanted
{
    int key = 0;
    std::size_t place = 0;
};

/// One fetchKeyFrames(): the key packets are handed out in the order of the file.
class KeyBatch
{
public:
    KeyBatch(const std::filesystem::path &path, const std::shared_ptr<const VideoIndex> &index,
             std::vector<Wanted> wanted, const CancelToken &cancel, const Take &take)
        : m_path(path)
        , m_index(index)
        , m_wanted(std::move(wanted))
        , m_cancel(cancel.child())
        , m_take(take)
    {
    }

    Result<void> run(int decoders)
    {
        std::vector<std::thread> others;
        const std::size_t most = m_wanted.size() / kFewest;
        for (std::size_t i = 1; i < std::min(static_cast<std::size_t>(std::max(decoders, 1)), most);
             ++i)
            others.emplace_back([this] { work(); });
        work();
        for (std::thread &other : others)
            other.join();
        return m_result;
    }

    /// Places of the frames that did not come out of their packets.
    const std::vector<std::size_t> &missed() const { return m_missed; }

private:
    void work()
    {
        try {
            if (auto done = readAll(); !done)
                end(std::move(done));
        } catch (const std::bad_alloc &) {
            end(fail(ErrorCode::OutOfMemory, "no memory for its pictures", m_path.string()));
        }
    }

    Result<void> readAll()
    {
        auto reader = KeyReader::open(m_path, m_index, m_cancel);
        if (!reader)
            return fail(reader);
        for (;;) {
            const std::size_t next = m_next++;
            if (next >= m_wanted.size())
                return {};
            auto frame = (*reader)->read(m_wanted[next].key);
            if (!frame)
                return fail(frame);
            if (!*frame) {
                std::scoped_lock lock(m_mutex);
                m_missed.push_back(m_wanted[next].place);
            } else if (auto taken = m_take(m_wanted[next].place, std::move(**frame)); !taken) {
                return taken;
            }
        }
    }

    void end(Result<void> error)
    {
        std::scoped_lock lock(m_mutex);
        if (m_result)
            m_result = std::move(error);
        m_cancel.cancel();
    }

    const std::filesystem::path &m_path;
    const std::shared_ptr<const VideoIndex> m_index;
    const std::vector<Wanted> m_wanted;
    const CancelToken m_cancel;
    const Take &m_take;
    std::atomic<std::size_t> m_next{0};
    std::mutex m_mutex;
    Result<void> m_result;             // guarded by m_mutex
    std::vector<std::size_t> m_missed; // guarded by m_mutex
};

} // namespace

std::optional<int> keyFrameAt(const VideoIndex &index, FrameIndex frame)
{
    const int key = index.keyBefore(frame);
    if (key < 0 || index.keys()[static_cast<std::size_t>(key)].firstFrame != frame.value)
        return std::nullopt;
    return key;
}

Result<void> fetchKeyFrames(const std::filesystem::path &path,
                            const std::shared_ptr<const VideoIndex> &index,
                            std::span<const FrameIndex> wanted, const FrameBatchOptions &options,
                            const std::function<Result<void>(std::size_t place, Frame frame)> &take)
{
    try {
        std::vector<Wanted> keys;
        for (std::size_t place = 0; place < wanted.size(); ++place) {
            const auto key = keyFrameAt(*index, wanted[place]);
            if (!key)
                return fail(ErrorCode::OutOfRange,
                            "frame " + std::to_string(wanted[place].value) + " is no key frame",
                            path.string());
            keys.push_back({*key, place});
        }
        std::stable_sort(keys.begin(), keys.end(),
                         [](const Wanted &a, const Wanted &b) { return a.key < b.key; });
        KeyBatch batch(path, index, std::move(keys), options.cancel, take);
        if (auto done = batch.run(options.decoders); !done)
            return done;
        if (batch.missed().empty())
            return {};
        std::vector<FrameIndex> left;
        for (const std::size_t place : batch.missed())
            left.push_back(wanted[place]);
        return fetchFrames(path, index, left, options, [&](std::size_t place, Frame frame) {
            return take(batch.missed()[place], std::move(frame));
        });
    } catch (const std::bad_alloc &) {
        return fail(ErrorCode::OutOfMemory, "no memory for its pictures", path.string());
    }
}

} // namespace ecva
