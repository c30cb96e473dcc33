#include "core/media/Container.h"
#include "core/media/IndexCache.h"
#include "core/media/KeyProof.h"
#include "core/media/VideoIndex.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace ecva {
namespace {

using Entry = VideoIndex::Entry;
using KeyPacket = VideoIndex::KeyPacket;
using Identity = VideoIndex::Identity;

constexpr std::int64_t kNone = AV_NOPTS_VALUE;
/// How many pictures of the beginning are decoded to see whether the packets tell the truth.
constexpr std::size_t kHeadFrames = 48;
/// Tails longer than this are checked from no further back than their last key packets.
constexpr int kTailKeys = 2;

struct PacketFact
{
    std::int64_t pts = kNone;
    std::int64_t dts = kNone;
    std::int64_t duration = 0;
    bool key = false;
    bool discard = false;
};

struct Picture
{
    std::int64_t stamp = kNone; ///< pts of the packet that coded it, or its dts with Identity::Dts
    std::int64_t bestEffort = kNone;
    bool key = false;
};

/// The packets of the stream in file order.
struct PacketScan
{
    std::vector<PacketFact> packets;
    bool corrupt = false; ///< a packet is marked damaged, or reading ended with an error
    std::string problem;
};

std::int64_t stampOf(const PacketFact &packet, Identity identity)
{
    return identity == Identity::Dts ? packet.dts : packet.pts;
}

class Builder
{
public:
    Builder(Container &container, const VideoIndex::Options &options)
        : m_container(container)
        , m_options(options)
    {
    }

    Result<VideoIndex::Parts> run()
    {
        const auto stream = m_container.videoStream();
        if (!stream)
            return fail(stream);
        m_stream = *stream;
        m_container.selectStream(m_stream);
        m_parts.streamIndex = m_stream;
        readInfo();

        auto scan = scanPackets();
        if (!scan)
            return fail(scan);
        if (scan->packets.empty())
            return fail(ErrorCode::BadInput, "its video stream is empty", m_container.path());
        if (scan->corrupt)
            m_parts.warnings.push_back(scan->problem);

        bool trusted = !m_options.decodeAlways && !scan->corrupt && hasUniquePts(scan->packets);
        if (trusted) {
            auto entries = fromPackets(scan->packets);
            auto agrees = headAndTailAgree(scan->packets, entries);
            if (!agrees)
                return fail(agrees);
            trusted = *agrees && !entries.empty();
            m_contradicted = !trusted;
            if (trusted) {
                m_parts.entries = std::move(entries);
                m_parts.identity = Identity::Pts;
            }
        }
        if (!trusted) {
            if (auto decoded = fromDecoding(scan->packets); !decoded)
                return fail(decoded);
        }
        if (m_damaged && m_parts.warnings.empty())
            m_parts.warnings.emplace_back("some of its pictures are damaged");
        finish(scan->packets);
        if (m_parts.decoded && mayBreakAtKeys(*scan) && m_parts.info.container == "avi") {
            // A seek takes the frame's number from the table, reading on counts chunks: behind a
            // lost chunk no stamp means the same twice.
            m_parts.keys.clear();
        } else if (m_parts.decoded && mayBreakAtKeys(*scan)) {
            auto keys = provenKeys(m_container.path(), m_parts, m_options.cancel);
            if (!keys)
                return fail(keys);
            m_parts.keys = std::move(*keys);
        }
        return std::move(m_parts);
    }

private:
    void readInfo()
    {
        const AVStream &stream = *m_container.stream(m_stream);
        const AVCodecParameters &codec = *stream.codecpar;
        MediaInfo &info = m_parts.info;
        const std::string names = m_container.format()->iformat->name;
        info.container = names.substr(0, names.find(','));
        info.codec = avcodec_get_name(codec.codec_id);
        if (const char *profile = avcodec_profile_name(codec.codec_id, codec.profile))
            info.profile = profile;
        if (const char *format = av_get_pix_fmt_name(static_cast<AVPixelFormat>(codec.format)))
            info.pixelFormat = format;
        info.width = codec.width;
        info.height = codec.height;
        info.rotation = ff::rotationOf(stream);
        const AVRational aspect = av_guess_sample_aspect_ratio(
            m_container.format(), m_container.stream(m_stream), nullptr);
        if (aspect.num > 0 && aspect.den > 0)
            info.sampleAspect = {aspect.num, aspect.den};
        info.timeBase = {stream.time_base.num, stream.time_base.den};
        info.averageRate = {stream.avg_frame_rate.num,
                            stream.avg_frame_rate.den ? stream.avg_frame_rate.den : 1};
        for (unsigned index = 0; index < m_container.format()->nb_streams; ++index) {
            const AVCodecParameters &sound = *m_container.format()->streams[index]->codecpar;
            if (sound.codec_type == AVMEDIA_TYPE_AUDIO) {
                info.audio.push_back({avcodec_get_name(sound.codec_id), sound.sample_rate,
                                      sound.ch_layout.nb_channels});
            }
        }
    }

    void tellProgress(const AVPacket &packet, double share, double offset)
    {
        if (!m_options.progress || packet.pos < 0 || m_parts.info.bytes <= 0 || ++m_ticks % 64 != 0)
            return;
        m_options.progress(offset
                           + share
                                 * std::min(1.0, static_cast<double>(packet.pos)
                                                     / static_cast<double>(m_parts.info.bytes)));
    }

    Result<PacketScan> scanPackets()
    {
        PacketScan scan;
        m_parts.info.bytes = static_cast<std::int64_t>(avio_size(m_container.format()->pb));
        ff::PacketPtr packet(av_packet_alloc());
        for (;;) {
            const auto more = m_container.read(*packet);
            if (!more)
                return fail(more);
            if (!*more)
                break;
            scan.packets.push_back({packet->pts, packet->dts, packet->duration,
                                    (packet->flags & AV_PKT_FLAG_KEY) != 0,
                                    (packet->flags & AV_PKT_FLAG_DISCARD) != 0});
            if (packet->flags & AV_PKT_FLAG_CORRUPT) {
                scan.corrupt = true;
                scan.problem = "damaged packets";
            }
            tellProgress(*packet, 0.5, 0.0);
        }
        if (const int code = m_container.readError()) {
            scan.corrupt = true;
            scan.problem = "reading ended early: " + ff::errorText(code);
        }
        return scan;
    }

    /// Damage, and MPEG program streams, where few packets have stamps and FFmpeg counts the others
    /// from where reading began.
    bool mayBreakAtKeys(const PacketScan &scan) const
    {
        return !m_parts.keys.empty()
               && (scan.corrupt || m_damaged || m_contradicted || !m_parts.warnings.empty()
                   || m_parts.info.container == "mpeg");
    }

    static bool hasUniquePts(const std::vector<PacketFact> &packets)
    {
        std::vector<std::int64_t> all;
        all.reserve(packets.size());
        for (const PacketFact &packet : packets) {
            if (packet.pts == kNone)
                return false;
            all.push_back(packet.pts);
        }
        std::sort(all.begin(), all.end());
        return std::adjacent_find(all.begin(), all.end()) == all.end();
    }

    static std::vector<Entry> fromPackets(const std::vector<PacketFact> &packets)
    {
        std::vector<Entry> entries;
        entries.reserve(packets.size());
        for (const PacketFact &packet : packets) {
            if (!packet.discard)
                entries.push_back({packet.pts, 0, packet.pts, packet.key});
        }
        std::sort(entries.begin(), entries.end(),
                  [](const Entry &a, const Entry &b) { return a.pts < b.pts; });
        return entries;
    }

    /// Decodes from the current place until `limit` pictures came out (0: to the end of the file).
    Result<std::vector<Picture>> decode(Identity identity, std::size_t limit, bool whole)
    {
        auto decoder
            = openDecoder(*m_container.stream(m_stream), whole ? 0 : 1, m_container.path());
        if (!decoder)
            return fail(decoder);
        std::vector<Picture> pictures;
        ff::PacketPtr packet(av_packet_alloc());
        ff::FramePtr frame(av_frame_alloc());
        const auto receive = [&] {
            while (ff::receivePicture(*decoder->get(), *frame)) {
                m_damaged = m_damaged || frame->decode_error_flags != 0
                            || (frame->flags & AV_FRAME_FLAG_CORRUPT) != 0;
                pictures.push_back(
                    {frame->pts, frame->best_effort_timestamp, ff::isKeyFrame(*frame)});
            }
        };
        while (limit == 0 || pictures.size() < limit) {
            const auto more = m_container.read(*packet);
            if (!more)
                return fail(more);
            if (!*more) {
                avcodec_send_packet(decoder->get(), nullptr);
                receive();
                break;
            }
            if (whole)
                tellProgress(*packet, 0.5, 0.5);
            if (identity == Identity::Dts)
                packet->pts = packet->dts;
            // A packet that does not decode costs its own picture only, as in the ffmpeg program.
            if (const int code = avcodec_send_packet(decoder->get(), packet.get());
                code < 0 && code != AVERROR(EAGAIN))
                m_damaged = true;
            receive();
        }
        return pictures;
    }

    Result<bool> headAndTailAgree(const std::vector<PacketFact> &packets,
                                  const std::vector<Entry> &entries)
    {
        if (auto rewound = m_container.rewind(); !rewound)
            return fail(rewound);
        auto head = decode(Identity::Pts, kHeadFrames, false);
        if (!head)
            return fail(head);
        if (head->size() > entries.size()
            || (head->size() < kHeadFrames && head->size() != entries.size()))
            return false;
        for (std::size_t i = 0; i < head->size(); ++i) {
            // A packet that claims to be a key frame and is none: no claim can be trusted.
            if ((*head)[i].stamp != entries[i].pts || (entries[i].key && !(*head)[i].key))
                return false;
        }
        if (m_damaged)
            return false;
        if (head->size() == entries.size())
            return true;

        // From the last but one key packet on; what it yields must be the end of the list.
        int keys = 0;
        const PacketFact *from = nullptr;
        for (auto packet = packets.rbegin(); packet != packets.rend() && keys < kTailKeys;
             ++packet) {
            if (packet->key) {
                from = &*packet;
                ++keys;
            }
        }
        if (!from || !m_container.seek(seekStampOf(*from)))
            return false;
        auto tail = decode(Identity::Pts, 0, false);
        if (!tail)
            return fail(tail);
        // Pictures before the key packet's own may lack references after a seek: compare from
        // there.
        const auto first = std::find_if(tail->begin(), tail->end(), [&](const Picture &picture) {
            return picture.stamp == from->pts;
        });
        const std::size_t count = static_cast<std::size_t>(tail->end() - first);
        if (count == 0 || count > entries.size())
            return false;
        for (std::size_t i = 0; i < count; ++i) {
            if (first[static_cast<std::ptrdiff_t>(i)].stamp
                != entries[entries.size() - count + i].pts)
                return false;
        }
        return true;
    }

    static bool areUnique(const std::vector<Picture> &pictures)
    {
        std::vector<std::int64_t> stamps;
        for (const Picture &picture : pictures) {
            if (picture.stamp == kNone)
                return false;
            stamps.push_back(picture.stamp);
        }
        std::sort(stamps.begin(), stamps.end());
        return std::adjacent_find(stamps.begin(), stamps.end()) == stamps.end();
    }

    Result<void> fromDecoding(const std::vector<PacketFact> &packets)
    {
        m_parts.decoded = true;
        std::vector<Picture> pictures;
        for (const Identity identity : {Identity::Pts, Identity::Dts}) {
            if (auto rewound = m_container.rewind(); !rewound)
                return fail(rewound);
            auto decoded = decode(identity, 0, true);
            if (!decoded)
                return fail(decoded);
            pictures = std::move(*decoded);
            if (pictures.empty()) {
                return fail(ErrorCode::BadInput,
                            "none of its " + std::to_string(packets.size()) + " pictures decodes",
                            m_container.path());
            }
            m_parts.identity = identity;
            const bool ascending = std::is_sorted(
                pictures.begin(), pictures.end(),
                [](const Picture &a, const Picture &b) { return a.stamp < b.stamp; });
            if (areUnique(pictures) && (identity == Identity::Dts || ascending))
                break;
            m_parts.identity = Identity::Order;
        }
        const auto expected = static_cast<std::size_t>(
            std::count_if(packets.begin(), packets.end(),
                          [](const PacketFact &packet) { return !packet.discard; }));
        if (expected != pictures.size() && m_parts.info.codec != "vp8") {
            m_parts.warnings.push_back(std::to_string(expected) + " packets, but "
                                       + std::to_string(pictures.size()) + " frames decode");
        }

        std::unordered_map<std::int64_t, std::int64_t> ptsByDts;
        for (const PacketFact &packet : packets) {
            if (packet.dts != kNone)
                ptsByDts[packet.dts] = packet.pts;
        }
        // Where packets have no pts, pictures are shown at the stream's decoding times in order.
        std::vector<std::int64_t> times;
        bool fromStamps = true;
        for (const Picture &picture : pictures) {
            std::int64_t time = picture.stamp;
            if (m_parts.identity == Identity::Dts) {
                const auto found = ptsByDts.find(picture.stamp);
                time = found == ptsByDts.end() ? kNone : found->second;
            }
            fromStamps = fromStamps && time != kNone && (times.empty() || time > times.back());
            times.push_back(time);
        }
        if (!fromStamps) {
            for (std::size_t i = 0; i < pictures.size(); ++i)
                times[i] = m_parts.identity == Identity::Dts ? pictures[i].stamp
                                                             : pictures[i].bestEffort;
            std::sort(times.begin(), times.end());
            makeAscending(times);
        }
        for (std::size_t i = 0; i < pictures.size(); ++i) {
            const std::int64_t id = m_parts.identity == Identity::Order
                                        ? static_cast<std::int64_t>(i)
                                        : pictures[i].stamp;
            m_parts.entries.push_back({times[i], 0, id, pictures[i].key});
        }
        return {};
    }

    /// Missing and equal times get the step of the average rate, so that every frame has a time.
    void makeAscending(std::vector<std::int64_t> &times) const
    {
        const std::int64_t step = averageStep();
        std::int64_t last = times.front() == kNone ? 0 : times.front();
        times.front() = last;
        for (std::size_t i = 1; i < times.size(); ++i) {
            if (times[i] == kNone || times[i] <= last)
                times[i] = last + (times[i] == kNone ? step : 1);
            last = times[i];
        }
    }

    std::int64_t averageStep() const
    {
        const Rational &rate = m_parts.info.averageRate;
        const Rational &base = m_parts.info.timeBase;
        if (rate.num <= 0 || base.num <= 0)
            return 1;
        const double ticks = 1.0 / (rate.toDouble() * base.toDouble());
        return ticks >= 1.0 && ticks < 1e12 ? static_cast<std::int64_t>(ticks + 0.5) : 1;
    }

    void finish(const std::vector<PacketFact> &packets)
    {
        auto &entries = m_parts.entries;
        for (std::size_t i = 0; i + 1 < entries.size(); ++i)
            entries[i].nextPts = entries[i + 1].pts;
        std::int64_t lastStep = 0;
        for (const PacketFact &packet : packets) {
            if (stampOf(packet, m_parts.identity) == entries.back().id)
                lastStep = packet.duration;
        }
        if (lastStep <= 0)
            lastStep = averageStep();
        entries.back().nextPts = entries.back().pts + std::max<std::int64_t>(1, lastStep);
        if (m_parts.info.averageRate.num <= 0 && entries.size() > 1) {
            const std::int64_t span = entries.back().pts - entries.front().pts;
            m_parts.info.averageRate
                = {static_cast<std::int64_t>(entries.size() - 1) * m_parts.info.timeBase.den,
                   std::max<std::int64_t>(1, span * m_parts.info.timeBase.num)};
        }
        if (m_parts.identity != Identity::Order)
            findKeys(packets);
    }

    /// Matroska's seek table counts in pts, all others' in dts.
    std::int64_t seekStampOf(const PacketFact &packet) const
    {
        return packet.dts == kNone || m_parts.info.container == "matroska" ? packet.pts
                                                                           : packet.dts;
    }

    void findKeys(const std::vector<PacketFact> &packets)
    {
        const auto &entries = m_parts.entries;
        std::map<std::int64_t, std::int64_t> frameOfId;
        for (std::size_t i = 0; i < entries.size(); ++i)
            frameOfId.emplace(entries[i].id, static_cast<std::int64_t>(i));
        for (const PacketFact &packet : packets) {
            const std::int64_t stamp = stampOf(packet, m_parts.identity);
            if (!packet.key || stamp == kNone)
                continue;
            const auto found = frameOfId.lower_bound(stamp);
            if (found == frameOfId.end())
                continue;
            if (m_parts.decoded && found->first == stamp
                && !entries[static_cast<std::size_t>(found->second)].key)
                continue; // its picture is not coded as one
            // A key packet that is not shown itself (edit list) opens the first frame after it.
            m_parts.keys.push_back({stamp, seekStampOf(packet), found->second});
        }
        std::stable_sort(
            m_parts.keys.begin(), m_parts.keys.end(),
            [](const KeyPacket &a, const KeyPacket &b) { return a.firstFrame < b.firstFrame; });
        for (KeyPacket &key : m_parts.keys) {
            if (const auto shown = frameOfId.find(key.stamp); shown != frameOfId.end())
                m_parts.entries[static_cast<std::size_t>(shown->second)].key = true;
        }
    }

    Container &m_container;
    const VideoIndex::Options &m_options;
    VideoIndex::Parts m_parts;
    int m_stream = -1;
    unsigned m_ticks = 0;
    bool m_damaged = false;      ///< the decoder complained
    bool m_contradicted = false; ///< the packets promised other pictures than came out
};

} // namespace

Result<std::shared_ptr<const VideoIndex>> VideoIndex::build(const std::filesystem::path &path,
                                                            const Options &options)
{
    try {
        if (auto size = checkPlainFile(path); !size)
            return fail(size);
        std::string cacheKey;
        if (options.useCache && !options.decodeAlways) {
            auto digest = mediaDigest(path);
            if (!digest)
                return fail(digest);
            cacheKey = std::move(*digest);
            if (auto cached = readCachedIndex(cacheKey))
                return std::make_shared<const VideoIndex>(std::move(*cached));
        }
        auto container = Container::open(path, options.cancel);
        if (!container)
            return fail(container);
        auto parts = Builder(**container, options).run();
        if (!parts)
            return fail(parts);
        if (!cacheKey.empty())
            writeCachedIndex(cacheKey, *parts);
        return std::make_shared<const VideoIndex>(std::move(*parts));
    } catch (const std::bad_alloc &) {
        return fail(ErrorCode::OutOfMemory, "not enough memory for its index", path.string());
    }
}

} // namespace ecva
