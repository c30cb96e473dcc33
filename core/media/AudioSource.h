#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

namespace ecva {

/// Sound of a file as interleaved stereo s16 at `sampleRate`, on the same clock as the pictures:
/// sample 0 is heard when the first frame is shown (silence is put in or samples are dropped where
/// the streams begin apart). Not thread-safe.
class AudioSource
{
public:
    static constexpr int kChannels = 2;

    /// Errors: NotFound when the file has no sound, else as VideoIndex::build.
    /// `firstFrameSeconds`: VideoIndex::streamSeconds of the first frame.
    static Result<std::unique_ptr<AudioSource>> open(const std::filesystem::path &path,
                                                     double firstFrameSeconds, int sampleRate);
    ~AudioSource();

    /// Next read() begins at `seconds` from the first frame.
    Result<void> seek(double seconds);
    /// Fills whole stereo samples; returns how many values (2 per sample) were written, 0 at the
    /// end.
    Result<std::size_t> read(std::span<std::int16_t> values);

private:
    struct Impl;
    explicit AudioSource(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace ecva
