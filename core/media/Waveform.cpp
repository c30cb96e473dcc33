#include "core/media/Waveform.h"

#include <algorithm>

namespace ecva {

Result<std::shared_ptr<const Waveform>> Waveform::build(const std::filesystem::path &path, double,
                                                        const Options &)
{
    return fail(ErrorCode::NotFound, "has no sound", path.string());
}

Waveform::Waveform(std::vector<SoundPeak> finest)
    : m_levels{std::move(finest)}
{
}

double Waveform::durationSeconds() const
{
    return static_cast<double>(finest().size()) / kPeaksPerSecond;
}

SoundPeak Waveform::peak(double begin, double end) const
{
    SoundPeak sum;
    const auto from = static_cast<std::size_t>(std::max(0.0, begin * kPeaksPerSecond));
    for (std::size_t i = from;
         i < finest().size() && static_cast<double>(i) < end * kPeaksPerSecond; ++i) {
        sum.low = std::min(sum.low, finest()[i].low);
        sum.high = std::max(sum.high, finest()[i].high);
    }
    return sum;
}

} // namespace ecva
