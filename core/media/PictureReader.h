#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Result.h"
#include "core/media/Container.h"
#include "core/media/Frame.h"
#include "core/media/FrameSource.h"
#include "core/media/PictureDecoder.h"
#include "core/media/VideoIndex.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ecva {

/// One opened file and one decoder at some place in it: what FrameSource, its read-behind thread
/// and fetchFrames are made of. Frames come out in presentation order with their numbers. Not
/// thread-safe.
class PictureReader
{
public:
    static constexpr int kFromStart = -1; ///< in place of a key packet

    using Memory = PictureDecoder::Memory;

    struct Options
    {
        int threads = 1;
        FrameSource::Hardware hardware = FrameSource::Hardware::Off;
        Memory memory = Memory::Zeros;
    };

    /// Errors: as VideoIndex::build.
    static Result<std::unique_ptr<PictureReader>> open(const std::filesystem::path &path,
                                                       std::shared_ptr<const VideoIndex> index,
                                                       const Options &options);
    ~PictureReader();
    PictureReader(const PictureReader &) = delete;
    PictureReader &operator=(const PictureReader &) = delete;

    const std::string &path() const;
    /// Goes to a key packet of the index or to the start of the file.
    Result<void> startAt(int key, const CancelToken &cancel);
    /// Frames from `fullFrom` on all come out, and those of `listed` (ascending); of the others
    /// only those that had to be decoded. Holds until the next call or start (then all come out).
    void want(std::int64_t fullFrom, std::vector<std::int64_t> listed = {});
    /// For damaged files: from the next start on every picture is decoded, whatever is wanted, by
    /// one thread, because threads fill in what is missing from other pictures. Needs a start.
    void beCareful();
    bool isCareful() const;
    /// Of the codec, see concealsDamage().
    bool conceals() const;
    /// Frames need not be those of a careful decoder that began at the start of the file: something
    /// is damaged and this one is not careful, or it is damaged so near the start that what
    /// replaces it may be made from pictures before the start (a whole group has to come out well
    /// first), or the key packet was none. Holds for the frame that came out last and those after
    /// it.
    bool isDoubtful() const;

    /// The next frame; nothing at the end, or once all listed frames came out.
    /// Errors: Cancelled, Io.
    Result<std::optional<Frame>> next(const CancelToken &cancel);

    /// The frame of key packet `key` from that packet alone, sooner than startAt() and next(),
    /// which wait for what is to be reordered and for the decoder's threads. Nothing where that
    /// would not be certain. The place is lost. Errors: as next().
    Result<std::optional<Frame>> keyPicture(int key, const CancelToken &cancel);

    /// How many frames lie between here and `frame` when one decodes on; nothing when it lies
    /// behind, was left out, or the place is lost.
    std::optional<std::int64_t> distanceTo(FrameIndex frame) const;
    /// Forgets the place: the next frame needs a start.
    void forgetPlace();
    std::string decodedBy() const;

private:
    struct Impl;
    explicit PictureReader(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace ecva
