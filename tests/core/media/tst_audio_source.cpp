// A click at a known time is read at that time, to a millisecond, counted from the first picture:
// from the start, after seeks, and where sound and pictures begin apart.
#include "core/media/AudioSource.h"
#include "core/media/VideoIndex.h"
#include "tests/support/GeneratedMedia.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <cstdlib>

using namespace ecva;
using test::GeneratedMedia;

namespace {

constexpr double kClick = 2.0; ///< seconds from the beginning of the sound
constexpr double kMillisecond = 0.001;

/// Second of the loudest sample, counted from the first picture; -1 in silence.
double loudestSecond(AudioSource &source, double from, int rate)
{
    std::vector<std::int16_t> piece(2 * 1024);
    int most = 2000;
    double second = -1;
    std::int64_t sample = 0;
    for (;;) {
        const auto count = source.read(piece);
        if (!count || *count == 0)
            return second;
        for (std::size_t i = 0; i < *count; i += 2, ++sample) {
            if (std::abs(static_cast<int>(piece[i])) > most) {
                most = std::abs(static_cast<int>(piece[i]));
                second = from + static_cast<double>(sample) / rate;
            }
        }
    }
}

} // namespace

class TestAudioSource : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    /// A video with a click; `soundLater`: how much later the sound begins than the pictures.
    QString make(const QString &name, const QString &codec, double soundLater)
    {
        const QString path = m_folder.filePath(name);
        const QString problem = GeneratedMedia::ffmpeg(
            (QStringLiteral(
                 "-itsoffset %1 -f lavfi -i testsrc2=size=64x48:rate=25:duration=6 -itsoffset %2 "
                 "-f lavfi -i aevalsrc=between(n\\,96000\\,96003)*0.9:s=48000:d=6 -map 0:v -map "
                 "1:a -fps_mode passthrough ")
                 .arg(soundLater < 0 ? -soundLater : 0)
                 .arg(soundLater > 0 ? soundLater : 0)
             + codec)
                .split(u' ', Qt::SkipEmptyParts)
            + QStringList{path});
        if (!problem.isEmpty())
            qWarning("%s", qPrintable(problem));
        return problem.isEmpty() ? path : QString();
    }

    static double firstFrameSeconds(const QString &path)
    {
        VideoIndex::Options options;
        options.useCache = false;
        const auto index = VideoIndex::build(path.toStdString(), options);
        return index ? (*index)->streamSeconds((*index)->pts(FrameIndex(0))) : std::nan("");
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!GeneratedMedia::isAvailable()
            || !GeneratedMedia::hasEncoder(QStringLiteral("libx264")))
            QSKIP("no ffmpeg program with libx264 here");
    }

    void click_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("codec");
        QTest::addColumn<double>("later");
        const QString x264 = QStringLiteral("-c:v libx264 -preset veryfast -g 25 ");
        const QString aac = x264 + QStringLiteral("-c:a aac");
        QTest::newRow("pcm.mkv") << "pcm.mkv" << x264 + QStringLiteral("-c:a pcm_s16le") << 0.0;
        QTest::newRow("pcm.mov") << "pcm.mov" << x264 + QStringLiteral("-c:a pcm_s16le") << 0.0;
        QTest::newRow("pcm.avi") << "pcm.avi" << QStringLiteral("-c:v mjpeg -c:a pcm_s16le") << 0.0;
        QTest::newRow("aac.mp4") << "aac.mp4" << aac << 0.0;
        QTest::newRow("aac.ts") << "aac.ts" << aac << 0.0;
        QTest::newRow("aac.flv") << "aac.flv" << aac << 0.0;
        QTest::newRow("b-frames aac.mp4")
            << "bframes.mp4" << x264 + QStringLiteral("-bf 3 -c:a aac") << 0.0;
        QTest::newRow("later pcm.mkv")
            << "later.mkv" << x264 + QStringLiteral("-c:a pcm_s16le") << 0.7;
        QTest::newRow("later aac.mp4") << "later.mp4" << aac << 0.7;
        QTest::newRow("later aac.ts") << "later.ts" << aac << 0.7;
        QTest::newRow("earlier pcm.mkv")
            << "earlier.mkv" << x264 + QStringLiteral("-c:a pcm_s16le") << -0.6;
        QTest::newRow("earlier aac.mp4") << "earlier.mp4" << aac << -0.6;
        QTest::newRow("earlier aac.ts") << "earlier.ts" << aac << -0.6;
    }
    void click()
    {
        QFETCH(QString, name);
        QFETCH(QString, codec);
        QFETCH(double, later);
        const QString path = make(name, codec, later);
        QVERIFY(!path.isEmpty());
        const double first = firstFrameSeconds(path);
        QVERIFY(!std::isnan(first));
        const double expected = kClick + later;
        for (const int rate : {48000, 44100}) {
            auto source = AudioSource::open(path.toStdString(), first, rate);
            QVERIFY2(source, source ? "" : source.error().text().c_str());
            const double heard = loudestSecond(**source, 0, rate);
            QVERIFY2(
                std::abs(heard - expected) < kMillisecond,
                qPrintable(QStringLiteral("from the start: %1, not %2").arg(heard).arg(expected)));
            // There and back, close to it and far from it.
            for (const double from : {1.0, expected - 0.05, 0.3, 0.0, expected - 0.5}) {
                QVERIFY((*source)->seek(from));
                const double again = loudestSecond(**source, from, rate);
                QVERIFY2(
                    std::abs(again - expected) < kMillisecond,
                    qPrintable(
                        QStringLiteral("from %1: %2, not %3").arg(from).arg(again).arg(expected)));
            }
            QVERIFY((*source)->seek(expected + 0.2));
            QCOMPARE(loudestSecond(**source, expected + 0.2, rate), -1.0);
        }
    }

    void endsAndSaysSo()
    {
        const QString path
            = make(QStringLiteral("end.mkv"),
                   QStringLiteral("-c:v libx264 -preset veryfast -c:a pcm_s16le"), 0);
        auto source = AudioSource::open(path.toStdString(), firstFrameSeconds(path), 48000);
        QVERIFY(source);
        std::vector<std::int16_t> all(2 * 48000 * 10);
        const auto read = (*source)->read(all);
        QVERIFY(read);
        const auto isAbout = [](std::size_t values,
                                double seconds) { // Matroska rounds to milliseconds
            return std::abs(static_cast<double>(values) / (2 * 48000) - seconds) < kMillisecond;
        };
        QVERIFY2(isAbout(*read, 6), qPrintable(QString::number(*read)));
        QCOMPARE((*source)->read(all).value_or(1), std::size_t{0});
        QVERIFY((*source)->seek(100));
        QCOMPARE((*source)->read(all).value_or(1), std::size_t{0});
        QVERIFY((*source)->seek(5.5));
        QVERIFY(isAbout((*source)->read(all).value_or(0), 0.5));
    }

    void noSound()
    {
        const QString path = m_folder.filePath(QStringLiteral("silent.mp4"));
        QVERIFY(
            GeneratedMedia::ffmpeg(
                QStringLiteral("-f lavfi -i testsrc2=size=64x48:rate=25:duration=1 -c:v libx264")
                    .split(u' ')
                + QStringList{path})
                .isEmpty());
        const auto source = AudioSource::open(path.toStdString(), 0, 48000);
        QVERIFY(!source);
        QVERIFY(source.error().code == ErrorCode::NotFound);
    }

    /// A stream whose sound changes from mono to stereo and back goes on being read.
    void layoutChanges()
    {
        QByteArray joined;
        for (const char *layout : {"1", "2", "1"}) {
            const QString path = m_folder.filePath(QStringLiteral("part.ts"));
            QVERIFY(GeneratedMedia::ffmpeg(
                        (QStringLiteral("-f lavfi -i testsrc2=size=64x48:rate=25:duration=1 "
                                        "-f lavfi -i sine=duration=1 -c:v libx264 -c:a "
                                        "aac -ac ")
                         + QLatin1String(layout))
                            .split(u' ')
                        + QStringList{path})
                        .isEmpty());
            QFile part(path);
            QVERIFY(part.open(QIODevice::ReadOnly));
            joined += part.readAll();
        }
        const QString path = m_folder.filePath(QStringLiteral("joined.ts"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(joined) == joined.size());
        file.close();
        auto source = AudioSource::open(path.toStdString(), firstFrameSeconds(path), 48000);
        QVERIFY(source);
        std::vector<std::int16_t> all(2 * 48000 * 4);
        QVERIFY((*source)->read(all).value_or(0) > 48000);
    }
};

QTEST_GUILESS_MAIN(TestAudioSource)
#include "tst_audio_source.moc"
