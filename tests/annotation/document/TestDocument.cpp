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

    void keySentencesMoveWithinTheirRound()
    {
        auto document = must(Document::create(m_path, QStringLiteral("anna")));
        Edit edit(*document, QStringLiteral("keysentence.add"));
        NewClip wanted;
        wanted.path = QStringLiteral("a.mp4");
        const ClipId clip = must(edit.addClip(wanted));
        std::vector<KeySentenceId> ids;
        for (const char *text : {"a", "b", "c", "d"})
            ids.push_back(must(edit.addKeySentence(clip, QString::fromLatin1(text))));
        must(edit.addKeySentence(clip, QStringLiteral("other"), 1.0, QStringLiteral("round2")));
        must(document->commit(std::move(edit)));
        const auto order = [&] {
            QString letters;
            for (const KeySentence *each : document->model().keySentencesOf(clip)) {
                if (each->round == QStringLiteral("round1"))
                    letters += QStringLiteral("%1%2").arg(each->text).arg(each->position);
            }
            return letters;
        };
        const auto move = [&](std::size_t which, int position) {
            Edit change(*document, QStringLiteral("keysentence.move"));
            must(change.moveKeySentence(ids[which], position));
            must(document->commit(std::move(change)));
        };
        move(2, 0);
        QCOMPARE(order(), QStringLiteral("c0a1b2d3"));
        move(2, 3);
        QCOMPARE(order(), QStringLiteral("a0b1d2c3"));
        must(document->undo());
        must(document->undo());
        QCOMPARE(order(), QStringLiteral("a0b1c2d3"));
        Edit bad(*document, QStringLiteral("keysentence.move"));
        const auto refused = bad.moveKeySentence(ids[0], 4);
        QVERIFY(!refused);
        QVERIFY(refused.error().code == ErrorCode::OutOfRange);
        QVERIFY(bad.isEmpty());
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestDocument)
#include "TestDocument.moc"
