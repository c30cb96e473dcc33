#pragma once

#include "core/media/IndexScan.h"

#include <optional>
#include <vector>

namespace ecva {

/// The parts of an index out of what was seen of packets and pictures; no file is touched here.

/// Frames as the packets promise them: nothing where a packet lacks pts or two are equal.
std::optional<std::vector<VideoIndex::Entry>> entriesOf(const std::vector<PacketFact> &packets);

/// What the beginning decoded to is the beginning of `entries`.
bool headAgrees(const PacketScan &scan, const std::vector<VideoIndex::Entry> &entries);
/// No frame at the beginning that the container calls a key frame came out as another.
bool keysAreTrue(const std::vector<PictureFact> &pictures,
                 const std::vector<VideoIndex::Entry> &entries);
/// `tail`, from the picture with the stamp `from` on, is the end of `entries`; without `from` its
/// last kTailPictures are.
bool tailAgrees(const std::vector<PictureFact> &tail, const std::vector<VideoIndex::Entry> &entries,
                std::optional<std::int64_t> from = std::nullopt);

/// Frames as they came out of the decoder, for the identity under which they are told apart.
/// `step`: between frames whose times are missing.
std::vector<VideoIndex::Entry> entriesOf(const std::vector<PictureFact> &pictures,
                                         const std::vector<PacketFact> &packets,
                                         VideoIndex::Identity identity, std::int64_t step);

/// Stamps are there and no two are equal; with Identity::Pts they ascend too.
bool areTellable(const std::vector<PictureFact> &pictures, VideoIndex::Identity identity);

/// Places of packets that are called key packets while their picture is none.
std::vector<std::size_t> falseKeys(const std::vector<PictureFact> &pictures,
                                   const std::vector<PacketFact> &packets,
                                   VideoIndex::Identity identity);

/// Fills each entry's nextPts; the last one lasts as long as its packet, else `step`.
void fillSteps(std::vector<VideoIndex::Entry> &entries, const std::vector<PacketFact> &packets,
               VideoIndex::Identity identity, std::int64_t step);

/// The key packets that frames are decoded from, and marks the key frames among `entries`.
/// `seeksByPts`: the container's own seek table counts in pts (Matroska), not in dts. `unfit`:
/// places of key packets that are left out, ascending.
std::vector<VideoIndex::KeyPacket> keysOf(const std::vector<PacketFact> &packets,
                                          VideoIndex::Identity identity, bool seeksByPts,
                                          const std::vector<std::size_t> &unfit,
                                          std::vector<VideoIndex::Entry> &entries);

/// pts or dts of a packet, whichever its picture is recognised by.
std::int64_t stampOf(const PacketFact &packet, VideoIndex::Identity identity);

/// The time stamp with which the container finds a packet again.
std::int64_t seekStampOf(const PacketFact &packet, bool seeksByPts);

} // namespace ecva
