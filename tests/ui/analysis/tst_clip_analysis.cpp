// Only the clip that is open is analysed, once; what was found is there at once the next time.
#include "annotation/document/Document.h"
#include "core/media/ShotChanges.h"
#include "core/media/VideoWriter.h"
#include "core/media/Waveform.h"
#include "tests/support/Must.h"
#include "tests/support/Projects.h"
#include "ui/analysis/ClipAnalysis.h"
#include "ui/jobs/JobRunner.h"
#include "ui/workspace/Workspace.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

namespace {

constexpr int kFrames = 60;
constexpr int kCut = 30;
constexpr int kRate = 48000;

/// A picture of stripes or of squares, so that a shot changes at kCut; a tone if it has sound.
bool makeClip(const QString &path, bool sound, int grey)
{
    VideoWriter::Options options;
    options.width = 160;
    options.height = 96;
    options.sampleRate = sound ? kRate : 0;
    auto writer = VideoWriter::open(path.toStdString(), options);
    if (!writer)
        return false;
    for (int frame = 0; frame < kFrames; ++frame) {
        PackedImage picture{160, 96, 3, {}};
        for (int i = 0; i < 160 * 96; ++i) {
            const int x = i % 160;
            const int y = i / 160;
            const int value = frame < kCut
                                  ? (x / 20 % 2) * 150 + grey
                                  : (y / 24 % 2) * 60 + ((x + 70) / 50 % 2) * 90 + grey / 2;
            picture.data.insert(picture.data.end(), 3, static_cast<std::uint8_t>(value));
        }
        if (!(*writer)->writeFrame(picture))
            return false;
        std::vector<std::int16_t> values(2 * kRate / 25);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = i / 2 % 96 < 48 ? 16000 : -16000;
        if (sound && !(*writer)->writeAudio(values))
            return false;
    }
    return (*writer)->finish().has_value();
}

} // namespace

class TestClipAnalysis : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::unique_ptr<Document> m_document;
    ClipId m_loud, m_silent, m_lost;

    std::shared_ptr<const VideoIndex> indexOfClip(const char *name) const
    {
        return must(VideoIndex::build(m_folder.filePath(QString::fromLatin1(name)).toStdString(),
                                      VideoIndex::Options()));
    }

    void useNewCache(const char *name)
    {
        qputenv("XDG_CACHE_HOME", m_folder.filePath(QString::fromLatin1(name)).toUtf8());
    }

    QStringList kept(const char *name, const char *kind) const
    {
        return QDir(m_folder.filePath(QString::fromLatin1(name)) + QStringLiteral("/ecva-studio/")
                    + QLatin1String(kind))
            .entryList(QDir::Files);
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!makeClip(m_folder.filePath(QStringLiteral("loud.mp4")), true, 60))
            QSKIP("no H.264 encoder here");
        QVERIFY(makeClip(m_folder.filePath(QStringLiteral("silent.mp4")), false, 90));
        m_document = must(Document::create(m_folder.filePath(QStringLiteral("p.ecva")),
                                           QStringLiteral("tester")));
        m_loud = addClip(*m_document, QStringLiteral("loud.mp4"));
        m_silent = addClip(*m_document, QStringLiteral("silent.mp4"));
        m_lost = addClip(*m_document, QStringLiteral("lost.mp4"));
    }

    void findsSoundAndShots()
    {
        useNewCache("first");
        Workspace workspace;
        JobRunner jobs;
        ClipAnalysis analysis(workspace, jobs);
        const QSignalSpy shotsKnown(&analysis, &ClipAnalysis::shotsChanged);
        workspace.setDocument(m_document.get());
        workspace.setClip(m_loud);
        QVERIFY(!analysis.waveform() && !analysis.shots());
        workspace.setIndex(indexOfClip("loud.mp4"));
        QTRY_VERIFY_WITH_TIMEOUT(analysis.waveform() && analysis.shots(), 20000);
        QCOMPARE(shotsKnown.size(), 1);
        QVERIFY(workspace.shots() == std::vector<FrameIndex>{FrameIndex(kCut)});
        QCOMPARE(analysis.shots()->change.size(), std::size_t{kFrames});
        QVERIFY(analysis.waveform()->peak(0.5, 2).high > 50);
        QVERIFY(jobs.jobs().empty()); // too quick to be listed

        // The clip is left: nothing of it stays.
        workspace.setIndex(nullptr);
        QVERIFY(!analysis.waveform() && !analysis.shots());
        QVERIFY(workspace.shots().empty());
    }

    void theSecondTimeAtOnce()
    {
        useNewCache("first");
        Workspace workspace;
        JobRunner jobs;
        ClipAnalysis analysis(workspace, jobs);
        workspace.setDocument(m_document.get());
        workspace.setClip(m_loud);
        workspace.setIndex(indexOfClip("loud.mp4"));
        QElapsedTimer clock;
        clock.start();
        while ((!analysis.waveform() || !analysis.shots()) && clock.elapsed() < 20000)
            QTest::qWait(1);
        QVERIFY(analysis.waveform() && analysis.shots());
        // Well before it would have begun to decode; the test's own machine may be slow.
        if (clock.elapsed() >= ClipAnalysis::kSettleMs)
            qInfo("read in %lld ms", clock.elapsed());
        QCOMPARE(workspace.shots().size(), std::size_t{1});
    }

    void aClipWithoutSound()
    {
        useNewCache("silent");
        Workspace workspace;
        JobRunner jobs;
        ClipAnalysis analysis(workspace, jobs);
        workspace.setDocument(m_document.get());
        workspace.setClip(m_silent);
        workspace.setIndex(indexOfClip("silent.mp4"));
        QTRY_VERIFY_WITH_TIMEOUT(analysis.shots(), 20000);
        QVERIFY(!analysis.waveform());
        QCOMPARE(kept("silent", "shots").size(), 1);
        QCOMPARE(kept("silent", "waveform").size(), 0);
    }

    /// Whoever leafs through clips starts nothing for those that are passed.
    void leafingStartsNothing()
    {
        useNewCache("leafing");
        const auto loud = indexOfClip("loud.mp4");
        const auto silent = indexOfClip("silent.mp4");
        Workspace workspace;
        JobRunner jobs;
        ClipAnalysis analysis(workspace, jobs);
        workspace.setDocument(m_document.get());
        for (int i = 0; i < 20; ++i) {
            workspace.setIndex(nullptr);
            workspace.setClip(m_loud);
            workspace.setIndex(loud);
            QCoreApplication::processEvents();
            workspace.setIndex(nullptr);
            workspace.setClip(m_silent);
            workspace.setIndex(silent);
            QCoreApplication::processEvents();
        }
        QTRY_VERIFY_WITH_TIMEOUT(analysis.shots(), 20000);
        QVERIFY(!analysis.waveform());
        QCOMPARE(kept("leafing", "shots").size(), 1);
        QCOMPARE(kept("leafing", "waveform").size(), 0);
    }

    /// A file that went away after its index was read: nothing is known, nobody is disturbed.
    void aLostFile()
    {
        useNewCache("lost");
        Workspace workspace;
        JobRunner jobs;
        const QSignalSpy failed(&jobs, &JobRunner::jobFailed);
        ClipAnalysis analysis(workspace, jobs);
        workspace.setDocument(m_document.get());
        workspace.setClip(m_lost);
        workspace.setIndex(indexOfClip("loud.mp4"));
        QTest::qWait(ClipAnalysis::kSettleMs + 400);
        QVERIFY(!analysis.waveform() && !analysis.shots());
        QVERIFY(jobs.jobs().empty());
        QCOMPARE(failed.size(), 0);
    }

    void destroyedWhileItWorks()
    {
        useNewCache("destroyed");
        Workspace workspace;
        JobRunner jobs;
        for (const int wait : {0, ClipAnalysis::kSettleMs + 20}) {
            ClipAnalysis analysis(workspace, jobs);
            workspace.setDocument(m_document.get());
            workspace.setClip(m_loud);
            workspace.setIndex(indexOfClip("loud.mp4"));
            QTest::qWait(wait);
            workspace.setDocument(nullptr);
        }
        QTest::qWait(50);
        QVERIFY(workspace.shots().empty());
    }
};

QTEST_GUILESS_MAIN(TestClipAnalysis)
#include "tst_clip_analysis.moc"
