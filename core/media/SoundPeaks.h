#pragma once

#include "core/media/FfmpegCompat.h"
#include "core/media/Waveform.h"

#include <cstdint>
#include <vector>

namespace ecva {

/// Takes decoded sound in order and keeps the extremes of every 1/200 s, all channels together.
/// Holes are silence. Only for core/media.
class SoundPeaks
{
public:
    /// `rate`: in which positions count; frames of other rates are stretched.
    explicit SoundPeaks(int rate)
        : m_rate(rate)
    {
    }

    /// The frame's samples from `skip` on begin at `position`, which never goes back.
    void add(const AVFrame &frame, std::int64_t skip, std::int64_t position);
    /// What there is so far, the peak that is being filled included.
    std::vector<SoundPeak> peaks() const;
    double seconds() const { return static_cast<double>(m_end) / m_rate; }

private:
    void open(std::int64_t bin);

    /// Sound beyond this is left out: damaged time stamps must not fill the memory.
    static constexpr std::int64_t kMostPeaks = 48LL * 3600 * Waveform::kPeaksPerSecond;

    int m_rate;
    std::int64_t m_end = 0; ///< sample behind the last one
    std::vector<SoundPeak> m_peaks;
    std::int64_t m_open = -1; ///< the peak that is being filled; m_peaks holds those before it
    float m_low = 0;
    float m_high = 0;
};

} // namespace ecva
