#include "app/services/demo/Sound.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

namespace ecva::demo {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;

// White noise in [-1, 1). The engine's numbers are fixed by the standard, those of the standard
// library's distributions are not.
class White
{
public:
    explicit White(unsigned seed)
        : m_engine(seed)
    {
    }
    double operator()() { return m_engine() / 2147483648.0 - 1.0; }

private:
    std::mt19937 m_engine;
};

// One-pole filters are all that is wanted here.
class LowPass
{
public:
    LowPass(double cutoff, double rate)
        : m_k(1.0 - std::exp(-kTurn * cutoff / rate))
    {
    }
    double operator()(double in) { return m_y += m_k * (in - m_y); }

private:
    double m_k;
    double m_y = 0;
};

// Soft beginning and end.
double fade(double t, double length, double edge)
{
    return std::clamp(std::min(t, length - t) / edge, 0.0, 1.0);
}

} // namespace

SoundTrack::SoundTrack(int sampleRate, double seconds)
    : m_rate(sampleRate)
    , m_values(2 * std::size_t(std::llround(seconds * sampleRate)), 0.0f)
{
}

std::size_t SoundTrack::begin(double at) const
{
    return std::size_t(std::max(0.0, at) * m_rate);
}

std::size_t SoundTrack::count(double at, double length) const
{
    const std::size_t all = m_values.size() / 2;
    const std::size_t first = std::min(begin(at), all);
    return std::min(std::size_t(length * m_rate), all - first);
}

void SoundTrack::add(std::size_t sample, double left, double right)
{
    m_values[2 * sample] += float(left);
    m_values[2 * sample + 1] += float(right);
}

void SoundTrack::rumble(double at, double length, double level, double cutoff, unsigned seed)
{
    White white(seed);
    LowPass a(cutoff, m_rate), b(cutoff, m_rate), c(cutoff * 0.7, m_rate);
    const double gain = level * std::sqrt(m_rate / cutoff) * 0.9;
    for (std::size_t i = 0, n = count(at, length); i < n; ++i) {
        const double t = double(i) / m_rate;
        const double middle = a(b(white()));
        const double side = 0.5 * c(white());
        const double k = gain * fade(t, length, 0.2) * (0.85 + 0.15 * std::sin(t * 1.7 + seed));
        add(begin(at) + i, k * (middle + side), k * (middle - side));
    }
}

void SoundTrack::whoosh(double at, double length, double level, double pan, unsigned seed)
{
    White white(seed);
    LowPass low(900, m_rate), lower(240, m_rate);
    for (std::size_t i = 0, n = count(at - length / 2, length); i < n; ++i) {
        const double t = double(i) / m_rate / length; // 0 to 1, nearest in the middle
        const double near = std::pow(std::sin(std::numbers::pi * t), 3.0);
        const double value = level * near * (low(white()) * 2.2 + lower(white()) * 3.0);
        const double where = std::clamp(pan + (t - 0.5) * 1.6, -1.0, 1.0);
        add(begin(at - length / 2) + i, value * (1 - where) * 0.7, value * (1 + where) * 0.7);
    }
}

void SoundTrack::screech(double at, double length, double level, unsigned seed)
{
    White white(seed);
    LowPass wobble(30, m_rate);
    double phase = 0;
    for (std::size_t i = 0, n = count(at, length); i < n; ++i) {
        const double t = double(i) / m_rate;
        phase += kTurn * (1050 - 260 * t / length + 900 * wobble(white())) / m_rate;
        const double value
            = level * fade(t, length, 0.05)
              * (0.6 * std::sin(phase) + 0.3 * std::sin(2.02 * phase) + 0.25 * white());
        add(begin(at) + i, value * 0.9, value);
    }
}

void SoundTrack::crash(double at, double level, double pan, unsigned seed)
{
    White white(seed);
    LowPass low(2600, m_rate);
    for (std::size_t i = 0, n = count(at, 1.6); i < n; ++i) {
        const double t = double(i) / m_rate;
        const double metal = std::sin(kTurn * 523 * t) + 0.7 * std::sin(kTurn * 811 * t)
                             + 0.5 * std::sin(kTurn * 1277 * t);
        const double value
            = level
              * (low(white()) * 1.3 * std::exp(-t * 7)
                 + std::sin(kTurn * 62 * t) * std::exp(-t * 11) + 0.12 * metal * std::exp(-t * 9)
                 + 0.25 * white() * std::exp(-std::abs(t - 0.35) * 16));
        add(begin(at) + i, value * (1 - pan) * 0.8, value * (1 + pan) * 0.8);
    }
}

void SoundTrack::hiss(double at, double length, double level, double cutoff, unsigned seed)
{
    White white(seed);
    LowPass left(cutoff, m_rate), right(cutoff, m_rate);
    for (std::size_t i = 0, n = count(at, length); i < n; ++i) {
        const double t = double(i) / m_rate;
        const double a = white(), b = white();
        const double k = level * fade(t, length, 0.15);
        add(begin(at) + i, k * (a - left(a)), k * (b - right(b)));
    }
}

void SoundTrack::click(double at, double level)
{
    for (std::size_t i = 0, n = count(at, 0.03); i < n; ++i) {
        const double t = double(i) / m_rate;
        const double value = level * std::sin(kTurn * 1900 * t) * std::exp(-t * 220);
        add(begin(at) + i, value, value);
    }
}

void SoundTrack::thud(double at, double level, double pan)
{
    for (std::size_t i = 0, n = count(at, 0.18); i < n; ++i) {
        const double t = double(i) / m_rate;
        const double value = level
                             * (std::sin(kTurn * 85 * t * (1 - t)) * std::exp(-t * 34)
                                + 0.2 * std::sin(kTurn * 640 * t) * std::exp(-t * 120));
        add(begin(at) + i, value * (1 - pan), value * (1 + pan));
    }
}

void SoundTrack::alarm(double at, double length, double level)
{
    double phase = 0;
    for (std::size_t i = 0, n = count(at, length); i < n; ++i) {
        const double t = double(i) / m_rate;
        const double hertz = std::fmod(t, 0.8) < 0.4 ? 880 : 660;
        phase += kTurn * hertz / m_rate;
        const double value
            = level * fade(t, length, 0.02) * (std::sin(phase) + 0.33 * std::sin(3 * phase));
        add(begin(at) + i, value, value * 0.8);
    }
}

void SoundTrack::hum(double at, double length, double level, double hertz)
{
    for (std::size_t i = 0, n = count(at, length); i < n; ++i) {
        const double t = double(i) / m_rate;
        const double value = level * fade(t, length, 0.2)
                             * (std::sin(kTurn * hertz * t) + 0.5 * std::sin(kTurn * 2 * hertz * t)
                                + 0.2 * std::sin(kTurn * 3 * hertz * t));
        add(begin(at) + i, value, value);
    }
}

void SoundTrack::crackle(double at, double length, double level, unsigned seed)
{
    White white(seed);
    double ring = 0, pan = 0;
    for (std::size_t i = 0, n = count(at, length); i < n; ++i) {
        const double t = double(i) / m_rate / length;
        const double chance = (4 + 46 * t) / m_rate;
        if ((white() + 1) / 2 < chance) {
            ring = 0.3 + 0.7 * std::abs(white());
            pan = 0.5 * white();
        }
        ring *= 1 - 380 / m_rate;
        const double value = level * ring * white();
        add(begin(at) + i, value * (1 - pan), value * (1 + pan));
    }
}

std::vector<std::int16_t> SoundTrack::samples() const
{
    std::vector<std::int16_t> out(m_values.size());
    std::transform(m_values.begin(), m_values.end(), out.begin(), [](float value) {
        // Soft clipping keeps the loud moments from rasping.
        return std::int16_t(std::lround(32000.0 * std::tanh(double(value))));
    });
    return out;
}

} // namespace ecva::demo
