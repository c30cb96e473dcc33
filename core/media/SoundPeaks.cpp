#include "core/media/SoundPeaks.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

namespace ecva {
namespace {

struct Range
{
    float low = std::numeric_limits<float>::max();
    float high = std::numeric_limits<float>::lowest();

    void include(const Range &other)
    {
        low = std::min(low, other.low);
        high = std::max(high, other.high);
    }
};

/// -1 to 1. Integers of any width, unsigned ones around their middle.
template <typename T>
float scaled(T value)
{
    if constexpr (std::is_floating_point_v<T>)
        return static_cast<float>(value);
    else if constexpr (std::is_unsigned_v<T>)
        return (static_cast<float>(value) - 128.0F) / 127.0F;
    else
        return static_cast<float>(static_cast<double>(value)
                                  / -static_cast<double>(std::numeric_limits<T>::min()));
}

template <typename T>
Range extremes(const std::uint8_t *bytes, std::int64_t from, std::int64_t count)
{
    // Lanes side by side, so that the compiler uses its vectors: for floats it may not reorder a
    // single minimum. What is not a number leaves the extremes as they are.
    constexpr std::int64_t kLanes = 64 / static_cast<std::int64_t>(sizeof(T));
    const T *values = reinterpret_cast<const T *>(bytes) + from;
    Range range;
    std::int64_t i = 0;
    if (count >= kLanes) {
        T low[kLanes];
        T high[kLanes];
        std::fill_n(low, kLanes, std::numeric_limits<T>::max());
        std::fill_n(high, kLanes, std::numeric_limits<T>::lowest());
        for (; i + kLanes <= count; i += kLanes) {
            for (std::int64_t lane = 0; lane < kLanes; ++lane) {
                const T value = values[i + lane];
                low[lane] = value < low[lane] ? value : low[lane];
                high[lane] = value > high[lane] ? value : high[lane];
            }
        }
        range.low = scaled(*std::min_element(low, low + kLanes));
        range.high = scaled(*std::max_element(high, high + kLanes));
    }
    for (; i < count; ++i) {
        const float value = scaled(values[i]);
        range.low = value < range.low ? value : range.low;
        range.high = value > range.high ? value : range.high;
    }
    return range;
}

Range extremesOf(AVSampleFormat packed, const std::uint8_t *bytes, std::int64_t from,
                 std::int64_t count)
{
    switch (packed) {
    case AV_SAMPLE_FMT_U8:
        return extremes<std::uint8_t>(bytes, from, count);
    case AV_SAMPLE_FMT_S16:
        return extremes<std::int16_t>(bytes, from, count);
    case AV_SAMPLE_FMT_S32:
        return extremes<std::int32_t>(bytes, from, count);
    case AV_SAMPLE_FMT_S64:
        return extremes<std::int64_t>(bytes, from, count);
    case AV_SAMPLE_FMT_FLT:
        return extremes<float>(bytes, from, count);
    case AV_SAMPLE_FMT_DBL:
        return extremes<double>(bytes, from, count);
    default:
        return {0, 0};
    }
}

/// Samples [from, from + count) of all channels.
Range extremesOf(const AVFrame &frame, std::int64_t from, std::int64_t count)
{
    const auto format = static_cast<AVSampleFormat>(frame.format);
    const int channels = frame.ch_layout.nb_channels;
    const AVSampleFormat packed = av_get_packed_sample_fmt(format);
    if (!av_sample_fmt_is_planar(format))
        return extremesOf(packed, frame.extended_data[0], from * channels, count * channels);
    Range range;
    for (int channel = 0; channel < channels; ++channel)
        range.include(extremesOf(packed, frame.extended_data[channel], from, count));
    return range;
}

std::int8_t level(float value)
{
    constexpr float kFull = 127.0F;
    return static_cast<std::int8_t>(std::lround(std::clamp(value, -1.0F, 1.0F) * kFull));
}

std::int64_t dividedUp(std::int64_t value, std::int64_t by)
{
    return (value + by - 1) / by;
}

} // namespace

void SoundPeaks::open(std::int64_t bin)
{
    if (m_open >= 0)
        m_peaks.push_back({level(m_low), level(m_high)});
    m_peaks.resize(static_cast<std::size_t>(bin)); // silence in the hole
    m_open = bin;
    m_low = std::numeric_limits<float>::max();
    m_high = std::numeric_limits<float>::lowest();
}

void SoundPeaks::add(const AVFrame &frame, std::int64_t skip, std::int64_t position)
{
    constexpr std::int64_t kBins = Waveform::kPeaksPerSecond;
    const std::int64_t theirRate = frame.sample_rate > 0 ? frame.sample_rate : m_rate;
    for (std::int64_t from = std::max<std::int64_t>(skip, 0); from < frame.nb_samples;) {
        const std::int64_t at = position + (from - skip) * m_rate / theirRate;
        const std::int64_t bin = at * kBins / m_rate;
        if (bin >= kMostPeaks)
            return;
        // Up to the first sample of the next peak, at least one.
        const std::int64_t next = dividedUp((bin + 1) * m_rate, kBins) - position;
        const std::int64_t to = std::clamp<std::int64_t>(skip + dividedUp(next * theirRate, m_rate),
                                                         from + 1, frame.nb_samples);
        if (bin > m_open)
            open(bin);
        const Range range = extremesOf(frame, from, to - from);
        m_low = std::min(m_low, range.low);
        m_high = std::max(m_high, range.high);
        m_end = position + (to - skip) * m_rate / theirRate;
        from = to;
    }
}

std::vector<SoundPeak> SoundPeaks::peaks() const
{
    std::vector<SoundPeak> all = m_peaks;
    if (m_open >= 0)
        all.push_back({level(m_low), level(m_high)});
    return all;
}

} // namespace ecva
