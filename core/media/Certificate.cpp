#include "core/media/Certificate.h"

#include "core/base/Sha256.h"
#include "core/media/DiskCache.h"
#include "core/media/IndexCache.h"
#include "core/media/Packing.h"

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

FrameTruth frameTruth(const VideoIndex &index, const std::optional<Certificate> &certificate)
{
    if (certificate && !certificate->isSound())
        return FrameTruth::Mismatched;
    if (!index.warnings().empty())
        return FrameTruth::Damaged;
    return certificate ? FrameTruth::Verified : FrameTruth::Exact;
}

} // namespace ecva
