// The timeline without its widget: axis, ruler, interval index, lanes, snapping, layout.
#include "tests/ui/timeline/TestIndex.h"
#include "ui/timeline/IntervalIndex.h"
#include "ui/timeline/RulerTicks.h"
#include "ui/timeline/Snapping.h"
#include "ui/timeline/TimelineAxis.h"
#include "ui/timeline/TimelineLayout.h"
#include "ui/timeline/TimelineTracks.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace ecva;
using namespace ecva::test;

class TestTimelineGeometry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void intervalIndexAgainstBruteForce()
    {
        std::mt19937 random(7);
        for (const int count : {0, 1, 2, 3, 7, 8, 9, 1000}) {
            std::vector<IntervalIndex::Interval> intervals;
            for (int i = 0; i < count; ++i) {
                const double begin = std::uniform_real_distribution<>(0, 100)(random);
                // Mostly short, some that lie over nearly everything.
                const double length
                    = i % 17 == 0 ? 80 : std::uniform_real_distribution<>(0, 2)(random);
                intervals.push_back({begin, begin + length});
            }
            std::sort(intervals.begin(), intervals.end(),
                      [](const auto &a, const auto &b) { return a.begin < b.begin; });
            const IntervalIndex index(intervals);
            for (int query = 0; query < 300; ++query) {
                const double from = std::uniform_real_distribution<>(-10, 110)(random);
                const double to = from + std::uniform_real_distribution<>(0, 20)(random);
                std::vector<std::size_t> expected, found;
                for (std::size_t i = 0; i < intervals.size(); ++i) {
                    if (intervals[i].begin <= to && intervals[i].end >= from)
                        expected.push_back(i);
                }
                index.visit(from, to, [&](std::size_t i) { found.push_back(i); });
                QCOMPARE(found, expected);
            }
        }
    }

    void axisRoundTrip_data()
    {
        QTest::addColumn<bool>("variable");
        QTest::newRow("constant") << false;
        QTest::newRow("variable") << true;
    }
    void axisRoundTrip()
    {
        QFETCH(bool, variable);
        const auto index = variable ? variableIndex(2000) : constantIndex(2000);
        TimelineAxis axis;
        axis.setClip(index, 0);
        axis.setViewport(148, 1000);
        QVERIFY(axis.showsAll());
        QCOMPARE(axis.xOfFrame(FrameIndex(0)), 148);
        QCOMPARE(axis.xOfFrame(FrameIndex(2000)), 1148);

        std::mt19937 random(11);
        int compared = 0;
        for (int zoom = 0; zoom < 60; ++zoom) {
            axis.setZoom(std::uniform_real_distribution<>(0, 1)(random), 600);
            axis.panBy(std::uniform_real_distribution<>(-5000, 5000)(random));
            const std::int64_t first = axis.frameAt(axis.left()).value;
            const std::int64_t last = axis.frameAt(axis.right()).value;
            for (std::int64_t frame = first + 1; frame < last; ++frame) {
                const int x = axis.xOfFrame(FrameIndex(frame));
                const int next = axis.xOfFrame(FrameIndex(frame + 1));
                QVERIFY(x <= next);
                if (next == x) // narrower than a pixel: no x is this frame's
                    continue;
                QCOMPARE(axis.frameAt(x).value, frame);
                QCOMPARE(axis.frameAt(next - 1).value, frame);
                QVERIFY(axis.boundaryAt(x).value == frame || next - x <= 2);
                ++compared;
            }
        }
        QVERIFY(compared > 5000);
    }

    void zoomKeepsWhatIsUnderTheMouse()
    {
        TimelineAxis axis;
        axis.setClip(constantIndex(3000), 0); // 100 s
        axis.setViewport(148, 1000);
        axis.zoomAt(648, 10);
        const double there = axis.secondsAt(400);
        axis.zoomAt(400, 3);
        QVERIFY(std::abs(axis.secondsAt(400) - there) < 1e-9);
        axis.zoomAt(400, 1.0 / 3);
        QVERIFY(std::abs(axis.secondsAt(400) - there) < 1e-9);
    }

    void axisStaysInTheClip()
    {
        TimelineAxis axis;
        axis.setClip(constantIndex(3000), 0);
        axis.setViewport(0, 1000);
        axis.zoomAt(500, 1e9);
        QVERIFY(axis.pixelsPerFrame() <= 81);
        axis.panBy(1e9);
        QVERIFY(axis.end() <= 100 + 1e-9);
        axis.panBy(-1e9);
        QCOMPARE(axis.start(), 0.0);
        axis.zoomAt(500, 1e-9);
        QVERIFY(axis.showsAll());
        QCOMPARE(axis.end(), 100.0);
        // An all-shown view stays all-shown when the window grows; a zoomed one keeps its scale.
        axis.setViewport(0, 2000);
        QVERIFY(axis.showsAll());
        axis.zoomAt(0, 4);
        const double scale = axis.pixelsPerSecond();
        axis.setViewport(0, 1000);
        QCOMPARE(axis.pixelsPerSecond(), scale);
    }

    void axisOfOneFrame()
    {
        TimelineAxis axis;
        axis.setClip(constantIndex(1), 0);
        axis.setViewport(148, 500);
        QCOMPARE(axis.frameAt(0).value, 0);
        QCOMPARE(axis.frameAt(9999).value, 0);
        QCOMPARE(axis.boundaryAt(640).value, 1);
        axis.setZoom(1, 200);
        axis.panBy(50);
        QVERIFY(axis.showsAll());
    }

    void axisWithoutVideo()
    {
        TimelineAxis axis;
        axis.setClip(nullptr, 74);
        axis.setViewport(148, 740);
        QVERIFY(!axis.hasFrames());
        QCOMPARE(axis.xOf(52), 148 + 520.0);
        QVERIFY(!makeRuler(axis, 74).frames);
    }

    void rulerLabelsAreRoundAndApart()
    {
        const auto index = variableIndex(4000);
        TimelineAxis axis;
        axis.setClip(index, 0);
        axis.setViewport(148, 1200);
        bool sawFrames = false, sawSeconds = false;
        for (double zoom = 0; zoom <= 1; zoom += 0.02) {
            axis.setZoom(zoom, 700);
            const Ruler ruler = makeRuler(axis, 74);
            (ruler.frames ? sawFrames : sawSeconds) = true;
            QVERIFY(!ruler.ticks.empty());
            QVERIFY2(ruler.ticks.size() < 800, "more strokes than anybody could tell apart");
            double last = -1e9;
            for (const RulerTick &tick : ruler.ticks) {
                if (ruler.frames)
                    QCOMPARE(tick.x, double(axis.xOfFrame(tick.frame)));
                if (!tick.major)
                    continue;
                QVERIFY(tick.x - last >= 60);
                last = tick.x;
            }
        }
        QVERIFY(sawFrames && sawSeconds);
    }

    void lanes()
    {
        const auto item = [](int id, double begin, double end) {
            TimelineItem made;
            made.id = SegmentId{id};
            made.begin = begin;
            made.end = end;
            return made;
        };
        std::vector<TimelineItem> items{item(4, 5, 6), item(1, 0, 2), item(2, 1, 3), item(3, 2, 4)};
        QCOMPARE(assignLanes(items), 2);
        // Sorted by begin; 3 begins where 1 ends and takes its lane, touching is no overlap.
        QCOMPARE(items[0].lane, 0);
        QCOMPARE(items[1].lane, 1);
        QCOMPARE(items[2].lane, 0);
        QCOMPARE(items[3].lane, 0);
        QVERIFY(!items[0].overlaps);
        QVERIFY(items[1].overlaps);
        QVERIFY(items[2].overlaps); // over 2
        QVERIFY(!items[3].overlaps);
    }

    void lanesNeverCollide()
    {
        std::mt19937 random(3);
        for (int round = 0; round < 50; ++round) {
            std::vector<TimelineItem> items;
            for (int i = 0; i < 60; ++i) {
                TimelineItem item;
                item.id = SegmentId{i + 1};
                item.begin = std::uniform_int_distribution<>(0, 200)(random);
                item.end = item.begin + std::uniform_int_distribution<>(1, 10)(random);
                items.push_back(item);
            }
            const int lanes = assignLanes(items);
            QVERIFY(lanes >= 1 && lanes <= kMaxLanes);
            std::size_t most = 0; // of segments at one time: so many lanes are needed, and no more
            for (int t = 0; t < 220; ++t)
                most = std::max<std::size_t>(
                    most, std::count_if(items.begin(), items.end(), [t](const TimelineItem &item) {
                        return item.begin <= t && t < item.end;
                    }));
            QCOMPARE(std::size_t(lanes), std::min<std::size_t>(most, kMaxLanes));
            if (most > kMaxLanes)
                continue;
            for (const TimelineItem &a : items) {
                for (const TimelineItem &b : items) {
                    if (a.id < b.id && a.lane == b.lane)
                        QVERIFY(a.end <= b.begin || b.end <= a.begin);
                }
            }
        }
    }

    void snapping()
    {
        TimelineAxis axis;
        axis.setClip(constantIndex(1000), 0);
        axis.setViewport(0, 2000); // 2 px per frame
        const std::vector<SnapTarget> targets{{FrameIndex(100), SnapKind::SegmentEdge},
                                              {FrameIndex(110), SnapKind::Playhead}};
        QVERIFY(!snapBoundary(FrameIndex(90), targets, axis));
        QCOMPARE(snapBoundary(FrameIndex(97), targets, axis)->boundary.value, 100);
        QCOMPARE(snapBoundary(FrameIndex(113), targets, axis)->boundary.value, 110);
        QVERIFY(!snapBoundary(FrameIndex(115), targets, axis));
        // Equally near: the playhead wins over an edge.
        const std::vector<SnapTarget> twins{{FrameIndex(100), SnapKind::SegmentEdge},
                                            {FrameIndex(104), SnapKind::Playhead}};
        QCOMPARE(snapBoundary(FrameIndex(102), twins, axis)->boundary.value, 104);

        // The end of a moved range is nearer to its target than the begin.
        const SnappedRange end = snapRange({FrameIndex(57), FrameIndex(109)}, targets, axis, true);
        QCOMPARE(end.range.end.value, 110);
        QCOMPARE(end.range.length(), 52);
        const SnappedRange free
            = snapRange({FrameIndex(57), FrameIndex(109)}, targets, axis, false);
        QCOMPARE(free.range.end.value, 109);
        // The clip's ends hold a moved range back whole.
        QCOMPARE(snapRange({FrameIndex(-30), FrameIndex(20)}, {}, axis, true).range.begin.value, 0);
        QCOMPARE(snapRange({FrameIndex(-30), FrameIndex(20)}, {}, axis, true).range.length(), 50);
        QCOMPARE(snapRange({FrameIndex(990), FrameIndex(1040)}, {}, axis, true).range.end.value,
                 1000);
    }

    void layoutFits_data()
    {
        QTest::addColumn<int>("height");
        for (const int height : {120, 222, 290, 412, 900})
            QTest::addRow("%d", height) << height;
    }
    void layoutFits()
    {
        QFETCH(int, height);
        std::vector<TimelineTrack> tracks(4);
        tracks[1].active = true;
        tracks[1].lanes = 2;
        const TimelineLayout layout = layOut({1000, height}, tracks, {}, 0);
        QCOMPARE(layout.rows.size(), tracks.size());
        int y = layout.tracks.top();
        for (std::size_t i = 0; i < tracks.size(); ++i) {
            QCOMPARE(layout.rows[i].top(), y);
            y = layout.rows[i].bottom() + 1;
            if (i != 1)
                QVERIFY2(layout.rows[i].height() < layout.rows[1].height(),
                         "the active round is the tallest");
        }
        QCOMPARE(y - layout.tracks.top(), layout.contentHeight);
        const QRect upper = layout.segmentRect(tracks[1], 1, 0, 200, 300);
        const QRect lower = layout.segmentRect(tracks[1], 1, 1, 200, 300);
        QVERIFY(!upper.intersects(lower));
        QVERIFY(layout.rows[1].contains(upper) && layout.rows[1].contains(lower));
        // Whatever is asked for, the rows cannot be scrolled away.
        const TimelineLayout scrolled = layOut({1000, height}, tracks, {}, 100000);
        QVERIFY(scrolled.rows.back().bottom() + 1 >= std::min(scrolled.tracks.bottom(), y - 1));
    }
};

QTEST_MAIN(TestTimelineGeometry)
#include "tst_timeline_geometry.moc"
