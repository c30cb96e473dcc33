// The player on generated clips and a real document: what is shown is what the number says.
#include "tests/ui/player/PlayerBench.h"

#include <QFile>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>

using namespace ecva;
using namespace ecva::test;

class TestPlayer : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_video; ///< 60 frames with sound
    QString m_silent;

    bool generate(const QString &path, const QStringList &options)
    {
        QStringList arguments{
            "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=30:duration=2"};
        arguments += options;
        arguments.append(path);
        return QProcess::execute(QStringLiteral("ffmpeg"), arguments) == 0;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty())
            QSKIP("the ffmpeg program is not installed: no clips to play");
        m_video = m_folder.filePath(QStringLiteral("with sound.mp4"));
        m_silent = m_folder.filePath(QStringLiteral("静音.mkv"));
        QVERIFY(generate(m_video, {"-f", "lavfi", "-i", "sine=frequency=440:duration=2", "-c:v",
                                   "libx264", "-bf", "2", "-pix_fmt", "yuv420p", "-c:a", "aac"}));
        QVERIFY(generate(m_silent, {"-c:v", "libx264", "-pix_fmt", "yuv420p"}));
    }

    void opensAndNumbersThePicture()
    {
        PlayerBench bench;
        QCOMPARE(bench.panel->view()->message(), QStringLiteral("Open clips to begin."));
        QVERIFY(bench.open(m_video));
        QCOMPARE(bench.panel->player()->state(), PlayerController::State::Ready);
        QVERIFY(bench.workspace.index());
        QCOMPARE(bench.text("timecodeLabel"), QStringLiteral("0:00.000"));
        QCOMPARE(bench.text("frameLabel"), QStringLiteral("frame 0 / 59"));
        QVERIFY(bench.document->videoIndex(bench.workspace.clip()));

        for (const std::int64_t frame : {41, 7, 59, 0, 30}) {
            bench.workspace.requestSeek(FrameIndex(frame));
            QVERIFY(bench.waitFor(frame));
            QCOMPARE(bench.panel->view()->picture(), bench.truth(frame));
            QCOMPARE(bench.text("frameLabel"), QStringLiteral("frame %1 / 59").arg(frame));
        }
        QCOMPARE(bench.text("timecodeLabel"), QStringLiteral("0:01.000"));
    }

    void keysStepAndJump()
    {
        PlayerBench bench;
        QVERIFY(bench.open(m_video));
        bench.panel->view()->setFocus();
        const auto press = [&](int code, Qt::KeyboardModifiers modifiers, std::int64_t expected) {
            bench.key(code, modifiers);
            QVERIFY2(bench.waitFor(expected),
                     qPrintable(QString::number(bench.workspace.playhead().value)));
        };
        press(Qt::Key_End, {}, 59);
        press(Qt::Key_Right, {}, 59);
        press(Qt::Key_Left, {}, 58);
        press(Qt::Key_Comma, {}, 57);
        press(Qt::Key_Left, Qt::ShiftModifier, 27);
        press(Qt::Key_Period, {}, 28);
        press(Qt::Key_Right, Qt::ShiftModifier, 58);
        press(Qt::Key_Home, {}, 0);
        press(Qt::Key_Left, {}, 0);
    }

    void playsToTheLastFrame_data()
    {
        QTest::addColumn<bool>("sound");
        QTest::newRow("with sound, or no device for it") << true;
        QTest::newRow("no sound in the file") << false;
    }
    void playsToTheLastFrame()
    {
        QFETCH(bool, sound);
        PlayerBench bench;
        QVERIFY(bench.open(sound ? m_video : m_silent));
        QCOMPARE(bench.panel->player()->hasSound(), sound);
        bench.panel->view()->setFocus();
        QSignalSpy moved(&bench.workspace, &Workspace::playheadChanged);
        bench.key(Qt::Key_Space);
        QVERIFY(bench.workspace.isPlaying());
        QVERIFY(QTest::qWaitFor([&] { return !bench.workspace.isPlaying(); }, kPatienceMs));
        QCOMPARE(bench.workspace.playhead().value, 59);
        std::int64_t last = 0;
        for (const QList<QVariant> &move : moved) {
            const auto frame = move.first().value<FrameIndex>().value;
            QVERIFY(frame > last);
            last = frame;
        }
        QCOMPARE(bench.panel->view()->picture(), bench.truth(59));
    }

    void pauseStaysWhereThePictureIs()
    {
        PlayerBench bench;
        QVERIFY(bench.open(m_video));
        bench.workspace.requestPlay(true);
        QVERIFY(QTest::qWaitFor([&] { return bench.workspace.playhead().value > 8; }, kPatienceMs));
        bench.workspace.requestPlay(false);
        const FrameIndex shown = bench.workspace.playhead();
        QVERIFY(!bench.workspace.isPlaying());
        QTest::qWait(200);
        QCOMPARE(bench.workspace.playhead(), shown);
        QCOMPARE(bench.panel->view()->picture(), bench.truth(shown.value));
    }

    void goesWhereItIsTold_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<int>("frame"); // -1: refused
        QTest::newRow("frame") << "42" << 42;
        QTest::newRow("timecode") << "0:01.5" << 45;
        QTest::newRow("a time as it is shown") << "0:00.033" << 1;
        QTest::newRow("seconds") << "0.5s" << 15;
        QTest::newRow("too far") << "60" << -1;
        QTest::newRow("too late") << "0:07" << -1;
        QTest::newRow("no number") << "here" << -1;
    }
    void goesWhereItIsTold()
    {
        QFETCH(QString, typed);
        QFETCH(int, frame);
        PlayerBench bench;
        QVERIFY(bench.open(m_video));
        bench.panel->view()->setFocus();
        bench.key(Qt::Key_G);
        auto *field = bench.window.findChild<QLineEdit *>(QStringLiteral("goToField"));
        QVERIFY(field && field->isVisible() && field->hasFocus());
        QTest::keyClicks(field, typed); // replaces the selected number
        QTest::keyClick(field, Qt::Key_Return);
        if (frame >= 0) {
            QVERIFY(bench.waitFor(frame));
            QVERIFY(!field->isVisible());
            QVERIFY(bench.panel->view()->hasFocus());
        } else {
            QVERIFY(field->isVisible());
            QCOMPARE(bench.workspace.playhead().value, 0);
            QTest::keyClick(field, Qt::Key_Escape);
            QVERIFY(!field->isVisible());
        }
    }

    void missingBrokenAndReplacedFilesAreSaid()
    {
        PlayerBench bench;
        QVERIFY(bench.open(m_folder.filePath(QStringLiteral("nowhere.mp4"))));
        QCOMPARE(bench.panel->player()->state(), PlayerController::State::Missing);
        QVERIFY(bench.workspace.mediaError().contains(QStringLiteral("nowhere.mp4")));
        auto *relink = bench.window.findChild<QPushButton *>(QStringLiteral("relinkButton"));
        QVERIFY(relink->isVisible());
        QSignalSpy asked(bench.panel, &PlayerPanel::relinkRequested);
        QTest::mouseClick(relink, Qt::LeftButton);
        QCOMPARE(asked.count(), 1);

        const QString text = m_folder.filePath(QStringLiteral("text.mp4"));
        QFile file(text);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("no video at all") > 0);
        file.close();
        bench.workspace.setClip({});
        QVERIFY(bench.open(text));
        QCOMPARE(bench.panel->player()->state(), PlayerController::State::Broken);
        QVERIFY(!bench.workspace.index());

        // Another video under the name of the linked one: its frame numbers would be lies.
        const QString swapped = m_folder.filePath(QStringLiteral("swapped.mp4"));
        QVERIFY(QFile::copy(m_video, swapped));
        const ClipId clip = bench.add(swapped);
        QVERIFY(QFile::remove(swapped) && generate(swapped, {"-c:v", "mpeg4", "-t", "1"}));
        bench.workspace.setClip(clip);
        QVERIFY(
            QTest::qWaitFor([&] { return !bench.workspace.mediaError().isEmpty(); }, kPatienceMs));
        QVERIFY(!bench.workspace.index());
        QVERIFY(bench.panel->view()->picture().isNull());

        bench.workspace.setClip({});
        QVERIFY(bench.open(m_video)); // still usable
        QCOMPARE(bench.panel->player()->state(), PlayerController::State::Ready);
    }

    void changingClipsQuicklyShowsTheLast()
    {
        PlayerBench bench;
        const ClipId first = bench.add(m_video);
        const ClipId second = bench.add(m_silent);
        for (int i = 0; i < 20; ++i) {
            bench.workspace.setClip(first);
            QTest::qWait(i % 5);
            bench.workspace.setClip(second);
            QTest::qWait(i % 3);
        }
        QVERIFY(
            QTest::qWaitFor([&] { return !bench.panel->view()->picture().isNull(); }, kPatienceMs));
        QTest::qWait(200);
        QVERIFY(bench.workspace.index()->info().audio.empty());
        QCOMPARE(bench.panel->view()->picture(), bench.truth(0));
    }

    void thePictureFollowsTheWindow()
    {
        PlayerBench bench;
        QVERIFY(bench.open(m_video));
        bench.workspace.requestSeek(FrameIndex(20));
        QVERIFY(bench.waitFor(20));
        bench.window.resize(700, 200);
        QVERIFY(QTest::qWaitFor([&] { return bench.panel->view()->picture().width() < 300; },
                                kPatienceMs));
        QCOMPARE(bench.panel->view()->picture(), bench.truth(20));
        const QRect target = bench.panel->view()->pictureRect();
        QVERIFY(bench.panel->view()->rect().contains(target));
        QVERIFY(std::abs(target.width() * 9 - target.height() * 16) <= 16);
    }
};

QTEST_MAIN(TestPlayer)
#include "tst_player.moc"
