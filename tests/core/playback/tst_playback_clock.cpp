// The playback clock against a fake time: whatever the sound does, the picture goes on.
#include "core/media/PlaybackClock.h"

#include <QTest>

#include <cmath>
#include <functional>

using namespace ecva;
using namespace std::chrono_literals;

class TestPlaybackClock : public QObject
{
    Q_OBJECT

private:
    /// Runs the clock for `seconds`, polling sound(t) every 20 ms; returns the largest |clock -
    /// real| over the last second and checks at each tick that the picture goes forward, gently.
    static double run(const std::function<double(double)> &sound, double seconds)
    {
        PlaybackClock clock;
        clock.start(10.0, 1, 5s);
        double last = 10.0;
        double worst = 0;
        const int ticks = static_cast<int>(std::lround(seconds / 0.02));
        for (int tick = 1; tick <= ticks; ++tick) {
            const double t = tick * 0.02;
            const auto now = 5s + std::chrono::milliseconds(20) * tick;
            const double position = clock.position(now);
            const double step = position - last;
            if (step < 0.02 * (1 - PlaybackClock::kMaxSlew) - 1e-9
                || step > 0.02 * (1 + PlaybackClock::kMaxSlew) + 1e-9)
                return 1e9;
            last = position;
            const double heard = sound(t);
            if (!std::isnan(heard))
                clock.follow(heard, now);
            if (t > seconds - 1)
                worst = std::max(worst, std::abs(position - (10.0 + t)));
        }
        return worst;
    }

private Q_SLOTS:
    void plainWithoutSound()
    {
        QVERIFY(run([](double) { return NAN; }, 60) < 1e-6);
    }

    void stoppedClockStands()
    {
        PlaybackClock clock;
        QCOMPARE(clock.position(3s), 0.0);
        clock.start(2.0, 1, 3s);
        QCOMPARE(clock.position(4s), 3.0);
        QCOMPARE(clock.position(2s), 2.0); // a reading from before the start
        clock.stop();
        clock.follow(9.0, 5s);
        QVERIFY(!clock.isRunning());
    }

    void followsALateSound()
    {
        // 150 ms late from the first sample on: after 30 s the picture is with the sound.
        const double off = run([](double t) { return 10.0 + t - 0.15; }, 30);
        QVERIFY2(std::abs(off - 0.15) < 0.005, qPrintable(QString::number(off)));
    }

    void followsADriftingSound()
    {
        // A sound card that runs 0.2 % fast is 120 ms ahead after a minute; the picture stays with
        // it.
        const double off = run([](double t) { return 10.0 + t * 1.002; }, 60);
        QVERIFY2(std::abs(off - 0.12) < 0.01, qPrintable(QString::number(off)));
    }

    void ignoresASoundThatStandsStill()
    {
        const double off = run([](double t) { return t < 1 ? 10.0 + t : 11.0; }, 20);
        QVERIFY2(off < 0.02, qPrintable(QString::number(off)));
    }

    void ignoresASoundThatNeverStarts()
    {
        QVERIFY(run([](double) { return 10.0; }, 20) < 1e-6);
    }

    void ignoresASoundThatFallsBackToZero()
    {
        const double off = run([](double t) { return t < 2 ? 10.0 + t : t - 2; }, 20);
        QVERIFY2(off < 0.02, qPrintable(QString::number(off)));
    }

    void ignoresASoundThatStops()
    {
        // 0.4 s late, being made good, when the reports end: the slew must not go on for ever.
        const double off = run([](double t) { return t < 1 ? 10.0 + t - 0.4 : NAN; }, 30);
        QVERIFY2(off < 0.4 && off < 1.4 * PlaybackClock::kMaxSlew,
                 qPrintable(QString::number(off)));
    }

    void ignoresNonsense()
    {
        QVERIFY(run([](double t) { return t * 1e6; }, 5) < 1e-6);
        QVERIFY(run([](double) { return HUGE_VAL; }, 5) < 1e-6);
    }

    void followsASoundInCoarseSteps()
    {
        // A sink that says something new only every 100 ms, and runs 100 ms late.
        const double off = run([](double t) { return 10.0 + std::floor(t * 10) / 10 - 0.1; }, 30);
        QVERIFY2(off > 0.05 && off < 0.2, qPrintable(QString::number(off)));
    }
};

QTEST_GUILESS_MAIN(TestPlaybackClock)
#include "tst_playback_clock.moc"
