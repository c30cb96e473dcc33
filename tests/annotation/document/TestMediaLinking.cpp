#include "annotation/document/Document.h"
#include "annotation/document/MediaLinking.h"
#include "tests/support/Projects.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

namespace {

/// 30000/1001 frames a second in ticks of 1/30000 s: 1001 a frame; starts at 500.
std::shared_ptr<const VideoIndex> ntsc(int frames)
{
    std::vector<std::int64_t> stamps;
    for (int i = 0; i <= frames; ++i)
        stamps.push_back(500 + 1001 * i);
    return indexOf({1, 30000}, {30000, 1001}, stamps);
}

} // namespace

class TestMediaLinking : public QObject
{
    Q_OBJECT

    SegmentId addTimed(ClipId clip, qint64 beginMs, qint64 endMs)
    {
        Edit edit(*m_document, "segment.add");
        NewSegment segment;
        segment.clip = clip;
        segment.time = TimeRangeMs{beginMs, endMs};
        const SegmentId id = must(edit.addSegment(segment));
        must(m_document->commit(std::move(edit)));
        return id;
    }

    void link(ClipId clip, const VideoIndex &index, const QString &digest)
    {
        Edit edit(*m_document, "clip.link");
        must(edit.linkMedia(clip, "00001.mp4", mediaFacts(index, digest), index));
        must(m_document->commit(std::move(edit)));
    }

    const Segment &segment(SegmentId id) const { return *m_document->model().segment(id); }

private Q_SLOTS:
    void init()
    {
        m_document.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        m_document = must(Document::create(m_folder->filePath("p.ecva"), "anna"));
        Edit edit(*m_document, "clip.add");
        m_clip = must(edit.addClip({"00001.mp4", {}, {}, {}, {}, {}}));
        must(m_document->commit(std::move(edit)));
    }

    void factsAreThoseOfTheIndex()
    {
        const auto index = ntsc(300);
        const MediaFacts facts = mediaFacts(*index, "d");
        QCOMPARE(facts.frames, 300);
        QCOMPARE(facts.firstPts, 500);
        QCOMPARE(facts.durationMs, 10010);
        QVERIFY(!facts.variableRate);
    }

    /// Worked by hand: frame i begins at i × 1001/30000 s. 1 s lies between frame 29 (0.96763 s)
    /// and 30 (1.001 s); 2 s between 59 (1.96863 s) and 60 (2.002 s).
    void secondsBecomeTheFirstFrameAtOrAfter()
    {
        const SegmentId timed = addTimed(m_clip, 1000, 2000);
        const SegmentId exact = addTimed(m_clip, 0, 1001);   // 1.001 s is where frame 30 begins
        const SegmentId tiny = addTimed(m_clip, 1005, 1010); // within frame 30: frame 31 alone
        const SegmentId late = addTimed(m_clip, 9000, 99000);
        const SegmentId beyond = addTimed(m_clip, 20000, 30000);
        const QByteArray before = must(m_document->dump());
        link(m_clip, *ntsc(300), "d");
        QVERIFY((segment(timed).frames == FrameRange{FrameIndex(30), FrameIndex(60)}));
        QCOMPARE(segment(timed).beginPts, 500 + 30 * 1001);
        QCOMPARE(segment(timed).time.beginMs, 1000); // what the source said is kept
        QVERIFY((segment(exact).frames == FrameRange{FrameIndex(0), FrameIndex(30)}));
        QVERIFY((segment(tiny).frames == FrameRange{FrameIndex(31), FrameIndex(32)}));
        QVERIFY((segment(late).frames == FrameRange{FrameIndex(270), FrameIndex(300)}));
        QCOMPARE(segment(late).endPts, 500 + 300 * 1001);
        QVERIFY(segment(beyond).basis == Basis::Seconds);
        must(m_document->undo());
        QCOMPARE(must(m_document->dump()), before);
    }

    void theSameVideoElsewhereChangesNoTime()
    {
        const SegmentId timed = addTimed(m_clip, 1000, 2000);
        link(m_clip, *ntsc(300), "d");
        const Segment as = segment(timed);
        Edit edit(*m_document, "clip.link");
        must(edit.linkMedia(m_clip, "moved/00001.mp4", mediaFacts(*ntsc(300), "d"), *ntsc(300)));
        must(m_document->commit(std::move(edit)));
        QVERIFY(segment(timed) == as);
        QCOMPARE(m_document->model().clip(m_clip)->path, QStringLiteral("moved/00001.mp4"));
    }

    void frameForFrameReencodedKeepsFrames()
    {
        link(m_clip, *ntsc(300), "d");
        const SegmentId marked = addSegment(*m_document, m_clip, 29, 61);
        std::vector<std::int64_t> stamps;
        for (int i = 0; i <= 300; ++i)
            stamps.push_back(i * 512);
        const auto other = indexOf({1, 12800}, {25, 1}, stamps);
        link(m_clip, *other, "e");
        QVERIFY((segment(marked).frames == FrameRange{FrameIndex(29), FrameIndex(61)}));
        QCOMPARE(segment(marked).beginPts, 29 * 512);
    }

    void aShorterVideoKeepsWhatDoesNotFitInSeconds()
    {
        link(m_clip, *ntsc(300), "d");
        const SegmentId marked = addSegment(*m_document, m_clip, 200, 290);
        Edit edit(*m_document, "keyframe.mark");
        const KeyFrameId mark = must(edit.markKeyFrame(m_clip, FrameIndex(299)));
        must(m_document->commit(std::move(edit)));
        const QByteArray before = must(m_document->dump());
        link(m_clip, *ntsc(100), "e");
        QVERIFY(segment(marked).basis == Basis::Seconds);
        QCOMPARE(segment(marked).time.beginMs, 6673); // 200 × 1001/30 ms
        QVERIFY(m_document->model().keyFrame(mark)->frame == FrameIndex(99));
        must(m_document->undo());
        QCOMPARE(must(m_document->dump()), before);
    }

    void videosAreAddedLinkedOrKnown()
    {
        const auto video = [&](const QString &name, const QString &digest) {
            return ProbedMedia{m_document->folder() + u'/' + name, mediaFacts(*ntsc(300), digest),
                               ntsc(300)};
        };
        const SegmentId timed = addTimed(m_clip, 1000, 2000);
        const auto report
            = must(addVideos(*m_document, {video("in/00001.mp4", "1"), video("new.mp4", "2"),
                                           video("copy.mp4", "2"), video("new.mp4", "2")}));
        using Outcome = AddedVideo::Outcome;
        QCOMPARE(report.size(), std::size_t(4));
        QVERIFY(report[0].outcome == Outcome::Linked && report[0].clip == m_clip);
        QVERIFY(report[1].outcome == Outcome::Added);
        QVERIFY(report[2].outcome == Outcome::Duplicate && report[2].clip == report[1].clip);
        QVERIFY(report[3].outcome == Outcome::Duplicate);
        QVERIFY(segment(timed).basis == Basis::Frames);
        QCOMPARE(m_document->model().clip(m_clip)->path, QStringLiteral("in/00001.mp4"));
        QCOMPARE(m_document->model().clips().size(), std::size_t(2));
        must(m_document->undo()); // all of it is one step
        QCOMPARE(m_document->model().clips().size(), std::size_t(1));
        QVERIFY(segment(timed).basis == Basis::Seconds);
        const auto again = must(addVideos(*m_document, {video("in/00001.mp4", "1")}));
        QVERIFY(again[0].outcome == Outcome::Linked);
        QVERIFY(must(addVideos(*m_document, {video("in/00001.mp4", "1")}))[0].outcome
                == Outcome::Duplicate);
    }

    void foldersAreSearchedForVideos()
    {
        QDir(m_folder->path()).mkpath("v/deep");
        for (const char *name :
             {"v/b.MP4", "v/a.mkv", "v/note.txt", "v/deep/c.avi", "v/.hidden", "odd.name"}) {
            QFile file(m_folder->filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        QStringList found = findVideoFiles({m_folder->filePath("v"), m_folder->filePath("odd.name"),
                                            m_folder->filePath("v/a.mkv")});
        for (QString &path : found)
            path = QDir(m_folder->path()).relativeFilePath(path);
        QCOMPARE(found, (QStringList{"v/a.mkv", "v/b.MP4", "v/deep/c.avi", "odd.name"}));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Document> m_document;
    ClipId m_clip;
};

QTEST_GUILESS_MAIN(TestMediaLinking)
#include "TestMediaLinking.moc"
