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

    void staysWithASoundCardForAnHour()
    {
        // 100 ppm off is 0.36 s in an hour: the picture stays with the sound, well under a frame.
        const double fast = run([](double t) { return 10.0 + t * 1.0001; }, 3600);
        QVERIFY2(std::abs(fast - 0.36) < 0.002, qPrintable(QString::number(fast)));
        const double slow = run([](double t) { return 10.0 + t * 0.9999; }, 3600);
        QVERIFY2(std::abs(slow - 0.36) < 0.002, qPrintable(QString::number(slow)));
    }

    void keepsTimeForAnHourWithAHiccupingSound()
    {
        // Stands still for 2 s in every 60, falls back to 0 in every 7th of those minutes.
        const double off = run(
            [](double t) {
                const double minute = std::fmod(t, 60);
                if (std::fmod(t, 420) < 60)
                    return minute;
                return minute < 2 ? 10.0 + t - minute : 10.0 + t;
            },
            3600);
        QVERIFY2(off < 0.02, qPrintable(QString::number(off)));
    }

    void otherSpeeds_data()
    {
        QTest::addColumn<double>("rate");
        for (const double rate : {0.1, 0.5, 2.0, 8.0, -0.1, -1.0, -8.0})
            QTest::addRow("%g", rate) << rate;
    }
    void otherSpeeds()
    {
        QFETCH(double, rate);
        PlaybackClock clock;
        clock.start(100, rate, 5s);
        QVERIFY(std::abs(clock.position(15s) - (100 + 10 * rate)) < 1e-9);
        // Another speed goes on from the same place, and so does a jump.
        clock.setRate(rate / 2, 15s);
        QVERIFY(std::abs(clock.position(15s) - (100 + 10 * rate)) < 1e-9);
        QVERIFY(std::abs(clock.position(19s) - (100 + 12 * rate)) < 1e-9);
        clock.moveBy(-7);
        QVERIFY(std::abs(clock.position(19s) - (93 + 12 * rate)) < 1e-9);
    }

    void followsTheSoundAtOtherSpeeds()
    {
        for (const double rate : {0.1, 0.5, 4.0}) {
            PlaybackClock clock;
            clock.start(0, rate, 0s);
            for (int tick = 1; tick <= 1000; ++tick) {
                const auto now = std::chrono::milliseconds(20) * tick;
                // 80 ms late, and told 15 ms after it was heard.
                clock.follow((tick * 0.02 - 0.08 - 0.015) * rate, now, 15ms);
            }
            const double off = clock.position(20s) / rate - (20 - 0.08);
            QVERIFY2(std::abs(off) < 0.005, qPrintable(QString::number(off)));
        }
    }

    void aLoopHasNoSides()
    {
        // The sound, 50 ms late, is still in the old round when the picture has begun the new one.
        PlaybackClock clock;
        clock.start(2, 1, 0s);
        double last = 0;
        for (int tick = 1; tick <= 2000; ++tick) {
            const auto now = std::chrono::milliseconds(10) * tick;
            if (clock.position(now) >= 2.5)
                clock.moveBy(-0.5);
            const double sound = 2 + std::fmod(0.5 + tick * 0.01 - 0.05, 0.5);
            QCOMPARE(clock.follow(sound, now, {}, 0.5), 0.0);
            last = std::remainder(clock.position(now) - sound, 0.5);
        }
        QVERIFY2(std::abs(last) < 0.005, qPrintable(QString::number(last)));
    }

    void aSoundThatIsFarTooLateHasToMove()
    {
        // 2 s of latency: said once, within half a second of the first movement, and by how much.
        PlaybackClock clock;
        clock.start(10, 1, 0s);
        double said = 0;
        int times = 0;
        for (int tick = 1; tick <= 150; ++tick) {
            const double t = tick * 0.02;
            const double off
                = clock.follow(10 + std::max(0.0, t - 2), std::chrono::milliseconds(20) * tick);
            if (off != 0) {
                said = off;
                ++times;
                QVERIFY(t > 2.2 && t < 2.5);
                break;
            }
        }
        QCOMPARE(times, 1);
        QVERIFY2(std::abs(said + 2) < 0.03, qPrintable(QString::number(said)));
        QVERIFY(std::abs(clock.position(3s) - 13) < 0.02); // the picture has not waited
    }

    void aSoundThatIsAlmostRightNeedNotMove()
    {
        PlaybackClock clock;
        clock.start(10, 1, 0s);
        for (int tick = 1; tick <= 500; ++tick)
            QCOMPARE(clock.follow(10 + tick * 0.02 - 0.09, std::chrono::milliseconds(20) * tick),
                     0.0);
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
