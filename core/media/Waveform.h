#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace ecva {

/// The lowest and highest sample of a stretch of sound, all channels together; 127 is full scale.
struct SoundPeak
{
    std::int8_t low = 0;
    std::int8_t high = 0;
    friend bool operator==(const SoundPeak &, const SoundPeak &) = default;
};

/// What the sound of a clip looks like, at every zoom: peaks on the clock of the pictures (0 is the
/// first frame), in levels of which each is half as fine as the one below. Immutable.
class Waveform
{
public:
    struct Options
    {
        /// Keep and use it in the cache, by the media's digest.
        bool useCache = true;
        /// Decode nothing: NotFound where the cache has none.
        bool cacheOnly = false;
        std::function<void(double)> progress; ///< 0 to 1, on the calling thread
        /// What there is so far, now and then, on the calling thread.
        std::function<void(std::shared_ptr<const Waveform>)> partial;
        std::chrono::milliseconds partialEvery{250}; ///< at most that often, progress too
        CancelToken cancel;
    };

    static constexpr int kPeaksPerSecond = 200; ///< of the finest level

    /// Decodes the sound once. Errors: NotFound when the file has no sound, else as
    /// VideoIndex::build. `firstFrameSeconds`: VideoIndex::streamSeconds of the first frame.
    static Result<std::shared_ptr<const Waveform>>
    build(const std::filesystem::path &path, double firstFrameSeconds, const Options &options);
    /// From the finest level, for the cache and tests.
    explicit Waveform(std::vector<SoundPeak> finest);

    double durationSeconds() const;
    /// The peak of [begin, end) seconds, of what of it lies inside the sound; silence outside.
    /// Finest peaks that the stretch touches count whole. Cost does not depend on the length but
    /// for its logarithm.
    SoundPeak peak(double begin, double end) const;
    const std::vector<SoundPeak> &finest() const { return m_levels.front(); }

private:
    std::vector<std::vector<SoundPeak>> m_levels; ///< never empty; the last has at most one peak
};

} // namespace ecva
