// The idea is that of the compressed-domain cut detectors: compare small pictures, and call a
// change a cut when it stands out from the changes around it (B.-L. Yeo and B. Liu, "Rapid scene
// analysis on compressed video", IEEE Trans. CSVT 5(6), 1995: DC images, a sliding window, flashes
// seen by their return). The difference is one of blocks at their best places plus one of
// histograms (A. Nagasaka and Y. Tanaka, "Automatic video indexing and full-video search for object
// appearances", 1992; comparisons in R. Lienhart, "Reliable transition detection in videos", 2001),
// and lights that go on are told from cuts by a correlation of blocks that ignores brightness
// (S. Porter, M. Mirmehdi, B. Thomas, "Video cut detection using frequency domain correlation",
// ICPR 2000, here in the plain domain).
#include "core/media/ShotChanges.h"

#include "core/media/Container.h"
#include "core/media/DiskCache.h"
#include "core/media/SmallPicture.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <deque>
#include <optional>

namespace ecva {
namespace {

// Raise it whenever the layout or the meaning of the values changes.
constexpr std::uint32_t kVersion = 1;
constexpr std::uintmax_t kBudget = 256ULL << 20;
/// Pictures on either side of a change that are compared with those on the other: a flash is over
/// within them.
constexpr std::size_t kReach = 6;
constexpr std::size_t kNeighbours = 8; ///< changes on either side that a cut has to stand out from
constexpr std::size_t kFarthest = 40;  ///< frames within which they are looked for
constexpr float kStill = 0.004F;       ///< a repeated picture
constexpr float kStandsOut = 2.2F;
constexpr float kStandsOutBy = 0.06F;
constexpr float kLasts = 0.5F;     ///< of the change itself
constexpr float kSameScene = 0.8F; ///< likeness

DiskCache cache()
{
    return DiskCache("shots", kVersion, kBudget);
}

std::shared_ptr<const ShotScan> readCached(const std::string &digest, const VideoIndex &index)
{
    const auto bytes = cache().read(digest);
    std::uint64_t counts[2] = {};
    if (!bytes || bytes->size() < sizeof counts)
        return nullptr;
    std::memcpy(counts, bytes->data(), sizeof counts);
    const auto [frames, shots] = counts;
    if (frames != static_cast<std::uint64_t>(index.frameCount()) || shots >= frames
        || bytes->size() != sizeof counts + frames * sizeof(float) + shots * sizeof(std::int64_t))
        return nullptr;
    ShotScan scan;
    scan.change.resize(frames);
    const char *at = bytes->data() + sizeof counts;
    std::memcpy(scan.change.data(), at, frames * sizeof(float));
    at += frames * sizeof(float);
    for (std::uint64_t i = 0; i < shots; ++i, at += sizeof(std::int64_t)) {
        std::int64_t frame = 0;
        std::memcpy(&frame, at, sizeof frame);
        scan.shots.emplace_back(frame);
    }
    return std::make_shared<const ShotScan>(std::move(scan));
}

void writeCached(const std::string &digest, const ShotScan &scan)
{
    const std::uint64_t counts[2] = {scan.change.size(), scan.shots.size()};
    std::string bytes(reinterpret_cast<const char *>(counts), sizeof counts);
    bytes.append(reinterpret_cast<const char *>(scan.change.data()),
                 scan.change.size() * sizeof(float));
    for (const FrameIndex shot : scan.shots)
        bytes.append(reinterpret_cast<const char *>(&shot.value), sizeof shot.value);
    cache().write(digest, bytes);
}

/// Takes the pictures in order and keeps those around the one that is being judged.
class ChangeMeter
{
public:
    explicit ChangeMeter(std::int64_t frames)
        : m_change(static_cast<std::size_t>(frames))
    {
    }

    Result<void> add(FrameIndex number, const AVFrame &frame)
    {
        Seen seen{number, {}};
        if (auto reduced = m_reducer.reduce(frame, seen.picture); !reduced)
            return reduced;
        if (!m_seen.empty()) {
            m_change[static_cast<std::size_t>(number.value)]
                = pictureChange(m_seen.back().picture, seen.picture);
        }
        m_seen.push_back(seen);
        if (m_seen.size() > 2 * kReach) {
            judge(kReach);
            m_seen.pop_front();
        }
        return {};
    }

    ShotScan finish()
    {
        // What the window has not come to: its last pictures, all of them in a short clip.
        const std::size_t first = m_judged ? kReach : 1;
        for (std::size_t i = first; i < m_seen.size(); ++i)
            judge(i);
        ShotScan scan;
        scan.shots = findShots(m_change, m_candidates);
        scan.change = std::move(m_change);
        return scan;
    }

private:
    struct Seen
    {
        FrameIndex number;
        SmallPicture picture;
    };

    void judge(std::size_t place)
    {
        if (!m_judged) { // those before it, too: their neighbours are all here
            m_judged = true;
            for (std::size_t i = 1; i < place; ++i)
                judge(i);
        }
        const float change = m_change[static_cast<std::size_t>(m_seen[place].number.value)];
        if (change < kLeastShotChange)
            return;
        ShotCandidate candidate{m_seen[place].number, change, 0};
        const std::size_t begin = place > kReach ? place - kReach : 0;
        const std::size_t end = std::min(place + kReach, m_seen.size());
        for (std::size_t before = begin; before < place; ++before) {
            for (std::size_t behind = place; behind < end; ++behind) {
                candidate.lasting
                    = std::min(candidate.lasting,
                               pictureChange(m_seen[before].picture, m_seen[behind].picture));
            }
        }
        candidate.likeness = pictureLikeness(m_seen[place - 1].picture, m_seen[place].picture);
        m_candidates.push_back(candidate);
    }

    PictureReducer m_reducer;
    std::vector<float> m_change;
    std::vector<ShotCandidate> m_candidates;
    std::deque<Seen> m_seen;
    bool m_judged = false;
};

/// Every picture of the clip, in the decoder's order.
Result<ShotScan> decode(const std::filesystem::path &path, const VideoIndex &index,
                        const ShotScanOptions &options)
{
    auto container = Container::open(path, options.cancel);
    if (!container)
        return fail(container);
    const int number = index.streamIndex();
    if (number >= static_cast<int>((*container)->format()->nb_streams))
        return fail(ErrorCode::BadInput, "has changed since it was indexed", path.string());
    (*container)->selectStream(number);
    auto decoder
        = openDecoder(*(*container)->stream(number), options.decoderThreads, path.string());
    if (!decoder)
        return fail(decoder);
    // Only means of large cells are looked at. Pictures that others are made from stay exact:
    // errors would pile up until the next key frame and jump there.
    (*decoder)->skip_loop_filter = AVDISCARD_NONREF;

    const bool byOrder = index.identity() == VideoIndex::Identity::Order;
    const bool byDts = index.identity() == VideoIndex::Identity::Dts;
    std::int64_t ordinal = 0;
    ChangeMeter meter(index.frameCount());
    const ff::PacketPtr packet(av_packet_alloc());
    const ff::FramePtr picture(av_frame_alloc());
    for (bool ended = false; !ended;) {
        const auto more = (*container)->read(*packet);
        if (!more)
            return fail(more);
        ended = !*more;
        if (!ended && byDts)
            packet->pts = packet->dts;
        // A damaged packet costs its own picture only.
        avcodec_send_packet(decoder->get(), ended ? nullptr : packet.get());
        while (ff::receivePicture(**decoder, *picture)) {
            const auto frame
                = byOrder ? std::optional(FrameIndex(ordinal)) : index.frameWithId(picture->pts);
            ++ordinal;
            if (frame && index.contains(*frame)) {
                if (auto added = meter.add(*frame, *picture); !added)
                    return fail(added);
                if (options.progress && frame->value % 64 == 0) {
                    options.progress(static_cast<double>(frame->value)
                                     / static_cast<double>(index.frameCount()));
                }
            }
            av_frame_unref(picture.get());
        }
    }
    return meter.finish();
}

/// The changes nearest to frame `at` on one side, repeated pictures left out.
void collect(const std::vector<float> &change, std::int64_t at, std::int64_t step,
             std::vector<float> &around)
{
    std::size_t found = 0;
    const auto count = static_cast<std::int64_t>(change.size());
    for (std::int64_t i = at + step;
         i > 0 && i < count && found < kNeighbours && std::abs(i - at) <= std::int64_t{kFarthest};
         i += step) {
        if (change[static_cast<std::size_t>(i)] > kStill) {
            around.push_back(change[static_cast<std::size_t>(i)]);
            ++found;
        }
    }
}

} // namespace

std::vector<FrameIndex> findShots(const std::vector<float> &change,
                                  const std::vector<ShotCandidate> &candidates)
{
    std::vector<FrameIndex> shots;
    std::vector<float> around;
    for (const ShotCandidate &candidate : candidates) {
        const float here = change[static_cast<std::size_t>(candidate.frame.value)];
        if (here < kLeastShotChange || candidate.lasting < kLasts * here
            || candidate.likeness > kSameScene)
            continue;
        around.clear();
        collect(change, candidate.frame.value, -1, around);
        collect(change, candidate.frame.value, 1, around);
        float usual = 0;
        if (!around.empty()) {
            // Three quarters lie below it: two more cuts nearby do not hide this one.
            const auto place
                = around.begin() + static_cast<std::ptrdiff_t>((around.size() - 1) * 3 / 4);
            std::nth_element(around.begin(), place, around.end());
            usual = *place;
        }
        if (here >= kStandsOut * usual && here >= usual + kStandsOutBy)
            shots.push_back(candidate.frame);
    }
    return shots;
}

Result<std::shared_ptr<const ShotScan>> scanShots(const std::filesystem::path &path,
                                                  const std::shared_ptr<const VideoIndex> &index,
                                                  const ShotScanOptions &options)
{
    try {
        std::string digest;
        if (options.useCache || options.cacheOnly) {
            auto made = mediaDigest(path);
            if (!made)
                return fail(made);
            digest = std::move(*made);
            if (auto scan = readCached(digest, *index))
                return scan;
        }
        if (options.cacheOnly)
            return fail(ErrorCode::NotFound, "no shots of it are in the cache", path.string());
        auto scan = decode(path, *index, options);
        if (!scan)
            return fail(scan);
        if (options.useCache)
            writeCached(digest, *scan);
        return std::make_shared<const ShotScan>(std::move(*scan));
    } catch (const std::bad_alloc &) {
        return fail(ErrorCode::OutOfMemory, "not enough memory to find its shots", path.string());
    }
}

} // namespace ecva
