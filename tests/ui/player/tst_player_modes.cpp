// Speeds, ranges, loops and held keys through the player's window and keys.
#include "tests/ui/player/PlayerBench.h"
#include "ui/player/SoundOutput.h"

#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>

using namespace ecva;
using namespace ecva::test;

class TestPlayerModes : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_clip; ///< 60 frames at 30 a second

    static std::vector<std::int64_t> frames(const QSignalSpy &moved)
    {
        std::vector<std::int64_t> found;
        for (const QList<QVariant> &move : moved)
            found.push_back(move.first().value<FrameIndex>().value);
        return found;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty())
            QSKIP("the ffmpeg program is not installed: no clips to play");
        m_clip = m_folder.filePath(QStringLiteral("clip.mp4"));
        QCOMPARE(
            QProcess::execute(QStringLiteral("ffmpeg"), {"-v",
                                                         "error",
                                                         "-y",
                                                         "-f",
                                                         "lavfi",
                                                         "-i",
                                                         "testsrc2=size=160x90:rate=30:duration=2",
                                                         "-f",
                                                         "lavfi",
                                                         "-i",
                                                         "sine=frequency=440:duration=2",
                                                         "-c:v",
                                                         "libx264",
                                                         "-bf",
                                                         "2",
                                                         "-pix_fmt",
                                                         "yuv420p",
                                                         "-c:a",
                                                         "aac",
                                                         m_clip}),
            0);
    }

    void aRangeIsPlayedAndNoMore_data()
    {
        QTest::addColumn<double>("speed");
        for (const double speed : {1.0, 0.5, 4.0, -1.0})
            QTest::addRow("%g times", speed) << speed;
    }
    void aRangeIsPlayedAndNoMore()
    {
        QFETCH(double, speed);
        PlayerBench bench;
        QVERIFY(bench.open(m_clip));
        PlayerController *player = bench.panel->player();
        player->setSpeed(speed); // a range is played forward in any case
        bench.workspace.requestSeek(FrameIndex(5));
        QVERIFY(bench.waitFor(5));
        QSignalSpy moved(&bench.workspace, &Workspace::playheadChanged);
        bench.workspace.requestPlayRange({FrameIndex(20), FrameIndex(31)});
        QVERIFY(bench.workspace.isPlaying());
        QVERIFY(QTest::qWaitFor([&] { return !bench.workspace.isPlaying(); }, kPatienceMs));
        const std::vector<std::int64_t> shown = frames(moved);
        QVERIFY(!shown.empty());
        QCOMPARE(shown.front(), 20);
        QCOMPARE(shown.back(), 30);
        QVERIFY(std::is_sorted(shown.begin(), shown.end()));
        QCOMPARE(bench.workspace.playhead().value, 30);
        QCOMPARE(bench.panel->view()->picture(), bench.truth(30));
        QCOMPARE(player->speed(), speed);
    }

    void aLoopGoesRoundUntilItIsStopped()
    {
        PlayerBench bench;
        QVERIFY(bench.open(m_clip));
        PlayerController *player = bench.panel->player();
        player->setLooping(true);
        player->setSpeed(4);
        QSignalSpy moved(&bench.workspace, &Workspace::playheadChanged);
        bench.workspace.requestPlayRange({FrameIndex(20), FrameIndex(30)});
        const auto rounds = [&] {
            int found = 0;
            std::int64_t last = -1;
            for (const std::int64_t frame : frames(moved)) {
                found += frame < last ? 1 : 0;
                last = frame;
            }
            return found;
        };
        QVERIFY(QTest::qWaitFor([&] { return rounds() >= 3; }, kPatienceMs));
        for (const std::int64_t frame : frames(moved))
            QVERIFY(frame >= 20 && frame < 30);
        player->setLooping(false);
        QVERIFY(QTest::qWaitFor([&] { return !bench.workspace.isPlaying(); }, kPatienceMs));
        QCOMPARE(bench.workspace.playhead().value, 29);
    }

    void backwardsToTheFirstFrame()
    {
        PlayerBench bench;
        QVERIFY(bench.open(m_clip));
        PlayerController *player = bench.panel->player();
        bench.workspace.requestSeek(FrameIndex(40));
        QVERIFY(bench.waitFor(40));
        QSignalSpy moved(&bench.workspace, &Workspace::playheadChanged);
        player->shuttle(-1);
        QCOMPARE(player->speed(), -1.0);
        player->shuttle(-1);
        QCOMPARE(player->speed(), -2.0);
        QVERIFY(!player->sound().heard());
        QVERIFY(QTest::qWaitFor([&] { return !bench.workspace.isPlaying(); }, kPatienceMs));
        std::int64_t last = 40;
        for (const std::int64_t frame : frames(moved)) {
            QVERIFY(frame < last);
            last = frame;
        }
        QCOMPARE(last, 0);
        QCOMPARE(player->speed(), 1.0); // J is over
    }

    void shuttleSpeedsAndWhatRemains()
    {
        PlayerBench bench;
        QVERIFY(bench.open(m_clip));
        PlayerController *player = bench.panel->player();
        player->setLooping(true);
        player->setSpeed(0.5);
        player->setSpeed(0); // nothing
        player->setSpeed(std::nan(""));
        QCOMPARE(player->speed(), 0.5);
        for (const double expected : {1.0, 2.0, 4.0, 8.0, 8.0}) {
            player->shuttle(1);
            QCOMPARE(player->speed(), expected);
            QVERIFY(bench.workspace.isPlaying());
        }
        player->shuttle(-1);
        QCOMPARE(player->speed(), -1.0);
        QVERIFY(bench.workspace.isPlaying());
        player->pause();
        QCOMPARE(player->speed(), 0.5);
        const FrameIndex shown = bench.workspace.playhead();
        QTest::qWait(200);
        QCOMPARE(bench.workspace.playhead(), shown);
        QCOMPARE(bench.panel->view()->picture(), bench.truth(shown.value));
        player->setSpeed(100);
        QCOMPARE(player->speed(), 8.0);
        player->setSpeed(-0.01);
        QCOMPARE(player->speed(), -0.1);
    }

    void aHeldKeyShowsEveryFrameAndStopsWhenItIsLetGo()
    {
        PlayerBench bench;
        QVERIFY(bench.open(m_clip));
        QWidget *view = bench.panel->view();
        view->setFocus();
        QSignalSpy moved(&bench.workspace, &Workspace::playheadChanged);
        const auto event = [&](bool press, bool repeat) {
            QTest::simulateEvent(view, press, Qt::Key_Right, Qt::NoModifier, QString(), repeat);
        };
        event(true, false);
        for (int i = 0; i < 5; ++i) { // far fewer repetitions than frames
            QTest::qWait(60);
            event(true, true);
        }
        QTest::qWait(100);
        event(false, false);
        const std::int64_t atRelease = bench.workspace.playhead().value;
        QTest::qWait(400);
        const std::vector<std::int64_t> shown = frames(moved);
        qInfo("held for 0.4 s: %zu frames with 5 repetitions; %lld after the release", shown.size(),
              static_cast<long long>(bench.workspace.playhead().value - atRelease));
        for (std::size_t i = 0; i < shown.size(); ++i)
            QCOMPARE(shown[i], static_cast<std::int64_t>(i) + 1); // every one
        QVERIFY(shown.size() > 6);
        QVERIFY(bench.workspace.playhead().value - atRelease <= 2);
        QCOMPARE(bench.panel->view()->picture(), bench.truth(bench.workspace.playhead().value));
        // A single press afterwards is a single frame.
        const std::int64_t before = bench.workspace.playhead().value;
        event(true, false);
        event(false, false);
        QVERIFY(bench.waitFor(before + 1));
        QTest::qWait(100);
        QCOMPARE(bench.workspace.playhead().value, before + 1);
    }
};

QTEST_MAIN(TestPlayerModes)
#include "tst_player_modes.moc"
