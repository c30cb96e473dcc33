// Proxies: frame i shows frame i of the video, whatever the video is; the player shows them only
// while things move. The pictures of the clips carry their own number.
#include "core/media/PlaybackEngine.h"
#include "core/media/Proxy.h"
#include "core/media/VideoWriter.h"
#include "tests/support/Must.h"

#include <QDir>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <numeric>

using namespace ecva;
using namespace ecva::test;

namespace {

constexpr int kWidth = 320;
constexpr int kHeight = 180;
constexpr int kBits = 8; ///< columns, each white or black; the rest is grey
constexpr int kPatienceMs = 30000;

PackedImage numbered(int number, bool inverted)
{
    PackedImage image{kWidth, kHeight, 3, {}};
    image.data.assign(std::size_t(kWidth) * kHeight * 3, 128);
    for (int y = kHeight / 4; y < kHeight * 3 / 4; ++y) {
        for (int x = 0; x < kWidth; ++x) {
            const bool set = ((number >> (x * kBits / kWidth)) & 1) != 0;
            const auto grey = std::uint8_t(set != inverted ? 220 : 30);
            for (int channel = 0; channel < 3; ++channel)
                image.data[(std::size_t(y) * kWidth + std::size_t(x)) * 3 + std::size_t(channel)]
                    = grey;
        }
    }
    return image;
}

int numberIn(const PackedImage &image)
{
    int number = 0;
    for (int bit = 0; bit < kBits; ++bit) {
        const int x = (2 * bit + 1) * image.width / (2 * kBits);
        const std::size_t at
            = (std::size_t(image.height / 2) * std::size_t(image.width) + std::size_t(x))
              * std::size_t(image.channels);
        number |= (image.data[at] > 128 ? 1 : 0) << bit;
    }
    return number;
}

double meanDifference(const PackedImage &a, const PackedImage &b)
{
    if (a.width != b.width || a.height != b.height)
        return 255;
    double sum = 0;
    for (std::size_t i = 0; i < std::size_t(a.width) * std::size_t(a.height) * 4; ++i)
        sum += std::abs(int(a.data[i]) - int(b.data[i]));
    return sum / double(std::size_t(a.width) * std::size_t(a.height) * 4);
}

} // namespace

class TestProxy : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_plain;
    QString m_inverted;

    QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }

    static void write(const QString &to, int frames, bool inverted)
    {
        VideoWriter::Options options;
        options.width = kWidth;
        options.height = kHeight;
        auto writer = must(VideoWriter::open(to.toStdString(), options));
        for (int i = 0; i < frames; ++i)
            must(writer->writeFrame(numbered(i, inverted)));
        must(writer->finish());
    }

    static std::shared_ptr<const VideoIndex> indexOf(const QString &file)
    {
        return must(VideoIndex::build(file.toStdString(), {}));
    }

    QStringList cached() const
    {
        return QDir(path("cache/ecva-studio/proxy")).entryList(QDir::Files | QDir::Hidden);
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_CACHE_HOME", path("cache").toUtf8());
        m_plain = path("plain.mp4");
        m_inverted = path("inverted.mp4");
        write(m_plain, 120, false);
        write(m_inverted, 120, true);
    }

    void everyFrameIsItsOwn_data()
    {
        QTest::addColumn<QStringList>("coding");
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("turned");
        const auto row = [](const char *name, const QStringList &coding, const char *file,
                            bool turned = false) {
            QTest::newRow(name) << coding << QString::fromLatin1(file) << turned;
        };
        row("as it was written", {}, "a.mp4");
        row("pictures that refer to later ones",
            {"-c:v", "libx264", "-bf", "3", "-g", "250", "-pix_fmt", "yuv420p"}, "b.mkv");
        row("ten bits",
            {"-c:v", "libx265", "-x265-params", "log-level=none", "-pix_fmt", "yuv420p10le"},
            "c.mkv");
        row("variable rate",
            {"-vf", "setpts=if(lt(N\\,60)\\,N\\,60+3*(N-60))/25/TB", "-fps_mode", "passthrough",
             "-c:v", "libx264", "-pix_fmt", "yuv420p"},
            "d.mkv"); // in MP4 FFmpeg 7's edit list can hide the last frame
        row("AVI without time stamps", {"-c:v", "mpeg4", "-bf", "2", "-q:v", "2"}, "e.avi");
        row("odd sides", {"-vf", "crop=319:179:0:0", "-c:v", "libx264", "-pix_fmt", "yuv444p"},
            "f.mp4");
        row("stretched pixels", {"-vf", "setsar=4/3", "-c:v", "libx264", "-pix_fmt", "yuv420p"},
            "g.mp4");
        row("wider than a proxy",
            {"-vf", "scale=1600:900", "-c:v", "libx264", "-pix_fmt", "yuv420p"}, "h.mp4");
        row("turned", {"-c", "copy", "-metadata:s:v", "rotate=90"}, "i.mp4", true);
    }
    void everyFrameIsItsOwn()
    {
        QFETCH(QStringList, coding);
        QFETCH(QString, name);
        QFETCH(bool, turned);
        QString video = m_plain;
        if (!coding.isEmpty()) {
            video = m_folder.filePath(name);
            if (QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty())
                QSKIP("the ffmpeg program is not installed: nothing to make clips with");
            if (QProcess::execute(QStringLiteral("ffmpeg"),
                                  QStringList{"-v", "error", "-y", "-i", m_plain} + coding
                                      + QStringList{video})
                != 0)
                QSKIP("this FFmpeg cannot make the clip");
        }
        const auto index = indexOf(video);
        QCOMPARE(qint64(index->frameCount()), qint64(120));
        double done = 0;
        proxy::Options options;
        options.progress = [&](double fraction) {
            QVERIFY(fraction >= done && fraction <= 1);
            done = fraction;
        };
        const auto file = proxy::make(video.toStdString(), index, options);
        QVERIFY2(file.has_value(), file ? "" : file.error().text().c_str());
        QCOMPARE(done, 1.0);
        const std::string digest = must(mediaDigest(video.toStdString()));
        QVERIFY(*file == proxy::file(digest));

        auto proxied = must(proxy::open(digest, *index));
        auto real = must(FrameSource::open(video.toStdString(), index, {}));
        QCOMPARE(qint64(proxied->index().frameCount()), qint64(120));
        QCOMPARE(proxied->index().keyFrameCount(), 120);
        QVERIFY(std::max(proxied->index().info().width, proxied->index().info().height) <= 960);
        for (int i = 0; i < 120; ++i) {
            const int frame = i * 77 % 120; // in no order
            const PackedImage small
                = must(must(proxied->frameAt(FrameIndex(frame))).toBgra(160, 160));
            if (!turned)
                QCOMPARE(numberIn(small), frame);
            const PackedImage truth = must(must(real->frameAt(FrameIndex(frame))).toBgra(160, 160));
            if (small.width == truth.width && small.height == truth.height)
                QVERIFY2(meanDifference(small, truth) < 8, qPrintable(QString::number(frame)));
            else
                QVERIFY(std::abs(small.width - truth.width) + std::abs(small.height - truth.height)
                        <= 2);
        }
    }

    void aStoppedRunLeavesNothing()
    {
        const QStringList before = cached();
        proxy::Options options;
        options.progress = [&](double fraction) {
            if (fraction > 0.3)
                options.cancel.cancel();
        };
        const auto file = proxy::make(m_inverted.toStdString(), indexOf(m_inverted), options);
        QVERIFY(!file && file.error().code == ErrorCode::Cancelled);
        QCOMPARE(cached(), before);
        const auto none
            = proxy::open(must(mediaDigest(m_inverted.toStdString())), *indexOf(m_inverted));
        QVERIFY(!none && none.error().code == ErrorCode::NotFound);
    }

    void anotherVideosProxyIsNotUsed()
    {
        const QString other = path("other.mp4");
        write(other, 119, false);
        const std::string digest = must(mediaDigest(other.toStdString()));
        const QString there = QString::fromStdString(proxy::file(digest).string());
        QVERIFY(QFile::copy(m_plain, there));
        QVERIFY(!proxy::open(digest, *indexOf(other)));
        QVERIFY(!QFile::exists(there)); // it would only lie there

        QFile broken(there);
        QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("no video") > 0);
        broken.close();
        QVERIFY(!proxy::open(digest, *indexOf(other)));
        QVERIFY(!QFile::exists(there));
    }

    void keepsToItsBudget()
    {
        proxy::Options options;
        must(proxy::make(m_plain.toStdString(), indexOf(m_plain), options));
        QVERIFY(!cached().isEmpty());
        options.budgetBytes = 1;
        const auto file = must(proxy::make(m_inverted.toStdString(), indexOf(m_inverted), options));
        QCOMPARE(cached(), QStringList{QString::fromStdString(file.filename().string())});
    }

    void heavyIsWhatIsSlow()
    {
        const auto heavy = [](const char *codec, const char *format, int width, int height,
                              double rate, int group) {
            VideoIndex::Parts parts;
            parts.info.codec = codec;
            parts.info.pixelFormat = format;
            parts.info.width = width;
            parts.info.height = height;
            parts.info.timeBase = {1, 1000};
            for (int i = 0; i < 1000; ++i) {
                const auto pts = std::int64_t(i * 1000 / rate);
                parts.entries.push_back(
                    {pts, std::int64_t((i + 1) * 1000 / rate), pts, i % group == 0});
                if (i % group == 0)
                    parts.keys.push_back({pts, pts, i});
            }
            return isHeavy(VideoIndex(std::move(parts)));
        };
        QVERIFY(!heavy("h264", "yuv420p", 852, 480, 27, 12));
        QVERIFY(!heavy("h264", "yuv420p", 320, 180, 30, 250));
        QVERIFY(heavy("h264", "yuv420p", 1920, 1080, 30, 250));   // far from key to key
        QVERIFY(heavy("hevc", "yuv420p10le", 3840, 2160, 30, 1)); // slow to play
        QVERIFY(heavy("h264", "yuv420p", 3840, 2160, 25, 50));
        QVERIFY(!heavy("mjpeg", "yuvj420p", 1280, 720, 25, 1));
    }

    /// The real picture wherever it stands still; the proxy's, with its true number, on the way.
    void thePlayerShowsItWhileThingsMove()
    {
        const auto index = indexOf(m_plain);
        std::atomic<int> woken{0};
        PlaybackEngine::Options options;
        options.viewWidth = kWidth;
        options.viewHeight = kHeight;
        options.wakeUp = [&] { ++woken; };
        PlaybackEngine engine(must(FrameSource::open(m_plain.toStdString(), index, {})), index,
                              options);
        int shown = 0; // pictures since the last look
        int proxies = 0;
        bool proxyNow = false;
        const auto drain = [&] {
            while (auto event = engine.take()) {
                QVERIFY(!event->error);
                if (event->image.data.empty())
                    continue;
                // The inverted clip stands for a proxy: it tells what was shown.
                const int number = numberIn(event->image);
                QCOMPARE(event->proxy ? 255 - number : number, int(event->index.value));
                ++shown;
                proxies += event->proxy ? 1 : 0;
                proxyNow = event->proxy;
            }
        };
        const auto until = [&](auto done) {
            return QTest::qWaitFor(
                [&] {
                    drain();
                    return done();
                },
                kPatienceMs);
        };
        QVERIFY(until([&] { return shown == 1; }));
        QVERIFY(!proxyNow);
        engine.setProxy(must(FrameSource::open(m_inverted.toStdString(), indexOf(m_inverted), {})));

        engine.seek(FrameIndex(77));
        QVERIFY(until([&] { return engine.shownFrame() == FrameIndex(77) && proxies == 1; }));
        QVERIFY(until([&] { return !proxyNow; })); // stands still
        QCOMPARE(engine.shownFrame(), FrameIndex(77));
        QCOMPARE(proxies, 1);

        engine.seek(FrameIndex(20));
        engine.play();
        const int before = shown;
        QVERIFY(until([&] { return shown > before + 10; }));
        QVERIFY(proxyNow); // from now on none of the others
        engine.pause();
        const FrameIndex stopped = engine.shownFrame();
        QVERIFY(until([&] { return !proxyNow; }));
        QCOMPARE(engine.shownFrame(), stopped);

        // From where it stands the video itself is played, as long as it is no hurry.
        const int soFar = proxies;
        const int fromHere = shown;
        engine.play();
        QVERIFY(until([&] { return shown > fromHere + 5; }));
        QCOMPARE(proxies, soFar);
        engine.setSpeed(4);
        QVERIFY(until([&] { return proxies > soFar; }));
        engine.setSpeed(1);
        engine.pause();
        QVERIFY(until([&] { return !proxyNow; }));

        for (int i = 0; i < 30; ++i) { // never still: never the video itself decoded in between
            engine.seek(FrameIndex((i * 37 + 5) % 120));
            QTest::qWait(5);
            drain();
        }
        QVERIFY(until([&] { return !proxyNow; }));
        QCOMPARE(engine.shownFrame(), FrameIndex((29 * 37 + 5) % 120));

        engine.setProxy(nullptr);
        const int all = proxies;
        engine.seek(FrameIndex(3));
        QVERIFY(until([&] { return engine.shownFrame() == FrameIndex(3); }));
        QTest::qWait(200);
        drain();
        QCOMPARE(proxies, all);
    }
};

QTEST_GUILESS_MAIN(TestProxy)
#include "tst_proxy.moc"
