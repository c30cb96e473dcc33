// Shots of clips whose cuts are known because they are made here: hard cuts are found to the frame;
// flashes, lights, fades, dissolves, pans and shaking are none.
#include "core/media/ShotChanges.h"
#include "core/media/VideoWriter.h"
#include "tests/support/Files.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace ecva;
using namespace ecva::test;

namespace {

constexpr int kWidth = 320;
constexpr int kHeight = 180;
constexpr int kCanvasWidth = 1600;
constexpr int kCanvasHeight = 400;

/// A made-up place: a sky, a ground and things in it, larger than the picture.
class Scene
{
public:
    explicit Scene(unsigned seed)
        : m_pixels(static_cast<std::size_t>(kCanvasWidth * kCanvasHeight * 3))
    {
        std::mt19937 random(seed);
        const auto colour = [&random](int spread) {
            std::array<int, 3> rgb{};
            const int grey = static_cast<int>(random() % 200);
            for (int &each : rgb)
                each = std::clamp(
                    grey + static_cast<int>(random() % unsigned(2 * spread)) - spread + 28, 0, 255);
            return rgb;
        };
        const auto above = colour(40);
        const auto below = colour(40);
        const int horizon = kCanvasHeight / 4 + static_cast<int>(random() % (kCanvasHeight / 2));
        fill(0, 0, kCanvasWidth, horizon, above);
        fill(0, horizon, kCanvasWidth, kCanvasHeight, below);
        for (int i = 0; i < 160; ++i) {
            const int width = 20 + static_cast<int>(random() % 160);
            const int height = 20 + static_cast<int>(random() % 120);
            const int x = static_cast<int>(random() % kCanvasWidth) - width / 2;
            const int y = static_cast<int>(random() % kCanvasHeight) - height / 2;
            fill(x, y, x + width, y + height, colour(60));
        }
    }

    /// What the camera sees from (x, y): each value times `gain` plus `offset`.
    PackedImage view(int x, int y, double gain = 1, double offset = 0) const
    {
        x = std::clamp(x, 0, kCanvasWidth - kWidth);
        y = std::clamp(y, 0, kCanvasHeight - kHeight);
        PackedImage image{kWidth, kHeight, 3, {}};
        image.data.resize(std::size_t{kWidth} * kHeight * 3);
        for (int row = 0; row < kHeight; ++row) {
            for (int i = 0; i < kWidth * 3; ++i) {
                const double value
                    = m_pixels[static_cast<std::size_t>(((y + row) * kCanvasWidth + x) * 3 + i)];
                image.data[static_cast<std::size_t>(row * kWidth * 3 + i)]
                    = static_cast<std::uint8_t>(std::clamp(value * gain + offset, 0.0, 255.0));
            }
        }
        return image;
    }

private:
    void fill(int left, int top, int right, int bottom, const std::array<int, 3> &colour)
    {
        for (int y = std::max(0, top); y < std::min(kCanvasHeight, bottom); ++y) {
            for (int x = std::max(0, left); x < std::min(kCanvasWidth, right); ++x) {
                for (int c = 0; c < 3; ++c) {
                    m_pixels[static_cast<std::size_t>((y * kCanvasWidth + x) * 3 + c)]
                        = static_cast<std::uint8_t>(colour[static_cast<std::size_t>(c)]);
                }
            }
        }
    }

    std::vector<std::uint8_t> m_pixels;
};

PackedImage mixed(const PackedImage &a, const PackedImage &b, double share)
{
    PackedImage image = a;
    for (std::size_t i = 0; i < image.data.size(); ++i)
        image.data[i] = static_cast<std::uint8_t>(a.data[i] * (1 - share) + b.data[i] * share);
    return image;
}

/// Frames of a clip, and where a new shot begins.
struct Film
{
    std::vector<PackedImage> frames;
    std::vector<std::int64_t> cuts;

    void cut()
    {
        if (!frames.empty())
            cuts.push_back(static_cast<std::int64_t>(frames.size()));
    }
    /// `count` frames of a camera that moves by (dx, dy) a frame and trembles a little.
    void shoot(const Scene &scene, int count, int x, int dx = 1, int dy = 0)
    {
        for (int i = 0; i < count; ++i)
            frames.push_back(scene.view(x + dx * i + i % 2, 60 + dy * i + i % 3));
    }
};

std::vector<std::int64_t> numbers(const std::vector<FrameIndex> &frames)
{
    std::vector<std::int64_t> values;
    for (const FrameIndex frame : frames)
        values.push_back(frame.value);
    return values;
}

QByteArray text(const std::vector<std::int64_t> &values)
{
    QByteArray joined;
    for (const std::int64_t value : values)
        joined += QByteArray::number(static_cast<qlonglong>(value)) + ' ';
    return joined;
}

} // namespace

class TestShotChanges : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    using Scan = std::shared_ptr<const ShotScan>;

    static Result<std::shared_ptr<const VideoIndex>> index(const QString &path)
    {
        VideoIndex::Options options;
        options.useCache = false;
        return VideoIndex::build(path.toStdString(), options);
    }

    QString write(const Film &film, const QString &name)
    {
        const QString path = m_folder.filePath(name);
        VideoWriter::Options options;
        options.width = kWidth;
        options.height = kHeight;
        options.quality = 24;
        auto writer = VideoWriter::open(path.toStdString(), options);
        if (!writer)
            return {};
        for (const PackedImage &frame : film.frames) {
            if (!(*writer)->writeFrame(frame))
                return {};
        }
        return (*writer)->finish() ? path : QString();
    }

    static Result<Scan> scan(const QString &path, const ShotScanOptions &options)
    {
        const auto built = index(path);
        if (!built)
            return fail(built);
        return scanShots(path.toStdString(), *built, options);
    }

    static ShotScanOptions uncached()
    {
        ShotScanOptions options;
        options.useCache = false;
        return options;
    }

    static Film threeShots()
    {
        Film film;
        film.shoot(Scene(1), 30, 0);
        film.cut();
        film.shoot(Scene(2), 40, 100);
        film.cut();
        film.shoot(Scene(3), 30, 200);
        return film;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (write(threeShots(), QStringLiteral("three.mp4")).isEmpty())
            QSKIP("no H.264 encoder here");
    }

    void film_data()
    {
        QTest::addColumn<Film>("film");
        QTest::newRow("three shots") << threeShots();

        Film still;
        still.frames.assign(60, Scene(4).view(100, 60));
        QTest::newRow("a still picture") << still;

        Film flashes;
        for (int i = 0; i < 100; ++i) {
            const bool flash = i == 30 || (i >= 60 && i < 63);
            flashes.frames.push_back(Scene(5).view(100 + i, 60, flash ? 1.6 : 1, flash ? 90 : 0));
        }
        QTest::newRow("flashes") << flashes;

        Film white; // a muzzle flash fills the picture
        for (int i = 0; i < 60; ++i)
            white.frames.push_back(Scene(6).view(100 + i, 60, i == 25 || i == 26 ? 0 : 1,
                                                 i == 25 || i == 26 ? 250 : 0));
        QTest::newRow("white for two frames") << white;

        Film light;
        for (int i = 0; i < 80; ++i)
            light.frames.push_back(Scene(7).view(100 + i, 60, i < 40 ? 0.35 : 0.95));
        QTest::newRow("a light goes on") << light;

        Film fades;
        for (int i = 0; i < 100; ++i) {
            const double out = std::clamp((50 - i) / 20.0, 0.0, 1.0);
            const double in = std::clamp((i - 55) / 20.0, 0.0, 1.0);
            fades.frames.push_back(i < 52 ? Scene(8).view(100 + i, 60, out)
                                          : Scene(9).view(100 + i, 60, in));
        }
        QTest::newRow("out to black and in again") << fades;

        Film dissolve;
        for (int i = 0; i < 90; ++i) {
            dissolve.frames.push_back(mixed(Scene(10).view(50 + i, 60), Scene(11).view(500 + i, 60),
                                            std::clamp((i - 35) / 20.0, 0.0, 1.0)));
        }
        QTest::newRow("a dissolve over 20 frames") << dissolve;

        Film pan;
        pan.shoot(Scene(12), 80, 0, 12);
        QTest::newRow("a pan") << pan;

        Film whip;
        whip.shoot(Scene(13), 30, 0, 0);
        for (int i = 0; i < 20; ++i)
            whip.frames.push_back(Scene(13).view(55 * i, 60));
        whip.shoot(Scene(13), 30, 1100, 0);
        QTest::newRow("a whip pan") << whip;

        Film shaking;
        std::mt19937 random(3);
        for (int i = 0; i < 100; ++i)
            shaking.frames.push_back(Scene(14).view(200 + static_cast<int>(random() % 24),
                                                    60 + static_cast<int>(random() % 24)));
        QTest::newRow("a shaking camera") << shaking;

        Film repeated; // 12.5 frames a second in a file of 25
        for (int i = 0; i < 100; ++i)
            repeated.frames.push_back(Scene(i < 50 ? 15 : 16).view(100 + i / 2 * 8, 60));
        repeated.cuts = {50};
        QTest::newRow("every picture twice, one cut") << repeated;

        Film black;
        black.shoot(Scene(17), 40, 0);
        black.cut();
        black.frames.insert(black.frames.end(), 30, Scene(17).view(0, 0, 0, 0));
        black.cut();
        black.shoot(Scene(18), 40, 0);
        QTest::newRow("black between two shots") << black;

        Film quick;
        for (unsigned i = 0; i < 8; ++i) {
            quick.cut();
            quick.shoot(Scene(20 + i), 12, 100);
        }
        QTest::newRow("a shot every 12 frames") << quick;

        Film edges;
        edges.shoot(Scene(30), 2, 0);
        edges.cut();
        edges.shoot(Scene(31), 40, 0);
        edges.cut();
        edges.shoot(Scene(32), 2, 0);
        QTest::newRow("cuts next to both ends") << edges;

        Film angle; // the same place from elsewhere
        angle.shoot(Scene(33), 40, 0);
        angle.cut();
        angle.shoot(Scene(33), 40, 800);
        QTest::newRow("another angle") << angle;
    }
    void film()
    {
        QFETCH(Film, film);
        const QString path = write(film, QStringLiteral("film.mp4"));
        QVERIFY(!path.isEmpty());
        const auto scanned = scan(path, uncached());
        QVERIFY2(scanned, scanned ? "" : scanned.error().text().c_str());
        QCOMPARE((*scanned)->change.size(), film.frames.size());
        QCOMPARE((*scanned)->change[0], 0.0F);
        for (const float change : (*scanned)->change)
            QVERIFY(change >= 0 && change <= 1);
        QCOMPARE(text(numbers((*scanned)->shots)), text(film.cuts));
    }

    /// Many clips of all of it at random: precision and recall.
    void manyFilms()
    {
        int right = 0;
        int found = 0;
        int real = 0;
        for (unsigned seed = 0; seed < 12; ++seed) {
            std::mt19937 random(seed);
            Film film;
            for (int shot = 0; shot < 10; ++shot) {
                film.cut();
                const Scene scene(1000 + seed * 100 + static_cast<unsigned>(shot));
                const int count = 15 + static_cast<int>(random() % 40);
                const int x = static_cast<int>(random() % 600);
                const int speed = static_cast<int>(random() % 20);
                const int flash = random() % 2 ? 5 + static_cast<int>(random() % 10) : -1;
                for (int i = 0; i < count; ++i) {
                    film.frames.push_back(
                        scene.view(x + speed * i, 60, i == flash ? 1.5 : 1, i == flash ? 80 : 0));
                }
            }
            const auto scanned = scan(write(film, QStringLiteral("many.mp4")), uncached());
            QVERIFY(scanned);
            for (const std::int64_t shot : numbers((*scanned)->shots))
                right += static_cast<int>(std::count(film.cuts.begin(), film.cuts.end(), shot));
            found += static_cast<int>((*scanned)->shots.size());
            real += static_cast<int>(film.cuts.size());
        }
        qInfo("cuts: %d, found: %d, of them right: %d", real, found, right);
        QVERIFY(right >= 0.97 * found);
        QVERIFY(right >= 0.97 * real);
    }

    void thresholds()
    {
        std::vector<float> change(100, 0.02F);
        change[50] = 0.5F;
        const auto shots = [&](float lasting, float likeness) {
            return numbers(findShots(change, {{FrameIndex(50), lasting, likeness}}));
        };
        QCOMPARE(shots(0.5F, 0.3F), std::vector<std::int64_t>{50});
        QVERIFY(shots(0.1F, 0.3F).empty());  // the old picture comes back
        QVERIFY(shots(0.5F, 0.95F).empty()); // the same things in another light
        std::fill(change.begin() + 40, change.begin() + 60, 0.4F);
        change[50] = 0.5F;
        QVERIFY(shots(0.5F, 0.3F).empty()); // everything moves
        change.assign(100, 0.0F);
        change[50] = kLeastShotChange / 2;
        QVERIFY(shots(kLeastShotChange / 2, 0).empty());
    }

    void cancelAndErrors()
    {
        const QString path = write(threeShots(), QStringLiteral("cancel.mp4"));
        const auto built = index(path);
        QVERIFY(built);
        ShotScanOptions options = uncached();
        options.cancel.cancel();
        const auto cancelled = scanShots(path.toStdString(), *built, options);
        QVERIFY(!cancelled && cancelled.error().code == ErrorCode::Cancelled);
        const auto missing
            = scanShots((path + QStringLiteral(".no")).toStdString(), *built, uncached());
        QVERIFY(!missing && missing.error().code == ErrorCode::NotFound);

        // Cut in the middle since it was indexed: what is left is scanned, the rest stays 0.
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        const auto whole = scanShots(path.toStdString(), *built, uncached());
        QVERIFY(whole);
        QByteArray bytes = file.readAll();
        const qsizetype half = bytes.size() / 2;
        bytes.replace(half, bytes.size() / 4, QByteArray(bytes.size() / 4, '\x5a'));
        QVERIFY(file.seek(0) && file.write(bytes) == bytes.size());
        file.close();
        const auto damaged = scanShots(path.toStdString(), *built, uncached());
        QVERIFY(!damaged || (*damaged)->change.size() == (*whole)->change.size());
    }

    void progressGoesOn()
    {
        const QString path = write(threeShots(), QStringLiteral("progress.mp4"));
        double last = -1;
        int calls = 0;
        ShotScanOptions options = uncached();
        options.progress = [&](double fraction) {
            QVERIFY(fraction >= last && fraction <= 1);
            last = fraction;
            ++calls;
        };
        QVERIFY(scan(path, options));
        QVERIFY(calls >= 2);
    }

    void cache()
    {
        const QString folder = useCacheIn(m_folder.filePath("kept"));
        const QString path = write(threeShots(), QStringLiteral("kept.mp4"));
        ShotScanOptions only;
        only.cacheOnly = true;
        QVERIFY(!scan(path, only));
        const auto made = scan(path, {});
        QVERIFY(made);
        QCOMPARE(filesIn(folder).size(), 1);
        auto kept = scan(path, only);
        QVERIFY(kept);
        QVERIFY((*kept)->change == (*made)->change && (*kept)->shots == (*made)->shots);

        // A damaged entry is no entry, wherever it is damaged.
        for (const qint64 place : {qint64{8}, qint64{30}, qint64{80}, qint64{100}, qint64{-1}}) {
            QFile file(filesIn(folder).value(0));
            QVERIFY(file.open(QIODevice::ReadWrite));
            const qint64 where = place < 0 ? file.size() - 1 : place;
            QVERIFY(file.seek(where));
            const char byte = file.read(1).at(0);
            QVERIFY(file.seek(where) && file.putChar(static_cast<char>(byte ^ 4)));
            file.close();
            QVERIFY(!scan(path, only));
            QVERIFY(scan(path, {}));
            QVERIFY(scan(path, only));
        }

        // Another film under the same name.
        Film other;
        other.shoot(Scene(40), 100, 0);
        QVERIFY(!write(other, QStringLiteral("kept.mp4")).isEmpty());
        QVERIFY(!scan(path, only));
        kept = scan(path, {});
        QVERIFY(kept && (*kept)->shots.empty());
    }
};

QTEST_GUILESS_MAIN(TestShotChanges)
#include "tst_shot_changes.moc"
