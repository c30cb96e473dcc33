// Sound at other speeds: its pitch stays, its length changes, and every sample belongs to the
// second of the clip that it says.
#include "core/media/TimeStretch.h"
#include "tests/support/Must.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <stdexcept>
#include <vector>

using namespace ecva;
using namespace ecva::test;

namespace {

constexpr int kRate = 48000;
using Samples = std::vector<std::int16_t>; // one channel

/// Both channels get the same, the right one turned round.
Samples stretched(const Samples &input, double speed, std::size_t blockSamples)
{
    auto stretch = must(TimeStretch::create(kRate, speed));
    Samples output;
    Samples block(1000);
    const auto drain = [&] {
        while (const std::size_t count = stretch->read(block)) {
            for (std::size_t i = 0; i < count; i += 2) {
                output.push_back(block[i]);
                if (block[i] != -block[i + 1] && block[i] != INT16_MIN)
                    throw std::runtime_error("the channels are mixed up");
            }
        }
    };
    for (std::size_t from = 0; from < input.size(); from += blockSamples) {
        Samples both;
        for (std::size_t i = from; i < std::min(from + blockSamples, input.size()); ++i) {
            both.push_back(input[i]);
            both.push_back(static_cast<std::int16_t>(-input[i]));
        }
        must(stretch->write(both));
        drain();
    }
    must(stretch->finish());
    drain();
    return output;
}

Samples sound(double seconds, const std::function<double(double)> &wave)
{
    Samples samples;
    for (int i = 0; i < static_cast<int>(seconds * kRate); ++i)
        samples.push_back(static_cast<std::int16_t>(std::lround(20000 * wave(double(i) / kRate))));
    return samples;
}

/// Strength of one frequency in the middle of the sound: 1 for a pure sine of full strength.
double strength(const Samples &samples, double hertz)
{
    double re = 0;
    double im = 0;
    const std::size_t count = std::min<std::size_t>(samples.size() / 2, kRate / 2);
    const std::size_t from = (samples.size() - count) / 2;
    for (std::size_t i = 0; i < count; ++i) {
        const double window = 1 - std::cos(2 * std::numbers::pi * double(i) / double(count));
        const double phase = 2 * std::numbers::pi * hertz * double(from + i) / kRate;
        re += window * samples[from + i] / 20000.0 * std::cos(phase);
        im += window * samples[from + i] / 20000.0 * std::sin(phase);
    }
    return 2 * std::hypot(re, im) / static_cast<double>(count);
}

} // namespace

class TestTimeStretch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsThePitch_data()
    {
        QTest::addColumn<double>("speed");
        for (const double speed : {0.1, 0.25, 0.5, 0.75, 1.25, 1.5, 2.0, 3.0, 4.0, 8.0})
            QTest::addRow("%g times", speed) << speed;
    }
    void keepsThePitch()
    {
        QFETCH(double, speed);
        constexpr double kHertz = 440;
        const Samples input = sound(4 * std::max(1.0, speed), [](double t) {
            return std::sin(2 * std::numbers::pi * kHertz * t);
        });
        const Samples output = stretched(input, speed, 1024);
        // Length: within 30 ms of what it should be.
        const double expected = static_cast<double>(input.size()) / speed;
        const double off = (static_cast<double>(output.size()) - expected) / kRate;
        QVERIFY2(std::abs(off) < 0.03, qPrintable(QString::number(off)));
        // Pitch: the loudest frequency around is within 1 % (a sixth of a semitone).
        double loudest = 0;
        double at = 0;
        for (double hertz = 200; hertz < 900; hertz += 2) {
            if (const double found = strength(output, hertz); found > loudest) {
                loudest = found;
                at = hertz;
            }
        }
        qInfo("%g times: %.1f Hz at strength %.2f, length off by %.1f ms", speed, at, loudest,
              off * 1000);
        QVERIFY2(std::abs(at - kHertz) < 0.01 * kHertz, qPrintable(QString::number(at)));
        QVERIFY(loudest > 0.5);
        QVERIFY(strength(output, kHertz / speed) < 0.2 * loudest); // not just played slower
    }

    void everySampleIsWhereItSays_data() { keepsThePitch_data(); }
    void everySampleIsWhereItSays()
    {
        // Bursts begin at known seconds of the clip: on average they are heard there, each within
        // half a window of the method.
        QFETCH(double, speed);
        const double period = 0.5 * std::max(1.0, speed);
        const double length = 0.02 * std::max(1.0, speed);
        const Samples input = sound(12 * period, [&](double t) {
            const bool on = t > period / 2 && std::fmod(t, period) < length;
            return on ? std::sin(2 * std::numbers::pi * 1000 * t)
                      : 0.01 * std::sin(2 * std::numbers::pi * 220 * t);
        });
        const Samples output = stretched(input, speed, 1024);
        double sum = 0;
        int bursts = 0;
        std::size_t quietSince = 0;
        for (std::size_t i = 0; i < output.size(); ++i) {
            if (std::abs(output[i]) < 5000)
                continue;
            if (i - quietSince > 2400) {
                const double clip = static_cast<double>(i) / kRate * speed;
                const double off = (clip - period * std::round(clip / period)) / speed;
                QVERIFY2(std::abs(off) < 0.06, qPrintable(QString::number(off)));
                sum += off;
                ++bursts;
            }
            quietSince = i;
        }
        QVERIFY(bursts >= 10);
        const double average = sum / bursts;
        qInfo("%g times: bursts %.1f ms from their place on average", speed, 1000 * average);
        // In seconds of the clip, which is what the picture is compared with.
        QVERIFY2(std::abs(average) * std::min(1.0, speed) < 0.006,
                 qPrintable(QString::number(average)));
    }

    void blocksOfAnySizeGiveTheSame()
    {
        const Samples input = sound(
            1, [](double t) { return std::sin(2 * std::numbers::pi * (300 + 500 * t) * t); });
        const Samples whole = stretched(input, 1.5, input.size());
        QVERIFY(stretched(input, 1.5, 1) == whole);
        QVERIFY(stretched(input, 1.5, 777) == whole);
    }

    void refusesWhatItCannotDo()
    {
        for (const double speed : {0.0, -1.0, 0.05, 9.0, double(NAN), double(INFINITY)}) {
            const auto made = TimeStretch::create(kRate, speed);
            QVERIFY(!made);
            QVERIFY(made.error().code == ErrorCode::InvalidArgument);
        }
        QVERIFY(!TimeStretch::create(0, 1.5));
        QVERIFY(stretched({}, 2, 1024).size() < kRate / 10);
    }
};

QTEST_GUILESS_MAIN(TestTimeStretch)
#include "tst_time_stretch.moc"
