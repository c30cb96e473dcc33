// A clip as a model sees it: the frames of the file, of a cut only its own, and clear words when
// one cannot be had.
#include "annotation/document/MediaLinking.h"
#include "app/services/ClipFrames.h"
#include "core/media/FrameSource.h"
#include "tests/support/GeneratedMedia.h"
#include "tests/support/Projects.h"
#include "tests/support/SmallVideo.h"

#include <QColor>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva;
using ecva::test::errorOf;
using ecva::test::must;

class TestClipFrames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_file = test::makeSmallVideo(m_folder.filePath("grey.mp4").toStdString());
    }

    void theSameFramesAsTheFile()
    {
        const ClipFrames clip = must(openClip({m_file, {}, {}, {}}, {}, {}));
        QCOMPARE(clip.source.frameCount, 50);
        QCOMPARE(clip.source.averageRate, 25.0);
        QCOMPARE(clip.first, 0);
        const auto source = must(FrameSource::open(m_file, clip.index, {}));
        for (const int frame : {0, 49, 17, 17, 3}) {
            const PackedImage seen = must(clip.source.read(frame));
            QCOMPARE(seen.channels, 3);
            QVERIFY(seen.data == must(must(source->frameAt(FrameIndex(frame))).toRgb24()).data);
        }
    }

    /// Widths that fill no whole vector: every pixel as the ffmpeg program writes it, none beside.
    void widths_data()
    {
        QTest::addColumn<int>("width");
        for (const int width : {2, 18, 62, 64, 68, 132, 204, 206, 210, 214, 322})
            QTest::newRow(qPrintable(QString::number(width))) << width;
    }
    void widths()
    {
        if (!test::GeneratedMedia::isAvailable())
            QSKIP("no ffmpeg program here");
        QFETCH(int, width);
        const QString video = m_folder.filePath(QStringLiteral("w%1.mp4").arg(width));
        const QString raw = video + QStringLiteral(".rgb");
        QCOMPARE(test::GeneratedMedia::ffmpeg(
                     {QStringLiteral("-f"), QStringLiteral("lavfi"), QStringLiteral("-i"),
                      QStringLiteral("testsrc2=size=%1x36:rate=5:duration=1").arg(width),
                      QStringLiteral("-pix_fmt"), QStringLiteral("yuv420p"), video}),
                 QString());
        QCOMPARE(test::GeneratedMedia::ffmpeg(
                     {QStringLiteral("-i"), video, QStringLiteral("-f"), QStringLiteral("rawvideo"),
                      QStringLiteral("-pix_fmt"), QStringLiteral("rgb24"), raw}),
                 QString());
        QFile file(raw);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray truth = file.readAll();
        const ClipFrames clip = must(openClip({video.toStdString(), {}, {}, {}}, {}, {}));
        QByteArray seen;
        for (int frame = 0; frame < 5; ++frame) {
            const PackedImage image = must(clip.source.read(frame));
            seen.append(reinterpret_cast<const char *>(image.data.data()),
                        qsizetype(image.data.size()));
        }
        QCOMPARE(seen.size(), truth.size());
        QVERIFY(seen == truth);
    }

    /// By content: B.3, and what the originals' way of opening gives for every pixel.
    void stillImages()
    {
        QImage drawn(7, 5, QImage::Format_ARGB32);
        for (int y = 0; y < 5; ++y) {
            for (int x = 0; x < 7; ++x) // transparency hides nothing
                drawn.setPixel(x, y, qRgba(x * 30, y * 50, 200 - x * y, x * 40));
        }
        const QString file = m_folder.filePath(QStringLiteral("picture.mp4")); // it is none
        QVERIFY(drawn.save(file, "PNG"));
        const ClipFrames clip = must(openClip({file.toStdString(), {}, {}, {}}, {}, {}));
        QVERIFY(clip.source.kind == VideoSource::Kind::Still);
        QCOMPARE(clip.source.frameCount, 1);
        QCOMPARE(clip.index->frameCount(), 1);
        const PackedImage image = must(clip.source.read(0));
        QCOMPARE(image.width, 7);
        QCOMPARE(image.height, 5);
        for (int i = 0; i < 35; ++i) {
            const int x = i % 7, y = i / 7;
            QCOMPARE(int(image.data[std::size_t(i) * 3]), x * 30);
            QCOMPARE(int(image.data[std::size_t(i) * 3 + 1]), y * 50);
            QCOMPARE(int(image.data[std::size_t(i) * 3 + 2]), 200 - x * y);
        }
        QCOMPARE(errorOf(clip.source.read(1)), file.toStdString() + ", frame 1: outside the clip");
        QVERIFY(must(openClip({m_file, {}, {}, {}}, {}, {})).source.kind
                == VideoSource::Kind::Video);

        // Grey and of few colours, cut short, in a form whose header lies.
        for (const auto format : {QImage::Format_Grayscale8, QImage::Format_Indexed8}) {
            const QImage other
                = drawn.convertToFormat(QImage::Format_RGB32).convertToFormat(format);
            QVERIFY(other.save(file, "PNG"));
            const auto grey = must(openClip({file.toStdString(), {}, {}, {}}, {}, {}));
            const PackedImage pixels = must(grey.source.read(0));
            const QColor corner = other.pixelColor(6, 4);
            QCOMPARE(int(pixels.data[34 * 3]), corner.red());
            QCOMPARE(int(pixels.data[34 * 3 + 2]), corner.blue());
        }
        QFile cut(file);
        QVERIFY(cut.open(QIODevice::ReadWrite) && cut.resize(45));
        cut.close();
        const auto damaged = openClip({file.toStdString(), {}, {}, {}}, {}, {});
        QVERIFY(!damaged && damaged.error().code == ErrorCode::BadInput);
        QVERIFY(errorOf(damaged).find("picture.mp4") != std::string::npos);
    }

    void gifsAreOfTheirOwnKind()
    {
        if (!test::GeneratedMedia::isAvailable())
            QSKIP("no ffmpeg program here");
        const QString file = m_folder.filePath(QStringLiteral("moving.gif"));
        QCOMPARE(test::GeneratedMedia::ffmpeg(
                     {QStringLiteral("-f"), QStringLiteral("lavfi"), QStringLiteral("-i"),
                      QStringLiteral("testsrc2=size=32x24:rate=10:duration=1"), file}),
                 QString());
        const auto clip = must(openClip({file.toStdString(), {}, {}, {}}, {}, {}));
        QVERIFY(clip.source.kind == VideoSource::Kind::Gif);
        QCOMPARE(clip.source.frameCount, 10);
    }

    void aCutIsOnlyItself()
    {
        const ClipFrames cut = must(openClip({m_file, {}, {}, TimeRangeMs{400, 1000}}, {}, {}));
        QCOMPARE(cut.first, 10);
        QCOMPARE(cut.source.frameCount, 15);
        const ClipFrames whole = must(openClip({m_file, cut.index, {}, {}}, {}, {}));
        QVERIFY(must(cut.source.read(2)).data == must(whole.source.read(12)).data);
        QCOMPARE(errorOf(cut.source.read(15)), m_file.string() + ", frame 25: outside the clip");
        const auto empty = openClip({m_file, {}, {}, TimeRangeMs{5000, 6000}}, {}, {});
        QVERIFY(!empty && empty.error().code == ErrorCode::OutOfRange);
    }

    void whatGoesWrongIsNamed()
    {
        const auto missing = openClip({"/nowhere/a.mp4", {}, {}, {}}, {}, {});
        QVERIFY(!missing && missing.error().code == ErrorCode::NotFound);
        QVERIFY(errorOf(missing).find("/nowhere/a.mp4") != std::string::npos);

        MediaFacts other = test::someMedia();
        const auto replaced = openClip({m_file, {}, other, {}}, {}, {});
        QVERIFY(!replaced && replaced.error().code == ErrorCode::BadInput);
        QVERIFY(errorOf(replaced).find("50 frames, not 300") != std::string::npos);

        // The file is lost after it was indexed: longer than what is read ahead.
        const auto file = test::makeSmallVideo(m_folder.filePath("long.mp4").toStdString(), 2000);
        const ClipFrames clip = must(openClip({file, {}, {}, {}}, {}, {}));
        QFile damaged(QString::fromStdString(file.string()));
        QVERIFY(damaged.open(QIODevice::ReadWrite));
        QCOMPARE(damaged.write(QByteArray(damaged.size(), '\0')), damaged.size());
        damaged.close();
        const Result<PackedImage> last = clip.source.read(1999);
        QVERIFY(!last);
        QVERIFY2(last.error().where.find("long.mp4, frame 1999") != std::string::npos,
                 last.error().text().c_str());
    }

    void cancelled()
    {
        const CancelToken cancel;
        const ClipFrames clip = must(openClip({m_file, {}, {}, {}}, {}, cancel));
        cancel.cancel();
        const auto frame = clip.source.read(40);
        QVERIFY(!frame && frame.error().code == ErrorCode::Cancelled);
    }

    void clipsOfProjects()
    {
        const auto document
            = must(Document::create(m_folder.filePath("p.ecva"), QStringLiteral("ann")));
        const ClipId missing = test::addClip(*document, QStringLiteral("gone.mp4"));
        QVERIFY(errorOf(clipToAsk(*document, missing)).find("the video is missing")
                != std::string::npos);
        QVERIFY(errorOf(clipToAsk(*document, ClipId{99})).find("no clip 99") != std::string::npos);

        const auto added = must(
            addVideos(*document, {must(probeMedia(QString::fromStdString(m_file.string()), {}))}));
        const ClipToAsk clip = must(clipToAsk(*document, added.at(0).clip));
        QCOMPARE(clip.file, m_file);
        QCOMPARE(must(openClip(clip, {}, {})).source.frameCount, 50);
    }

private:
    QTemporaryDir m_folder;
    std::filesystem::path m_file;
};

QTEST_GUILESS_MAIN(TestClipFrames)
#include "TestClipFrames.moc"
