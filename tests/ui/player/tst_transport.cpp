// The transport row and the keys of the player on generated clips and a real document.
#include "core/media/VideoIndex.h"
#include "tests/ui/player/PlayerBench.h"
#include "ui/player/Audition.h"
#include "ui/player/ProxyKeeper.h"
#include "ui/player/SpeedMenu.h"
#include "ui/player/TransportBar.h"

#include <QFile>
#include <QLineEdit>
#include <QMenu>
#include <QPaintEvent>
#include <QProcess>
#include <QSettings>
#include <QSignalSpy>
#include <QSlider>
#include <QStandardPaths>

using namespace ecva;
using namespace ecva::test;

class TestTransport : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_ntsc;     ///< 90 frames at 30000/1001
    QString m_variable; ///< 40 frames, the second half twice as slow

    bool ffmpeg(const QStringList &arguments)
    {
        return QProcess::execute(QStringLiteral("ffmpeg"),
                                 QStringList{"-v", "error", "-y"} + arguments)
               == 0;
    }

    static SegmentId addSegment(PlayerBench &bench, std::int64_t begin, std::int64_t end)
    {
        Edit edit(*bench.document, QStringLiteral("segment.add"));
        NewSegment segment;
        segment.clip = bench.workspace.clip();
        segment.track = bench.workspace.activeRound();
        segment.frames = FrameRange{FrameIndex(begin), FrameIndex(end)};
        const auto id = edit.addSegment(segment);
        (void)bench.document->commit(std::move(edit));
        if (id)
            bench.workspace.setSegment(*id);
        return id ? *id : SegmentId();
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty())
            QSKIP("the ffmpeg program is not installed: no clips to play");
        qputenv("XDG_CACHE_HOME", m_folder.filePath(QStringLiteral("cache")).toUtf8());
        m_ntsc = m_folder.filePath(QStringLiteral("ntsc.mp4"));
        QVERIFY(ffmpeg({"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=30000/1001:duration=4",
                        "-frames:v", "90", "-c:v", "libx264", "-pix_fmt", "yuv420p", m_ntsc}));
        m_variable = m_folder.filePath(QStringLiteral("variable.mkv"));
        QVERIFY(ffmpeg({"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=20:duration=2", "-vf",
                        "setpts=if(lt(N\\,20)\\,N\\,20+2*(N-20))/20/TB", "-fps_mode", "passthrough",
                        "-c:v", "libx264", "-pix_fmt", "yuv420p", m_variable}));
    }

    void timesInEveryWay()
    {
        const QString file = m_folder.filePath(QStringLiteral("settings.ini"));
        {
            QSettings settings(file, QSettings::IniFormat);
            PlayerBench bench;
            bench.panel->setSettings(settings);
            QVERIFY(bench.open(m_ntsc));
            QCOMPARE(bench.text("frameLabel"), QStringLiteral("frame 0 / 89"));
            bench.workspace.requestSeek(FrameIndex(32));
            QVERIFY(bench.waitFor(32));
            QCOMPARE(bench.text("timecodeLabel"), QStringLiteral("0:01.068"));
            auto *time = bench.window.findChild<QAbstractButton *>("timecodeLabel");
            const int before = time->height();
            QTest::mouseClick(time, Qt::LeftButton);
            QCOMPARE(bench.text("timecodeLabel"), QStringLiteral("00:00:01;02"));
            QCOMPARE(time->height(), before);
            bench.actions.trigger("player.timeMode");
            QCOMPARE(bench.text("timecodeLabel"), QStringLiteral("1.068 s"));
            bench.actions.trigger("player.timeMode");
            QCOMPARE(bench.text("timecodeLabel"), QStringLiteral("0:01.068"));
            bench.actions.trigger("player.timeMode");
        }
        QSettings settings(file, QSettings::IniFormat);
        PlayerBench bench;
        bench.panel->setSettings(settings);
        QVERIFY(bench.open(m_variable)); // no labels: the time instead
        QCOMPARE(bench.text("timecodeLabel"), QStringLiteral("0:00.000"));
        bench.workspace.setClip({});
        QVERIFY(bench.open(m_ntsc));
        QCOMPARE(bench.text("timecodeLabel"), QStringLiteral("00:00:00;00"));
    }

    /// A file's own timecode, with and without drop-frame at one rate.
    void countsFromTheFilesOwnTimecode()
    {
        const struct
        {
            const char *start, *first, *third, *typed;
            int frame;
        } clips[] = {
            {"00:00:59;28", "00:00:59;28", "00:01:00;02", "00:01:00;03", 3},
            {"10:20:30:12", "10:20:30:12", "10:20:30:14", "10:20:31:12", 30},
            {"23:59:59;28", "23:59:59;28", "00:00:00;00", "00:00:01;00", 32},
        };
        for (const auto &clip : clips) {
            const QString file = m_folder.filePath(QStringLiteral("labelled.mov"));
            QVERIFY(ffmpeg({"-i", m_ntsc, "-c", "copy", "-timecode", clip.start, file}));
            PlayerBench bench;
            QVERIFY(bench.open(file));
            bench.actions.trigger("player.timeMode");
            QCOMPARE(bench.text("timecodeLabel"), QString::fromLatin1(clip.first));
            bench.workspace.requestSeek(FrameIndex(2));
            QVERIFY(bench.waitFor(2));
            QCOMPARE(bench.text("timecodeLabel"), QString::fromLatin1(clip.third));
            bench.panel->view()->setFocus();
            bench.key(Qt::Key_G);
            auto *field = bench.window.findChild<QLineEdit *>(QStringLiteral("goToField"));
            QTest::keyClicks(field, QString::fromLatin1(clip.typed));
            QTest::keyClick(field, Qt::Key_Return);
            QVERIFY(bench.waitFor(clip.frame));
            QCOMPARE(bench.text("timecodeLabel"), QString::fromLatin1(clip.typed));
        }
    }

    void goesWhereItIsTold_data()
    {
        QTest::addColumn<bool>("variable");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<int>("frame"); // -1: refused
        QTest::addColumn<QString>("said");
        QTest::newRow("label") << false << "00:00:01;02" << 32 << "";
        QTest::newRow("label with colons") << false << "00:00:01:02" << 32 << "";
        QTest::newRow("short label") << false << "1;02" << 32 << "";
        QTest::newRow("on") << false << "+25" << 35 << "";
        QTest::newRow("back") << false << "-4" << 6 << "";
        QTest::newRow("seconds on") << false << "+1s" << 40 << "";
        QTest::newRow("frames a second has not")
            << false << "00:00:01;30" << -1 << "no frame number";
        QTest::newRow("left out") << false << "00:01:00;00" << -1 << "leaves";
        QTest::newRow("before the clip") << false << "-11" << -1 << "first frame is 0";
        QTest::newRow("before the clip in time") << false << "-2s" << -1 << "begins at 0:00.000";
        QTest::newRow("after the clip") << false << "+80" << -1 << "last frame is 89";
        QTest::newRow("no rate") << true << "00:00:01;02" << -1 << "no constant rate";
    }
    void goesWhereItIsTold()
    {
        QFETCH(bool, variable);
        QFETCH(QString, typed);
        QFETCH(int, frame);
        QFETCH(QString, said);
        PlayerBench bench;
        QVERIFY(bench.open(variable ? m_variable : m_ntsc));
        bench.workspace.requestSeek(FrameIndex(10));
        QVERIFY(bench.waitFor(10));
        bench.panel->view()->setFocus();
        bench.key(Qt::Key_G);
        auto *field = bench.window.findChild<QLineEdit *>(QStringLiteral("goToField"));
        QVERIFY(field && field->hasFocus());
        QTest::keyClicks(field, typed);
        QTest::keyClick(field, Qt::Key_Return);
        if (frame >= 0) {
            QVERIFY(bench.waitFor(frame));
            QVERIFY(!field->isVisible());
        } else {
            QVERIFY(field->isVisible());
            QVERIFY2(field->accessibleDescription().contains(said),
                     qPrintable(field->accessibleDescription()));
            QCOMPARE(bench.workspace.playhead().value, 10);
        }
    }

    void walksTheShots()
    {
        PlayerBench bench;
        QVERIFY(bench.open(m_ntsc));
        bench.panel->view()->setFocus();
        auto *next = bench.window.findChild<QAbstractButton *>("nextShotButton");
        QVERIFY(!next->isEnabled());
        QCOMPARE(next->toolTip(), QStringLiteral("No shot changes are known in this clip."));
        bench.workspace.setShots({FrameIndex(20), FrameIndex(61)});
        QVERIFY(next->isEnabled());
        const auto press = [&](int code, std::int64_t expected) {
            bench.key(code, Qt::ControlModifier);
            QVERIFY2(bench.waitFor(expected),
                     qPrintable(QString::number(bench.workspace.playhead().value)));
        };
        press(Qt::Key_Right, 20);
        press(Qt::Key_Right, 61);
        bench.key(Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(bench.hints.last(), QStringLiteral("This is the last shot."));
        press(Qt::Key_Left, 20);
        press(Qt::Key_Left, 0);
        bench.key(Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(bench.hints.last(), QStringLiteral("This is the first shot."));
        bench.workspace.requestSeek(FrameIndex(40)); // in the middle of a shot: to its start
        QVERIFY(bench.waitFor(40));
        press(Qt::Key_Left, 20);
    }

    void knowsThePartsOfASegment()
    {
        PlayerBench bench;
        QVERIFY(bench.open(m_ntsc));
        const auto index = bench.workspace.index();
        using Part = Audition::Part;
        const auto frames = [&](Part part, int begin, int end) {
            const FrameRange range
                = Audition::framesOf(part, FrameRange{FrameIndex(begin), FrameIndex(end)}, *index);
            return QPair<qint64, qint64>(range.begin.value, range.end.value);
        };
        using Pair = QPair<qint64, qint64>; // half a second: 15 frames of 33.37 ms
        QCOMPARE(frames(Part::BeforeStart, 40, 70), Pair(26, 40)); // 40 - 14.985: from 26 on
        QCOMPARE(frames(Part::FromStart, 40, 70), Pair(40, 55));
        QCOMPARE(frames(Part::ToEnd, 40, 70), Pair(56, 70));
        QCOMPARE(frames(Part::AfterEnd, 40, 70), Pair(70, 85));
        QCOMPARE(frames(Part::Whole, 40, 70), Pair(40, 70));
        QCOMPARE(frames(Part::FromStart, 40, 44), Pair(40, 44));
        QCOMPARE(frames(Part::ToEnd, 40, 44), Pair(40, 44));
        QCOMPARE(frames(Part::BeforeStart, 5, 70), Pair(0, 5));
        QCOMPARE(frames(Part::BeforeStart, 0, 70), Pair(0, 0));
        QCOMPARE(frames(Part::AfterEnd, 0, 85), Pair(85, 90));
        QCOMPARE(frames(Part::AfterEnd, 0, 90), Pair(90, 90));
    }

    void saysWhyItCannotPlayASegment()
    {
        PlayerBench bench;
        const auto reason = [&](const char *id) { return bench.actions.trigger(id); };
        QCOMPARE(reason("segment.play"), QStringLiteral("No video is open."));
        QVERIFY(bench.open(m_ntsc));
        QCOMPARE(reason("segment.play"),
                 QStringLiteral("Select a segment, or mark a start and an end."));
        QVERIFY(addSegment(bench, 0, 90));
        QVERIFY(reason("segment.hearBeforeStart").contains(QStringLiteral("begins with the clip")));
        QVERIFY(reason("segment.hearAfterEnd").contains(QStringLiteral("ends with the clip")));
        QCOMPARE(reason("player.mute"), QStringLiteral("No sound in this file."));
    }

    void playsTheSegmentOnce()
    {
        PlayerBench bench;
        QVERIFY(bench.open(m_ntsc));
        QVERIFY(addSegment(bench, 30, 45));
        bench.panel->view()->setFocus();
        bench.panel->player()->setLooping(true);
        bench.key(Qt::Key_P);
        QVERIFY(!bench.panel->player()->isLooping());
        QVERIFY(bench.workspace.isPlaying());
        bench.key(Qt::Key_P, Qt::ShiftModifier);
        QVERIFY(bench.panel->player()->isLooping());
        QVERIFY(bench.window.findChild<QAbstractButton *>("loopButton")->isChecked());
        bench.key(Qt::Key_K);
        QVERIFY(!bench.workspace.isPlaying());
    }

    void speedsByKeysAndMenu()
    {
        QCOMPARE(nextSpeed(1, 1), 1.25);
        QCOMPARE(nextSpeed(8, 1), 8.0);
        QCOMPARE(nextSpeed(0.1, -1), 0.1);
        QCOMPARE(nextSpeed(-2, 1), -4.0);
        QCOMPARE(nextSpeed(3, -1), 2.0);
        QCOMPARE(nextSpeed(3, 1), 4.0);
        QCOMPARE(speedText(-2), QStringLiteral("−2×"));
        QCOMPARE(speedText(0.25), QStringLiteral("0.25×"));

        PlayerBench bench;
        QVERIFY(bench.open(m_ntsc));
        bench.panel->view()->setFocus();
        QCOMPARE(bench.text("speedButton"), QStringLiteral("1×"));
        bench.key(Qt::Key_Greater, Qt::ShiftModifier);
        QCOMPARE(bench.text("speedButton"), QStringLiteral("1.25×"));
        bench.key(Qt::Key_Less, Qt::ShiftModifier);
        bench.key(Qt::Key_Less, Qt::ShiftModifier);
        QCOMPARE(bench.panel->player()->speed(), 0.75);

        QTest::mouseClick(bench.window.findChild<QAbstractButton *>("speedButton"), Qt::LeftButton);
        auto *menu = bench.window.findChild<QMenu *>(QStringLiteral("speedMenu"));
        QVERIFY(menu && menu->isVisible());
        QTest::keyClick(menu, Qt::Key_Down); // from the one of now
        QTest::keyClick(menu, Qt::Key_Return);
        QCOMPARE(bench.panel->player()->speed(), 1.0);
        bench.key(Qt::Key_J);
        QCOMPARE(bench.text("speedButton"), QStringLiteral("−1×"));
        bench.key(Qt::Key_K);
    }

    /// Whatever the width, the time and the frame stay whole and nothing lies on anything else.
    void leavesOutWhatHasNoRoom()
    {
        PlayerBench bench;
        QVERIFY(bench.open(m_ntsc));
        bench.workspace.setMarks(FrameIndex(3), FrameIndex(70));
        auto *bar = bench.window.findChild<TransportBar *>();
        int shownBefore = 1000;
        for (int width = 1000; width >= bar->minimumSizeHint().width(); width -= 7) {
            bench.window.resize(width, 400);
            QCOMPARE(bar->width(), width);
            QList<QWidget *> shown;
            for (QWidget *child : bar->findChildren<QWidget *>(Qt::FindDirectChildrenOnly)) {
                if (!child->isVisible())
                    continue;
                QVERIFY(bar->rect().contains(child->geometry()));
                for (const QWidget *other : shown)
                    QVERIFY2(!other->geometry().intersects(child->geometry()),
                             qPrintable(QStringLiteral("%1: %2 on %3")
                                            .arg(width)
                                            .arg(child->objectName(), other->objectName())));
                shown.append(child);
            }
            QVERIFY(shown.size() <= shownBefore); // never one back for a narrower bar
            shownBefore = static_cast<int>(shown.size());
            for (const char *name : {"timecodeLabel", "frameLabel", "playButton"})
                QVERIFY(bar->findChild<QWidget *>(QLatin1String(name))->isVisible());
        }
        QVERIFY(shownBefore <= 3);
    }

    void volumeByCommands()
    {
        const QString loud = m_folder.filePath(QStringLiteral("loud.mp4"));
        QVERIFY(
            ffmpeg({"-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25:duration=1", "-f", "lavfi",
                    "-i", "sine=duration=1", "-pix_fmt", "yuv420p", "-shortest", loud}));
        PlayerBench bench;
        QVERIFY(bench.open(loud));
        bench.panel->view()->setFocus();
        auto *slider = bench.window.findChild<QSlider *>(QStringLiteral("volumeSlider"));
        slider->setValue(50);
        bench.actions.trigger("player.louder");
        QCOMPARE(slider->value(), 60);
        bench.actions.trigger("player.quieter");
        bench.actions.trigger("player.quieter");
        QCOMPARE(slider->value(), 40);
        QCOMPARE(bench.hints.last(), QStringLiteral("Volume 40 %"));
    }

    /// While things move the proxy's picture with a mark on it, then the video's own.
    void aProxyIsMadeAndShownOnTheWay()
    {
        PlayerBench bench;
        QVERIFY(bench.open(m_ntsc));
        ProxyKeeper *proxies = bench.panel->proxies();
        QVERIFY(!proxies->hasProxy());
        QCOMPARE(bench.actions.trigger("player.makeProxy"), QString());
        QCOMPARE(bench.actions.trigger("player.makeProxy"),
                 QStringLiteral("The proxy of this clip is being made."));
        QVERIFY(QTest::qWaitFor([&] { return proxies->hasProxy(); }, kPatienceMs));
        QVERIFY(bench.hints.contains(QStringLiteral("The proxy of ntsc.mp4 is ready.")));
        QCOMPARE(bench.actions.trigger("player.makeProxy"),
                 QStringLiteral("This clip has its proxy."));

        VideoView *view = bench.panel->view();
        QStringList marks;
        connect(bench.panel->player(), &PlayerController::pictureShown, view,
                [&] { marks.append(view->mark()); });
        const QRect before = view->pictureRect();
        bench.workspace.requestSeek(FrameIndex(64));
        QVERIFY(bench.waitFor(64));
        QVERIFY(QTest::qWaitFor([&] { return marks.size() == 2; }, kPatienceMs));
        QCOMPARE(marks, (QStringList{QStringLiteral("proxy"), QString()}));
        QCOMPARE(view->picture(), bench.truth(64));
        QCOMPARE(view->pictureRect(), before); // nothing jumps

        QVERIFY(bench.actions.action("player.useProxies")->isChecked());
        bench.actions.action("player.useProxies")->trigger();
        QVERIFY(!proxies->areUsed());
        marks.clear();
        bench.workspace.requestSeek(FrameIndex(12));
        QVERIFY(bench.waitFor(12));
        QTest::qWait(200);
        QCOMPARE(marks, QStringList{QString()});
    }

    void aHeavyClipGetsItsProxyUnasked()
    {
        const QString heavy = m_folder.filePath(QStringLiteral("heavy.mp4"));
        QVERIFY(
            ffmpeg({"-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25:duration=2", "-c:v",
                    "libx264", "-preset", "ultrafast", "-g", "250", "-pix_fmt", "yuv420p", heavy}));
        PlayerBench bench;
        ProxyKeeper *proxies = bench.panel->proxies();
        proxies->setPatience(20);
        QVERIFY(bench.open(m_ntsc)); // a light one
        QVERIFY(bench.open(heavy));
        QVERIFY(QTest::qWaitFor([&] { return proxies->hasProxy(); }, kPatienceMs));
        QVERIFY(!bench.hints.contains(QStringLiteral("The proxy of heavy.mp4 is ready.")));

        // Left before it is done: given up.
        const QString other = m_folder.filePath(QStringLiteral("other heavy.mp4"));
        QVERIFY(
            ffmpeg({"-f", "lavfi", "-i", "testsrc=size=1280x720:rate=25:duration=8", "-c:v",
                    "libx264", "-preset", "ultrafast", "-g", "250", "-pix_fmt", "yuv420p", other}));
        const ClipId clip = bench.add(other);
        bench.workspace.setClip(clip);
        QVERIFY(QTest::qWaitFor(
            [&] { return !proxies->makeObstacle().isEmpty() && bench.workspace.index(); },
            kPatienceMs));
        bench.workspace.setClip({});
        bench.workspace.setClip(clip);
        QVERIFY(QTest::qWaitFor([&] { return proxies->hasProxy(); }, kPatienceMs));
    }

    void thePictureAloneIsPaintedAnew()
    {
        PlayerBench bench;
        QVERIFY(bench.open(m_ntsc));
        VideoView *view = bench.panel->view();
        QTest::qWait(50);
        struct Painted : QObject
        {
            QRegion region;
            bool eventFilter(QObject *, QEvent *event) override
            {
                if (event->type() == QEvent::Paint)
                    region += static_cast<QPaintEvent *>(event)->region();
                return false;
            }
        } inView, inPanel;
        view->installEventFilter(&inView);
        bench.panel->installEventFilter(&inPanel);
        bench.workspace.requestSeek(FrameIndex(50));
        QVERIFY(bench.waitFor(50));
        QVERIFY(QTest::qWaitFor([&] { return !inView.region.isEmpty(); }, kPatienceMs));
        QCOMPARE(inView.region.boundingRect(), view->pictureRect());
        QVERIFY(inPanel.region.isEmpty());
    }

    void everyButtonIsNamed()
    {
        PlayerBench bench;
        QVERIFY(bench.open(m_ntsc));
        auto *bar = bench.window.findChild<TransportBar *>();
        int seen = 0;
        for (const QAbstractButton *button : bar->findChildren<QAbstractButton *>()) {
            if (!button->isVisible())
                continue;
            ++seen;
            QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(),
                     qPrintable(button->objectName()));
            QVERIFY2(!button->toolTip().isEmpty(), qPrintable(button->objectName()));
        }
        QVERIFY(seen >= 12);
        QCOMPARE(bench.actions.conflicts(), QStringList());
    }
};

QTEST_MAIN(TestTransport)
#include "tst_transport.moc"
