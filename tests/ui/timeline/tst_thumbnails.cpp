// The picture of a tile is the frame its number says; what is not there yet is told apart; the
// cache on disk is used only when it is whole and the file's own.
#include "core/media/VideoIndex.h"
#include "core/media/VideoWriter.h"
#include "tests/support/Files.h"
#include "tests/support/Must.h"
#include "tests/ui/timeline/TestIndex.h"
#include "ui/timeline/StripCache.h"
#include "ui/timeline/StripFrames.h"
#include "ui/timeline/ThumbnailLoader.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace ecva;
using namespace ecva::test;
using Wish = ThumbnailLoader::Wish;

namespace {

constexpr int kWidth = 160;
constexpr int kHeight = 96;
constexpr int kFrames = 400;
constexpr int kBits = 10;
constexpr int kTile = 48; ///< height of the wished pictures

/// The frame's number in columns of black and white, 16 pixels each.
PackedImage numbered(int number, bool inverted)
{
    PackedImage image{kWidth, kHeight, 3, {}};
    for (int i = 0; i < kWidth * kHeight; ++i) {
        const int bit = i % kWidth / (kWidth / kBits);
        const bool white = ((number >> bit) & 1) != (inverted ? 1 : 0);
        image.data.insert(image.data.end(), 3, static_cast<std::uint8_t>(white ? 235 : 16));
    }
    return image;
}

int numberOf(const QImage &image, bool inverted = false)
{
    int number = 0;
    for (int bit = 0; bit < kBits; ++bit) {
        const int x = (2 * bit + 1) * image.width() / (2 * kBits);
        const bool white = qGray(image.pixel(x, image.height() / 2)) > 128;
        if (white != inverted)
            number |= 1 << bit;
    }
    return number;
}

QString writeVideo(const QString &path, bool inverted = false)
{
    VideoWriter::Options options;
    options.width = kWidth;
    options.height = kHeight;
    auto writer = VideoWriter::open(path.toStdString(), options);
    if (!writer)
        return {};
    for (int frame = 0; frame < kFrames; ++frame) {
        if (!(*writer)->writeFrame(numbered(frame, inverted)))
            return {};
    }
    return (*writer)->finish() ? path : QString();
}

} // namespace

class TestThumbnails : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_video;
    std::shared_ptr<const VideoIndex> m_index;

    QString useNewCache(const char *name)
    {
        const QString folder = m_folder.filePath(QString::fromLatin1(name));
        qputenv("XDG_CACHE_HOME", folder.toUtf8());
        return folder + QStringLiteral("/ecva-studio/strip");
    }

    static std::shared_ptr<const VideoIndex> indexOfFile(const QString &path)
    {
        VideoIndex::Options options;
        options.useCache = false;
        return must(VideoIndex::build(path.toStdString(), options));
    }

    static bool hasAll(const ThumbnailLoader &loader, const std::vector<Wish> &wishes)
    {
        return std::all_of(wishes.begin(), wishes.end(),
                           [&](const Wish &wish) { return loader.isExact(wish); });
    }

    std::vector<Wish> every(int step) const
    {
        std::vector<Wish> wishes;
        for (int frame = 3; frame < kFrames; frame += step)
            wishes.push_back({FrameIndex(frame), kTile});
        return wishes;
    }

private Q_SLOTS:
    void initTestCase()
    {
        useNewCache("first");
        m_video = writeVideo(m_folder.filePath(QStringLiteral("numbers.mp4")));
        if (m_video.isEmpty())
            QSKIP("no H.264 encoder here");
        m_index = indexOfFile(m_video);
        QCOMPARE(m_index->frameCount(), std::int64_t{kFrames});
        QVERIFY(m_index->keys().size() > 10);
    }

    void everyPictureIsItsFrame()
    {
        useNewCache("exact");
        ThumbnailLoader loader;
        loader.setClip(m_video.toStdString(), m_index);
        const std::vector<Wish> wishes = every(7);
        loader.want(wishes);
        QTRY_VERIFY_WITH_TIMEOUT(hasAll(loader, wishes), 30000);
        for (const Wish &wish : wishes) {
            const QImage image = loader.image(wish);
            QCOMPARE(image.height(), kTile);
            QCOMPARE(image.width(), kWidth * kTile / kHeight);
            QCOMPARE(numberOf(image), static_cast<int>(wish.frame.value));
            QVERIFY(loader.shown(wish).isExact);
        }
    }

    /// Whatever is shown meanwhile is the frame that it says it is.
    void whatIsShownMeanwhileIsTold()
    {
        useNewCache("meanwhile");
        ThumbnailLoader loader;
        loader.setClip(m_video.toStdString(), m_index);
        const std::vector<Wish> wishes = every(12);
        connect(&loader, &ThumbnailLoader::loaded, this, [&] {
            for (const Wish &wish : wishes) {
                const auto shown = loader.shown(wish);
                QVERIFY(!shown.image.isNull());
                QCOMPARE(numberOf(shown.image), static_cast<int>(shown.frame.value));
                QCOMPARE(shown.isExact, shown.frame == wish.frame);
                QCOMPARE(shown.isExact, loader.isExact(wish));
            }
        });
        QVERIFY(loader.shown(wishes[0]).image.isNull() && !loader.shown(wishes[0]).isExact);
        loader.want(wishes);
        QTRY_VERIFY_WITH_TIMEOUT(hasAll(loader, wishes), 30000);
        const auto stand = loader.shown({FrameIndex(5), kTile});
        QVERIFY(!stand.isExact && !loader.isExact({FrameIndex(5), kTile}));
        QCOMPARE(stand.frame, FrameIndex(3));
        QVERIFY(loader.image({FrameIndex(5), kTile}).isNull());
        QVERIFY(!loader.nearest(FrameIndex(5)).isNull());
    }

    void theLatestWishesWin()
    {
        useNewCache("latest");
        ThumbnailLoader loader;
        loader.setClip(m_video.toStdString(), m_index);
        std::mt19937 random(5);
        std::vector<Wish> wishes;
        for (int round = 0; round < 60; ++round) { // a hand on the zoom slider
            wishes.clear();
            for (int i = 0; i < 12; ++i)
                wishes.push_back({FrameIndex(static_cast<int>(random() % kFrames)), kTile});
            loader.want(wishes);
            if (round % 10 == 0)
                QTest::qWait(5);
        }
        QTRY_VERIFY_WITH_TIMEOUT(hasAll(loader, wishes), 30000);
        for (const Wish &wish : wishes)
            QCOMPARE(numberOf(loader.image(wish)), static_cast<int>(wish.frame.value));
    }

    void anotherClip()
    {
        useNewCache("another");
        const QString other = writeVideo(m_folder.filePath(QStringLiteral("other.mp4")), true);
        ThumbnailLoader loader;
        loader.setClip(m_video.toStdString(), m_index);
        loader.want(every(3));
        loader.setClip(other.toStdString(), indexOfFile(other));
        const std::vector<Wish> wishes = every(40);
        loader.want(wishes);
        QTRY_VERIFY_WITH_TIMEOUT(hasAll(loader, wishes), 30000);
        for (const Wish &wish : wishes)
            QCOMPARE(numberOf(loader.image(wish), true), static_cast<int>(wish.frame.value));
        loader.setClip({}, nullptr);
        loader.want(wishes);
        QVERIFY(loader.shown(wishes[0]).image.isNull());
    }

    /// A strip that was seen before needs no decoder: here the video cannot even be decoded any
    /// more.
    void fromTheDisk()
    {
        const QString folder = useNewCache("disk");
        const QString path = writeVideo(m_folder.filePath(QStringLiteral("disk.mp4")));
        const auto index = indexOfFile(path);
        const std::vector<Wish> wishes = every(9);
        {
            ThumbnailLoader loader;
            loader.setClip(path.toStdString(), index);
            loader.want(wishes);
            QTRY_VERIFY_WITH_TIMEOUT(hasAll(loader, wishes), 30000);
        }
        QVERIFY(!filesIn(folder).isEmpty());
        QVERIFY(filesIn(folder).size() < 40); // packed
        // An index of another stream number: opening the decoder fails.
        VideoIndex::Parts parts = index->parts();
        parts.streamIndex = 7;
        ThumbnailLoader loader;
        loader.setClip(path.toStdString(), std::make_shared<const VideoIndex>(parts));
        loader.want(wishes);
        QTRY_VERIFY_WITH_TIMEOUT(hasAll(loader, wishes), 30000);
        for (const Wish &wish : wishes)
            QCOMPARE(numberOf(loader.image(wish)), static_cast<int>(wish.frame.value));
    }

    void keptPictures()
    {
        const QString folder = useNewCache("kept");
        const auto picture = [](int number) {
            const PackedImage packed = numbered(number, false);
            return QImage(packed.data.data(), kWidth, kHeight, kWidth * 3, QImage::Format_RGB888)
                .copy();
        };
        {
            StripCache cache(m_video.toStdString(), m_index);
            for (int frame = 0; frame < 200; ++frame)
                cache.add(FrameIndex(frame), kHeight, picture(frame));
            QVERIFY(cache.isDirty());
        }
        StripCache cache(m_video.toStdString(), m_index);
        QVERIFY(!cache.isDirty());
        for (int frame = 0; frame < 200; ++frame)
            QCOMPARE(numberOf(cache.read(FrameIndex(frame), kHeight)), frame);
        QVERIFY(cache.read(FrameIndex(200), kHeight).isNull());
        QVERIFY(cache.read(FrameIndex(10), kHeight / 2).isNull()); // another height

        // Added to by two at once: nothing is lost.
        StripCache other(m_video.toStdString(), m_index);
        cache.add(FrameIndex(300), kHeight, picture(300));
        other.add(FrameIndex(302), kHeight, picture(302));
        cache.flush();
        other.flush();
        QCOMPARE(numberOf(other.read(FrameIndex(300), kHeight)), 300);
        QCOMPARE(numberOf(other.read(FrameIndex(302), kHeight)), 302);

        // Damaged entries are none.
        for (const QString &name : filesIn(folder)) {
            QFile file(name);
            QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(file.size() / 2));
            const char byte = file.read(1).at(0);
            QVERIFY(file.seek(file.size() / 2) && file.putChar(static_cast<char>(byte ^ 8)));
        }
        StripCache damaged(m_video.toStdString(), m_index);
        for (int frame = 0; frame < 200; ++frame)
            QVERIFY(damaged.read(FrameIndex(frame), kHeight).isNull());
        damaged.add(FrameIndex(5), kHeight, picture(5));
        damaged.flush();
        QCOMPARE(numberOf(damaged.read(FrameIndex(5), kHeight)), 5);

        // Another file under the same name has pictures of its own.
        const QString path = m_folder.filePath(QStringLiteral("same.mp4"));
        QVERIFY(QFile::copy(m_video, path));
        QCOMPARE(numberOf(StripCache(path.toStdString(), m_index).read(FrameIndex(5), kHeight)), 5);
        QFile file(path);
        QVERIFY(file.open(QIODevice::Append) && file.write("x") == 1);
        file.close();
        QVERIFY(StripCache(path.toStdString(), m_index).read(FrameIndex(5), kHeight).isNull());
        // And a file that is not there has none.
        QVERIFY(StripCache("/nonexistent/a.mp4", m_index).read(FrameIndex(5), kHeight).isNull());
    }

    void framesOfWideTiles()
    {
        const auto plain = constantIndex(100000); // its only key frame is 0, if it has one
        std::mt19937 random(11);
        for (int round = 0; round < 2000; ++round) {
            const auto first = static_cast<std::int64_t>(1 + random() % 90000);
            const auto end = first + 1 + static_cast<std::int64_t>(random() % 3000);
            const std::int64_t frame = stripFrame(*plain, FrameIndex(first), FrameIndex(end)).value;
            QVERIFY(frame >= first && frame < end);
            const std::int64_t power = frame & -frame;
            for (std::int64_t each = (first + 2 * power - 1) / (2 * power) * (2 * power);
                 each < end; each += 2 * power)
                QFAIL("a rounder number lies in the tile");
        }
        QCOMPARE(stripFrame(*plain, FrameIndex(0), FrameIndex(500)).value, std::int64_t{0});
        QCOMPARE(stripFrame(*plain, FrameIndex(77), FrameIndex(78)).value, std::int64_t{77});

        for (int first = 0; first < kFrames - 60; first += 13) {
            const FrameIndex frame
                = stripFrame(*m_index, FrameIndex(first), FrameIndex(first + 60));
            QVERIFY(m_index->entry(frame).key); // one a second: there is one in every 60
            QVERIFY(frame.value >= first && frame.value < first + 60);
        }
    }

    void nearestFirst()
    {
        std::vector<Wish> wishes;
        for (int frame = 0; frame <= 100; frame += 10)
            wishes.push_back({FrameIndex(frame), kTile});
        ThumbnailLoader::sortAround(wishes, FrameIndex(42));
        QCOMPARE(wishes[0].frame.value, std::int64_t{40});
        QCOMPARE(wishes[1].frame.value, std::int64_t{50});
        QCOMPARE(wishes[2].frame.value, std::int64_t{30});
        QCOMPARE(wishes.back().frame.value, std::int64_t{100});
    }

    /// Frames that do not decode stay out; the others come.
    void aDamagedFile()
    {
        useNewCache("damagedfile");
        const QString path = m_folder.filePath(QStringLiteral("damaged.mp4"));
        QVERIFY(QFile::copy(m_video, path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(file.size() / 3));
        QVERIFY(file.write(QByteArray(static_cast<int>(file.size() / 6), '\0')) > 0);
        file.close();
        ThumbnailLoader loader;
        loader.setClip(path.toStdString(), m_index);
        const std::vector<Wish> wishes = every(5);
        loader.want(wishes);
        QTest::qWait(1500);
        const Wish last{FrameIndex(kFrames - 2), kTile};
        loader.want({last});
        QTRY_VERIFY_WITH_TIMEOUT(loader.isExact(last), 30000);
        QCOMPARE(numberOf(loader.image(last)), kFrames - 2);
    }
};

QTEST_MAIN(TestThumbnails)
#include "tst_thumbnails.moc"
