// The badge says what is proven about the clip on the screen, and proves it when asked.
#include "annotation/document/Document.h"
#include "core/media/Certificate.h"
#include "tests/support/SmallVideo.h"
#include "ui/jobs/JobRunner.h"
#include "ui/shell/FrameProof.h"
#include "ui/shell/FrameTruthBadge.h"
#include "ui/style/Theme.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva;

class TestFrameTruthBadge : public QObject
{
    Q_OBJECT

private:
    struct Bench
    {
        Bench()
        {
            qputenv("XDG_CACHE_HOME", folder.filePath(QStringLiteral("cache")).toUtf8());
            video = folder.filePath(QStringLiteral("a.mp4"));
            test::makeSmallVideo(video.toStdString(), 50);
            document = test::must(Document::create(folder.filePath(QStringLiteral("p.ecva")),
                                                   QStringLiteral("tester")));
            Edit edit(*document, QStringLiteral("clip.add"));
            NewClip added;
            added.path = QStringLiteral("a.mp4");
            const ClipId clip = test::must(edit.addClip(added));
            test::must(document->commit(std::move(edit)));
            workspace.setDocument(document.get());
            workspace.setClip(clip);
            index = test::must(VideoIndex::build(video.toStdString(), {}));
        }
        std::shared_ptr<const VideoIndex> withLostFrame() const
        {
            VideoIndex::Parts parts = index->parts();
            parts.warnings = {{VideoIndex::Warning::Kind::FramesLost, 51, 50, {}}};
            return std::make_shared<const VideoIndex>(std::move(parts));
        }
        QTemporaryDir folder;
        QString video;
        std::unique_ptr<Document> document;
        std::shared_ptr<const VideoIndex> index;
        Workspace workspace;
        JobRunner jobs;
        ActionRegistry actions;
        FrameProof proof{workspace, jobs, actions};
        FrameTruthBadge badge{proof, actions};
    };

private Q_SLOTS:
    void hiddenWithoutAVideo()
    {
        Bench bench;
        QVERIFY(bench.badge.isHidden());
        QVERIFY(!bench.proof.obstacle().isEmpty());
        bench.workspace.setIndex(bench.index);
        QVERIFY(!bench.badge.isHidden());
        bench.workspace.setIndex(nullptr);
        QVERIFY(bench.badge.isHidden());
    }

    void aClickVerifies()
    {
        Bench bench;
        bench.workspace.setIndex(bench.index);
        QCOMPARE(bench.badge.text(), QStringLiteral("Frame numbers exact"));
        QCOMPARE(bench.badge.tone(), Label::Tone::Ok);
        QSignalSpy hints(&bench.workspace, &Workspace::hintShown);
        QTest::mouseClick(&bench.badge, Qt::LeftButton);
        QCOMPARE(bench.jobs.runningCount(), 1); // listed, with the file's name
        QVERIFY(bench.jobs.jobs().front().title.contains(QStringLiteral("a.mp4")));
        QVERIFY(bench.badge.text().startsWith(QStringLiteral("Verifying")));
        QVERIFY(!bench.actions.trigger(QStringLiteral("player.verify")).isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(bench.badge.text(), QStringLiteral("Frame numbers verified"),
                                  30000);
        QVERIFY(bench.badge.toolTip().contains(QStringLiteral("50 ")));
        QVERIFY(bench.badge.toolTip().contains(QString::fromStdString(mediaLibraryVersion())));
        QCOMPARE(bench.badge.accessibleName(), bench.badge.text());
        QCOMPARE(hints.size(), 1);
        QCOMPARE(bench.proof.certificate()->checked, std::int64_t{50}); // short: every frame

        // Shown again, by another window or after a restart: it is still known.
        FrameProof again(bench.workspace, bench.jobs, *new ActionRegistry(&bench.badge));
        QTRY_VERIFY(again.certificate().has_value());
        QCOMPARE(*again.truth(), FrameTruth::Verified);
    }

    void damageIsNamed()
    {
        Bench bench;
        bench.workspace.setIndex(bench.withLostFrame());
        QVERIFY(bench.badge.text().startsWith(QStringLiteral("51 ")));
        QVERIFY(bench.badge.text().contains(QStringLiteral("50 frames decode")));
        QCOMPARE(bench.badge.tone(), Label::Tone::Warn);
    }

    void mismatchesAreAnError()
    {
        Bench bench;
        VerifyReport report;
        report.checked = 50;
        report.linearFrames = 50;
        report.mismatches = {FrameIndex(7), FrameIndex(31)};
        keepCertificate(test::must(mediaDigest(bench.video.toStdString())), *bench.index,
                        issueCertificate(*bench.index, report, 0, "1"));
        bench.workspace.setIndex(bench.index);
        QTRY_COMPARE(bench.badge.tone(), Label::Tone::Error);
        QVERIFY(bench.badge.text().startsWith(QStringLiteral("2 ")));
        QVERIFY(bench.badge.toolTip().contains(QStringLiteral("7, 31")));
    }

    void cancelledAndClosedInTime()
    {
        Bench bench;
        bench.workspace.setIndex(bench.index);
        bench.proof.verify();
        bench.jobs.cancel(bench.jobs.jobs().front().id);
        QCOMPARE(bench.badge.text(), QStringLiteral("Frame numbers exact"));
        QVERIFY(bench.proof.obstacle().isEmpty());
        bench.proof.verify();
        QCOMPARE(bench.jobs.runningCount(), 1);
        bench.workspace.setIndex(nullptr); // another clip: the job goes on, the badge goes away
        QVERIFY(bench.badge.isHidden());
        QTRY_COMPARE(bench.jobs.runningCount(), 0);
        bench.workspace.setIndex(bench.index);
        QTRY_COMPARE(bench.badge.text(), QStringLiteral("Frame numbers verified"));
    }

    void aFileThatIsGoneFailsByName()
    {
        Bench bench;
        bench.workspace.setIndex(bench.index);
        QVERIFY(QFile::remove(bench.video));
        QSignalSpy failures(&bench.jobs, &JobRunner::jobFailed);
        bench.proof.verify();
        QTRY_COMPARE(failures.size(), 1);
        QVERIFY(failures.first().at(1).toString().contains(QStringLiteral("a.mp4")));
        QCOMPARE(bench.badge.text(), QStringLiteral("Frame numbers exact"));
    }
};

QTEST_MAIN(TestFrameTruthBadge)
#include "tst_frame_truth_badge.moc"
