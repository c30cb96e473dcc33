// Editing on the timeline, by mouse and key on a real project: what sticks to what, several
// segments at once, other tracks, one undo step each; and thousands of random gestures that break
// nothing.
#include "tests/ui/timeline/TimelineBench.h"
#include "ui/timeline/EdgePopup.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <random>

using namespace ecva;
using namespace ecva::test;
using Bench = TimelineBench;

namespace {

QByteArray dumpOf(const Bench &bench)
{
    const auto dump = bench.document->dump();
    return dump ? *dump : QByteArray();
}

/// Runs a command that must be one step, which undo takes back to the last byte and redo repeats.
template <typename Command>
void isOneStep(Bench &bench, const char *what, Command &&command)
{
    const QByteArray before = dumpOf(bench);
    const std::size_t steps = bench.steps();
    command();
    const QByteArray after = dumpOf(bench);
    QVERIFY2(after != before, what);
    QVERIFY2(bench.steps() == steps + 1, what);
    QVERIFY2(bench.document->undo(), what);
    QVERIFY2(dumpOf(bench) == before, what);
    QVERIFY2(bench.document->redo(), what);
    QVERIFY2(dumpOf(bench) == after, what);
}

} // namespace

class TestTimelineEdit : public QObject
{
    Q_OBJECT

private:
    static QPoint grip(Bench &bench, SegmentId id, SegmentEdge edge)
    {
        const QRect rect = bench.view->segmentRect(id);
        return {edge == SegmentEdge::Begin ? rect.left() : rect.right(), rect.center().y()};
    }
    static void click(Bench &bench, SegmentId id, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(bench.view, Qt::LeftButton, modifiers,
                          bench.view->segmentRect(id).center());
    }

private Q_SLOTS:
    void edgesStickToShotChanges()
    {
        Bench bench;
        bench.workspace.setShots({FrameIndex(333), FrameIndex(700)});
        const SegmentId id = bench.add(100, 300);
        bench.workspace.setPlayhead(FrameIndex(42));
        const QPoint from = grip(bench, id, SegmentEdge::End);
        const QPoint to(bench.view->xOfFrame(FrameIndex(333)) + 5, from.y());
        QSignalSpy hints(&bench.workspace, &Workspace::hintShown);
        bench.begin(from);
        bench.moveTo((from + to) / 2);
        bench.moveTo(to);
        QVERIFY(bench.view->scene().drag);
        QVERIFY(bench.view->scene().drag->snap);
        QCOMPARE(bench.view->scene().drag->snap->kind, SnapKind::ShotChange);
        QCOMPARE(bench.view->scene().drag->range, range(100, 333));
        QCOMPARE(bench.workspace.playhead().value, 332); // the last frame inside is on the screen
        QCOMPARE(bench.rangeOf(id), range(100, 300));    // nothing is committed yet
        auto *popup = bench.window.findChild<EdgePopup *>();
        QVERIFY(popup && popup->isVisible());
        std::vector<std::int64_t> pictures;
        for (const auto &wish : popup->wishes())
            pictures.push_back(wish.frame.value);
        QCOMPARE(pictures, (std::vector<std::int64_t>{332, 333}));
        QCOMPARE(
            hints.last().first().toString(),
            QStringLiteral("Dragging the end of segment 1   f 300 → f 333   0:10.000 → 0:11.100"));

        // Shift drags freely, also while the mouse stands still.
        QTest::keyPress(bench.view, Qt::Key_Shift, Qt::ShiftModifier);
        QVERIFY(!bench.view->scene().drag->snap);
        QVERIFY(bench.view->scene().drag->range.end.value > 333);
        QTest::keyRelease(bench.view, Qt::Key_Shift, {});
        QCOMPARE(bench.view->scene().drag->range.end.value, 333);
        QTest::mouseRelease(bench.view, Qt::LeftButton, {}, to);
        QCOMPARE(bench.rangeOf(id), range(100, 333));
        QVERIFY(!popup->isVisible());
        QCOMPARE(hints.last().first().toString(), QString());
    }

    void sticksToEveryKindOfTarget()
    {
        Bench bench;
        const SegmentId id = bench.add(400, 450);
        bench.add(100, 200, QStringLiteral("gold"));
        bench.workspace.setShots({FrameIndex(300)});
        bench.workspace.setMarks(FrameIndex(350), std::nullopt);
        bench.workspace.setPlayhead(FrameIndex(250));
        const auto snapAt = [&](std::int64_t frame) -> std::optional<SnapKind> {
            const QPoint from = grip(bench, id, SegmentEdge::Begin);
            bench.begin(from);
            bench.moveTo(from - QPoint(20, 0));
            bench.moveTo({bench.view->xOfFrame(FrameIndex(frame)) + 3, from.y()});
            const auto snap = bench.view->scene().drag->snap;
            bench.key(Qt::Key_Escape);
            QTest::mouseRelease(bench.view, Qt::LeftButton, {}, from);
            return snap ? std::optional(snap->kind) : std::nullopt;
        };
        QCOMPARE(snapAt(350), SnapKind::Mark);
        QCOMPARE(snapAt(300), SnapKind::ShotChange);
        QCOMPARE(snapAt(250), SnapKind::Playhead);
        QCOMPARE(snapAt(200), SnapKind::SegmentEdge); // of another track, locked as it is
        QCOMPARE(snapAt(0), SnapKind::ClipEdge);
        QVERIFY(!snapAt(275));
        // Folded tracks do not count.
        bench.view->toggleHidden(bench.view->scene().trackNamed(QStringLiteral("gold")));
        QVERIFY(!snapAt(200));
        // N lets go, and the button of the bar follows.
        bench.key(Qt::Key_N);
        QVERIFY(!snapAt(300));
        bench.key(Qt::Key_N);
        QCOMPARE(snapAt(300), SnapKind::ShotChange);
    }

    void theViewMovesOnBesideItsEnds()
    {
        Bench bench;
        const SegmentId id = bench.add(700, 740);
        bench.workspace.setSegment(id);
        bench.view->fitSelection();
        const double start = bench.view->scene().axis.start();
        QVERIFY(start > 0);
        const QPoint from = grip(bench, id, SegmentEdge::End);
        const QPoint outside(bench.view->scene().axis.right() + 300, from.y());
        bench.begin(from);
        bench.moveTo(outside);
        QTRY_VERIFY(bench.view->scene().axis.start() > start + 2);
        QVERIFY(bench.view->scene().drag->range.end.value > 760);
        bench.key(Qt::Key_Escape);
        QCOMPARE(bench.view->scene().axis.start(), start); // and all is as before
        QCOMPARE(bench.rangeOf(id), range(700, 740));
        QTest::mouseRelease(bench.view, Qt::LeftButton, {}, outside);

        bench.begin(from);
        bench.moveTo(outside);
        QTRY_COMPARE(bench.view->scene().drag->range.end.value, 900); // up to the end of the clip
        QTest::mouseRelease(bench.view, Qt::LeftButton, {}, outside);
        QCOMPARE(bench.rangeOf(id), range(700, 900));
    }

    void aTremblingClickChangesNothing()
    {
        Bench bench;
        const SegmentId id = bench.add(100, 300);
        const std::size_t before = bench.steps();
        const QPoint edge = grip(bench, id, SegmentEdge::End);
        bench.drag(edge, edge + QPoint(2, 0));
        QCOMPARE(bench.steps(), before);
        QCOMPARE(bench.workspace.segment(), id);
    }

    void selectsSeveralByMouse()
    {
        Bench bench;
        std::vector<SegmentId> ids;
        for (int i = 0; i < 5; ++i)
            ids.push_back(bench.add(100 + i * 150, 150 + i * 150));
        click(bench, ids[1]);
        QCOMPARE(bench.workspace.selection(), std::vector{ids[1]});
        click(bench, ids[3], Qt::ControlModifier);
        QCOMPARE(bench.workspace.selection(), (std::vector{ids[1], ids[3]}));
        QCOMPARE(bench.workspace.segment(), ids[3]);
        click(bench, ids[3], Qt::ControlModifier);
        QCOMPARE(bench.workspace.selection(), std::vector{ids[1]});
        click(bench, ids[4], Qt::ShiftModifier);
        QCOMPARE(bench.workspace.selection(), (std::vector{ids[1], ids[2], ids[3], ids[4]}));
        QCOMPARE(bench.workspace.segment(), ids[1]);
        click(bench, ids[2]); // of several: this one alone
        QCOMPARE(bench.workspace.selection(), std::vector{ids[2]});

        // A band, with Alt on a track and from the gutter.
        const int y = bench.view->trackRect("round1").bottom() - 3;
        const auto x = [&](std::int64_t frame) { return bench.view->xOfFrame(FrameIndex(frame)); };
        const std::size_t before = bench.steps();
        bench.drag({x(210), y}, {x(430), y - 12}, Qt::AltModifier);
        QCOMPARE(bench.workspace.selection(), (std::vector{ids[1], ids[2]}));
        bench.drag({60, y}, {x(280), y - 12});
        QCOMPARE(bench.workspace.selection(), (std::vector{ids[0], ids[1]}));
        bench.drag({x(500), y}, {x(640), y - 12}, Qt::AltModifier | Qt::ControlModifier);
        QCOMPARE(bench.workspace.selection(), (std::vector{ids[0], ids[1], ids[3]}));
        QCOMPARE(bench.steps(), before);
        bench.drag({x(20), y}, {x(60), y - 12}, Qt::AltModifier); // around nothing
        QVERIFY(bench.workspace.selection().empty());
    }

    void selectsSeveralByKey()
    {
        Bench bench;
        std::vector<SegmentId> ids;
        for (int i = 0; i < 4; ++i)
            ids.push_back(bench.add(100 + i * 150, 150 + i * 150));
        const SegmentId other = bench.add(10, 20, QStringLiteral("gold"));
        bench.key(Qt::Key_Down);
        bench.key(Qt::Key_Down, Qt::ShiftModifier);
        bench.key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(bench.workspace.selection(), (std::vector{ids[0], ids[1], ids[2]}));
        QCOMPARE(bench.workspace.segment(), ids[2]);
        bench.key(Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(bench.workspace.selection(), (std::vector{ids[0], ids[1]}));
        bench.key(Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(bench.workspace.selection(), ids);
        QCOMPARE(bench.workspace.segment(), ids[1]);

        // Tracks: down to gold, where the nearest segment is looked at, and back.
        bench.key(Qt::Key_Down, Qt::ControlModifier);
        QVERIFY(!bench.workspace.segment()); // round 2 is empty
        QCOMPARE(bench.panel->segments()->currentTrack(), QStringLiteral("round2"));
        bench.key(Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(bench.workspace.segment(), other);
        bench.key(Qt::Key_Up, Qt::ControlModifier);
        bench.key(Qt::Key_V);
        QCOMPARE(bench.workspace.activeRound(), QStringLiteral("round2"));
        bench.key(Qt::Key_Up, Qt::ControlModifier);
        QCOMPARE(bench.panel->segments()->currentTrack(), QStringLiteral("round1"));

        const TimelineScene &scene = bench.view->scene();
        const auto round1 = [&]() -> const TimelineTrack & {
            return scene.tracks[static_cast<std::size_t>(scene.trackNamed("round1"))];
        };
        QVERIFY(scene.isLocked(round1())); // no longer the active one
        bench.key(Qt::Key_Y);
        QVERIFY(!scene.isLocked(round1()));
        bench.key(Qt::Key_H);
        QVERIFY(scene.hidden.contains("round1"));
        bench.key(Qt::Key_H);
        bench.key(Qt::Key_H, Qt::ShiftModifier);
        QVERIFY(scene.solo.contains("round1"));
    }

    void whatIsSelectedIsChangedInOneStep()
    {
        Bench bench;
        std::vector<SegmentId> ids;
        for (int i = 0; i < 4; ++i)
            ids.push_back(bench.add(100 + i * 150, 150 + i * 150));
        const auto choose = [&] { bench.workspace.setSelection({ids[0], ids[2]}, ids[0]); };
        choose();
        isOneStep(bench, "nudge", [&] { bench.key(Qt::Key_S); });
        QCOMPARE(bench.rangeOf(ids[0]), range(101, 150));
        QCOMPARE(bench.rangeOf(ids[2]), range(401, 450));
        QCOMPARE(bench.rangeOf(ids[1]), range(250, 300));
        QCOMPARE(bench.workspace.selection(), (std::vector{ids[0], ids[2]}));
        isOneStep(bench, "nudge whole", [&] { bench.key(Qt::Key_T, Qt::ShiftModifier); });
        QCOMPARE(bench.rangeOf(ids[2]), range(411, 460));
        bench.workspace.setPlayhead(FrameIndex(420));
        isOneStep(bench, "split", [&] { bench.key(Qt::Key_B); });
        choose();
        isOneStep(bench, "copy", [&] { bench.key(Qt::Key_D, Qt::ControlModifier); });
        QCOMPARE(bench.workspace.selection().size(), std::size_t(2));
        isOneStep(bench, "delete", [&] { bench.key(Qt::Key_Delete); });
        QVERIFY(bench.document->undo());
        QCOMPARE(bench.workspace.selection().size(), std::size_t(2)); // what has come back
        QVERIFY(bench.document->undo());
        QCOMPARE(bench.workspace.selection(), (std::vector{ids[0], ids[2]})); // what was copied
        isOneStep(bench, "merge", [&] { bench.key(Qt::Key_M); });
        QCOMPARE(bench.workspace.selection(), std::vector{ids[0]});
        QCOMPARE(bench.rangeOf(ids[0]), range(111, 420));

        // One of them cannot: none of them is changed.
        const SegmentId first = bench.add(0, 5);
        bench.workspace.setSelection({first, ids[1]}, ids[1]);
        const QByteArray before = dumpOf(bench);
        bench.hints.clear();
        bench.key(Qt::Key_R);
        QCOMPARE(dumpOf(bench), before);
        QCOMPARE(bench.hints.size(), 1);
    }

    void severalAreDraggedAsOne()
    {
        Bench bench;
        const SegmentId a = bench.add(100, 200);
        const SegmentId b = bench.add(300, 400);
        const SegmentId c = bench.add(600, 700);
        bench.workspace.setSelection({a, b}, a);
        bench.view->setSnapping(false);
        const QPoint from = bench.view->segmentRect(b).center();
        isOneStep(bench, "drag", [&] { bench.drag(from, from + QPoint(50, 0)); });
        const std::int64_t by = bench.rangeOf(a).begin.value - 100;
        QVERIFY(by > 30 && by < 60);
        QCOMPARE(bench.rangeOf(b), range(300 + by, 400 + by));
        QCOMPARE(bench.rangeOf(c), range(600, 700));
        QCOMPARE(bench.workspace.selection(), (std::vector{a, b}));
        // The clip's end holds all of them.
        const QPoint again = bench.view->segmentRect(a).center();
        bench.drag(again, again + QPoint(3000, 0));
        QCOMPARE(bench.rangeOf(b), range(800, 900));
        QCOMPARE(bench.rangeOf(a), range(600, 700));
    }

    void dragsToAnotherTrackAndCopies()
    {
        Bench bench;
        const SegmentId id = bench.add(100, 200);
        const QPoint from = bench.view->segmentRect(id).center();
        const QPoint there(from.x(), bench.view->trackRect("round2").center().y());
        const std::size_t before = bench.steps();
        bench.drag(from, there); // locked: it stays
        QCOMPARE(bench.steps(), before);
        bench.view->toggleLocked(bench.view->scene().trackNamed("round2"));
        isOneStep(bench, "copy", [&] { bench.drag(from, there, Qt::ControlModifier); });
        QCOMPARE(bench.document->model().segment(id)->track, QStringLiteral("round1"));
        const SegmentId copy = bench.workspace.segment();
        QVERIFY(copy != id);
        QCOMPARE(bench.document->model().segment(copy)->track, QStringLiteral("round2"));
        QCOMPARE(bench.rangeOf(copy), range(100, 200));
        isOneStep(bench, "move", [&] { bench.drag(from, there); });
        QCOMPARE(bench.document->model().segment(id)->track, QStringLiteral("round2"));
        QVERIFY(bench.view->scene().item(id)->overlaps || bench.view->scene().item(copy)->overlaps);
        // By key and back.
        bench.workspace.setSegment(id);
        isOneStep(bench, "key",
                  [&] { bench.key(Qt::Key_Up, Qt::ControlModifier | Qt::ShiftModifier); });
        QCOMPARE(bench.document->model().segment(id)->track, QStringLiteral("round1"));
        // Ctrl from a locked track copies even when Ctrl is let go on the way.
        bench.view->toggleLocked(bench.view->scene().trackNamed("round2"));
        const QPoint locked = bench.view->segmentRect(copy).center();
        bench.drag(locked, QPoint(locked.x() + 200, from.y()), Qt::ControlModifier);
        QCOMPARE(bench.document->model().segment(copy)->track, QStringLiteral("round2"));
        QCOMPARE(bench.ranges().size(), std::size_t(3));
    }

    void lockedTracksAreLeftAlone()
    {
        Bench bench;
        const SegmentId id = bench.add(100, 200, QStringLiteral("gold"));
        bench.workspace.setSegment(id);
        bench.workspace.setPlayhead(FrameIndex(150));
        const QByteArray before = dumpOf(bench);
        for (const auto key : {Qt::Key_A, Qt::Key_S, Qt::Key_X, Qt::Key_C, Qt::Key_R, Qt::Key_B,
                               Qt::Key_Delete, Qt::Key_BracketLeft, Qt::Key_M})
            bench.key(key);
        QCOMPARE(dumpOf(bench), before);
        bench.key(Qt::Key_Y);
        bench.key(Qt::Key_B);
        QVERIFY(dumpOf(bench) != before);
    }

    void theTrackEnteredIsInView()
    {
        Bench bench;
        const SegmentId near = bench.add(800, 850);
        const SegmentId far = bench.add(10, 40, QStringLiteral("round2"));
        bench.workspace.setSegment(near);
        bench.view->fitSelection();
        QVERIFY(bench.view->scene().axis.start() > 20);
        bench.key(Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(bench.workspace.segment(), far);
        QVERIFY(bench.view->scene().axis.start() < 1);
    }

    void theOverviewMovesAndZooms()
    {
        Bench bench;
        TimelineView *view = bench.view;
        const TimelineAxis &axis = view->scene().axis;
        view->setZoom(0.5);
        const QRect row = view->scene().layout.overview;
        const auto at = [&](double seconds) {
            return QPoint(row.left() + static_cast<int>(seconds / axis.duration() * row.width()),
                          row.center().y());
        };
        QTest::mouseClick(view, Qt::LeftButton, {}, at(20)); // beside the window: jump
        QVERIFY(std::abs((axis.start() + axis.end()) / 2 - 20) < 0.1);
        // Grabbed off its middle it does not jump.
        const double length = axis.end() - axis.start();
        const double start = axis.start();
        bench.drag(at(start + length * 0.7), at(start + length * 0.7 - 6));
        QVERIFY(std::abs(axis.start() - (start - 6)) < 0.1);
        QVERIFY(std::abs(axis.end() - axis.start() - length) < 1e-6);
        // Its ends zoom.
        const double end = axis.end();
        bench.drag(at(axis.start()), at(axis.start() - 4));
        QVERIFY(std::abs(axis.end() - end) < 1e-6);
        QVERIFY(std::abs(axis.end() - axis.start() - (length + 4)) < 0.15);
        // So does the wheel.
        const double before = view->zoom();
        const QPoint there = at(1);
        QWheelEvent wheel(there, view->mapToGlobal(there), {}, {0, 120}, Qt::NoButton, {},
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(view, &wheel);
        QVERIFY(view->zoom() > before);
    }

    void touchpadsPanByPixels()
    {
        Bench bench;
        bench.view->setZoom(0.5);
        const TimelineAxis &axis = bench.view->scene().axis;
        bench.key(Qt::Key_PageDown);
        const double start = axis.start();
        QVERIFY(start > 0);
        const QPoint mouse(700, 30);
        QWheelEvent swipe(mouse, bench.view->mapToGlobal(mouse), {-37, 4}, {-120, 12}, Qt::NoButton,
                          {}, Qt::ScrollUpdate, false);
        QCoreApplication::sendEvent(bench.view, &swipe);
        QVERIFY(std::abs((axis.start() - start) * axis.pixelsPerSecond() - 37) < 1e-6);
        bench.key(Qt::Key_PageUp);
        QVERIFY(axis.start() < start);
    }

    void followsThePlayheadButNotUnderTheHand()
    {
        Bench bench;
        bench.view->setZoom(0.5);
        const TimelineAxis &axis = bench.view->scene().axis;
        bench.workspace.setPlaying(true);
        bench.workspace.setPlayhead(FrameIndex(10));
        const double page = axis.end();
        const auto behind = axis.frameAt(axis.right()).value + 1;
        bench.workspace.setPlayhead(FrameIndex(behind));
        QVERIFY(axis.start() > 0 && axis.start() < page); // the next page
        bench.key(Qt::Key_F, Qt::ShiftModifier);
        bench.workspace.setPlayhead(FrameIndex(behind + 60));
        QVERIFY(std::abs((axis.start() + axis.end()) / 2
                         - bench.index->seconds(FrameIndex(behind + 60)))
                < 1e-6);
        bench.key(Qt::Key_F);
        const double start = axis.start();
        bench.workspace.setPlayhead(FrameIndex(899));
        QCOMPARE(axis.start(), start);
    }

    void dragsOneOfManyFast()
    {
        // 5,000 segments in view: the cost of one step of the mouse, printed, not judged.
        Bench bench(constantIndex(100'000));
        {
            Edit edit(*bench.document, QStringLiteral("segment.add"));
            for (int i = 0; i < 5000; ++i) {
                NewSegment segment;
                segment.clip = bench.clip;
                segment.track = i % 2 ? QStringLiteral("round1") : QStringLiteral("round2");
                segment.frames = range(i * 20, i * 20 + 12);
                QVERIFY(edit.addSegment(segment));
            }
            QVERIFY(bench.document->commit(std::move(edit)));
        }
        const SegmentId id = bench.add(50'000, 58'000);
        (void)bench.view->grab();
        bench.workspace.setSegment(id);
        const QPoint from = grip(bench, id, SegmentEdge::End);
        QElapsedTimer timer;
        timer.start();
        bench.begin(from);
        const double press = static_cast<double>(timer.nsecsElapsed()) / 1e6;
        double handling = 0;
        double painting = 0;
        constexpr int kMoves = 100;
        for (int i = 0; i < kMoves; ++i) {
            timer.restart();
            bench.moveTo(from + QPoint(10 + i, 0));
            handling += static_cast<double>(timer.nsecsElapsed()) / 1e6;
            timer.restart();
            (void)bench.view->grab();
            painting += static_cast<double>(timer.nsecsElapsed()) / 1e6;
        }
        QTest::mouseRelease(bench.view, Qt::LeftButton, {}, from + QPoint(10 + kMoves, 0));
        qInfo("drag with 5000 in view: press %.2f ms, a step %.3f ms, its picture %.2f ms", press,
              handling / kMoves, painting / kMoves);
        QVERIFY(bench.rangeOf(id).end.value > 58'000);
    }

    void randomGesturesBreakNothing_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 4; ++seed)
            QTest::addRow("%u", seed) << seed;
    }

    void randomGesturesBreakNothing()
    {
        QFETCH(unsigned, seed);
        Bench bench(seed % 2 ? constantIndex(kFrames) : variableIndex(kFrames));
        bench.workspace.setShots({FrameIndex(111), FrameIndex(502)});
        bench.view->toggleLocked(bench.view->scene().trackNamed("round2"));
        const QByteArray empty = dumpOf(bench);
        std::mt19937 random(seed);
        const auto below
            = [&](int count) { return std::uniform_int_distribution<int>(0, count - 1)(random); };
        const QList<std::pair<Qt::Key, Qt::KeyboardModifiers>> keys{
            {Qt::Key_I, {}},
            {Qt::Key_O, {}},
            {Qt::Key_Return, {}},
            {Qt::Key_B, {}},
            {Qt::Key_M, {}},
            {Qt::Key_Delete, {}},
            {Qt::Key_A, {}},
            {Qt::Key_S, Qt::ShiftModifier},
            {Qt::Key_X, Qt::ShiftModifier},
            {Qt::Key_C, {}},
            {Qt::Key_R, Qt::ShiftModifier},
            {Qt::Key_T, {}},
            {Qt::Key_BracketLeft, {}},
            {Qt::Key_BracketRight, {}},
            {Qt::Key_Up, {}},
            {Qt::Key_Down, {}},
            {Qt::Key_Down, Qt::ShiftModifier},
            {Qt::Key_Up, Qt::ShiftModifier},
            {Qt::Key_Up, Qt::ControlModifier},
            {Qt::Key_Down, Qt::ControlModifier},
            {Qt::Key_A, Qt::ControlModifier},
            {Qt::Key_Up, Qt::ControlModifier | Qt::ShiftModifier},
            {Qt::Key_Down, Qt::ControlModifier | Qt::ShiftModifier},
            {Qt::Key_K, Qt::ShiftModifier},
            {Qt::Key_V, {}},
            {Qt::Key_H, {}},
            {Qt::Key_Y, {}},
            {Qt::Key_N, {}},
            {Qt::Key_Z, {}},
            {Qt::Key_Z, Qt::ShiftModifier},
            {Qt::Key_Plus, {}},
            {Qt::Key_Minus, {}},
            {Qt::Key_PageUp, {}},
            {Qt::Key_PageDown, {}},
            {Qt::Key_Semicolon, {}},
            {Qt::Key_Escape, {}},
            {Qt::Key_D, Qt::ControlModifier}};
        const QList<Qt::KeyboardModifiers> held{
            {}, {}, {}, Qt::ShiftModifier, Qt::ControlModifier, Qt::AltModifier};
        for (int step = 0; step < 1000; ++step) {
            const int what = below(10);
            const auto count = static_cast<int>(bench.ranges().size());
            if (what < 4) {
                const auto &[key, modifiers] = keys[below(static_cast<int>(keys.size()))];
                if (key != Qt::Key_D || count < 40) // copies of copies of copies
                    bench.key(key, modifiers);
            } else if (what < 8) {
                QPoint from(below(bench.view->width()), below(bench.view->height()));
                if (count > 0 && below(2) == 0) { // on an edge or a body rather than anywhere
                    const auto all = bench.document->model().segmentsOf(bench.clip);
                    const QRect rect
                        = bench.view->segmentRect(all[static_cast<std::size_t>(below(count))]->id);
                    from = {below(2) ? rect.left() : rect.center().x(), rect.center().y()};
                }
                const QPoint to = from + QPoint(below(500) - 250, below(120) - 60);
                const auto modifiers = held[below(static_cast<int>(held.size()))];
                if (modifiers.testFlag(Qt::ControlModifier) && count >= 40)
                    continue;
                bench.begin(from, modifiers);
                bench.moveTo((from + to) / 2, modifiers);
                bench.moveTo(to, modifiers);
                if (below(5) == 0)
                    bench.key(Qt::Key_Escape);
                QTest::mouseRelease(bench.view, Qt::LeftButton, modifiers, to);
            } else if (what == 8) {
                bench.workspace.setPlayhead(FrameIndex(std::int64_t{below(kFrames)}));
            } else if (below(2) == 0 && bench.steps() > 1 && bench.document->canUndo()
                       && dumpOf(bench) != empty) {
                QVERIFY(bench.document->undo());
            } else if (bench.document->canRedo()) {
                QVERIFY(bench.document->redo());
            }

            for (const Segment *segment : bench.document->model().segmentsOf(bench.clip)) {
                QVERIFY2(segment->frames.begin.value >= 0
                             && segment->frames.begin < segment->frames.end
                             && segment->frames.end.value <= kFrames,
                         qPrintable(QStringLiteral("step %1: %2 to %3")
                                        .arg(step)
                                        .arg(segment->frames.begin.value)
                                        .arg(segment->frames.end.value)));
                QCOMPARE(qint64(segment->beginPts),
                         qint64(bench.index->pts(segment->frames.begin).value));
            }
            const auto &selection = bench.workspace.selection();
            for (const SegmentId id : selection)
                QVERIFY2(bench.document->model().segment(id), "a segment that is gone is selected");
            QCOMPARE(bool(bench.workspace.segment()), !selection.empty());
            if (!selection.empty())
                QVERIFY(std::binary_search(selection.begin(), selection.end(),
                                           bench.workspace.segment()));
            QVERIFY(!bench.view->scene().drag);
        }
        while (bench.document->canRedo())
            QVERIFY(bench.document->redo());
        const QByteArray full = dumpOf(bench);
        while (dumpOf(bench) != empty && bench.document->canUndo())
            QVERIFY(bench.document->undo());
        QCOMPARE(dumpOf(bench), empty);
        while (bench.document->canRedo())
            QVERIFY(bench.document->redo());
        QCOMPARE(dumpOf(bench), full);
        QVERIFY(bench.document->checkIntegrity());
    }
};

QTEST_MAIN(TestTimelineEdit)
#include "tst_timeline_edit.moc"
