// Which second of the clip is heard, with a device made up for the test; and that nothing in the
// sound makes the window wait. The clip's sound is a ramp: each sample says where it belongs.
#include "ui/player/SoundOutput.h"

#include <QProcess>
#include <QSemaphore>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <mutex>

using namespace ecva;

namespace {

constexpr int kRate = 48000;
constexpr int kPatienceMs = 30000;
constexpr double kRampSeconds = 4;

/// What the test and the device, which lives in the sound thread, share.
struct Tape
{
    std::mutex mutex;
    std::vector<qint16> left; ///< what the device got
    double heard = 0;         ///< samples
    bool alive = true;
    int opened = 0;

    std::size_t size()
    {
        std::scoped_lock lock(mutex);
        return left.size();
    }
};

class TapeDevice : public SoundDevice
{
public:
    explicit TapeDevice(std::shared_ptr<Tape> tape)
        : m_tape(std::move(tape))
    {
    }
    int sampleRate() const override { return kRate; }
    bool isAlive() const override
    {
        std::scoped_lock lock(m_tape->mutex);
        return m_tape->alive;
    }
    qint64 room() const override { return 3000; }
    qint64 write(const qint16 *values, qint64 samples) override
    {
        std::scoped_lock lock(m_tape->mutex);
        const qint64 taken = std::min<qint64>(samples, 1777); // not all that it is given
        for (qint64 i = 0; i < taken; ++i)
            m_tape->left.push_back(values[2 * i]);
        return taken;
    }
    double heard() const override
    {
        std::scoped_lock lock(m_tape->mutex);
        return m_tape->heard;
    }
    void setVolume(double) override {}

private:
    std::shared_ptr<Tape> m_tape;
};

/// The clip second that a sample of the ramp belongs to.
double secondOf(qint16 sample)
{
    return (sample + 20000.0) / 40000.0 * kRampSeconds;
}

} // namespace

class TestSound : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_clip;

    static SoundDeviceOpener opener(const std::shared_ptr<Tape> &tape)
    {
        return [tape] {
            std::scoped_lock lock(tape->mutex);
            ++tape->opened;
            tape->left.clear();
            return std::make_unique<TapeDevice>(tape);
        };
    }

    bool waitForSamples(const std::shared_ptr<Tape> &tape, std::size_t count) const
    {
        return QTest::qWaitFor([&] { return tape->size() >= count; }, kPatienceMs);
    }

    /// What it says is heard when the device says it has played `sample`.
    static double heardAt(const SoundOutput &output, const std::shared_ptr<Tape> &tape,
                          std::size_t sample)
    {
        {
            std::scoped_lock lock(tape->mutex);
            tape->heard = static_cast<double>(sample);
        }
        const auto asked = SoundWorker::now();
        if (!QTest::qWaitFor(
                [&] {
                    const auto heard = output.heard();
                    return heard && heard->at > asked + std::chrono::milliseconds(1);
                },
                kPatienceMs))
            return -1;
        return output.heard()->seconds;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty())
            QSKIP("the ffmpeg program is not installed: no clips to play");
        m_clip = m_folder.filePath(QStringLiteral("ramp.mkv"));
        QCOMPARE(QProcess::execute(QStringLiteral("ffmpeg"),
                                   {"-v", "error", "-y", "-f", "lavfi", "-i",
                                    "testsrc2=size=64x48:rate=25:duration=4", "-f", "lavfi", "-i",
                                    "aevalsrc='(-20000+10000*t)/32768|0':s=48000:d=4", "-c:v",
                                    "libx264", "-c:a", "pcm_s16le", m_clip}),
                 0);
    }

    void whatIsHeardIsWhereItSays_data()
    {
        QTest::addColumn<double>("speed");
        QTest::addColumn<bool>("loop");
        for (const double speed : {1.0, 0.5, 2.0, 4.0}) {
            QTest::addRow("%g times", speed) << speed << false;
            QTest::addRow("%g times, in a loop", speed) << speed << true;
        }
    }
    void whatIsHeardIsWhereItSays()
    {
        QFETCH(double, speed);
        QFETCH(bool, loop);
        const auto tape = std::make_shared<Tape>();
        SoundOutput output(nullptr, opener(tape));
        output.setClip(m_clip.toStdString(), 0);
        SoundDecoder::Passage passage;
        passage.from = 0.5;
        passage.speed = speed;
        passage.end = loop ? 1.5 : 3.0;
        if (loop)
            passage.loop = 0.25;
        output.start(passage);
        const double once = 2.5 / speed;
        const auto wanted
            = static_cast<std::size_t>((loop ? 3.0 : std::min(0.7 * once, 1.5)) * kRate);
        QVERIFY(waitForSamples(tape, wanted));
        std::vector<qint16> left;
        {
            std::scoped_lock lock(tape->mutex);
            left = tape->left;
        }
        // It begins where the picture will have been by then, not before; and each sample is as far
        // from the first as the speed and the loop say.
        const auto first
            = static_cast<std::size_t>(0.1 * kRate); // behind the silence of a slow start
        const double begins = secondOf(left[first]) - 0.1 * speed;
        QVERIFY2(begins >= 0.5 - 0.005 * speed && begins < 1.5,
                 qPrintable(QString::number(begins)));
        for (std::size_t i = first; i < wanted; i += 997) {
            double expected = begins + static_cast<double>(i) / kRate * speed;
            if (loop && expected >= 1.5)
                expected = 0.25 + std::fmod(expected - 0.25, 1.25);
            if (loop && (expected < 0.25 + 0.1 * speed || expected > 1.5 - 0.05 * speed))
                continue; // the seam itself
            // What the method moves a ramp by; tst_time_stretch has it for waves.
            const double most = speed == 1 ? 0.0005 : 0.03 * speed;
            QVERIFY2(std::abs(secondOf(left[i]) - expected) < most,
                     qPrintable(QString("sample %1: %2 instead of %3")
                                    .arg(i)
                                    .arg(secondOf(left[i]))
                                    .arg(expected)));
        }
        for (const double share : {0.2, 0.5, 0.9}) {
            const auto sample = static_cast<std::size_t>(share * static_cast<double>(wanted));
            double expected = begins + static_cast<double>(sample) / kRate * speed;
            if (loop && expected >= 1.5)
                expected = 0.25 + std::fmod(expected - 0.25, 1.25);
            const double heard = heardAt(output, tape, sample);
            QVERIFY2(std::abs(heard - expected) < (speed == 1 ? 0.001 : 0.03 * speed),
                     qPrintable(QString("%1 instead of %2").arg(heard).arg(expected)));
        }
    }

    void aLateDeviceGetsWhatComesLater()
    {
        // 1.5 s late: the first sample it gets belongs 1.5 s behind the picture's second, so that
        // it is heard with its picture.
        const auto tape = std::make_shared<Tape>();
        SoundOutput output(nullptr, opener(tape));
        output.setClip(m_clip.toStdString(), 0);
        output.addDelay(1.5);
        SoundDecoder::Passage passage;
        passage.from = 0.5;
        output.start(passage);
        QVERIFY(waitForSamples(tape, 100));
        std::scoped_lock lock(tape->mutex);
        QVERIFY(secondOf(tape->left.front()) >= 2.0);
    }

    void silenceBehindTheEnd()
    {
        const auto tape = std::make_shared<Tape>();
        SoundOutput output(nullptr, opener(tape));
        output.setClip(m_clip.toStdString(), 0);
        SoundDecoder::Passage passage;
        passage.from = 1;
        passage.end = 3;
        output.start(passage);
        QVERIFY(waitForSamples(tape, kRate));
        QTest::qWait(300); // nothing is left to come
        std::scoped_lock lock(tape->mutex);
        QVERIFY(tape->left.size() <= std::size_t(2) * kRate);
        QVERIFY(std::abs(secondOf(tape->left.back()) - 3) < 0.001);
    }

    void aDeadDeviceIsSaidAndComesBack()
    {
        const auto tape = std::make_shared<Tape>();
        SoundOutput output(nullptr, opener(tape));
        QSignalSpy lost(&output, &SoundOutput::lost);
        output.setClip(m_clip.toStdString(), 0);
        output.start({});
        QVERIFY(waitForSamples(tape, 1000));
        {
            std::scoped_lock lock(tape->mutex);
            tape->alive = false;
        }
        QVERIFY(lost.wait(kPatienceMs));
        QVERIFY(!output.heard());
        {
            std::scoped_lock lock(tape->mutex);
            tape->alive = true;
        }
        output.start({});
        QVERIFY(QTest::qWaitFor([&] { return output.heard().has_value(); }, kPatienceMs));
        QCOMPARE(lost.count(), 1);
        output.stop();
        QVERIFY(!output.heard());
    }

    void noDeviceIsSaid()
    {
        SoundOutput output(nullptr, [] { return std::unique_ptr<SoundDevice>(); });
        QSignalSpy lost(&output, &SoundOutput::lost);
        output.setClip(m_clip.toStdString(), 0);
        output.start({});
        QVERIFY(lost.wait(kPatienceMs));
        output.clearClip();
        output.start({}); // no clip: nothing happens
        QTest::qWait(50);
        QCOMPARE(lost.count(), 1);
    }

    void aServerThatDoesNotAnswerIsNotWaitedFor()
    {
        // Opening blocks until the test lets it go, which it does only after all of this has
        // returned; of the requests meanwhile only the last one is carried out.
        const auto tape = std::make_shared<Tape>();
        QSemaphore answers;
        SoundOutput output(nullptr, [&answers, open = opener(tape)] {
            answers.acquire();
            return open();
        });
        output.setClip(m_clip.toStdString(), 0);
        for (int i = 0; i < 20; ++i) {
            output.start({});
            output.setVolume(0.1 * (i % 10));
            output.stop();
            output.setMuted(i % 2 == 0);
        }
        SoundDecoder::Passage passage;
        passage.from = 2;
        output.start(passage);
        QVERIFY(!output.heard());
        answers.release(100);
        QVERIFY(waitForSamples(tape, 1000));
        QVERIFY(QTest::qWaitFor([&] { return output.heard().has_value(); }, kPatienceMs));
        QVERIFY(output.heard()->seconds >= 2);
        QVERIFY2(tape->opened <= 2, "requests that are over open nothing");
    }

    void closingDoesNotWaitForAServerEither()
    {
        const auto answers = std::make_shared<QSemaphore>();
        const auto gone = std::make_shared<QSemaphore>();
        {
            SoundOutput output(nullptr, [answers, gone] {
                answers->acquire();
                gone->release();
                return std::unique_ptr<SoundDevice>();
            });
            output.setClip(m_clip.toStdString(), 0);
            output.start({});
            QTest::qWait(50);
        } // returns although nothing has answered
        QCOMPARE(gone->available(), 0);
        answers->release();
        QVERIFY(gone->tryAcquire(1, kPatienceMs));
        QTest::qWait(100); // the thread ends by itself
    }
};

QTEST_GUILESS_MAIN(TestSound)
#include "tst_sound.moc"
