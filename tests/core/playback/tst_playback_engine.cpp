// The playback thread on generated clips. Truth: a linear decode by a FrameSource of its own.
#include "core/media/FrameSource.h"
#include "core/media/PlaybackEngine.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cmath>
#include <functional>
#include <random>

using namespace ecva;

namespace {

constexpr int kWidth = 200;
constexpr int kHeight = 120;
constexpr int kPatienceMs = 30000;

QByteArray hashOf(const PackedImage &image)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArray::number(image.width) + 'x' + QByteArray::number(image.height));
    hash.addData(QByteArray::fromRawData(reinterpret_cast<const char *>(image.data.data()),
                                         static_cast<qsizetype>(image.data.size())));
    return hash.result();
}

struct Clip
{
    QString path;
    std::shared_ptr<const VideoIndex> index;
    std::vector<QByteArray> hashes; ///< of the pictures at kWidth × kHeight
};

} // namespace

class TestPlaybackEngine : public QObject
{
    Q_OBJECT

private:
    using Event = PlaybackEngine::Event;

    QTemporaryDir m_folder;
    std::map<QString, Clip> m_clips;

    bool generate(const QString &name, const QStringList &options)
    {
        const QString path = m_folder.filePath(name);
        QStringList arguments{
            "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=30:duration=2"};
        arguments += options;
        arguments.append(path);
        if (QProcess::execute(QStringLiteral("ffmpeg"), arguments) != 0)
            return false;
        VideoIndex::Options indexOptions;
        indexOptions.useCache = false;
        const auto index = VideoIndex::build(path.toStdString(), indexOptions);
        if (!index)
            return false;
        Clip clip{path, *index, {}};
        auto source = FrameSource::open(path.toStdString(), *index, {});
        for (std::int64_t i = 0; source && i < (*index)->frameCount(); ++i) {
            const auto frame = (*source)->frameAt(FrameIndex(i));
            if (!frame)
                return false;
            clip.hashes.push_back(hashOf(*frame->toBgra(kWidth, kHeight)));
        }
        m_clips[name] = std::move(clip);
        return true;
    }

    static std::unique_ptr<PlaybackEngine>
    open(const Clip &clip, std::function<PlaybackClock::Time()> now = {},
         PlaybackClock::Time exactWithin = std::chrono::seconds(60))
    {
        FrameSource::Options sourceOptions;
        sourceOptions.cacheBytes = 64 << 20;
        auto source = FrameSource::open(clip.path.toStdString(), clip.index, sourceOptions);
        PlaybackEngine::Options options;
        options.viewWidth = kWidth;
        options.viewHeight = kHeight;
        options.now = std::move(now);
        options.exactWithin = exactWithin;
        return std::make_unique<PlaybackEngine>(std::move(*source), clip.index, options);
    }

    /// Takes events until `done` says so; all of them, or nothing more when it never does.
    static std::vector<Event> takeUntil(PlaybackEngine &engine,
                                        const std::function<bool(const Event &)> &done)
    {
        std::vector<Event> events;
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < kPatienceMs) {
            if (auto event = engine.take()) {
                events.push_back(std::move(*event));
                if (done(events.back()))
                    return events;
            } else {
                QTest::qSleep(1);
            }
        }
        qWarning("waited in vain");
        return events;
    }

    static auto shows(std::int64_t frame)
    {
        return [frame](const Event &event) {
            return !event.image.data.empty() && event.index.value == frame;
        };
    }

    static bool isTrue(const Clip &clip, const Event &event)
    {
        return hashOf(event.image) == clip.hashes[static_cast<std::size_t>(event.index.value)];
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty())
            QSKIP("the ffmpeg program is not installed: no clips to play");
        const QStringList h264{"-c:v", "libx264", "-bf", "3", "-g", "24", "-pix_fmt", "yuv420p"};
        QVERIFY(generate("b.mp4", h264));
        QVERIFY(generate("open.ts", QStringList(h264) << "-x264-params" << "open-gop=1"));
        QVERIFY(generate("plain.avi", {"-c:v", "mpeg4", "-g", "12"}));
        QVERIFY(generate("vfr.mkv", QStringList(h264)
                                        << "-vf" << "select='not(mod(n,3))+lt(n,20)'" << "-fps_mode"
                                        << "vfr"));
    }

    void playsInOrderToTheLastFrame_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"b.mp4", "open.ts", "plain.avi", "vfr.mkv"})
            QTest::newRow(name) << name;
    }
    void playsInOrderToTheLastFrame()
    {
        QFETCH(QString, name);
        const Clip &clip = m_clips[name];
        auto engine = open(clip);
        takeUntil(*engine, shows(0));
        engine->play();
        QVERIFY(engine->isPlaying());
        const auto events = takeUntil(*engine, [](const Event &event) { return event.ended; });
        QVERIFY(!engine->isPlaying());
        std::int64_t last = -1;
        for (const Event &event : events) {
            QVERIFY(!event.error);
            if (event.image.data.empty())
                continue;
            QVERIFY2(event.index.value > last, "every number is larger than the one before");
            QVERIFY2(isTrue(clip, event), "the number is that of the picture");
            last = event.index.value;
        }
        QCOMPARE(last, clip.index->lastFrame().value);
        QCOMPARE(engine->shownFrame(), clip.index->lastFrame());
        qInfo("%s: %zu of %lld frames shown", qPrintable(name), events.size() - 1,
              static_cast<long long>(clip.index->frameCount()));

        // Again from the end: from the start.
        engine->play();
        const auto again = takeUntil(*engine, shows(0));
        QCOMPARE(again.back().index.value, 0);
    }

    void latestSeekWinsAndDraggingShowsPictures()
    {
        const Clip &clip = m_clips["b.mp4"];
        auto engine = open(clip);
        takeUntil(*engine, shows(0));
        std::mt19937 random(5);
        std::uniform_int_distribution<std::int64_t> any(0, clip.index->frameCount() - 1);
        std::vector<Event> shown;
        for (int i = 0; i < 200; ++i) { // a drag: a request every 3 ms
            engine->seek(FrameIndex(any(random)));
            QTest::qSleep(3);
            while (auto event = engine->take())
                shown.push_back(std::move(*event));
        }
        engine->seek(FrameIndex(37));
        const auto rest = takeUntil(*engine, shows(37));
        QVERIFY2(shown.size() >= 5, "pictures came while requests kept coming");
        for (const Event &event : shown)
            QVERIFY(isTrue(clip, event));
        QVERIFY(isTrue(clip, rest.back()));
        QTest::qSleep(100);
        QVERIFY2(!engine->take(), "nothing comes behind the latest");
        QCOMPARE(engine->shownFrame().value, 37);
        QCOMPARE(engine->requestedFrame().value, 37);
    }

    void everyRequestIsClampedToTheClip()
    {
        const Clip &clip = m_clips["b.mp4"];
        auto engine = open(clip);
        engine->seek(FrameIndex(100000));
        takeUntil(*engine, shows(clip.index->lastFrame().value));
        engine->step(1);
        takeUntil(*engine, shows(clip.index->lastFrame().value));
        engine->seek(FrameIndex(-5));
        takeUntil(*engine, shows(0));
        engine->step(-1);
        const auto events = takeUntil(*engine, shows(0));
        QVERIFY(isTrue(clip, events.back()));
    }

    void heldStepsShowEveryFrame()
    {
        const Clip &clip = m_clips["b.mp4"];
        auto engine = open(clip);
        engine->seek(FrameIndex(30));
        takeUntil(*engine, shows(30));
        for (const int direction : {1, -1}) {
            const std::int64_t start = engine->shownFrame().value;
            for (int i = 0; i < 7; ++i) // pressed faster than anything can be shown
                engine->step(direction);
            const auto events = takeUntil(*engine, shows(start + 7 * direction));
            QCOMPARE(events.size(), std::size_t(7));
            for (int i = 0; i < 7; ++i) {
                QCOMPARE(events[i].index.value, start + (i + 1) * direction);
                QVERIFY(isTrue(clip, events[i]));
            }
        }
        // A key held while nothing can be shown does not run on afterwards.
        for (int i = 0; i < 500; ++i)
            engine->step(1);
        QVERIFY(engine->requestedFrame().value <= 30 + 8);
    }

    void aStepDuringASeekGoesOnFromThere()
    {
        const Clip &clip = m_clips["b.mp4"];
        auto engine = open(clip);
        takeUntil(*engine, shows(0));
        engine->seek(FrameIndex(50));
        engine->step(1);
        const auto events = takeUntil(*engine, shows(51));
        QVERIFY(events.size() <= 2); // 50 may have been under way, nothing else
        QVERIFY(isTrue(clip, events.back()));
    }

    void pauseStaysOnTheFrameShown()
    {
        const Clip &clip = m_clips["b.mp4"];
        auto engine = open(clip);
        takeUntil(*engine, shows(0));
        engine->play();
        takeUntil(*engine, [](const Event &event) { return event.index.value >= 10; });
        QTest::qSleep(120); // by now more frames have been played into the queue
        const FrameIndex shown = engine->shownFrame();
        engine->pause();
        QCOMPARE(engine->requestedFrame(), shown);
        const auto events = takeUntil(*engine, shows(shown.value));
        QCOMPARE(events.size(), std::size_t(1));
        QVERIFY(isTrue(clip, events.back()));
        QTest::qSleep(150);
        QVERIFY(!engine->take());
        QCOMPARE(engine->shownFrame(), shown);
    }

    void seekWhilePlayingPlaysOnFromThere()
    {
        const Clip &clip = m_clips["b.mp4"];
        auto engine = open(clip);
        engine->play();
        takeUntil(*engine, [](const Event &event) { return event.index.value >= 3; });
        engine->seek(FrameIndex(40));
        const auto events = takeUntil(*engine, [](const Event &event) { return event.ended; });
        std::int64_t last = -1;
        for (const Event &event : events) {
            if (event.image.data.empty())
                continue;
            QVERIFY(event.index.value >= 40 && event.index.value > last);
            last = event.index.value;
        }
        QCOMPARE(last, clip.index->lastFrame().value);
    }

    void lateFramesAreLeftOut()
    {
        const Clip &clip = m_clips["b.mp4"];
        std::atomic<std::int64_t> time = 0; // nanoseconds, moved by hand
        auto engine = open(clip, [&time] { return PlaybackClock::Time(time.load()); });
        takeUntil(*engine, shows(0));
        engine->play();
        takeUntil(*engine, shows(0));
        QTest::qSleep(150);
        QVERIFY2(!engine->take(), "frame 1 is not due while the clock stands");
        time = 1'000'000'000; // a second passes at once
        const auto events = takeUntil(*engine, shows(30));
        QCOMPARE(events.size(), std::size_t(2));
        QCOMPARE(events.front().index.value, 1); // was ready and waiting
        QVERIFY(isTrue(clip, events.back()));
        // Standing again; requests are heard all the same.
        engine->seek(FrameIndex(12));
        takeUntil(*engine, shows(12));
        time = 60'000'000'000;
        takeUntil(*engine, [](const Event &event) { return event.ended; });
        QCOMPARE(engine->shownFrame(), clip.index->lastFrame());
    }

    void atEverySpeedTheFrameThatIsDueIsShown_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("speed");
        for (const char *name : {"b.mp4", "vfr.mkv"}) {
            for (const double speed : {0.1, 0.5, 1.0, 2.0, 8.0, -0.1, -1.0, -8.0})
                QTest::addRow("%s at %g", name, speed) << name << speed;
        }
    }
    void atEverySpeedTheFrameThatIsDueIsShown()
    {
        QFETCH(QString, name);
        QFETCH(double, speed);
        const Clip &clip = m_clips[name];
        const VideoIndex &index = *clip.index;
        std::atomic<std::int64_t> time = 0; // nanoseconds, moved by hand
        auto engine = open(clip, [&time] { return PlaybackClock::Time(time.load()); });
        const FrameIndex from = speed > 0 ? FrameIndex(3) : index.lastFrame();
        engine->seek(from);
        takeUntil(*engine, shows(from.value));
        engine->setSpeed(speed);
        engine->play();
        QVERIFY(takeUntil(*engine, shows(from.value)).back().started);
        // Backwards, what is shown begins at its end.
        const double start = index.seconds(FrameIndex(from.value + (speed > 0 ? 0 : 1)));
        for (const double passed : {0.213, 0.547, 0.991, 1.521}) { // seconds of the clip
            const double position = start + (speed > 0 ? passed : -passed);
            const FrameIndex due = index.frameAtSeconds(position);
            time = std::llround(passed / std::abs(speed) * 1e9);
            QElapsedTimer timer;
            timer.start();
            while (engine->shownFrame() != due && timer.elapsed() < kPatienceMs) {
                engine->setViewSize(kWidth, kHeight); // makes it look at the clock
                while (const auto event = engine->take())
                    QVERIFY(isTrue(clip, *event));
                QTest::qSleep(1);
            }
            QCOMPARE(engine->shownFrame().value, due.value);
            QVERIFY(std::abs(engine->playPosition() - position) < 1e-6);
        }
    }

    void aDearSeekShowsSomethingNearFirst()
    {
        const Clip &clip = m_clips["b.mp4"]; // key frames 0, 24 and 48
        auto engine = open(clip, {}, std::chrono::nanoseconds(-1));
        takeUntil(*engine, shows(0));
        engine->seek(FrameIndex(40));
        const auto events = takeUntil(*engine, shows(40));
        QCOMPARE(events.size(), std::size_t(2));
        QVERIFY(events.front().index.value >= 24 && events.front().index.value < 48);
        for (const Event &event : events)
            QVERIFY2(isTrue(clip, event), "each with its own number");
        // The latest wins over the rest of the one before, and pausing does not forget it.
        for (int i = 0; i < 50; ++i) {
            engine->seek(FrameIndex((i * 37) % 60));
            QTest::qSleep(i % 4);
            if (i % 3 == 0)
                engine->pause();
            engine->setViewSize(kWidth, kHeight);
            while (const auto event = engine->take())
                QVERIFY(isTrue(clip, *event));
        }
        engine->seek(FrameIndex(57));
        engine->setLooping(true);
        QVERIFY(isTrue(clip, takeUntil(*engine, shows(57)).back()));
        QTest::qSleep(100);
        QVERIFY(!engine->take());
    }

    void aRangeLoopsWithoutItsNeighbours()
    {
        const Clip &clip = m_clips["b.mp4"];
        std::atomic<std::int64_t> time = 0;
        auto engine = open(clip, [&time] { return PlaybackClock::Time(time.load()); });
        engine->setLooping(true);
        engine->playRange({FrameIndex(20), FrameIndex(26)});
        takeUntil(*engine, shows(20));
        // Every frame of three rounds, each when it is due, the first one right behind the last.
        for (int frame = 1; frame < 18; ++frame) {
            time = std::llround((frame + 0.5) / 30 * 1e9);
            QElapsedTimer timer;
            timer.start();
            const std::int64_t due = 20 + frame % 6;
            while (engine->shownFrame().value != due && timer.elapsed() < kPatienceMs) {
                engine->setViewSize(kWidth, kHeight);
                while (const auto event = engine->take()) {
                    QVERIFY(isTrue(clip, *event));
                    QCOMPARE(event->index.value, due);
                }
                QTest::qSleep(1);
            }
            QCOMPARE(engine->shownFrame().value, due);
        }
        engine->setLooping(false);
        time = 60'000'000'000;
        takeUntil(*engine, [](const Event &event) { return event.ended; });
        QCOMPARE(engine->shownFrame().value, 25);
        engine->play(); // the range is over: on to the end of the clip
        takeUntil(*engine, shows(25));
        time = 120'000'000'000;
        takeUntil(*engine, [](const Event &event) { return event.ended; });
        QCOMPARE(engine->shownFrame(), clip.index->lastFrame());
    }

    void anotherSizeShowsTheSameFrame()
    {
        const Clip &clip = m_clips["b.mp4"];
        auto engine = open(clip);
        engine->seek(FrameIndex(21));
        takeUntil(*engine, shows(21));
        engine->setViewSize(100, 100);
        const auto events = takeUntil(*engine, shows(21));
        QVERIFY(events.back().image.width <= 100);
        engine->setViewSize(kWidth, kHeight);
        QVERIFY(isTrue(clip, takeUntil(*engine, shows(21)).back()));
    }

    void aFrameThatCannotBeReadIsSaidAndPassed()
    {
        const QString path = m_folder.filePath("cut.ts");
        QVERIFY(QFile::copy(m_clips["open.ts"].path, path));
        Clip clip = m_clips["open.ts"];
        clip.path = path;
        const auto index = VideoIndex::build(path.toStdString(), {});
        QVERIFY(index);
        clip.index = *index;
        auto engine = open(clip);
        takeUntil(*engine, shows(0));
        QFile file(path); // somebody cuts it while it is open
        QVERIFY(file.open(QIODevice::ReadWrite) && file.resize(file.size() / 2));
        file.close();
        engine->seek(clip.index->lastFrame());
        const auto events
            = takeUntil(*engine, [](const Event &event) { return event.error.has_value(); });
        QCOMPARE(events.back().index, clip.index->lastFrame());
        QVERIFY(!events.back().error->message.empty());
        engine->seek(FrameIndex(5));
        QVERIFY(isTrue(clip, takeUntil(*engine, shows(5)).back()));
        engine->play();
        takeUntil(*engine, [](const Event &event) { return event.error.has_value(); });
        QVERIFY(!engine->isPlaying());
    }

    void closesAtAnyMoment()
    {
        const Clip &clip = m_clips["b.mp4"];
        std::mt19937 random(9);
        for (int i = 0; i < 40; ++i) {
            auto engine = open(clip);
            if (i % 2 == 0)
                engine->play();
            else
                engine->seek(FrameIndex(std::int64_t(random() % 60)));
            QTest::qSleep(static_cast<int>(random() % 20));
        }
    }
};

QTEST_GUILESS_MAIN(TestPlaybackEngine)
#include "tst_playback_engine.moc"
