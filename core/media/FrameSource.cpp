#include "core/media/FrameSource.h"

#include "core/media/BackwardReader.h"
#include "core/media/FrameCache.h"
#include "core/media/PictureReader.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>
#include <optional>
#include <thread>
#include <vector>

namespace ecva {
namespace {

/// What a seek costs beside decoding, in frames: so much further a parked decoder may be.
constexpr std::int64_t kSeekCost = 2;
/// Steps back of at most this many frames are a backward walk.
constexpr std::int64_t kBackStep = 16;
/// Before the wanted frame so many are all decoded, if they can be kept: on a seek, from where
/// somebody may walk back; when somebody does; when he does and nobody reads behind.
constexpr std::int64_t kTailOfSeek = 12;
/// In place of it where reading behind takes long because the group is: at most; and one frame of
/// so many on the way.
constexpr std::int64_t kTailOfWatching = 24;
constexpr std::int64_t kWayOfTail = 8;
constexpr std::int64_t kTailOfWalk = 32;
constexpr std::int64_t kTailAlone = 128;

} // namespace

struct FrameSource::Impl
{
    struct Parked
    {
        std::unique_ptr<PictureReader> reader;
        std::uint64_t used = 0; ///< the highest was used last
    };

    Impl(std::filesystem::path file, std::shared_ptr<const VideoIndex> videoIndex,
         const Options &wanted)
        : path(std::move(file))
        , index(std::move(videoIndex))
        , options(wanted)
        , cache(wanted.cacheBytes)
        , behind(path, index, wanted, cache)
    {
    }

    const std::filesystem::path path;
    const std::shared_ptr<const VideoIndex> index;
    const Options options;
    FrameCache cache;
    std::vector<Parked> readers; // the first is opened by open()
    std::uint64_t uses = 0;
    std::int64_t lastAsked = -1;
    bool walkingBack = false;
    bool damaged = false; ///< every picture is decoded, by one thread each
    /// Key packets behind damage, and the earlier one from which their frames come out well.
    std::map<int, int> soundStart;
    BackwardReader behind; // last: its thread uses the cache

    Result<PictureReader *> openReader()
    {
        if (auto same = index->checkUnchanged(path); !same)
            return fail(same);
        auto opened = PictureReader::open(path, index, {options.decoderThreads, options.hardware});
        if (!opened)
            return fail(opened);
        if (damaged)
            (*opened)->beCareful();
        readers.push_back({std::move(*opened), ++uses});
        return readers.back().reader.get();
    }

    /// One that may be moved: not yet placed, or new, or used longest ago.
    Result<PictureReader *> readerToMove()
    {
        if (static_cast<int>(readers.size()) < options.decoders && readers.front().used > 0) {
            if (auto opened = openReader())
                return opened;
        }
        const auto oldest
            = std::min_element(readers.begin(), readers.end(),
                               [](const auto &a, const auto &b) { return a.used < b.used; });
        oldest->used = ++uses;
        return oldest->reader.get();
    }

    /// `reader` stands nowhere: it is the one to move, the others stay where they are.
    void moveNext(const PictureReader &reader)
    {
        for (Parked &parked : readers) {
            if (parked.reader.get() == &reader)
                parked.used = 1;
        }
    }

    /// The one that is nearest before `frame`, if going on there is cheaper than from key packet
    /// `key`.
    PictureReader *readerBefore(FrameIndex frame, int key)
    {
        Parked *best = nullptr;
        std::int64_t least = INT64_MAX;
        if (key >= 0) {
            const auto &packet = index->keys()[static_cast<std::size_t>(key)];
            least = frame.value - packet.firstFrame + 1 + kSeekCost;
        }
        for (Parked &parked : readers) {
            const auto distance = parked.reader->distanceTo(frame);
            if (distance && *distance <= least) {
                least = *distance;
                best = &parked;
            }
        }
        if (!best)
            return nullptr;
        best->used = ++uses;
        return best->reader.get();
    }

    void beCareful()
    {
        damaged = true;
        for (Parked &parked : readers)
            parked.reader->beCareful();
    }

    /// The first frame that decodes from the same key packet.
    std::int64_t groupStart(FrameIndex frame) const
    {
        const int key = index->keyBefore(frame);
        return key < 0 ? 0 : index->keys()[static_cast<std::size_t>(key)].firstFrame;
    }

    /// How many frames before `wanted` are all decoded, because they can be kept and may be asked
    /// for next.
    std::int64_t tailBefore(FrameIndex wanted) const
    {
        const bool on = options.readBehind == ReadBehind::On;
        const std::int64_t way = wanted.value - groupStart(wanted);
        const std::int64_t tailOfSeek
            = on ? std::clamp(way / kWayOfTail, kTailOfSeek, kTailOfWatching) : kTailOfSeek;
        const Frame near = cache.nearest(wanted);
        if (near.isNull() || near.byteSize() == 0)
            return options.cacheBytes > 0 ? tailOfSeek : 0;
        const auto fit = static_cast<std::int64_t>(options.cacheBytes / near.byteSize() / 2);
        const std::int64_t tail = !walkingBack ? tailOfSeek : on ? kTailOfWalk : kTailAlone;
        return std::min(tail, fit);
    }

    /// Decodes on until `wanted` comes out; nothing when it was passed, the file ended, or it
    /// cannot be trusted: then without leaving frames out again.
    Result<std::optional<Frame>> decodeTo(PictureReader &reader, FrameIndex wanted,
                                          const CancelToken &cancel)
    {
        reader.want(std::max<std::int64_t>(0, wanted.value - tailBefore(wanted)));
        for (;;) {
            auto frame = reader.next(cancel);
            if (!frame)
                return fail(frame);
            if (!*frame)
                return std::optional<Frame>();
            if (reader.isDoubtful()) {
                reader.forgetPlace();
                return std::optional<Frame>();
            }
            cache.insert(**frame);
            if ((*frame)->index() == wanted)
                return frame;
            if ((*frame)->index() > wanted)
                return std::optional<Frame>();
        }
    }

    Result<Frame> decode(FrameIndex wanted, const CancelToken &cancel)
    {
        const int key = index->keyBefore(wanted);
        PictureReader *reader = readerBefore(wanted, key);
        if (reader) {
            auto frame = decodeTo(*reader, wanted, cancel);
            if (!frame)
                return fail(frame);
            if (*frame)
                return std::move(**frame);
        } else {
            auto moved = readerToMove();
            if (!moved)
                return fail(moved);
            reader = *moved;
        }
        // From its own key packet. What does not come out well is tried again with no frame left
        // out on the way, then from further and further back: what stands in for damaged pictures
        // depends on those before. No dearer than twice from the start of the file.
        int start = soundStart.contains(key) ? soundStart[key] : key;
        for (int back = 1;;) {
            const std::string before = reader->decodedBy();
            if (auto started = reader->startAt(start, cancel); !started)
                return fail(started);
            auto frame = decodeTo(*reader, wanted, cancel);
            if (!frame)
                return fail(frame);
            if (*frame) {
                if (start != key)
                    soundStart[key] = start;
                return std::move(**frame);
            }
            if (reader->decodedBy() != before)
                continue; // the device gave up: the same again, in software
            if (!reader->isCareful()) {
                beCareful();
                continue;
            }
            if (start == PictureReader::kFromStart)
                break;
            start = std::max(key - back, PictureReader::kFromStart);
            back *= 2;
        }
        reader->forgetPlace();
        if (auto same = index->checkUnchanged(path); !same)
            return fail(same); // written over while it was open
        return fail(ErrorCode::BadInput,
                    "frame " + std::to_string(wanted.value) + " does not decode", path.string());
    }

    void followWalk(FrameIndex wanted)
    {
        if (wanted.value != lastAsked) {
            walkingBack = lastAsked >= 0 && wanted.value < lastAsked
                          && lastAsked - wanted.value <= kBackStep;
        }
        lastAsked = wanted.value;
        if (options.readBehind == ReadBehind::Off)
            return;
        if (!walkingBack) {
            behind.stop();
            return;
        }
        const Frame near = cache.nearest(wanted);
        if (near.isNull())
            return;
        // What is missing is read by decodeTo() together with the frames before it.
        std::int64_t missing = cache.firstMissingBelow(wanted);
        if (near.index() != wanted)
            missing = std::max(wanted.value - kTailOfWalk, groupStart(wanted)) - 1;
        behind.follow(wanted, missing, near.byteSize());
    }

    void readBehind(FrameIndex at)
    {
        const Frame here = cache.nearest(at);
        if (options.readBehind == ReadBehind::On && here.index() == at && !here.isNull())
            behind.follow(at, cache.firstMissingBelow(at), here.byteSize());
    }

    Result<Frame> frameAt(FrameIndex wanted, const CancelToken &cancel)
    {
        Frame kept = cache.find(wanted);
        if (kept.isNull() && walkingBack && behind.waitFor(wanted, cancel)) {
            if (auto going = cancel.check(); !going)
                return fail(going);
            kept = cache.find(wanted);
        }
        followWalk(wanted);
        if (!kept.isNull())
            return kept;
        return decode(wanted, cancel);
    }

    Result<Frame> frameNear(FrameIndex wanted, const CancelToken &cancel)
    {
        const int key = index->keyBefore(wanted);
        Frame kept = cache.nearest(wanted);
        if (key < 0)
            return kept.isNull() ? frameAt(wanted, cancel) : kept;
        const FrameIndex first(index->keys()[static_cast<std::size_t>(key)].firstFrame);
        if (!kept.isNull()
            && std::abs(kept.index().value - wanted.value) <= wanted.value - first.value)
            return kept;
        behind.stop(); // nobody waits for it any more
        PictureReader *reader = readerBefore(first, key);
        if (!reader) {
            auto moved = readerToMove();
            if (!moved)
                return fail(moved);
            reader = *moved;
            auto alone = reader->keyPicture(key, cancel);
            if (!alone)
                return fail(alone);
            if (*alone) {
                moveNext(*reader);
                cache.insert(**alone);
                return std::move(**alone);
            }
            if (auto started = reader->startAt(key, cancel); !started)
                return fail(started);
        }
        reader->want(std::max<std::int64_t>(first.value, wanted.value - tailBefore(wanted)));
        auto frame = reader->next(cancel);
        if (!frame)
            return fail(frame);
        if (!*frame || reader->isDoubtful()) {
            reader->forgetPlace();
            return frameAt(wanted, cancel);
        }
        cache.insert(**frame);
        return std::move(**frame);
    }
};

FrameSource::FrameSource(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

FrameSource::~FrameSource() = default;

FrameSource::Options FrameSource::forWatching()
{
    Options options;
    options.decoderThreads
        = std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, 4);
    options.cacheBytes = std::size_t{512} << 20;
    options.decoders = 4;
    options.readBehind = ReadBehind::On;
    const char *hardware = std::getenv("ECVA_HWDECODE");
    if (hardware && std::strcmp(hardware, "auto") == 0)
        options.hardware = Hardware::Auto;
    return options;
}

Result<std::unique_ptr<FrameSource>> FrameSource::open(const std::filesystem::path &path,
                                                       std::shared_ptr<const VideoIndex> index,
                                                       const Options &options)
{
    auto impl = std::make_unique<Impl>(path, std::move(index), options);
    if (auto opened = impl->openReader(); !opened)
        return fail(opened);
    impl->readers.front().used = 0;
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
                    m_impl->path.string());
    }
    return m_impl->frameAt(frame, cancel);
}

Result<Frame> FrameSource::frameAhead(FrameIndex frame, const CancelToken &cancel)
{
    Frame kept = m_impl->cache.find(frame);
    if (!kept.isNull())
        return kept;
    if (!m_impl->index->contains(frame))
        return frameAt(frame, cancel); // says so
    return m_impl->decode(frame, cancel);
}

void FrameSource::readBehind(FrameIndex at)
{
    m_impl->readBehind(at);
}

Frame FrameSource::nearestCached(FrameIndex frame) const
{
    return m_impl->cache.nearest(frame);
}

Result<Frame> FrameSource::frameNear(FrameIndex frame, const CancelToken &cancel)
{
    if (!m_impl->index->contains(frame))
        return frameAt(frame, cancel); // says so
    return m_impl->frameNear(frame, cancel);
}

std::string FrameSource::decodedBy() const
{
    return m_impl->readers.front().reader->decodedBy();
}

} // namespace ecva
