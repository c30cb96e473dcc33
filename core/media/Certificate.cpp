#include "core/media/Certificate.h"

#include "core/base/Sha256.h"
#include "core/media/DiskCache.h"
#include "core/media/IndexCache.h"
#include "core/media/Packing.h"

#include <algorithm>
#include <chrono>
#include <ctime>

namespace ecva {
namespace {

// Raise it whenever the layout below or the way of checking changes.
constexpr std::uint32_t kFormatVersion = 1;

DiskCache cache()
{
    return DiskCache("certificate", kFormatVersion);
}

template <typename Stream, typename Paper>
void layOut(Stream &stream, Paper &certificate)
{
    stream.value(certificate.frames);
    stream.value(certificate.linearFrames);
    stream.value(certificate.checked);
    stream.value(certificate.seed);
    stream.value(certificate.mismatchCount);
    stream.list(certificate.mismatches, [](auto &each, auto &frame) { each.value(frame.value); });
    stream.value(certificate.issued);
    stream.value(certificate.mediaLibrary);
    stream.value(certificate.program);
    stream.value(certificate.indexVersion);
    stream.value(certificate.indexDigest);
}

std::string digestOf(const VideoIndex &index)
{
    Packer packer;
    packer.value(index.streamIndex());
    packer.value(index.identity());
    packer.list(index.entries(), [](auto &each, const VideoIndex::Entry &entry) {
        each.value(entry.pts);
        each.value(entry.id);
    });
    packer.list(index.keys(), [](auto &each, const VideoIndex::KeyPacket &key) {
        each.value(key.stamp);
        each.value(key.seekTo);
        each.value(key.firstFrame);
    });
    return sha256Hex(packer.bytes());
}

/// What `kept` proved is not outdone by a later, smaller check.
bool isStronger(const Certificate &kept, const Certificate &later)
{
    if (kept.program != later.program || (kept.isSound() && !later.isSound()))
        return false;
    return kept.checked > later.checked;
}

Result<std::shared_ptr<const VideoIndex>> decodedIndex(const std::filesystem::path &path,
                                                       const CancelToken &cancel)
{
    VideoIndex::Options options;
    options.decodeAlways = true;
    options.useCache = false; // kept only if it serves
    options.cancel = cancel;
    return VideoIndex::build(path, options);
}

bool haveSameFrames(const VideoIndex &a, const VideoIndex &b)
{
    return std::equal(a.entries().begin(), a.entries().end(), b.entries().begin(),
                      b.entries().end(),
                      [](const auto &x, const auto &y) { return x.pts == y.pts; });
}

/// The index with no place to decode from up to the last of `frames`: what lies there is decoded
/// from the start of the file. Null when that changes nothing.
std::shared_ptr<const VideoIndex> withoutKeysTo(const VideoIndex &index,
                                                const std::vector<FrameIndex> &frames)
{
    VideoIndex::Parts parts = index.parts();
    const auto removed = std::erase_if(parts.keys, [&](const VideoIndex::KeyPacket &key) {
        return !frames.empty() && key.firstFrame <= frames.back().value;
    });
    return removed > 0 ? std::make_shared<const VideoIndex>(std::move(parts)) : nullptr;
}

std::string nameOf(const std::string &mediaDigest)
{
    return mediaDigest + ".crt";
}

} // namespace

bool Certificate::fits(const VideoIndex &index) const
{
    return indexVersion == kIndexFormatVersion && mediaLibrary == mediaLibraryVersion()
           && frames == index.frameCount() && indexDigest == digestOf(index);
}

std::string Certificate::issuedText() const
{
    const auto seconds = static_cast<std::time_t>(issued);
    std::tm parts{};
    char text[32] = {};
    if (gmtime_r(&seconds, &parts))
        std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

Certificate issueCertificate(const VideoIndex &index, const VerifyReport &report,
                             std::uint64_t seed, const std::string &program)
{
    Certificate certificate;
    certificate.frames = index.frameCount();
    certificate.linearFrames = report.linearFrames;
    certificate.checked = report.checked;
    certificate.seed = seed;
    certificate.mismatchCount = static_cast<std::int64_t>(report.mismatches.size());
    certificate.mismatches = report.mismatches;
    if (certificate.mismatches.size() > Certificate::kMostListed)
        certificate.mismatches.resize(Certificate::kMostListed);
    certificate.issued = std::chrono::duration_cast<std::chrono::seconds>(
                             std::chrono::system_clock::now().time_since_epoch())
                             .count();
    certificate.mediaLibrary = mediaLibraryVersion();
    certificate.program = program;
    certificate.indexVersion = kIndexFormatVersion;
    certificate.indexDigest = digestOf(index);
    return certificate;
}

std::optional<Certificate> readCertificate(const std::string &mediaDigest, const VideoIndex &index)
{
    const auto bytes = cache().read(nameOf(mediaDigest));
    if (!bytes)
        return std::nullopt;
    Certificate certificate;
    Unpacker unpacker(*bytes);
    layOut(unpacker, certificate);
    if (!unpacker.finished() || !certificate.fits(index))
        return std::nullopt;
    return certificate;
}

Certificate keepCertificate(const std::string &mediaDigest, const VideoIndex &index,
                            const Certificate &certificate)
{
    if (auto kept = readCertificate(mediaDigest, index); kept && isStronger(*kept, certificate))
        return std::move(*kept);
    Packer packer;
    layOut(packer, certificate);
    cache().write(nameOf(mediaDigest), packer.bytes());
    return certificate;
}

Result<FrameProofResult> proveFrames(const std::filesystem::path &path,
                                     const std::shared_ptr<const VideoIndex> &index,
                                     const VerifyOptions &options, const std::string &program)
{
    auto report = verifyIndex(path, index, options);
    if (!report)
        return fail(report);
    FrameProofResult proof{index, std::move(*report), {}};
    const bool unknown = proof.report.damaged > 0 && !index->hasDamagedPictures();
    if ((!proof.report.agrees(*index) || unknown) && !index->verifiedByDecoding()) {
        auto mended = decodedIndex(path, options.cancel);
        if (!mended)
            return fail(mended);
        for (auto next = *mended; next && haveSameFrames(*index, *next);) {
            auto again = verifyIndex(path, next, options);
            if (!again)
                return fail(again);
            if (again->agrees(*next)) {
                proof = {std::move(next), std::move(*again), {}};
                break;
            }
            next = withoutKeysTo(*next, again->mismatches);
        }
    }
    proof.certificate = issueCertificate(*proof.index, proof.report, options.seed, program);
    if (const std::string &digest = index->mediaDigest(); !digest.empty()) {
        if (proof.index != index) {
            VideoIndex::Parts parts = proof.index->parts();
            parts.mediaDigest = digest;
            parts.modified = index->parts().modified;
            writeCachedIndex(digest, parts);
            proof.index = std::make_shared<const VideoIndex>(std::move(parts));
        }
        proof.certificate = keepCertificate(digest, *proof.index, proof.certificate);
    }
    return proof;
}

FrameTruth frameTruth(const VideoIndex &index, const std::optional<Certificate> &certificate)
{
    if (certificate && !certificate->isSound())
        return FrameTruth::Mismatched;
    if (!index.warnings().empty() || index.hasMetDamage())
        return FrameTruth::Damaged;
    return certificate ? FrameTruth::Verified : FrameTruth::Exact;
}

} // namespace ecva
