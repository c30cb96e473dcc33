#include "core/media/IndexCache.h"
#include "core/media/IndexScan.h"
#include "core/media/IndexTables.h"
#include "core/media/KeyProof.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace ecva {
namespace {

using Identity = VideoIndex::Identity;
using Warning = VideoIndex::Warning;

/// Where the quick look at the end of a file is not enough, it is decoded from this many key
/// packets back.
constexpr int kTailKeys = 2;
constexpr std::size_t kSeeksTried = 3;
/// Packets of a group that are looked at behind the one before it.
constexpr std::size_t kLeading = 8;

bool isDamaged(const PictureFact &picture)
{
    return picture.damaged;
}

/// From the video, from a timecode track, or from the file as a whole.
std::string timecodeOf(const AVFormatContext &file, int stream)
{
    const auto said = [](const AVDictionary *tags) {
        const AVDictionaryEntry *tag = av_dict_get(tags, "timecode", nullptr, 0);
        return std::string(tag && tag->value ? tag->value : "");
    };
    std::string found = said(file.streams[stream]->metadata);
    if (found.empty())
        found = said(file.metadata);
    for (unsigned other = 0; found.empty() && other < file.nb_streams; ++other) {
        if (file.streams[other]->codecpar->codec_type == AVMEDIA_TYPE_DATA)
            found = said(file.streams[other]->metadata);
    }
    constexpr std::size_t kLongest = 32; // what is longer is no label
    return found.size() <= kLongest ? found : std::string();
}

bool isFlawed(const DecodedFile &decoded)
{
    return !decoded.refused.empty()
           || std::any_of(decoded.pictures.begin(), decoded.pictures.end(), isDamaged);
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

        const auto scan = scanPackets(m_container, m_stream, progress(0.0, 0.5));
        if (!scan)
            return fail(scan);
        const std::vector<PacketFact> &packets = scan->packets;
        if (packets.empty())
            return fail(ErrorCode::BadInput, "its video stream is empty", m_container.path());
        auto seekPoints = seekPointsSeen();
        const ff::Complaints complaints = m_container.complaints();
        warnOf(*scan);

        auto trusted = trustPackets(*scan);
        if (!trusted)
            return fail(trusted);
        std::vector<std::size_t> unfit;
        if (!*trusted) {
            m_contradicted = !m_options.decodeAlways && entriesOf(packets).has_value();
            auto found = fromDecoding(packets);
            if (!found)
                return fail(found);
            unfit = std::move(*found);
        }
        if (*trusted)
            m_parts.seekPoints = std::move(seekPoints);
        fillSteps(m_parts.entries, packets, m_parts.identity, averageStep());
        guessRate();
        if (m_parts.identity != Identity::Order) {
            m_parts.keys = keysOf(packets, m_parts.identity, seeksByPts(), unfit, m_parts.entries);
        }
        if (auto proven = proveKeys(); !proven)
            return fail(proven);
        if (!m_flawed.empty()) {
            m_parts.warnings.push_back({Warning::Kind::DamagedFrames,
                                        static_cast<std::int64_t>(m_flawed.size()),
                                        *m_flawed.begin(),
                                        {}});
        }
        if (complaints.count > 0)
            m_parts.warnings.push_back(
                {Warning::Kind::ContainerErrors, complaints.count, 0, complaints.first});
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
        info.startTimecode = timecodeOf(*m_container.format(), m_stream);
        info.bytes = static_cast<std::int64_t>(avio_size(m_container.format()->pb));
        for (unsigned index = 0; index < m_container.format()->nb_streams; ++index) {
            const AVCodecParameters &sound = *m_container.format()->streams[index]->codecpar;
            if (sound.codec_type == AVMEDIA_TYPE_AUDIO) {
                info.audio.push_back({avcodec_get_name(sound.codec_id), sound.sample_rate,
                                      sound.ch_layout.nb_channels});
            }
        }
    }

    PacketSeen progress(double offset, double share)
    {
        return [this, offset, share](const AVPacket &packet) {
            if (!m_options.progress || packet.pos < 0 || m_parts.info.bytes <= 0
                || ++m_ticks % 64 != 0)
                return;
            const double done
                = static_cast<double>(packet.pos) / static_cast<double>(m_parts.info.bytes);
            m_options.progress(offset + share * std::min(1.0, done));
        };
    }

    /// Reading Matroska through, FFmpeg's demuxer notes where the key packets' clusters begin. Of
    /// cues, which make this needless, it does not tell before the first seek.
    std::vector<VideoIndex::SeekPoint> seekPointsSeen()
    {
        std::vector<VideoIndex::SeekPoint> points;
        AVStream *stream = m_container.stream(m_stream);
        const int count = seeksByPts() ? avformat_index_get_entries_count(stream) : 0;
        for (int i = 0; i < count; ++i) {
            const AVIndexEntry *entry = avformat_index_get_entry(stream, i);
            if (entry && (entry->flags & AVINDEX_KEYFRAME) && entry->pos >= 0
                && entry->pos < m_parts.info.bytes)
                points.push_back({entry->timestamp, entry->pos});
        }
        return points;
    }

    void warnOf(const PacketScan &scan)
    {
        const auto damaged = std::count_if(scan.packets.begin(), scan.packets.end(),
                                           [](const PacketFact &each) { return each.damaged; });
        if (damaged > 0)
            m_parts.warnings.push_back({Warning::Kind::DamagedPackets, damaged, 0, {}});
        if (scan.readError)
            m_parts.warnings.push_back(
                {Warning::Kind::ReadingEnded, 0, 0, ff::errorText(scan.readError)});
    }

    /// Takes the frames from the packets where they tell the truth; false where they do not.
    Result<bool> trustPackets(const PacketScan &scan)
    {
        if (m_options.decodeAlways || !m_parts.warnings.empty())
            return false;
        auto entries = entriesOf(scan.packets);
        if (!entries || entries->empty())
            return false;
        if (!headAgrees(scan, *entries))
            return false;
        if (!isIntraOnly() && !keysAreTrue(scan.head, *entries))
            return false;
        if (std::any_of(scan.head.begin(), scan.head.end(), isDamaged))
            return false;
        if (!scan.headIsAll && !tailAgrees(scan.tail, *entries)) {
            const auto agrees = wholeTailAgrees(scan, *entries);
            if (!agrees || !*agrees)
                return agrees;
        }
        if (m_parts.info.container == "avi") { // times are counted there, not written
            auto unfit = keysLostBySeeking(scan.packets, kSeeksTried);
            if (!unfit || !unfit->empty())
                return unfit ? Result<bool>(false) : fail(unfit);
        }
        m_parts.entries = std::move(*entries);
        m_parts.identity = Identity::Pts;
        return true;
    }

    /// Decodes the end without gaps: some decoders withhold pictures whose references are missing.
    Result<bool> wholeTailAgrees(const PacketScan &scan,
                                 const std::vector<VideoIndex::Entry> &entries)
    {
        int keys = 0;
        const PacketFact *from = nullptr;
        for (auto packet = scan.packets.rbegin(); packet != scan.packets.rend() && keys < kTailKeys;
             ++packet) {
            if (packet->key) {
                from = &*packet;
                ++keys;
            }
        }
        if (!from || !m_container.seek(seekStampOf(*from, seeksByPts())))
            return false;
        auto decoded
            = decodePictures(m_container, m_stream, Identity::Pts, 1, [](const AVPacket &) {});
        if (!decoded)
            return fail(decoded);
        // Pictures before the key packet's own may lack references after a seek.
        return tailAgrees(decoded->pictures, entries, from->pts);
    }

    bool isIntraOnly()
    {
        const AVCodecDescriptor *codec
            = avcodec_descriptor_get(m_container.stream(m_stream)->codecpar->codec_id);
        return codec && (codec->props & AV_CODEC_PROP_INTRA_ONLY);
    }

    /// Places of key packets behind which a seek makes the container tell other stamps. `tried`:
    /// so many from the end of the file on, 0: all.
    Result<std::vector<std::size_t>> keysLostBySeeking(const std::vector<PacketFact> &packets,
                                                       std::size_t tried)
    {
        std::vector<std::size_t> keys;
        for (std::size_t i = 0; i < packets.size(); ++i) {
            if (packets[i].key)
                keys.push_back(i);
        }
        std::vector<std::size_t> lost;
        const std::size_t from = tried > 0 && keys.size() > tried ? keys.size() - tried : 0;
        for (std::size_t k = from; k < keys.size(); ++k) {
            // Through the next group's first packets, some of which may be shown before it.
            const std::size_t end = std::min(
                packets.size(), (k + 1 < keys.size() ? keys[k + 1] : packets.size()) + kLeading);
            const auto same = sameAfterSeek(m_container, packets, keys[k], end, m_parts.identity,
                                            seekStampOf(packets[keys[k]], seeksByPts()));
            if (!same)
                return fail(same);
            if (!*same)
                lost.push_back(keys[k]);
        }
        return lost;
    }

    /// Takes the frames from a decode of the whole file; returns the places of key packets that
    /// are no place to decode from.
    Result<std::vector<std::size_t>> fromDecoding(const std::vector<PacketFact> &packets)
    {
        m_parts.decoded = true;
        DecodedFile decoded;
        for (const Identity identity : {Identity::Pts, Identity::Dts}) {
            if (auto rewound = m_container.rewind(); !rewound)
                return fail(rewound);
            auto read = decodePictures(m_container, m_stream, identity, 0, progress(0.5, 0.5));
            if (read && isFlawed(*read)) {
                // Which picture suffered is told exactly only by one thread.
                if (auto rewound = m_container.rewind(); !rewound)
                    return fail(rewound);
                read = decodePictures(m_container, m_stream, identity, 1, progress(0.5, 0.5));
            }
            if (!read)
                return fail(read);
            decoded = std::move(*read);
            if (decoded.pictures.empty()) {
                return fail(ErrorCode::BadInput,
                            "none of its " + std::to_string(packets.size()) + " pictures decodes",
                            m_container.path());
            }
            m_parts.identity = identity;
            if (areTellable(decoded.pictures, identity))
                break;
            m_parts.identity = Identity::Order;
        }
        const std::vector<PictureFact> &pictures = decoded.pictures;
        const auto expected = std::count_if(packets.begin(), packets.end(),
                                            [](const PacketFact &each) { return !each.discard; });
        const auto frames = static_cast<std::int64_t>(pictures.size());
        if (expected != frames && m_parts.info.codec != "vp8") // which hides some on purpose
            m_parts.warnings.push_back({Warning::Kind::FramesLost, expected, frames, {}});
        for (std::size_t i = 0; i < pictures.size(); ++i) {
            if (pictures[i].damaged)
                m_flawed.insert(static_cast<std::int64_t>(i));
        }
        m_parts.entries = entriesOf(pictures, packets, m_parts.identity, averageStep());
        m_damaged = m_damaged || isFlawed(decoded);
        return isIntraOnly() ? std::vector<std::size_t>()
                             : falseKeys(pictures, packets, m_parts.identity);
    }

    /// Damage, and MPEG program streams, where few packets have stamps and FFmpeg counts the others
    /// from where reading began: only what is proven to be a key packet stays one.
    Result<void> proveKeys()
    {
        const bool hides = m_options.decodeAlways && !isIntraOnly()
                           && !concealsDamage(m_container.stream(m_stream)->codecpar->codec_id);
        if (!m_parts.decoded || m_parts.keys.empty()
            || (!m_damaged && !m_contradicted && m_parts.warnings.empty() && !hides
                && m_parts.info.container != "mpeg"))
            return {};
        if (m_parts.info.container == "avi") {
            // A seek takes the frame's number from the table, reading on counts chunks: behind a
            // lost chunk no stamp means the same twice.
            m_parts.keys.clear();
            return {};
        }
        auto proof = provenKeys(m_container.path(), m_parts, m_options.cancel);
        if (!proof)
            return fail(proof);
        m_parts.keys = std::move(proof->keys);
        m_flawed.insert(proof->incomplete.begin(), proof->incomplete.end());
        return {};
    }

    std::int64_t averageStep() const
    {
        const Rational &rate = m_parts.info.averageRate;
        const Rational &base = m_parts.info.timeBase;
        if (rate.num <= 0 || base.num <= 0)
            return 1;
        const double ticks = 1.0 / (rate.toDouble() * base.toDouble());
        return ticks >= 1.0 && ticks < 1e12 ? std::llround(ticks) : 1;
    }

    void guessRate()
    {
        const auto &entries = m_parts.entries;
        if (m_parts.info.averageRate.num > 0 || entries.size() < 2)
            return;
        const std::int64_t span = entries.back().pts - entries.front().pts;
        m_parts.info.averageRate
            = {static_cast<std::int64_t>(entries.size() - 1) * m_parts.info.timeBase.den,
               std::max<std::int64_t>(1, span * m_parts.info.timeBase.num)};
    }

    /// Matroska's seek table counts in pts, all others' in dts.
    bool seeksByPts() const { return m_parts.info.container == "matroska"; }

    Container &m_container;
    const VideoIndex::Options &m_options;
    VideoIndex::Parts m_parts;
    int m_stream = -1;
    unsigned m_ticks = 0;
    bool m_damaged = false;          ///< the decoder complained
    std::set<std::int64_t> m_flawed; ///< frames that are damaged
    bool m_contradicted = false;     ///< the packets promised other pictures than came out
};

} // namespace

Result<std::shared_ptr<const VideoIndex>> VideoIndex::build(const std::filesystem::path &path,
                                                            const Options &options)
{
    try {
        if (auto size = checkPlainFile(path); !size)
            return fail(size);
        const std::int64_t modified = modificationTime(path);
        std::string digest;
        if (options.useCache) {
            auto read = ecva::mediaDigest(path);
            if (!read)
                return fail(read);
            digest = std::move(*read);
            auto cached = readCachedIndex(digest);
            if (cached && (cached->decoded || !options.decodeAlways)) {
                cached->mediaDigest = digest;
                cached->modified = modified;
                return std::make_shared<const VideoIndex>(std::move(*cached));
            }
        }
        auto container = Container::open(path, options.cancel);
        if (!container)
            return fail(container);
        auto parts = Builder(**container, options).run();
        if (!parts)
            return fail(parts);
        parts->mediaDigest = digest;
        parts->modified = modified;
        if (!digest.empty())
            writeCachedIndex(digest, *parts);
        return std::make_shared<const VideoIndex>(std::move(*parts));
    } catch (const std::bad_alloc &) {
        return fail(ErrorCode::OutOfMemory, "not enough memory for its index", path.string());
    }
}

} // namespace ecva
