#pragma once

#include "core/media/IndexVerifier.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ecva {

/// What was proven about the frame numbers of one file: random seeks compared with a decode from
/// start to end. It speaks of one index and one FFmpeg: another index of the same file, or another
/// decoder, needs a new one (see fits()).
struct Certificate
{
    static constexpr std::size_t kMostListed = 1000; ///< of `mismatches`

    std::int64_t frames = 0;       ///< of the index
    std::int64_t linearFrames = 0; ///< pictures that the decode from start to end delivered
    std::int64_t checked = 0;      ///< random seeks made
    std::uint64_t seed = 0;        ///< of their order
    std::int64_t mismatchCount = 0;
    std::vector<FrameIndex> mismatches; ///< the first of them, ascending
    std::int64_t issued = 0;            ///< seconds since 1970, UTC
    std::string mediaLibrary;           ///< FFmpeg's version
    std::string program;                ///< "1.4.0", of the program that checked
    std::int64_t indexVersion = 0;      ///< of the index's format
    std::string indexDigest;            ///< of the frames and keys that were checked

    /// Nothing differed and every frame came.
    bool isSound() const { return mismatchCount == 0 && linearFrames == frames; }
    /// It is about this very index and the FFmpeg that runs here.
    bool fits(const VideoIndex &index) const;
    /// `issued` as "2026-11-21T15:04:05Z".
    std::string issuedText() const;
};

/// Of a check that was just made.
Certificate issueCertificate(const VideoIndex &index, const VerifyReport &report,
                             std::uint64_t seed, const std::string &program);

/// The kept certificate of the file with this digest, if it fits the index; nothing otherwise, and
/// where it is damaged.
std::optional<Certificate> readCertificate(const std::string &mediaDigest, const VideoIndex &index);
/// Keeps it in the cache, one per file, and returns the one that is kept now: a smaller check does
/// not replace a larger one of the same program, unless it found what that one did not.
Certificate keepCertificate(const std::string &mediaDigest, const VideoIndex &index,
                            const Certificate &certificate);

/// A check and what came of it.
struct FrameProofResult
{
    std::shared_ptr<const VideoIndex> index; ///< as given, or the one that was mended
    VerifyReport report;                     ///< of that index
    Certificate certificate;                 ///< the one that is kept, else of this check
};

/// Verifies the index of `path` and keeps the certificate, under the digest that the index carries;
/// nothing is kept for an index without one.
///
/// Bit errors in the middle of a file are not seen by a packet scan, and a decoder conceals them
/// differently after a seek than on the way from the start. So where frames differ the file is
/// decoded for its index: then no group of pictures with damage in it is decoded from its own key
/// packet, but from further back, from the start of the file if nothing else helps, and the frames
/// are those of the linear decode again.
/// So it is where nothing differs but the decode met damage that the index does not know of.
/// That index takes the old one's place, in the cache too, if it has the same frames at the same
/// times and nothing differs any more; annotations made with the old one keep their meaning.
/// Errors: as verifyIndex().
Result<FrameProofResult> proveFrames(const std::filesystem::path &path,
                                     const std::shared_ptr<const VideoIndex> &index,
                                     const VerifyOptions &options, const std::string &program);

/// What can be said about the frame numbers of a file.
enum class FrameTruth {
    Exact,    ///< by its packets, head and tail decoded, or by a decode of the whole file
    Verified, ///< and random seeks were compared with a decode from start to end
    /// Exact for the frames that decode, but the file has lost some or they are damaged: see
    /// warnings(), or hasMetDamage() where the index knew of nothing.
    Damaged,
    Mismatched, ///< a check found frames that are other pictures, or a wrong count
};

FrameTruth frameTruth(const VideoIndex &index, const std::optional<Certificate> &certificate);

} // namespace ecva
