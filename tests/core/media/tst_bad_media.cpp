// Nothing that a person can open crashes the program, follows another file or fills the memory;
// what cannot be used is refused with an error that names it.
#include "core/media/AudioSource.h"
#include "core/media/FrameSource.h"
#include "tests/support/Files.h"
#include "tests/support/GeneratedMedia.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <random>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace ecva;
using namespace ecva::test;
using test::GeneratedMedia;

namespace {

constexpr std::uint64_t kSeed = 4711;
constexpr int kMutants = 60; ///< of each kind of file
constexpr qint64 kMutantTime = 45'000;

Result<std::shared_ptr<const VideoIndex>> indexOf(const QString &path)
{
    VideoIndex::Options options;
    options.useCache = false;
    return VideoIndex::build(path.toStdString(), options);
}

const test::GeneratedMedia::Recipe *recipe(const QString &file)
{
    for (const auto &each : GeneratedMedia::recipes()) {
        if (each.file == file)
            return &each;
    }
    return nullptr;
}

/// Peak memory of this process so far, in MiB.
qint64 peakMemory()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

} // namespace

class TestBadMedia : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    QString write(const QString &name, const QByteArray &content)
    {
        const QString path = m_folder.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            return {};
        return path;
    }

    /// A good file of this recipe; empty when it cannot be made here.
    QString made(const QString &file)
    {
        const auto *wanted = recipe(file);
        if (!wanted || !GeneratedMedia::isAvailable()
            || !GeneratedMedia::hasEncoder(wanted->encoder))
            return {};
        return GeneratedMedia::make(*wanted, m_folder.path()).isEmpty() ? m_folder.filePath(file)
                                                                        : QString();
    }

    static void verifyRefused(const QString &path, ErrorCode code)
    {
        const auto index = indexOf(path);
        QVERIFY(!index);
        const std::string text = index.error().text();
        QVERIFY2(text.find(path.toStdString()) != std::string::npos, text.c_str());
        QVERIFY2(index.error().code == code, text.c_str());
        QVERIFY2(text.size() > path.toStdString().size() + 8, text.c_str());
        QVERIFY(!AudioSource::open(path.toStdString(), 0, 48000));
    }

private Q_SLOTS:
    void refused_data()
    {
        QTest::addColumn<QByteArray>("content");
        // Those that name another file name a real one: followed, they would give a video.
        const QByteArray other = "b-pyramid.mp4";
        QTest::newRow("empty.mp4") << QByteArray();
        QTest::newRow("text.mp4") << QByteArray("This is no video. It is a letter.\n").repeated(40);
        QTest::newRow("ffconcat.mp4") << QByteArray("ffconcat version 1.0\nfile " + other + "\n");
        QTest::newRow("concat.ffconcat")
            << QByteArray("ffconcat version 1.0\nfile " + other + "\n");
        QTest::newRow("playlist.mp4")
            << QByteArray("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:5\n#EXTINF:3.0,\n"
                          + other + "\n#EXT-X-ENDLIST\n");
        QTest::newRow("playlist.m3u8") << QByteArray(
            "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:3.0,\n" + other + "\n#EXT-X-ENDLIST\n");
        QTest::newRow("session.mp4")
            << QByteArray("v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
                          "m=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n");
        QTest::newRow("manifest.mp4")
            << QByteArray("<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" "
                          "type=\"static\"><Period><AdaptationSet><Representation><BaseURL>"
                          + other + "</BaseURL></Representation></AdaptationSet></Period></MPD>\n");
        QTest::newRow("picture.mp4")
            << QByteArray::fromHex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c"
                                   "4890000000d49444154789c63"
                                   "00010000000500010d0a2db40000000049454e44ae426082");
        std::mt19937_64 random(kSeed);
        QByteArray noise(100'000, '\0');
        for (char &byte : noise)
            byte = static_cast<char>(random());
        QTest::newRow("noise.mp4") << noise;
        QTest::newRow("noise.avi") << noise;
    }
    void refused()
    {
        QFETCH(QByteArray, content);
        if (QByteArray(QTest::currentDataTag()).contains('.'))
            made(QStringLiteral("b-pyramid.mp4"));
        const QString path = write(QString::fromLatin1(QTest::currentDataTag()), content);
        QVERIFY(!path.isEmpty());
        const auto index = indexOf(path);
        QVERIFY(!index);
        verifyRefused(path, index.error().code == ErrorCode::Unsupported ? ErrorCode::Unsupported
                                                                         : ErrorCode::BadInput);
    }

    void notAFile()
    {
        verifyRefused(m_folder.path(), ErrorCode::BadInput);
        verifyRefused(m_folder.filePath(QStringLiteral("nowhere.mp4")), ErrorCode::NotFound);
        // Opening a pipe would wait for its other end for ever.
        const QString pipe = m_folder.filePath(QStringLiteral("pipe.mp4"));
        QCOMPARE(mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        verifyRefused(pipe, ErrorCode::BadInput);
        const QString dangling = m_folder.filePath(QStringLiteral("dangling.mp4"));
        QVERIFY(QFile::link(m_folder.filePath(QStringLiteral("gone.mp4")), dangling));
        verifyRefused(dangling, ErrorCode::NotFound);
    }

    void unreadable()
    {
        const QString path = write(QStringLiteral("secret.mp4"), "secret");
        QVERIFY(QFile::setPermissions(path, {}));
        if (QFile(path).open(QIODevice::ReadOnly))
            QSKIP("this user may read every file");
        verifyRefused(path, ErrorCode::Io);
    }

    /// A name that FFmpeg would read as a protocol is a name.
    void namesAreNames()
    {
        const QString good = made(QStringLiteral("b-pyramid.mp4"));
        if (good.isEmpty())
            QSKIP("no ffmpeg program with libx264 here");
        verifyRefused(QStringLiteral("concat:") + good, ErrorCode::NotFound);
        const QDir before = QDir::current();
        QVERIFY(QDir::setCurrent(m_folder.path()));
        const QString odd = QStringLiteral("concat:a|b %03d ü.mp4");
        QVERIFY(QFile::copy(good, odd));
        const auto index = indexOf(odd);
        QDir::setCurrent(before.path());
        QVERIFY2(index, index ? "" : index.error().text().c_str());
        QCOMPARE((*index)->frameCount(), 75);
    }

    void truncatedWithoutItsTable()
    {
        const QString good = made(QStringLiteral("b-pyramid.mp4"));
        if (good.isEmpty())
            QSKIP("no ffmpeg program with libx264 here");
        const QByteArray content = contentOf(good);
        QVERIFY(content.indexOf("moov") > content.size() / 2); // the table lies at the end
        verifyRefused(write(QStringLiteral("cut.mp4"), content.left(content.size() / 2)),
                      ErrorCode::BadInput);
    }

    /// A track may say that its data lies in another file ("dref", alias): such data is not read.
    void tracksOfOtherFiles()
    {
        const QString good = made(QStringLiteral("b-pyramid.mp4"));
        if (good.isEmpty())
            QSKIP("no ffmpeg program with libx264 here");
        QByteArray content = contentOf(good);
        const auto reference = content.indexOf("url \0\0\0\1", 0);
        QVERIFY(reference > 0);
        content[reference + 7] = '\0'; // no longer "in this file"
        const QString path = write(QStringLiteral("elsewhere.mp4"), content);
        const auto index = indexOf(path);
        if (index) // ignoring the reference is right, too
            QCOMPARE((*index)->frameCount(), 75);
    }

    /// Headers that promise gigantic pictures, in the container and in the codec.
    void giants_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("mp4") << QStringLiteral("b-pyramid.mp4");
        QTest::newRow("mjpeg") << QStringLiteral("mjpeg.mov");
        QTest::newRow("gif") << QStringLiteral("animation.gif");
        QTest::newRow("y4m") << QString();
    }
    void giants()
    {
        QFETCH(QString, file);
        QByteArray content;
        if (file.isEmpty()) {
            content
                = "YUV4MPEG2 W60000 H60000 F25:1 Ip A1:1 C420jpeg\nFRAME\n" + QByteArray(1000, 'x');
        } else {
            const QString good = made(file);
            if (good.isEmpty())
                QSKIP("no ffmpeg program with this encoder here");
            content = contentOf(good);
            if (file.endsWith(QLatin1String("gif"))) {
                content.replace(6, 4, QByteArray(4, '\xff'));
            } else {
                // Width and height of the sample description: 128 × 96 become 65535 × 65535.
                const QByteArray size = QByteArray::fromHex("00800060"
                                                            "00480000");
                const auto place = content.indexOf(size);
                QVERIFY(place > 0);
                content.replace(place, 4, QByteArray(4, '\xff'));
            }
            // JPEG's own header: height and width behind the start of frame.
            for (auto place = content.indexOf("\xff\xc0");
                 place >= 0 && file.startsWith(QLatin1String("mjpeg"));
                 place = content.indexOf("\xff\xc0", place + 9))
                content.replace(place + 5, 4, QByteArray(4, '\xff'));
        }
        const QString path = write(
            QStringLiteral("giant-") + QString::fromLatin1(QTest::currentDataTag()), content);
        const qint64 before = peakMemory();
        const auto index = indexOf(path);
        if (index) {
            if (const auto source = FrameSource::open(path.toStdString(), *index, {}))
                (void)(*source)->frameAt(FrameIndex(0));
        }
#ifndef __SANITIZE_ADDRESS__
        QVERIFY2(peakMemory() - before < 600, qPrintable(QString::number(peakMemory() - before)));
#else
        Q_UNUSED(before)
#endif
    }

    /// Damaged copies of good files: an error or frames, no crash and no endless loop.
    void mutants_data()
    {
        QTest::addColumn<QString>("file");
        for (const char *file :
             {"b-pyramid.mp4", "outlasts-its-sound.mp4", "sound.ts", "variable-rate.mkv",
              "b-frames-mpeg4.avi", "open-gop.ts", "h264.flv", "animation.gif", "vp9.webm",
              "theora.ogv", "wmv2.wmv", "program-stream.mpg"})
            QTest::newRow(file) << QString::fromLatin1(file);
    }
    void mutants()
    {
        QFETCH(QString, file);
        const QString good = made(file);
        if (good.isEmpty())
            QSKIP("no ffmpeg program with this encoder here");
        const QByteArray content = contentOf(good);
        std::mt19937_64 random(kSeed + qHash(file, 0));
        const auto below = [&](std::int64_t limit) {
            return limit < 1
                       ? std::int64_t{0}
                       : static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(limit));
        };
        QElapsedTimer timer;
        timer.start();
        int usable = 0;
        int tried = 0;
        for (; tried < kMutants && timer.elapsed() < kMutantTime; ++tried) {
            QByteArray mutant = content;
            // Half of them in the first 2 KiB or the last 4, where the headers and tables lie.
            for (int flip = 0; flip < 1 + tried % 12; ++flip) {
                const std::int64_t size = mutant.size();
                const std::int64_t place
                    = tried % 4 == 0   ? below(std::min<std::int64_t>(2048, size))
                      : tried % 4 == 1 ? size - 1 - below(std::min<std::int64_t>(4096, size))
                                       : below(size);
                mutant[place] = static_cast<char>(mutant[place] ^ (1 << below(8)));
            }
            if (tried % 10 == 9)
                mutant.truncate(below(mutant.size()));
            const QString path = write(QStringLiteral("mutant-") + file, mutant);
            const auto index = indexOf(path);
            if (!index) {
                QVERIFY2(index.error().text().find(path.toStdString()) != std::string::npos,
                         index.error().text().c_str());
                continue;
            }
            ++usable;
            auto source = FrameSource::open(path.toStdString(), *index, {});
            QVERIFY(source);
            const std::int64_t frames = (*index)->frameCount();
            for (const std::int64_t number : {below(frames), frames - 1, std::int64_t{0}}) {
                if (const auto frame = (*source)->frameAt(FrameIndex(number))) {
                    (void)frame->nativeHash();
                    (void)frame->toRgb24();
                    (void)frame->toBgra(64, 64);
                }
            }
            if (auto sound = AudioSource::open(path.toStdString(), 0, 48000)) {
                std::vector<std::int16_t> values(96'000 * 4);
                (void)(*sound)->read(values);
                if ((*sound)->seek(1.0))
                    (void)(*sound)->read(values);
            }
        }
        qInfo("%s: %d mutants, %d still usable, %lld ms", qPrintable(file), tried, usable,
              static_cast<long long>(timer.elapsed()));
    }

    /// The file behind an index may be replaced by another while it is open or later.
    void indexOfAnotherFile()
    {
        const QString one = made(QStringLiteral("long-closed-gop.mp4"));
        const QString two = made(QStringLiteral("open-gop.ts"));
        if (one.isEmpty() || two.isEmpty())
            QSKIP("no ffmpeg program with libx264 here");
        const auto index = indexOf(one);
        QVERIFY(index);
        auto source = FrameSource::open(two.toStdString(), *index, {});
        if (source) {
            const auto frame = (*source)->frameAt((*index)->lastFrame());
            QVERIFY(!frame);
            QVERIFY(frame.error().text().find(two.toStdString()) != std::string::npos);
        }
    }

    void framesOutside()
    {
        const QString good = made(QStringLiteral("b-pyramid.mp4"));
        if (good.isEmpty())
            QSKIP("no ffmpeg program with libx264 here");
        const auto index = indexOf(good);
        QVERIFY(index);
        auto source = FrameSource::open(good.toStdString(), *index, {});
        QVERIFY(source);
        for (const std::int64_t number :
             {std::int64_t{-1}, std::int64_t{75}, INT64_MAX, INT64_MIN}) {
            const auto frame = (*source)->frameAt(FrameIndex(number));
            QVERIFY(!frame);
            QVERIFY(frame.error().code == ErrorCode::OutOfRange);
            QVERIFY2(frame.error().text().find("74") != std::string::npos,
                     frame.error().text().c_str());
        }
        QVERIFY((*source)->frameAt(FrameIndex(74)));
    }

    void cancelled()
    {
        const QString good = made(QStringLiteral("b-pyramid.mp4"));
        if (good.isEmpty())
            QSKIP("no ffmpeg program with libx264 here");
        VideoIndex::Options options;
        options.useCache = false;
        options.cancel.cancel();
        const auto index = VideoIndex::build(good.toStdString(), options);
        QVERIFY(!index);
        QVERIFY(index.error().code == ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestBadMedia)
#include "tst_bad_media.moc"
