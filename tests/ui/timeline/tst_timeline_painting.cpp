// What is drawn where very many segments are in view: pyramids against all segments one by one.
#include "annotation/document/Document.h"
#include "tests/ui/timeline/TestIndex.h"
#include "ui/timeline/LanePyramid.h"
#include "ui/timeline/ThumbnailLoader.h"
#include "ui/timeline/TimelinePainter.h"

#include <QImage>
#include <QPainter>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace ecva;
using namespace ecva::test;

namespace {

constexpr QSize kSize(1400, 360);
constexpr int kFrames = 200'000;

TimelineItem itemOf(std::int64_t id, std::int64_t begin, std::int64_t end, const VideoIndex &index)
{
    TimelineItem item;
    item.id = SegmentId{id};
    item.frames = {FrameIndex(begin), FrameIndex(std::min<std::int64_t>(kFrames, end))};
    item.begin = index.seconds(item.frames.begin);
    item.end = index.seconds(item.frames.end);
    item.hue = static_cast<int>(id % 8) - 1;
    item.pattern = item.hue < 0 ? 0 : static_cast<int>(id % 3);
    item.code = item.hue < 0 ? QString() : QStringLiteral("7-1");
    item.text = QStringLiteral("Opens the door");
    return item;
}

/// Two tracks; `length` and `gap` in frames, drawn anew for each segment.
template <typename Length, typename Gap>
TimelineScene sceneOf(Length &&length, Gap &&gap)
{
    TimelineScene scene;
    scene.axis.setClip(constantIndex(kFrames), 0);
    std::int64_t id = 1;
    for (const char *name : {"round1", "Video-LLaMA"}) {
        TimelineTrack track;
        track.name = track.title = QString::fromLatin1(name);
        track.active = track.name == QLatin1String("round1");
        std::vector<TimelineItem> items;
        for (std::int64_t at = 0; at < kFrames;) {
            const std::int64_t long_ = std::max<std::int64_t>(1, length());
            items.push_back(itemOf(id++, at, at + long_, *scene.axis.index()));
            items.back().proposal = !track.active;
            at += long_ + gap();
        }
        track.setItems(std::move(items));
        scene.tracks.push_back(std::move(track));
    }
    scene.layout = layOut(kSize, scene.tracks, {}, 0);
    scene.axis.setViewport(scene.layout.left(), scene.layout.ruler.width());
    return scene;
}

QImage painted(const TimelineScene &scene, bool exact)
{
    static const ThumbnailLoader thumbnails;
    const Theme theme = Theme::make(ThemeKind::Dark);
    QImage image(kSize, QImage::Format_RGB32);
    image.fill(Qt::magenta);
    QPainter painter(&image);
    TimelinePainter timeline(painter, scene, thumbnails, theme, 1);
    timeline.setExact(exact);
    timeline.paint();
    painter.end();
    return image;
}

} // namespace

class TestTimelinePainting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void columnsCoverWhatSpansCover()
    {
        std::mt19937 random(5);
        for (int round = 0; round < 20; ++round) {
            std::vector<LanePyramid::Span> spans;
            double at = 3;
            for (int i = 0; i < 5000; ++i) {
                const double length = std::exponential_distribution<>(4)(random) + 0.02;
                spans.push_back({at, at + length, i % 7, static_cast<std::uint32_t>(i)});
                at += length + std::exponential_distribution<>(6)(random);
            }
            const LanePyramid pyramid(spans);
            QCOMPARE(pyramid.size(), spans.size());
            const double seconds = std::uniform_real_distribution<>(0.5, 20)(random);
            const int level = pyramid.levelFor(seconds);
            QVERIFY(level >= 0);
            const double begin = std::uniform_real_distribution<>(0, at / 2)(random);
            std::vector<LanePyramid::Column> columns(300);
            pyramid.columns(level, begin, seconds, columns);
            double error = 0, worst = 0;
            for (std::size_t x = 0; x < columns.size(); ++x) {
                const double from = begin + static_cast<double>(x) * seconds;
                double covered = 0;
                for (const LanePyramid::Span &span : spans) {
                    if (span.end - span.begin < pyramid.longFrom(level))
                        covered += std::max(0.0, std::min(span.end, from + seconds)
                                                     - std::max(span.begin, from));
                }
                const double off
                    = std::abs(static_cast<double>(columns[x].covered) - covered / seconds);
                error += off / static_cast<double>(columns.size());
                worst = std::max(worst, off);
                // Nothing is made up, nothing is lost, but for a bucket's width at the sides.
                if (covered > 0.02 * seconds)
                    QVERIFY(columns[x].covered > 0);
            }
            QVERIFY2(error < 0.06, qPrintable(QString::number(error)));
            QVERIFY2(worst < 0.51, qPrintable(QString::number(worst)));
        }
    }

    void longSpansAreVisitedOnceAndInOrder()
    {
        std::mt19937 random(6);
        std::vector<LanePyramid::Span> spans;
        for (int i = 0; i < 4000; ++i)
            spans.push_back({i * 1.0, i + (i % 50 == 0 ? 30.0 : 0.3), 0, std::uint32_t(i)});
        const LanePyramid pyramid(spans);
        const int level = pyramid.levelFor(4);
        QVERIFY(level >= 0 && pyramid.longFrom(level) < 30);
        std::vector<std::uint32_t> met;
        pyramid.visitLong(level, 500, 900, [&](std::uint32_t item) {
            met.push_back(item);
            return -1e300;
        });
        std::vector<std::uint32_t> expected;
        for (const LanePyramid::Span &span : spans) {
            if (span.end - span.begin >= 30 && span.begin <= 900 && span.end >= 500)
                expected.push_back(span.item);
        }
        QCOMPARE(met, expected);
        QCOMPARE(pyramid.countIn(10, 20), std::size_t(10));
        // Few spans need no levels, none need nothing.
        QCOMPARE(LanePyramid(std::vector(spans.begin(), spans.begin() + 9)).levelFor(100), -1);
        QCOMPARE(LanePyramid().levelFor(1), -1);
    }

    void dominantClassWins()
    {
        std::vector<LanePyramid::Span> spans;
        for (int i = 0; i < 4000; ++i) // three quarters are 2, a quarter is 5
            spans.push_back(
                {i * 1.0, i + (i % 2 == 0 ? 0.9 : 0.3), i % 2 == 0 ? 2 : 5, std::uint32_t(i)});
        const LanePyramid pyramid(spans);
        const int level = pyramid.levelFor(40);
        std::vector<LanePyramid::Column> columns(50);
        pyramid.columns(level, 200, 40, columns);
        for (const LanePyramid::Column &column : columns) {
            QCOMPARE(column.hue, 2);
            QVERIFY(std::abs(column.covered - 0.6F) < 0.05F);
        }
    }

    void pyramidsPaintWhatSegmentsWouldWhereTheyAreWide_data()
    {
        QTest::addColumn<double>("pixels"); // of the narrowest segment
        for (const double pixels : {2.1, 3.0, 5.0, 24.0, 90.0})
            QTest::addRow("%.1f px", pixels) << pixels;
    }
    void pyramidsPaintWhatSegmentsWouldWhereTheyAreWide()
    {
        QFETCH(double, pixels);
        std::mt19937 random(8);
        TimelineScene scene
            = sceneOf([&] { return std::uniform_int_distribution<>(30, 90)(random); },
                      [&] { return std::uniform_int_distribution<>(0, 20)(random) * 2; });
        scene.axis.fit();
        scene.axis.zoomAt(700, pixels / 30 / scene.axis.pixelsPerFrame());
        for (const double pan : {0.0, 333.0, 4711.5}) {
            scene.axis.panBy(pan);
            const std::size_t in
                = scene.tracks[0].pyramids[0].countIn(scene.axis.start(), scene.axis.end());
            QVERIFY(pixels > 2.5 || in > 200);
            QCOMPARE(painted(scene, false), painted(scene, true));
        }
    }

    void whereTheyAreNarrowColumnsShowTheirCoverage()
    {
        // Busy and empty stretches: what is drawn must not differ in where anything is.
        std::mt19937 random(9);
        int count = 0;
        TimelineScene scene
            = sceneOf([&] { return std::uniform_int_distribution<>(2, 9)(random); },
                      [&]() -> std::int64_t { return ++count % 40 == 0 ? 2500 : count % 3; });
        scene.axis.fit();
        const LanePyramid &lane = scene.tracks[0].pyramids[0];
        QVERIFY(lane.countIn(0, 1e9) > 2000);
        const QImage ours = painted(scene, false);
        const QImage exact = painted(scene, true);
        QVERIFY(ours != exact); // dense: the exact one shows one segment of many
        const QColor bed = Theme::make(ThemeKind::Dark).raised;
        const int y = scene.layout.rows[0].center().y();
        int full = 0, empty = 0;
        for (int x = scene.axis.left() + 4; x < scene.axis.right() - 4; ++x) {
            // A stroke is three pixels wide and begins at the next whole pixel.
            const bool drawn = ours.pixelColor(x, y) != bed;
            bool near = false;
            for (int beside = -2; beside <= 2; ++beside)
                near |= exact.pixelColor(x + beside, y) != bed;
            if (drawn) {
                QVERIFY(near);
                ++full;
            } else {
                // Nothing of any segment lies in the column, or a hair of one.
                const double from = scene.axis.secondsAt(x);
                double covered = 0;
                for (const TimelineItem &item : scene.tracks[0].items)
                    covered += std::max(0.0, std::min(item.end, scene.axis.secondsAt(x + 1))
                                                 - std::max(item.begin, from));
                QVERIFY(covered * scene.axis.pixelsPerSecond() < 0.1);
                ++empty;
            }
        }
        QVERIFY(full > 150 && empty > 500);
    }

    void manyLanesOfLongSegmentsArePaintedAlike()
    {
        // Everything over everything: lanes are shared, and most is covered.
        std::mt19937 random(10);
        TimelineScene scene = sceneOf([] { return 100; }, [] { return 10; });
        std::vector<TimelineItem> items;
        for (int i = 0; i < 20'000; ++i) {
            const auto begin = std::uniform_int_distribution<std::int64_t>(0, kFrames - 2)(random);
            items.push_back(itemOf(i + 1, begin,
                                   begin + std::uniform_int_distribution<>(1, 30'000)(random),
                                   *scene.axis.index()));
        }
        scene.tracks[0].setItems(std::move(items));
        QCOMPARE(scene.tracks[0].lanes, kMaxLanes);
        scene.layout = layOut(kSize, scene.tracks, {}, 0);
        for (const double zoom : {40.0, 300.0}) {
            scene.axis.fit();
            scene.axis.zoomAt(700, zoom);
            QCOMPARE(painted(scene, false).width(), kSize.width());
        }
        // Ids find their items, wherever sorting has put them.
        for (const std::int64_t id : {1, 777, 20'000})
            QCOMPARE(scene.tracks[0].find(SegmentId{id})->id.value, id);
        QVERIFY(!scene.tracks[0].find(SegmentId{20'001}));
        QVERIFY(!scene.tracks[0].find({}));
    }

    void selectedSegmentsAreSeenFromAfar()
    {
        TimelineScene scene = sceneOf([] { return 3; }, [] { return 2; });
        scene.axis.fit();
        const QImage before = painted(scene, false);
        scene.selected = scene.tracks[0].items[20'000].id;
        scene.selection = {scene.selected};
        const QImage after = painted(scene, false);
        const int x = scene.axis.xOfFrame(scene.tracks[0].items[20'000].frames.begin);
        QVERIFY(before.copy(x - 2, 0, 8, kSize.height())
                != after.copy(x - 2, 0, 8, kSize.height()));
    }

    void curvesKeepTheirPeaks()
    {
        std::mt19937 random(12);
        TimelineCurve curve;
        for (int i = 0; i < 1003; ++i)
            curve.values.push_back(std::uniform_real_distribution<float>(0, 1)(random));
        curve.makeLevels();
        for (int round = 0; round < 2000; ++round) {
            std::size_t first = std::uniform_int_distribution<std::size_t>(0, 1003)(random);
            std::size_t last = std::uniform_int_distribution<std::size_t>(0, 1010)(random);
            float expected = 0;
            for (std::size_t i = first; i < std::min<std::size_t>(last, 1003); ++i)
                expected = std::max(expected, curve.values[i]);
            QCOMPARE(curve.highest(first, last), expected);
        }
    }

    void aFewChangesLeadWhereBuildingAnewWould()
    {
        QTemporaryDir folder;
        auto document = *Document::create(folder.filePath(QStringLiteral("p.ecva")),
                                          QStringLiteral("tester"));
        const auto index = constantIndex(2000);
        Edit first(*document, QStringLiteral("clip.add"));
        NewClip newClip;
        newClip.path = QStringLiteral("a.mp4");
        MediaFacts facts;
        facts.frames = index->frameCount();
        facts.firstPts = index->pts(FrameIndex(0)).value;
        facts.durationMs = index->milliseconds(FrameIndex(index->frameCount()));
        facts.timeBase = index->info().timeBase;
        facts.averageRate = {30, 1};
        facts.width = 160;
        facts.height = 90;
        facts.codec = QStringLiteral("none");
        newClip.media = facts;
        const ClipId clip = *first.addClip(newClip);
        QVERIFY(document->commit(std::move(first)));
        QVERIFY(document->setVideoIndex(clip, index));

        std::vector<TimelineTrack> tracks = buildTracks(document->model(), clip, index.get());
        int updated = 0, wrong = 0, seen = 0;
        connect(document.get(), &Document::changed, this, [&](const ChangeEvent &change) {
            ++seen;
            if (updateTracks(tracks, document->model(), clip, index.get(), change))
                ++updated;
            else
                tracks = buildTracks(document->model(), clip, index.get());
            const std::vector<TimelineTrack> anew
                = buildTracks(document->model(), clip, index.get());
            wrong += tracks.size() != anew.size();
            for (std::size_t i = 0; i < std::min(tracks.size(), anew.size()); ++i) {
                wrong += tracks[i].name != anew[i].name || tracks[i].lanes != anew[i].lanes
                         || tracks[i].active != anew[i].active
                         || !(tracks[i].items == anew[i].items);
                wrong += tracks[i].index.size() != anew[i].items.size();
            }
        });
        std::mt19937 random(13);
        const QStringList names{"round1", "round2", "model"};
        std::vector<SegmentId> ids;
        for (int round = 0; round < 300; ++round) {
            const auto begin = std::uniform_int_distribution<std::int64_t>(0, 1900)(random);
            const FrameRange range{FrameIndex(begin), FrameIndex(begin + 1 + begin % 90)};
            Edit edit(*document, QStringLiteral("test"));
            const int what = std::uniform_int_distribution<>(0, 9)(random);
            if (ids.size() < 4 || what < 4) {
                NewSegment segment;
                segment.clip = clip;
                segment.track = names[round % 3];
                segment.frames = range;
                segment.label = round % 2 ? QStringLiteral("cuva:7-1") : QString();
                ids.push_back(*edit.addSegment(segment));
            } else {
                const std::size_t place = random() % ids.size();
                if (what < 6) {
                    QVERIFY(edit.setSegment(ids[place], {.frames = range}));
                } else if (what < 7) {
                    NewAnswer answer;
                    answer.clip = clip;
                    answer.segment = ids[place];
                    answer.text = round % 4 ? QStringLiteral("Text %1").arg(round) : QString();
                    if (!edit.setAnswer(answer))
                        continue; // none to take away
                } else if (what < 8) {
                    QVERIFY(edit.removeSegment(ids[place]));
                    ids.erase(ids.begin() + static_cast<std::ptrdiff_t>(place));
                } else {
                    SegmentPatch patch;
                    patch.label = QStringLiteral("cuva:4-1");
                    if (round % 2)
                        patch.track = names[round % 3];
                    QVERIFY(edit.setSegment(ids[place], patch));
                }
            }
            const bool done = document->commit(std::move(edit)).has_value();
            if (done && round % 7 == 0) {
                QVERIFY(document->undo());
                QVERIFY(document->redo());
            }
        }
        QVERIFY(seen > 300);
        QCOMPARE(wrong, 0);
        QVERIFY2(updated > 200, qPrintable(QString::number(updated)));
    }

    void rowsGoInTheOrderOfTheLook()
    {
        std::vector<TimelineTrack> tracks(4);
        for (std::size_t i = 0; i < tracks.size(); ++i)
            tracks[i].name = QString::number(i);
        tracks[1].active = true;
        TimelineRows wanted;
        wanted.curves = 1;
        bool overview = true, sound = true, curve = true, whole = true;
        for (int height = 420; height > 120; --height) {
            const TimelineLayout layout = layOut({1000, height}, tracks, wanted, 0);
            // What has gone does not come back in a lower window.
            QVERIFY(overview || layout.overview.isEmpty());
            QVERIFY(sound || layout.sound.isEmpty());
            QVERIFY(curve || layout.curves.empty());
            overview = !layout.overview.isEmpty();
            sound = !layout.sound.isEmpty();
            curve = !layout.curves.empty();
            whole = std::all_of(layout.folds.begin(), layout.folds.end(),
                                [](auto fold) { return fold == TimelineLayout::Fold::None; });
            QVERIFY2(whole || (!overview && !sound && !curve), "tracks fold last");
            QVERIFY(layout.fold(1) == TimelineLayout::Fold::None);
            if (height > 153) // the least of all rows together
                QVERIFY(layout.rows.back().bottom() < height);
        }
        QVERIFY(!whole);
        // The heights of the look: all rows at 318, the pictures grow at 440.
        const TimelineLayout usual = layOut({1040, 287}, tracks, wanted, 0);
        QVERIFY(!usual.overview.isEmpty() && !usual.sound.isEmpty() && !usual.curves.empty());
        QVERIFY(layOut({2000, 409}, tracks, wanted, 0).frames.height() > usual.frames.height());
        wanted.solo = {QStringLiteral("0")};
        wanted.hidden = {QStringLiteral("3")};
        const TimelineLayout solo = layOut({1000, 320}, tracks, wanted, 0);
        QVERIFY(solo.fold(0) == TimelineLayout::Fold::None);
        QVERIFY(solo.fold(1) == TimelineLayout::Fold::Thin);
        QVERIFY(solo.fold(3) == TimelineLayout::Fold::Hidden);
        QCOMPARE(solo.rows[2].height(), TimelineLayout::kThinRow);
    }
};

QTEST_MAIN(TestTimelinePainting)
#include "tst_timeline_painting.moc"
