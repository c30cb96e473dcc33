#include "annotation/document/Document.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva;

namespace {

MediaFacts someMedia()
{
    MediaFacts media;
    media.frames = 300;
    media.timeBase = {1, 12800};
    media.averageRate = {25, 1};
    media.durationMs = 12000;
    media.width = 640;
    media.height = 360;
    media.codec = QStringLiteral("h264");
    media.digest = QStringLiteral("00ff");
    return media;
}

template <typename T>
T must(Result<T> result)
{
    if (!result)
        qFatal("%s", result.error().text().c_str());
    return std::move(*result);
}

void must(Result<void> result)
{
    if (!result)
        qFatal("%s", result.error().text().c_str());
}

} // namespace

class TestDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("p.ecva"));
    }

    void commitsSurviveTheProgram()
    {
        ClipId clip;
        SegmentId segment;
        AnswerId answer;
        {
            auto document = must(Document::create(m_path, QStringLiteral("anna")));
            QSignalSpy changed(document.get(), &Document::changed);
            Edit edit(*document, QStringLiteral("clip.add"));
            clip = must(edit.addClip({QStringLiteral("a.mp4"), {}, someMedia(), {}, {}, {}}));
            must(document->commit(std::move(edit)));
            Edit second(*document, QStringLiteral("segment.add"));
            NewSegment wanted;
            wanted.clip = clip;
            wanted.frames = FrameRange{FrameIndex(10), FrameIndex(35)};
            wanted.label = QStringLiteral("cuva:7-1");
            wanted.severity = 3;
            segment = must(second.addSegment(wanted));
            NewAnswer text;
            text.clip = clip;
            text.segment = segment;
            text.text = QStringLiteral("三 masked people");
            answer = must(second.setAnswer(text));
            must(document->commit(std::move(second)));
            QCOMPARE(changed.count(), 2);
        }
        auto document = must(Document::open(m_path, Document::Mode::ReadWrite, QStringLiteral("ben")));
        const Segment *stored = document->model().segment(segment);
        QVERIFY(stored);
        QCOMPARE(stored->beginPts, 5120);
        QCOMPARE(stored->endPts, 17920);
        QCOMPARE(stored->time.beginMs, 400);
        QCOMPARE(stored->time.endMs, 1400);
        QCOMPARE(stored->severity, 3);
        QCOMPARE(stored->track, QStringLiteral("round1"));
        QCOMPARE(document->model().answer(answer)->text, QStringLiteral("三 masked people"));
        QCOMPARE(document->model().answer(answer)->author, QStringLiteral("anna"));
        must(document->undo());
        must(document->undo());
        QVERIFY(document->model().clips().empty());
        QVERIFY(!document->canUndo());
        must(document->redo());
        must(document->redo());
        QCOMPARE(*document->model().segment(segment), *must(Document::open(
            m_path, Document::Mode::ReadOnly, QStringLiteral("c")))->model().segment(segment));
        must(document->checkIntegrity());
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestDocument)
#include "TestDocument.moc"
