// The timeline on a real document, by mouse and key: exact frames, one undo step a gesture.
#include "tests/ui/timeline/TimelineBench.h"
#include "ui/style/Theme.h"
#include "ui/timeline/TimelinePainter.h"

#include <QElapsedTimer>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace ecva;
using namespace ecva::test;
using Bench = TimelineBench;

class TestTimelineView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void drawsASegmentOfExactFrames()
    {
        Bench bench;
        bench.view->setZoom(0.4);
        const std::int64_t first = bench.view->scene().axis.frameAt(300).value;
        const std::size_t before = bench.steps();
        bench.drag(bench.at(first), bench.at(first + 25));
        QCOMPARE(bench.ranges(), std::vector{range(first, first + 25)});
        QCOMPARE(bench.steps(), before + 1);
        const SegmentId made = bench.workspace.segment();
        QVERIFY(made);
        const QRect rect = bench.view->segmentRect(made);
        QCOMPARE(rect.left(), bench.view->xOfFrame(FrameIndex(first)));
        QCOMPARE(rect.right() + 1, bench.view->xOfFrame(FrameIndex(first + 25)));
        const Segment *segment = bench.document->model().segment(made);
        QCOMPARE(qint64(segment->beginPts), qint64(bench.index->pts(FrameIndex(first)).value));
        QCOMPARE(segment->track, QStringLiteral("round1"));

        QVERIFY(bench.document->undo());
        QVERIFY(bench.ranges().empty());
        QVERIFY(!bench.workspace.segment());
        QVERIFY(bench.document->redo());
        QCOMPARE(bench.ranges(), std::vector{range(first, first + 25)});
    }

    void drawsBackwardsAndOnVariableRate()
    {
        Bench bench(variableIndex(kFrames));
        bench.view->setZoom(0.5);
        const std::int64_t first = bench.view->scene().axis.frameAt(500).value;
        bench.drag(bench.at(first + 12), bench.at(first));
        QCOMPARE(bench.ranges(), std::vector{range(first, first + 12)});
    }

    void lockedTracksAndClicksChangeNothing()
    {
        Bench bench;
        const std::size_t before = bench.steps();
        bench.drag(bench.at(100, "round2"), bench.at(200, "round2"));
        bench.drag(bench.at(100, "gold"), bench.at(200, "gold"));
        QTest::mouseClick(bench.view, Qt::LeftButton, {}, bench.at(450));
        QCOMPARE(bench.steps(), before);
        QCOMPARE(bench.workspace.playhead().value, 450);
    }

    void dragsAnEdgeWithThePictureFollowing()
    {
        Bench bench;
        bench.view->setZoom(0.4);
        const std::int64_t first = bench.view->scene().axis.frameAt(300).value;
        const SegmentId id = bench.add(first, first + 60);
        const std::size_t before = bench.steps();
        bench.seeks.clear();
        QRect rect = bench.view->segmentRect(id);
        bench.drag(QPoint(rect.right(), rect.center().y()),
                   QPoint(rect.right() + bench.view->xOfFrame(FrameIndex(first + 80))
                              - bench.view->xOfFrame(FrameIndex(first + 60)),
                          rect.center().y()));
        QCOMPARE(bench.rangeOf(id), range(first, first + 80));
        QCOMPARE(bench.steps(), before + 1);
        QVERIFY(!bench.seeks.empty());
        QCOMPARE(bench.seeks.back(), first + 79); // the last frame inside

        rect = bench.view->segmentRect(id);
        bench.seeks.clear();
        bench.drag(QPoint(rect.left(), rect.center().y()),
                   QPoint(bench.view->xOfFrame(FrameIndex(first + 10)), rect.center().y()));
        QCOMPARE(bench.rangeOf(id), range(first + 10, first + 80));
        QCOMPARE(bench.seeks.back(), first + 10);

        // Beyond the other edge one frame remains.
        rect = bench.view->segmentRect(id);
        bench.drag(QPoint(rect.left(), rect.center().y()),
                   QPoint(rect.right() + 200, rect.center().y()));
        QCOMPARE(bench.rangeOf(id), range(first + 79, first + 80));
        QVERIFY(bench.view->segmentRect(id).width() >= 3);

        QVERIFY(bench.document->undo());
        QVERIFY(bench.document->undo());
        QVERIFY(bench.document->undo());
        QCOMPARE(bench.rangeOf(id), range(first, first + 60));
    }

    void edgesSnapUnlessShiftIsHeld()
    {
        Bench bench; // 1000 px for 900 frames
        const SegmentId id = bench.add(100, 300);
        bench.workspace.setPlayhead(FrameIndex(500));
        const auto edge = [&] {
            const QRect rect = bench.view->segmentRect(id);
            return QPoint(rect.right(), rect.center().y());
        };
        const int away = bench.view->xOfFrame(FrameIndex(500)) - edge().x() - 5;
        bench.drag(edge(), edge() + QPoint(away, 0));
        QCOMPARE(bench.rangeOf(id), range(100, 500));
        QVERIFY(bench.document->undo());
        bench.workspace.setPlayhead(FrameIndex(500));
        bench.drag(edge(), edge() + QPoint(away, 0), Qt::ShiftModifier);
        QVERIFY(bench.rangeOf(id).end.value < 500 && bench.rangeOf(id).end.value > 480);
        // The switch of the bar does the same.
        QVERIFY(bench.document->undo());
        bench.workspace.setPlayhead(FrameIndex(500));
        bench.view->setSnapping(false);
        bench.drag(edge(), edge() + QPoint(away, 0));
        QVERIFY(bench.rangeOf(id).end.value < 500);
    }

    void escapePutsItBack()
    {
        Bench bench;
        const SegmentId id = bench.add(100, 300);
        bench.workspace.setPlayhead(FrameIndex(42));
        bench.workspace.setMarks(FrameIndex(1), FrameIndex(2));
        const std::size_t before = bench.steps();
        const QRect rect = bench.view->segmentRect(id);
        bench.begin(rect.center());
        bench.moveTo(rect.center() + QPoint(90, 0));
        QVERIFY(bench.view->segmentRect(id) != rect);
        QVERIFY(bench.workspace.playhead().value != 42);
        bench.key(Qt::Key_Escape);
        QCOMPARE(bench.view->segmentRect(id), rect);
        QCOMPARE(bench.workspace.playhead().value, 42);
        QVERIFY2(bench.workspace.markIn(), "Esc belonged to the drag, not to the marks");
        QTest::mouseRelease(bench.view, Qt::LeftButton, {}, rect.center() + QPoint(90, 0));
        QCOMPARE(bench.rangeOf(id), range(100, 300));
        QCOMPARE(bench.steps(), before);
        bench.key(Qt::Key_Escape);
        QVERIFY(!bench.workspace.markIn());
    }

    void movesTheBodyAndStaysInTheClip()
    {
        Bench bench;
        const SegmentId id = bench.add(100, 300);
        QRect rect = bench.view->segmentRect(id);
        bench.drag(rect.center(), rect.center() + QPoint(111, 0));
        QCOMPARE(bench.rangeOf(id).length(), 200);
        QVERIFY(std::abs(bench.rangeOf(id).begin.value - 200) <= 2);
        rect = bench.view->segmentRect(id);
        bench.drag(rect.center(), rect.center() + QPoint(5000, 0));
        QCOMPARE(bench.rangeOf(id), range(700, 900));
    }

    void marksByKey()
    {
        Bench bench;
        QSignalSpy focus(&bench.workspace, &Workspace::focusRequested);
        bench.workspace.setPlayhead(FrameIndex(351));
        bench.key(Qt::Key_I);
        bench.workspace.setPlayhead(FrameIndex(559));
        bench.key(Qt::Key_O);
        QCOMPARE(bench.workspace.markIn()->value, 351);
        QCOMPARE(bench.workspace.markOut()->value, 560);
        const std::size_t before = bench.steps();
        bench.key(Qt::Key_Return);
        QCOMPARE(bench.ranges(), std::vector{range(351, 560)});
        QCOMPARE(bench.steps(), before + 1);
        QVERIFY(!bench.workspace.markIn() && !bench.workspace.markOut());
        QCOMPARE(focus.count(), 1);
        QCOMPARE(focus.first().first().toString(), QStringLiteral("description"));

        // One frame: start and end on the same picture.
        bench.workspace.setPlayhead(FrameIndex(783));
        bench.key(Qt::Key_I);
        bench.key(Qt::Key_O);
        bench.key(Qt::Key_Enter);
        QCOMPARE(bench.ranges().back(), range(783, 784));

        // A start behind the end takes the end away.
        bench.key(Qt::Key_O);
        bench.workspace.setPlayhead(FrameIndex(800));
        bench.key(Qt::Key_I);
        QVERIFY(!bench.workspace.markOut());
        bench.hints.clear();
        bench.key(Qt::Key_Return);
        QCOMPARE(bench.hints.size(), 1);
        QCOMPARE(bench.ranges().size(), std::size_t(2));
    }

    void editsByKey()
    {
        Bench bench;
        const SegmentId id = bench.add(100, 200);
        bench.workspace.setSegment(id);
        const auto press = [&](int code, Qt::KeyboardModifiers modifiers, FrameRange expected) {
            bench.key(code, modifiers);
            QCOMPARE(bench.rangeOf(id), expected);
        };
        press(Qt::Key_A, {}, range(99, 200));
        press(Qt::Key_S, {}, range(100, 200));
        press(Qt::Key_S, Qt::ShiftModifier, range(110, 200));
        press(Qt::Key_A, Qt::ShiftModifier, range(100, 200));
        press(Qt::Key_X, {}, range(100, 199));
        press(Qt::Key_C, {}, range(100, 200));
        QCOMPARE(bench.workspace.playhead().value, 199); // the picture follows the edge
        press(Qt::Key_C, Qt::ShiftModifier, range(100, 210));
        press(Qt::Key_X, Qt::ShiftModifier, range(100, 200));
        bench.workspace.setPlayhead(FrameIndex(120));
        press(Qt::Key_BracketLeft, {}, range(120, 200));
        bench.workspace.setPlayhead(FrameIndex(180));
        press(Qt::Key_BracketRight, {}, range(120, 181));

        bench.workspace.setPlayhead(FrameIndex(150));
        bench.key(Qt::Key_B);
        QCOMPARE(bench.ranges(), (std::vector{range(120, 150), range(150, 181)}));
        bench.key(Qt::Key_Up);
        QCOMPARE(bench.workspace.segment(), id);
        QCOMPARE(bench.workspace.playhead().value, 120);
        bench.key(Qt::Key_M);
        QCOMPARE(bench.ranges(), std::vector{range(120, 181)});
        bench.key(Qt::Key_Delete);
        QVERIFY(bench.ranges().empty());
        while (bench.document->canUndo() && bench.rangeOf(id) != range(100, 200))
            QVERIFY(bench.document->undo());
        QCOMPARE(bench.rangeOf(id), range(100, 200));
    }

    void anotherButtonDuringADragChangesNothing()
    {
        Bench bench;
        const SegmentId id = bench.add(100, 300);
        bench.workspace.setPlayhead(FrameIndex(42));
        const QPoint grip = bench.view->segmentRect(id).center();
        bench.begin(grip);
        bench.moveTo(grip + QPoint(60, 0));
        QTest::mousePress(bench.view, Qt::MiddleButton, {}, grip + QPoint(60, 0));
        bench.key(Qt::Key_Escape);
        QCOMPARE(bench.workspace.playhead().value, 42);
        QCOMPARE(bench.rangeOf(id), range(100, 300));
    }

    void keyFramesByKey()
    {
        Bench bench;
        bench.workspace.setPlayhead(FrameIndex(55));
        bench.key(Qt::Key_K, Qt::ShiftModifier);
        QCOMPARE(bench.view->scene().keyFrames, std::vector{FrameIndex(55)});
        bench.workspace.setPlayhead(FrameIndex(0));
        const QPoint mark(bench.view->xOfFrame(FrameIndex(55)),
                          bench.view->scene().layout.marks.center().y());
        QTest::mouseClick(bench.view, Qt::LeftButton, {}, mark);
        QCOMPARE(bench.workspace.playhead().value, 55);
        bench.key(Qt::Key_K, Qt::ShiftModifier);
        QVERIFY(bench.view->scene().keyFrames.empty());
    }

    void keysDoNotCollide()
    {
        Bench bench;
        QCOMPARE(bench.actions.conflicts(), QStringList());
        for (const ActionRegistry::Command &command : bench.actions.commands()) {
            for (const QKeySequence &keys : command.defaultKeys) {
                const QString text = keys.toString();
                QVERIFY2(!QStringList({"Ctrl+Space", "Ctrl+,", "Ctrl+.", "Ctrl+[", "Ctrl+]"})
                                 .contains(text)
                             && !text.contains("Alt+Shift"),
                         qPrintable(command.id + " " + text));
            }
        }
    }

    void refusalsNameTheSegmentAndTheValue()
    {
        Bench bench;
        bench.add(10, 20);
        const SegmentId id = bench.add(100, 101);
        bench.workspace.setSegment(id);
        bench.key(Qt::Key_S); // a start behind the end
        QCOMPARE(bench.rangeOf(id), range(100, 101));
        QCOMPARE(bench.hints.size(), 1);
        QVERIFY2(bench.hints[0].contains("2") && bench.hints[0].contains("101"),
                 qPrintable(bench.hints[0]));
        bench.workspace.setPlayhead(FrameIndex(500));
        bench.key(Qt::Key_B);
        QCOMPARE(bench.hints.size(), 2);
        QVERIFY2(bench.hints[1].contains("500"), qPrintable(bench.hints[1]));
        bench.workspace.setSegment(bench.add(0, 900));
        bench.key(Qt::Key_A);
        QCOMPARE(bench.hints.size(), 3);
        QVERIFY2(bench.hints[2].contains("-1"), qPrintable(bench.hints[2]));
    }

    void walksSegmentsAndEdges()
    {
        Bench bench;
        const SegmentId first = bench.add(100, 200);
        const SegmentId second = bench.add(300, 301);
        bench.add(50, 60, QStringLiteral("round2"));
        bench.key(Qt::Key_Down);
        QCOMPARE(bench.workspace.segment(), first);
        bench.key(Qt::Key_Down);
        QCOMPARE(bench.workspace.segment(), second);
        bench.key(Qt::Key_Down);
        QCOMPARE(bench.workspace.segment(), second);
        bench.workspace.setPlayhead(FrameIndex(0));
        for (const std::int64_t edge : {100, 199, 300}) {
            bench.key(Qt::Key_Right, Qt::AltModifier);
            QCOMPARE(bench.workspace.playhead().value, edge);
        }
        for (const std::int64_t edge : {199, 100}) {
            bench.key(Qt::Key_Left, Qt::AltModifier);
            QCOMPARE(bench.workspace.playhead().value, edge);
        }
        bench.key(Qt::Key_O, Qt::ShiftModifier);
        QCOMPARE(bench.workspace.playhead().value, 300);
    }

    void rulerSeeksLive()
    {
        Bench bench;
        bench.seeks.clear();
        const int y = bench.view->rulerRect().center().y();
        bench.begin({bench.view->xOfFrame(FrameIndex(90)), y});
        bench.moveTo({bench.view->xOfFrame(FrameIndex(180)), y});
        bench.moveTo({bench.view->xOfFrame(FrameIndex(270)), y});
        QTest::mouseRelease(bench.view, Qt::LeftButton, {},
                            {bench.view->xOfFrame(FrameIndex(270)), y});
        QCOMPARE(bench.seeks, (std::vector<std::int64_t>{90, 180, 270}));
    }

    void wheelZoomsAtTheMouse()
    {
        Bench bench;
        const QPoint mouse(700, 30);
        const double there = bench.view->scene().axis.secondsAt(mouse.x());
        for (int i = 0; i < 5; ++i) {
            QWheelEvent wheel(mouse, bench.view->mapToGlobal(mouse), {}, {0, 120}, Qt::NoButton,
                              Qt::ControlModifier, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(bench.view, &wheel);
        }
        QVERIFY(bench.view->zoom() > 0.05);
        QVERIFY(std::abs(bench.view->scene().axis.secondsAt(mouse.x()) - there) < 1e-6);
        bench.key(Qt::Key_Z);
        QCOMPARE(bench.view->zoom(), 0.0);
    }

    void otherTracksOverlapsAndMissingMedia()
    {
        Bench bench;
        const SegmentId a = bench.add(0, 300);
        const SegmentId b = bench.add(200, 500);
        const SegmentId model = bench.add(10, 90, QStringLiteral("Video-LLaMA"));
        const TimelineScene &scene = bench.view->scene();
        QStringList titles;
        for (const TimelineTrack &track : scene.tracks)
            titles.append(track.title);
        QCOMPARE(titles, QStringList({"Round 1", "Round 2", "Video-LLaMA", "Gold"}));
        QVERIFY(!bench.view->segmentRect(a).intersects(bench.view->segmentRect(b)));
        QVERIFY(!scene.item(a)->overlaps);
        QVERIFY(scene.item(b)->overlaps);
        QVERIFY(bench.view->trackRect("Video-LLaMA").contains(bench.view->segmentRect(model)));
        bench.panel->segments()->makeActive(QStringLiteral("round2"));
        QCOMPARE(bench.workspace.activeRound(), QStringLiteral("round2"));
        QVERIFY(bench.view->trackRect("round2").height() > bench.view->trackRect("gold").height());

        Bench missing(nullptr);
        Edit edit(*missing.document, QStringLiteral("segment.add"));
        NewSegment segment;
        segment.clip = missing.clip;
        segment.time = TimeRangeMs{52000, 74000};
        const auto id = edit.addSegment(segment);
        QVERIFY(id);
        QVERIFY(missing.document->commit(std::move(edit)));
        missing.workspace.setClip({});
        missing.workspace.setClip(missing.clip);
        const QRect rect = missing.view->segmentRect(*id);
        QVERIFY(rect.width() > 200);
        const std::size_t before = missing.steps();
        missing.drag(rect.center(), rect.center() + QPoint(100, 0));
        QCOMPARE(missing.steps(), before);
        QCOMPARE(missing.workspace.segment(), *id);
        missing.key(Qt::Key_I);
        QVERIFY(!missing.workspace.markIn());
    }

    void paintsManySegments()
    {
        // 100,000 in the clip, 5,000 in view: printed, not judged.
        TimelineScene scene;
        scene.axis.setClip(constantIndex(2'000'000), 0);
        for (const QString &name : {QStringLiteral("round1"), QStringLiteral("round2")}) {
            TimelineTrack track;
            track.name = track.title = name;
            track.active = name == "round1";
            for (int i = 0; i < 50'000; ++i) {
                TimelineItem item;
                item.id = SegmentId{i + 1};
                item.frames = range(i * 40, i * 40 + 30);
                item.begin = scene.axis.index()->seconds(item.frames.begin);
                item.end = scene.axis.index()->seconds(item.frames.end);
                item.hue = i % 7;
                item.pattern = i % 3;
                item.code = QStringLiteral("7-1");
                item.text = QStringLiteral("Opens the door");
                track.items.push_back(item);
            }
            track.lanes = assignLanes(track.items);
            std::vector<IntervalIndex::Interval> intervals;
            for (const TimelineItem &item : track.items)
                intervals.push_back({item.begin, item.end});
            track.index = IntervalIndex(std::move(intervals));
            scene.tracks.push_back(std::move(track));
        }
        const QSize size(1440, 318);
        scene.layout = layOut(size, scene.tracks, {}, 0);
        scene.axis.setViewport(scene.layout.left(), scene.layout.ruler.width());
        QPixmap pixmap(size);
        const ThumbnailLoader thumbnails;
        const Theme theme = Theme::make(ThemeKind::Dark);
        for (const int shown : {100'000, 5'000, 500, 50}) {
            scene.axis.fit();
            scene.axis.zoomAt(700, 100'000.0 / shown);
            QElapsedTimer timer;
            timer.start();
            constexpr int kRounds = 10;
            for (int i = 0; i < kRounds; ++i) {
                QPainter painter(&pixmap);
                TimelinePainter(painter, scene, thumbnails, theme, 1).paint();
            }
            qInfo("%d of 100000 segments in view: %.2f ms", shown,
                  static_cast<double>(timer.nsecsElapsed()) / 1e6 / kRounds);
        }
        QVERIFY(pixmap.toImage().pixelColor(700, scene.layout.rows[0].top() + 5) != theme.raised);
    }
};

QTEST_MAIN(TestTimelineView)
#include "tst_timeline_view.moc"
