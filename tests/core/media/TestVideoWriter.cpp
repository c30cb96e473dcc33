#include "core/media/AudioSource.h"
#include "core/media/FrameSource.h"
#include "core/media/VideoIndex.h"
#include "core/media/VideoWriter.h"
#include "tests/support/Files.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace ecva;
using namespace ecva::test;

namespace {

constexpr int kWidth = 128;
constexpr int kHeight = 96;
constexpr int kFrames = 40;

// Each frame has a grey of its own, far enough from its neighbours to survive the encoder.
int greyOf(int frame)
{
    return 20 + (frame * 53) % 200;
}

PackedImage picture(int frame, int channels)
{
    PackedImage image{kWidth, kHeight, channels, {}};
    image.data.assign(std::size_t(kWidth * kHeight * channels), std::uint8_t(greyOf(frame)));
    return image;
}

Result<void> writeClip(const QString &path, int channels)
{
    VideoWriter::Options options;
    options.width = kWidth;
    options.height = kHeight;
    options.frameRate = Rational{25, 1};
    options.sampleRate = 48000;
    auto writer = VideoWriter::open(path.toStdString(), options);
    if (!writer)
        return fail(writer);
    for (int frame = 0; frame < kFrames; ++frame) {
        if (const auto written = (*writer)->writeFrame(picture(frame, channels)); !written)
            return written;
        std::vector<std::int16_t> sound(2 * 48000 / 25);
        for (std::size_t i = 0; i < sound.size(); ++i)
            sound[i] = std::int16_t(8000 * std::sin(double(i / 2) * 2 * 3.14159265 * 400 / 48000));
        if (const auto written = (*writer)->writeAudio(sound); !written)
            return written;
    }
    return (*writer)->finish();
}

} // namespace

class TestVideoWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void framesComeBack_data();
    void framesComeBack();
    void sameBytesEachTime();
    void unfinishedLeavesNothing();
    void refusals();
};

void TestVideoWriter::framesComeBack_data()
{
    QTest::addColumn<int>("channels");
    QTest::newRow("RGB") << 3;
    QTest::newRow("BGRA") << 4;
}

void TestVideoWriter::framesComeBack()
{
    QFETCH(int, channels);
    const QTemporaryDir dir;
    const QString path = dir.filePath("clip.mp4");
    const Result<void> written = writeClip(path, channels);
    QVERIFY2(written, written ? "" : written.error().text().c_str());

    VideoIndex::Options options;
    options.useCache = false;
    const auto index = VideoIndex::build(path.toStdString(), options);
    QVERIFY2(index, index ? "" : index.error().text().c_str());
    QCOMPARE((*index)->frameCount(), kFrames);
    QCOMPARE((*index)->info().width, kWidth);
    QCOMPARE((*index)->info().height, kHeight);
    QVERIFY(!(*index)->isVariableRate());
    QCOMPARE((*index)->milliseconds(FrameIndex(25)), 1000);
    QCOMPARE((*index)->info().audio.size(), 1u);
    QCOMPARE(QByteArray((*index)->info().audio[0].codec.c_str()), QByteArray("aac"));
    QCOMPARE((*index)->info().audio[0].sampleRate, 48000);

    const auto source = FrameSource::open(path.toStdString(), *index, {});
    QVERIFY(source.has_value());
    for (int frame = 0; frame < kFrames; ++frame) {
        const auto decoded = (*source)->frameAt(FrameIndex(frame));
        QVERIFY(decoded.has_value());
        const auto shown = decoded->toBgra(kWidth, kHeight);
        QVERIFY(shown.has_value());
        const std::size_t middle = std::size_t(kHeight / 2 * kWidth + kWidth / 2) * 4;
        QVERIFY2(std::abs(int(shown->data[middle]) - greyOf(frame)) <= 6,
                 qPrintable(QString("frame %1: %2 instead of %3")
                                .arg(frame)
                                .arg(shown->data[middle])
                                .arg(greyOf(frame))));
    }
}

void TestVideoWriter::sameBytesEachTime()
{
    const QTemporaryDir dir;
    QVERIFY(writeClip(dir.filePath("a.mp4"), 4).has_value());
    QVERIFY(writeClip(dir.filePath("b.mp4"), 4).has_value());
    QVERIFY(contentOf(dir.filePath("a.mp4")).size() > 1000);
    QVERIFY(contentOf(dir.filePath("a.mp4")) == contentOf(dir.filePath("b.mp4")));
}

void TestVideoWriter::unfinishedLeavesNothing()
{
    const QTemporaryDir dir;
    {
        VideoWriter::Options options;
        options.width = kWidth;
        options.height = kHeight;
        auto writer = VideoWriter::open(dir.filePath("clip.mp4").toStdString(), options);
        QVERIFY(writer.has_value());
        QVERIFY((*writer)->writeFrame(picture(0, 3)).has_value());
    }
    QCOMPARE(QDir(dir.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList());
}

void TestVideoWriter::refusals()
{
    const QTemporaryDir dir;
    VideoWriter::Options options;
    options.width = 127;
    options.height = kHeight;
    auto odd = VideoWriter::open(dir.filePath("clip.mp4").toStdString(), options);
    QVERIFY(!odd);
    QVERIFY(odd.error().code == ErrorCode::InvalidArgument);

    options.width = kWidth;
    auto nowhere
        = VideoWriter::open(dir.filePath("no/such/folder/clip.mp4").toStdString(), options);
    QVERIFY(!nowhere);
    QVERIFY(nowhere.error().code == ErrorCode::Io);
    QVERIFY(nowhere.error().text().find("clip.mp4") != std::string::npos);

    auto writer = VideoWriter::open(dir.filePath("clip.mp4").toStdString(), options);
    QVERIFY(writer.has_value());
    PackedImage small{16, 16, 3, std::vector<std::uint8_t>(16 * 16 * 3)};
    QVERIFY((*writer)->writeFrame(small).error().code == ErrorCode::InvalidArgument);
    const std::vector<std::int16_t> sound(8);
    QVERIFY((*writer)->writeAudio(sound).error().code == ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestVideoWriter)
#include "TestVideoWriter.moc"
