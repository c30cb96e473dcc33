#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Ids.h"
#include "core/base/Result.h"
#include "core/media/MediaInfo.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ecva {

/// Every frame of a video in presentation order: what "frame 1203" means, for the player, the
/// exports and the models alike. Immutable and shared between threads.
///
/// The frames are those the decoder delivers, not those the packets promise: packets marked
/// DISCARD (edit lists) are dropped, and where packets lack pts or the start or tail of a file is
/// doubtful the file is decoded once. Frame i is shown on [pts(i), end(i)).
class VideoIndex
{
public:
    struct Entry
    {
        std::int64_t pts = 0;     ///< in info().timeBase
        std::int64_t nextPts = 0; ///< where the next frame begins; for the last one pts + its step
        /// The time stamp by which decoder output is recognised as this frame, see Identity.
        std::int64_t id = 0;
        bool key = false; ///< coded as a key frame
    };

    /// A packet from which decoding can begin.
    struct KeyPacket
    {
        std::int64_t stamp = 0;      ///< its pts or dts, whichever Identity says
        std::int64_t seekTo = 0;     ///< its time stamp in the container's own seek table
        std::int64_t firstFrame = 0; ///< frames from here on decode exactly from this packet
    };

    /// An entry of the container's own seek table.
    struct SeekPoint
    {
        std::int64_t timestamp = 0;
        std::int64_t position = 0; ///< in the file, where the demuxer begins to read
    };

    /// How a decoded picture is told from its neighbours, wherever decoding began.
    enum class Identity {
        Pts,   ///< every packet has a pts and no two are equal
        Dts,   ///< packets lack pts (AVI): by the dts of the packet that coded the picture
        Order, ///< neither can be trusted: only counting from the start is exact
    };

    /// What is wrong with the file although it can be used.
    struct Warning
    {
        enum class Kind {
            FramesLost,     ///< `count` packets, but `other` frames decode
            DamagedPackets, ///< `count` of them are marked damaged by the container
            DamagedFrames,  ///< `count` of them, the first is frame `other`
            ReadingEnded,   ///< before the end of the file, for the reason in `detail`
            /// FFmpeg called `count` things in the container errors, the first is `detail`; that
            /// need not have cost a picture.
            ContainerErrors,
        };
        Kind kind = Kind::FramesLost;
        std::int64_t count = 0;
        std::int64_t other = 0;
        std::string detail;

        /// In English, with its numbers: "118 packets, but 117 frames decode".
        std::string text() const;
    };

    struct Options
    {
        /// Decode the whole file even where the packets look trustworthy.
        bool decodeAlways = false;
        /// Keep and use an index in ~/.cache/ecva-studio/index, keyed by size and digest.
        bool useCache = true;
        /// Called now and then with the fraction done, 0 to 1, on the calling thread.
        std::function<void(double)> progress;
        CancelToken cancel;
    };

    /// Opens and scans `path`. Only plain files in the allowed containers are read: a playlist or a
    /// script that names another file is refused. Errors: NotFound, Io, BadInput (no video in it,
    /// no frame decodes), Unsupported (container or codec), Cancelled.
    static Result<std::shared_ptr<const VideoIndex>> build(const std::filesystem::path &path,
                                                           const Options &options);

    struct Parts
    {
        MediaInfo info;
        std::vector<Entry> entries;  ///< in presentation order, not empty
        std::vector<KeyPacket> keys; ///< by firstFrame, ascending; empty with Identity::Order
        /// What a file lacks that has no seek table (Matroska without cues), as reading it through
        /// found it; empty where the container's own will do.
        std::vector<SeekPoint> seekPoints;
        Identity identity = Identity::Pts;
        int streamIndex = 0;
        bool decoded = false; ///< the whole file was decoded for it
        std::vector<Warning> warnings;
        std::string mediaDigest;   ///< of the file as it was indexed; empty: not known
        std::int64_t modified = 0; ///< the file's time when it was indexed, see modificationTime()
    };
    /// From parts; for the builder, the cache and tests.
    explicit VideoIndex(Parts parts);
    const Parts &parts() const { return m_parts; }

    const MediaInfo &info() const { return m_parts.info; }
    int streamIndex() const { return m_parts.streamIndex; }
    Identity identity() const { return m_parts.identity; }
    bool verifiedByDecoding() const { return m_parts.decoded; }
    const std::vector<Warning> &warnings() const { return m_parts.warnings; }
    /// Warnings say that pictures are damaged or lost.
    bool hasDamagedPictures() const;
    /// The codec checks so little that damage inside its pictures often decodes to others without
    /// anybody noticing: no warning does not mean no damage.
    bool damageCanHide() const;
    /// Somebody who decoded frames of it met damage that the index does not know of. Any thread.
    bool hasMetDamage() const { return m_metDamage.load(std::memory_order_relaxed); }
    void noteDamage() const { m_metDamage.store(true, std::memory_order_relaxed); }
    /// mediaDigest() of the file as it was indexed; empty where it was not asked for.
    const std::string &mediaDigest() const { return m_parts.mediaDigest; }
    /// Nothing while `path` is the file that was indexed, by size and time of modification. Errors:
    /// BadInput (it has changed), and those of a file that is gone.
    Result<void> checkUnchanged(const std::filesystem::path &path) const;

    std::int64_t frameCount() const { return static_cast<std::int64_t>(m_parts.entries.size()); }
    FrameIndex lastFrame() const { return FrameIndex(frameCount() - 1); }
    bool contains(FrameIndex frame) const { return frame.value >= 0 && frame.value < frameCount(); }
    const std::vector<Entry> &entries() const { return m_parts.entries; }
    const std::vector<KeyPacket> &keys() const { return m_parts.keys; }
    const std::vector<SeekPoint> &seekPoints() const { return m_parts.seekPoints; }
    /// Place in keys() of the packet to decode `frame` from; -1 when there is none
    /// (Identity::Order).
    int keyBefore(FrameIndex frame) const;
    /// The frame with this id; nothing for a picture that is none of the clip's frames.
    std::optional<FrameIndex> frameWithId(std::int64_t id) const;

    /// Precondition: contains(frame).
    const Entry &entry(FrameIndex frame) const;
    Pts pts(FrameIndex frame) const { return Pts(entry(frame).pts); }
    /// Seconds from the first frame to the beginning of `frame`; for frameCount() the end of the
    /// last.
    double seconds(FrameIndex frame) const;
    /// The same in whole milliseconds, rounded.
    std::int64_t milliseconds(FrameIndex frame) const;
    /// Seconds of pts in the stream's own clock, start offset included.
    double streamSeconds(Pts pts) const;
    double durationSeconds() const { return seconds(FrameIndex(frameCount())); }

    /// The frame on the screen at `seconds` from the first frame; clamped to the clip.
    FrameIndex frameAtSeconds(double seconds) const;
    /// The first frame that begins at or after `seconds` (frameCount() when none does): how
    /// annotated seconds become frames.
    FrameIndex firstFrameAtOrAfter(double seconds) const;

    int keyFrameCount() const;
    /// Steps between frames differ by more than 1.5 ms, the last step ignored.
    bool isVariableRate() const;

private:
    Parts m_parts;
    mutable std::atomic<bool> m_metDamage{false};
    std::vector<std::pair<std::int64_t, std::int64_t>> m_byId; // sorted; unless ids ascend already
};

/// When a file was last written, in the file system's own ticks; 0 when that cannot be told.
std::int64_t modificationTime(const std::filesystem::path &path);

/// SHA-256 of the file's size (8 bytes, little endian) followed by its first and its last MiB, in
/// hexadecimal: recognises a moved video without reading all of it.
Result<std::string> mediaDigest(const std::filesystem::path &path);

} // namespace ecva
