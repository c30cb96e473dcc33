#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Result.h"
#include "core/media/Frame.h"
#include "core/media/VideoIndex.h"

#include <filesystem>
#include <memory>
#include <string>

namespace ecva {

/// Frame-exact random access to one video. Not thread-safe: every consumer has one of its own; all
/// of them share the VideoIndex. Going forward decodes on where that is nearer than the group's key
/// packet, anything else seeks to the dts of the index's key packet and decodes from there;
/// pictures that nobody asked for and that no other picture refers to are left out on the way.
class FrameSource
{
public:
    /// Reading backwards, a thread with a decoder of its own reads the stretch before the walk into
    /// the cache. It begins with the first steps back and ends with the first seek elsewhere.
    enum class ReadBehind { Off, On };
    /// Decoding on a graphics device, where FFmpeg finds one for this video; whatever it refuses,
    /// at any moment, is decoded in software. Its pictures need not be the reference decoder's to
    /// the last bit: only for watching, never for hashes, models and verification.
    enum class Hardware { Off, Auto };

    struct Options
    {
        /// Of each decoder.
        int decoderThreads = 1;
        /// Decoded frames kept, in bytes; 0 keeps only the last frame.
        std::size_t cacheBytes = 0;
        /// Decoders kept where they stopped, each with the file opened: going back and forth
        /// between a few places decodes on at each of them. At least 1.
        int decoders = 1;
        ReadBehind readBehind = ReadBehind::Off;
        Hardware hardware = Hardware::Off;
    };

    /// What a player wants: all cores, 512 MB of frames, reading behind, three more parked decoders,
    /// hardware as the environment's ECVA_HWDECODE says ("auto" or "off"; off unless set).
    static Options forWatching();

    /// Errors: as VideoIndex::build.
    static Result<std::unique_ptr<FrameSource>> open(const std::filesystem::path &path,
                                                     std::shared_ptr<const VideoIndex> index,
                                                     const Options &options);
    ~FrameSource();
    FrameSource(const FrameSource &) = delete;
    FrameSource &operator=(const FrameSource &) = delete;

    const VideoIndex &index() const;
    /// Errors: OutOfRange (names the clip's last frame), BadInput (the frame does not decode any
    /// more), Cancelled.
    Result<Frame> frameAt(FrameIndex frame, const CancelToken &cancel = {});

    /// As frameAt(), for what will probably be asked for next: nobody goes there yet.
    Result<Frame> frameAhead(FrameIndex frame, const CancelToken &cancel = {});

    /// Somebody stands at `at`, where he went in one go, and may walk back from there: with
    /// ReadBehind::On the frames before it are read, as if he did. At once; nothing is waited for.
    void readBehind(FrameIndex at);

    /// The kept frame that is nearest to `frame`, at once and without decoding; a null Frame when
    /// none is kept. To be shown with its own number (index()) until the exact one is there.
    Frame nearestCached(FrameIndex frame) const;
    /// A picture near `frame` soon: the nearest kept frame of its group of pictures, else the
    /// group's first, which lies on the way: a frameAt(frame) afterwards decodes on from it. The
    /// exact frame where that is as near. Errors: as frameAt().
    Result<Frame> frameNear(FrameIndex frame, const CancelToken &cancel = {});

    /// What decodes now: "software", or FFmpeg's name of the device ("vaapi").
    std::string decodedBy() const;

private:
    struct Impl;
    explicit FrameSource(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace ecva
