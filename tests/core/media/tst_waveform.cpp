// Peaks against signals whose peaks are known by hand, at the place where the pictures' clock has
// them; against AudioSource; and a cache that is used only when it is whole and the file's own.
#include "core/media/AudioSource.h"
#include "core/media/VideoIndex.h"
#include "core/media/Waveform.h"
#include "tests/support/Files.h"
#include "tests/support/GeneratedMedia.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace ecva;
using namespace ecva::test;
using test::GeneratedMedia;

namespace {

constexpr int kRate = Waveform::kPeaksPerSecond;

std::size_t at(double seconds)
{
    return static_cast<std::size_t>(std::lround(seconds * kRate));
}

/// Place of the highest peak, in seconds.
double loudest(const Waveform &waveform)
{
    const auto &peaks = waveform.finest();
    const auto found
        = std::max_element(peaks.begin(), peaks.end(),
                           [](const SoundPeak &a, const SoundPeak &b) { return a.high < b.high; });
    return static_cast<double>(found - peaks.begin()) / kRate;
}

} // namespace

class TestWaveform : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    /// A video whose sound is `source` (of lavfi); `later`: how much later it begins than the
    /// pictures, negative: earlier.
    QString make(const QString &name, const QString &source, const QString &codec, double later = 0)
    {
        const QString path = m_folder.filePath(name);
        const QString problem = GeneratedMedia::ffmpeg(
            {QStringLiteral("-itsoffset"),
             QString::number(later < 0 ? -later : 0),
             QStringLiteral("-f"),
             QStringLiteral("lavfi"),
             QStringLiteral("-i"),
             QStringLiteral("testsrc2=size=64x48:rate=25:duration=4"),
             QStringLiteral("-itsoffset"),
             QString::number(later > 0 ? later : 0),
             QStringLiteral("-f"),
             QStringLiteral("lavfi"),
             QStringLiteral("-i"),
             source,
             QStringLiteral("-map"),
             QStringLiteral("0:v"),
             QStringLiteral("-map"),
             QStringLiteral("1:a"),
             QStringLiteral("-fps_mode"),
             QStringLiteral("passthrough"),
             QStringLiteral("-c:v"),
             name.endsWith(u".flv") ? QStringLiteral("flv") : QStringLiteral("mpeg4"),
             QStringLiteral("-c:a"),
             codec,
             path});
        if (!problem.isEmpty())
            qWarning("%s", qPrintable(problem));
        return problem.isEmpty() ? path : QString();
    }

    static double firstFrame(const QString &path)
    {
        VideoIndex::Options options;
        options.useCache = false;
        const auto index = VideoIndex::build(path.toStdString(), options);
        return index ? (*index)->streamSeconds((*index)->pts(FrameIndex(0))) : std::nan("");
    }

    static Result<std::shared_ptr<const Waveform>> build(const QString &path, bool useCache = false)
    {
        Waveform::Options options;
        options.useCache = useCache;
        return Waveform::build(path.toStdString(), firstFrame(path), options);
    }

    static QString square()
    {
        return QStringLiteral("aevalsrc=exprs='if(lt(mod(n,48),24),1,-1)':s=48000:d=4");
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!GeneratedMedia::isAvailable())
            QSKIP("no ffmpeg program here");
    }

    void clickLiesAtItsPlace_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("codec");
        QTest::addColumn<double>("later");
        for (const double later : {0.0, 0.5, -0.6}) {
            for (const char *name :
                 {"pcm.mkv", "pcm.mov", "pcm.avi", "aac.mp4", "aac.ts", "aac.flv"}) {
                const QString file = QLatin1String(name);
                if (file.endsWith(u".avi") && later != 0)
                    continue; // has no time stamps
                QTest::addRow("%s %+.1f", name, later)
                    << QString::number(later).replace(u'-', u'm') + file
                    << (file.startsWith(u"pcm") ? QStringLiteral("pcm_s16le")
                                                : QStringLiteral("aac"))
                    << later;
            }
        }
    }
    void clickLiesAtItsPlace()
    {
        QFETCH(QString, name);
        QFETCH(QString, codec);
        QFETCH(double, later);
        const QString path
            = make(name, QStringLiteral("aevalsrc=exprs='between(n,48100,48103)*0.9':s=48000:d=4"),
                   codec, later);
        QVERIFY(!path.isEmpty());
        const auto waveform = build(path);
        QVERIFY2(waveform, waveform ? "" : waveform.error().text().c_str());
        const double click = 48100.0 / 48000 + later;
        QCOMPARE(loudest(**waveform), std::floor(click * kRate) / kRate);
        QCOMPARE((*waveform)->peak(click - 0.5, click - 0.1).high, std::int8_t{0});
        QVERIFY((*waveform)->peak(click - 0.1, click + 0.1).high > 60);
        QVERIFY(std::abs((*waveform)->durationSeconds() - (4 + later)) < 0.06);
    }

    void fullScaleSquare_data()
    {
        QTest::addColumn<QString>("codec");
        for (const char *codec :
             {"pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_f64le", "flac"})
            QTest::newRow(codec) << QString::fromLatin1(codec);
    }
    void fullScaleSquare()
    {
        QFETCH(QString, codec);
        const QString path = make(codec + QStringLiteral(".mkv"), square(), codec);
        QVERIFY(!path.isEmpty());
        const auto waveform = build(path);
        QVERIFY(waveform);
        // 24 bits are decoded into 32, and 1 becomes the largest integer.
        QVERIFY(std::abs(static_cast<int>((*waveform)->finest().size()) - 4 * kRate) <= 1);
        for (std::size_t i = 0; i < at(3.9); ++i)
            QCOMPARE((*waveform)->finest()[i], (SoundPeak{-127, 127}));
    }

    void silence()
    {
        const auto waveform = build(make(QStringLiteral("silence.mkv"),
                                         QStringLiteral("anullsrc=r=44100:cl=stereo:d=4"),
                                         QStringLiteral("pcm_s16le")));
        QVERIFY(waveform);
        QVERIFY(std::abs((*waveform)->durationSeconds() - 4) < 0.06);
        for (const SoundPeak &peak : (*waveform)->finest())
            QCOMPARE(peak, (SoundPeak{0, 0}));
    }

    /// Mixed to one channel these would cancel out.
    void antiphase()
    {
        const auto waveform
            = build(make(QStringLiteral("antiphase.mkv"),
                         QStringLiteral("aevalsrc=exprs='if(lt(mod(n,48),24),0.5,-0.5)|"
                                        "if(lt(mod(n,48),24),-0.5,0.5)':s=48000:d=4"),
                         QStringLiteral("pcm_s16le")));
        QVERIFY(waveform);
        QCOMPARE((*waveform)->peak(0, 3.9), (SoundPeak{-64, 64}));
        QCOMPARE((*waveform)->peak(1, 1.005), (SoundPeak{-64, 64}));
    }

    /// The channels of 5.1 are looked at all, not only the first two.
    void everyChannelCounts()
    {
        const auto waveform = build(make(QStringLiteral("surround.mkv"),
                                         QStringLiteral("aevalsrc=exprs=0|0|0|0|0.25|-0.75:c=5.1:s="
                                                        "48000:d=4"),
                                         QStringLiteral("pcm_s16le")));
        QVERIFY(waveform);
        QCOMPARE((*waveform)->peak(0.5, 3.5), (SoundPeak{-95, 32}));
    }

    /// A second of packets is missing: silence there, and what follows stays at its place.
    void hole()
    {
        const QString path = make(QStringLiteral("hole.mkv"),
                                  square() + QStringLiteral(",aselect='not(between(t,1,2))'"),
                                  QStringLiteral("pcm_s16le"));
        const auto waveform = build(path);
        QVERIFY(waveform);
        QCOMPARE((*waveform)->peak(0.1, 0.9), (SoundPeak{-127, 127}));
        QCOMPARE((*waveform)->peak(1.1, 1.9), (SoundPeak{0, 0}));
        QCOMPARE((*waveform)->peak(2.1, 3.9), (SoundPeak{-127, 127}));
        QCOMPARE((*waveform)->peak(1.9, 2.2), (SoundPeak{-127, 127}));
    }

    /// What the player plays is what is drawn, at a rate that is no multiple of the peaks' too.
    void asThePlayerHearsIt_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("codec");
        QTest::addColumn<int>("rate");
        QTest::addColumn<double>("later");
        QTest::newRow("44.1 kHz") << "a.mkv" << "pcm_s16le" << 44100 << 0.3;
        QTest::newRow("11 kHz") << "b.mov" << "pcm_s16le" << 11025 << -0.3;
        QTest::newRow("aac.mp4") << "c.mp4" << "aac" << 44100 << 0.3;
        QTest::newRow("aac.ts") << "d.ts" << "aac" << 48000 << -0.3;
    }
    void asThePlayerHearsIt()
    {
        QFETCH(QString, name);
        QFETCH(QString, codec);
        QFETCH(int, rate);
        QFETCH(double, later);
        const QString path
            = make(name,
                   QStringLiteral(
                       "aevalsrc=exprs='sin(t*t*90)*mod(t,1)|-sin(t*t*150)*mod(t*1.3,1)':s=%1:d=4")
                       .arg(rate),
                   codec, later);
        const auto waveform = build(path);
        QVERIFY(waveform);
        auto source = AudioSource::open(path.toStdString(), firstFrame(path), rate);
        QVERIFY(source);
        std::vector<std::int16_t> all(static_cast<std::size_t>(rate) * 2 * 6);
        const auto read = (*source)->read(all);
        QVERIFY(read);
        std::vector<SoundPeak> heard;
        for (std::size_t i = 0; i + 1 < *read; i += 2) {
            const std::size_t bin = i / 2 * kRate / static_cast<std::size_t>(rate);
            const auto [low, high] = std::minmax(all[i], all[i + 1]);
            const SoundPeak peak{static_cast<std::int8_t>(std::lround(low * 127.0 / 32768)),
                                 static_cast<std::int8_t>(std::lround(high * 127.0 / 32768))};
            if (bin >= heard.size())
                heard.push_back(peak);
            heard.back()
                = {std::min(heard.back().low, peak.low), std::max(heard.back().high, peak.high)};
        }
        QCOMPARE((*waveform)->finest().size(), heard.size());
        for (std::size_t i = 0; i < heard.size(); ++i) {
            const SoundPeak drawn = (*waveform)->finest()[i];
            // The player's samples are rounded to 16 bits.
            QVERIFY2(std::abs(drawn.low - heard[i].low) <= 1
                         && std::abs(drawn.high - heard[i].high) <= 1,
                     qPrintable(QStringLiteral("peak %1").arg(i)));
        }
    }

    void levelsAgreeWithTheFinest()
    {
        std::mt19937 random(7);
        for (const std::size_t size : {std::size_t{1}, std::size_t{2}, std::size_t{777},
                                       std::size_t{4096}, std::size_t{12345}}) {
            std::vector<SoundPeak> finest(size);
            for (SoundPeak &peak : finest)
                peak = {static_cast<std::int8_t>(-static_cast<int>(random() % 128)),
                        static_cast<std::int8_t>(random() % 128)};
            const Waveform waveform(finest);
            for (int round = 0; round < 500; ++round) {
                std::size_t a = random() % size;
                std::size_t b = random() % size + 1;
                if (a >= b)
                    continue;
                SoundPeak expected = finest[a];
                for (std::size_t i = a; i < b; ++i)
                    expected = {std::min(expected.low, finest[i].low),
                                std::max(expected.high, finest[i].high)};
                QCOMPARE(
                    waveform.peak(static_cast<double>(a) / kRate, static_cast<double>(b) / kRate),
                    expected);
            }
            // Inside one peak, and what hangs over the ends.
            QCOMPARE(waveform.peak(0.001, 0.002), finest[0]);
            QCOMPARE(waveform.peak(-5, 0.005), finest[0]);
            QCOMPARE(waveform.peak(waveform.durationSeconds() - 0.001, 1e12), finest.back());
            QCOMPARE(waveform.peak(-5, -1), SoundPeak());
            QCOMPARE(waveform.peak(waveform.durationSeconds() + 1, 1e300), SoundPeak());
            QCOMPARE(waveform.peak(std::nan(""), std::nan("")), SoundPeak());
        }
        QCOMPARE(Waveform({}).peak(0, 1), SoundPeak());
        QCOMPARE(Waveform({}).durationSeconds(), 0.0);
    }

    void partsGrowIntoTheWhole()
    {
        const QString path = make(QStringLiteral("grows.mkv"), square(), QStringLiteral("aac"));
        std::vector<std::shared_ptr<const Waveform>> parts;
        double progress = 0;
        Waveform::Options options;
        options.useCache = false;
        options.partialEvery = std::chrono::milliseconds(0);
        options.partial
            = [&](const std::shared_ptr<const Waveform> &part) { parts.push_back(part); };
        options.progress = [&](double fraction) {
            QVERIFY(fraction >= progress && fraction <= 1);
            progress = fraction;
        };
        const auto whole = Waveform::build(path.toStdString(), firstFrame(path), options);
        QVERIFY(whole);
        QVERIFY(parts.size() > 10 && progress > 0.9);
        std::size_t before = 0;
        for (const auto &part : parts) {
            QVERIFY(part->finest().size() >= before);
            before = part->finest().size();
            // All but the peak that was being filled.
            QVERIFY(std::equal(part->finest().begin(), part->finest().end() - (before > 0 ? 1 : 0),
                               (*whole)->finest().begin()));
        }
    }

    void errors()
    {
        const QString silent = m_folder.filePath(QStringLiteral("silent.mp4"));
        QVERIFY(GeneratedMedia::ffmpeg(
                    QStringLiteral("-f lavfi -i testsrc2=size=64x48:rate=25:duration=1 -c:v mpeg4")
                        .split(u' ')
                    + QStringList{silent})
                    .isEmpty());
        const auto noSound = build(silent);
        QVERIFY(!noSound && noSound.error().code == ErrorCode::NotFound);

        Waveform::Options options;
        options.useCache = false;
        const auto missing = Waveform::build(
            m_folder.filePath(QStringLiteral("no.mp4")).toStdString(), 0, options);
        QVERIFY(!missing && missing.error().code == ErrorCode::NotFound);

        const QString path = make(QStringLiteral("cancel.mkv"), square(), QStringLiteral("aac"));
        options.cancel.cancel();
        const auto cancelled = Waveform::build(path.toStdString(), 0, options);
        QVERIFY(!cancelled && cancelled.error().code == ErrorCode::Cancelled);
    }

    void cutOffInTheMiddle()
    {
        const QString path = make(QStringLiteral("whole.mkv"), square(), QStringLiteral("aac"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        const double first = firstFrame(path);
        QVERIFY(file.resize(file.size() / 2));
        Waveform::Options options;
        options.useCache = false;
        const auto waveform = Waveform::build(path.toStdString(), first, options);
        QVERIFY(waveform);
        QVERIFY((*waveform)->durationSeconds() > 1 && (*waveform)->durationSeconds() < 3.5);
    }

    void cache()
    {
        const QString folder = useCacheIn(m_folder.filePath("kept"));
        const QString path
            = make(QStringLiteral("kept.mkv"), square(), QStringLiteral("pcm_s16le"));
        Waveform::Options only;
        only.cacheOnly = true;
        const double first = firstFrame(path);
        QVERIFY(!Waveform::build(path.toStdString(), first, only));
        const auto made = build(path, true);
        QVERIFY(made);
        const QStringList files = filesIn(folder);
        QCOMPARE(files.size(), 1);
        const auto kept = Waveform::build(path.toStdString(), first, only);
        QVERIFY(kept);
        QVERIFY((*kept)->finest() == (*made)->finest());
        // Another zero of the clock needs other peaks.
        QVERIFY(!Waveform::build(path.toStdString(), first + 0.1, only));

        // Another file under the same name.
        QVERIFY(QFile::remove(path));
        const QString other
            = make(QStringLiteral("other.mkv"), QStringLiteral("anullsrc=r=44100:cl=stereo:d=4"),
                   QStringLiteral("pcm_s16le"));
        QVERIFY(QFile::rename(other, path));
        QVERIFY(!Waveform::build(path.toStdString(), first, only));
        const auto silent = build(path, true);
        QVERIFY(silent);
        QCOMPARE((*silent)->peak(0, 4), SoundPeak());
        QCOMPARE(filesIn(folder).size(), 2);
    }

    void damagedCache_data()
    {
        QTest::addColumn<int>("place");
        QTest::newRow("version") << 8;
        QTest::newRow("digest") << 20;
        QTest::newRow("peaks") << -1;
        QTest::newRow("cut off") << -2;
        QTest::newRow("empty") << -3;
    }
    void damagedCache()
    {
        QFETCH(int, place);
        const QString folder = useCacheIn(m_folder.filePath(QTest::currentDataTag()));
        const QString path
            = make(QStringLiteral("damaged.mkv"), square(), QStringLiteral("pcm_s16le"));
        const auto made = build(path, true);
        QVERIFY(made);
        QFile file(filesIn(folder).value(0));
        QVERIFY(file.open(QIODevice::ReadWrite));
        if (place == -3) {
            QVERIFY(file.resize(0));
        } else if (place == -2) {
            QVERIFY(file.resize(file.size() - 7));
        } else {
            const qint64 where = place < 0 ? file.size() - 1 : place;
            QVERIFY(file.seek(where));
            const char byte = file.read(1).at(0);
            QVERIFY(file.seek(where) && file.putChar(static_cast<char>(byte ^ 1)));
        }
        file.close();
        Waveform::Options only;
        only.cacheOnly = true;
        QVERIFY(!Waveform::build(path.toStdString(), firstFrame(path), only));
        const auto again = build(path, true);
        QVERIFY(again && (*again)->finest() == (*made)->finest());
        QVERIFY(Waveform::build(path.toStdString(), firstFrame(path), only));
    }
};

QTEST_GUILESS_MAIN(TestWaveform)
#include "tst_waveform.moc"
