// Some thousand random commands to the player; what it shows is what it says, whatever happens.
#include "tests/core/playback/RandomCommands.h"

#include <QTemporaryDir>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

class TestPlaybackRandom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyNumberIsThatOfItsPicture_data()
    {
        QTest::addColumn<int>("frames");
        QTest::addColumn<int>("steps");
        QTest::newRow("many frames") << 120 << 2500;
        QTest::newRow("two frames") << 2 << 500;
        QTest::newRow("one frame") << 1 << 500;
    }
    void everyNumberIsThatOfItsPicture()
    {
        QFETCH(int, frames);
        QFETCH(int, steps);
        QTemporaryDir folder;
        const auto clip = NumberedClip::make(folder.filePath("numbered.mp4").toStdString(), frames);
        QCOMPARE(clip.index->frameCount(), frames);
        for (unsigned seed = 1; seed <= 4; ++seed) {
            RandomCommands commands(clip, seed);
            const std::string wrong = commands.run(steps);
            QVERIFY2(wrong.empty(),
                     qPrintable(QString("seed %1: ").arg(seed) + QString::fromStdString(wrong)));
            QVERIFY(commands.shown() > steps / 4);
            qInfo("%d frames, seed %u: %lld pictures checked", frames, seed,
                  static_cast<long long>(commands.shown()));
        }
    }
};

QTEST_GUILESS_MAIN(TestPlaybackRandom)
#include "tst_playback_random.moc"
