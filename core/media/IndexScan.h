#pragma once

#include "core/media/Container.h"
#include "core/media/VideoIndex.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace ecva {

/// What the container says of one packet of the video.
struct PacketFact
{
    std::int64_t pts = AV_NOPTS_VALUE;
    std::int64_t dts = AV_NOPTS_VALUE;
    std::int64_t duration = 0;
    int size = 0; ///< bytes
    bool key = false;
    bool discard = false; ///< decoded, not shown (edit list)
    bool damaged = false; ///< marked so by the container
};

/// One picture that came out of the decoder.
struct PictureFact
{
    /// The pts of the packet that coded it, or its dts with VideoIndex::Identity::Dts.
    std::int64_t stamp = AV_NOPTS_VALUE;
    std::int64_t bestEffort = AV_NOPTS_VALUE;
    bool key = false;
    bool damaged = false; ///< the decoder concealed or lost a part of it
};

/// The packets of the video in file order, read once, and what its beginning and its end decode to.
struct PacketScan
{
    std::vector<PacketFact> packets;
    int readError = 0; ///< FFmpeg's code that ended reading, 0: the file just ended
    /// The first pictures, decoded on the way; all of them if `headIsAll`. Empty where packets lack
    /// pts: those files are decoded anyway.
    std::vector<PictureFact> head;
    bool headIsAll = false;
    /// What the last packets decode to, fed behind the key packet before them without those in
    /// between: shows whether the end decodes at all, not how it looks.
    std::vector<PictureFact> tail;
};

/// Pictures of the beginning and of the end that are decoded to see whether the packets tell the
/// truth.
constexpr std::size_t kHeadPictures = 48;
constexpr std::size_t kTailPackets = 32;
constexpr std::size_t kTailPictures = 16;

/// Called with packets as they are read; for progress.
using PacketSeen = std::function<void(const AVPacket &)>;

/// Reads the file from where `container` stands to its end. Errors: Cancelled, and openDecoder()'s.
Result<PacketScan> scanPackets(Container &container, int stream, const PacketSeen &seen);

/// After a seek to the key packet at `place` of `packets` the packets up to the one at `end` have
/// the stamps that they had on the way from the start. Some containers count on from where they
/// land (MPEG programme streams, AVI with a wrong index): pictures would get other numbers.
/// True also where the seek does not find the packet: then nothing is decoded from it.
Result<bool> sameAfterSeek(Container &container, const std::vector<PacketFact> &packets,
                           std::size_t place, std::size_t end, VideoIndex::Identity identity,
                           std::int64_t seekTo);

struct DecodedFile
{
    std::vector<PictureFact> pictures;
    /// Places, in file order, of packets that the decoder refused. With several decoding threads
    /// any of the packets sent shortly before may be meant: all of them are listed.
    std::vector<std::size_t> refused;
};

/// Decodes from where `container` stands to the end of the file. Errors: as scanPackets().
Result<DecodedFile> decodePictures(Container &container, int stream, VideoIndex::Identity identity,
                                   int threads, const PacketSeen &seen);

} // namespace ecva
