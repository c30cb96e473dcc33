#pragma once

#include <cstdint>
#include <vector>

namespace ecva::demo {

/// A stereo sound put together from synthetic noises. Times are seconds; `level` 0 to 1; `pan` -1
/// left to 1 right; `seed` keeps two noises apart. Deterministic.
class SoundTrack
{
public:
    SoundTrack(int sampleRate, double seconds);

    /// Low noise below `cutoff` Hz: far traffic, machines, wind.
    void rumble(double at, double length, double level, double cutoff, unsigned seed);
    /// Something that passes by.
    void whoosh(double at, double length, double level, double pan, unsigned seed);
    /// Tyres.
    void screech(double at, double length, double level, unsigned seed);
    void crash(double at, double level, double pan, unsigned seed);
    /// Water, steam, an extinguisher: noise above `cutoff` Hz.
    void hiss(double at, double length, double level, double cutoff, unsigned seed);
    void click(double at, double level);
    /// A step on the floor.
    void thud(double at, double level, double pan);
    /// Two tones in turn.
    void alarm(double at, double length, double level);
    /// The hum of lamps.
    void hum(double at, double length, double level, double hertz);
    /// Burning wood: cracks whose number grows over the length.
    void crackle(double at, double length, double level, unsigned seed);

    std::vector<std::int16_t> samples() const;

private:
    void add(std::size_t sample, double left, double right);
    std::size_t begin(double at) const;
    std::size_t count(double at, double length) const;

    double m_rate;
    std::vector<float> m_values; // interleaved
};

} // namespace ecva::demo
