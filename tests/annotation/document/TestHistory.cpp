#include "annotation/document/Document.h"
#include "tests/support/Projects.h"

#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace ecva;
using namespace ecva::test;

/// The stored history: restarts, branches, merging, failures.
class TestHistory : public QObject
{
    Q_OBJECT

    void write(const QString &text, const QString &key)
    {
        Edit edit(*m_document, "qa.set");
        NewAnswer answer;
        answer.clip = m_clip;
        answer.task = Task::Cause;
        answer.text = text;
        must(edit.setAnswer(answer));
        edit.setMergeKey(key);
        must(m_document->commit(std::move(edit)));
    }

    QString written() const
    {
        const auto &answers = m_document->model().answers();
        return answers.empty() ? QString() : answers.begin()->second.text;
    }

    void reopen()
    {
        m_document.reset();
        m_document = must(Document::open(m_path, Document::Mode::ReadWrite, "ben"));
    }

    QStringList states() const
    {
        QStringList all;
        for (const JournalEntry &entry : must(m_document->journal()))
            all.append(toName(entry.state));
        return all;
    }

private Q_SLOTS:
    void init()
    {
        m_document.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath("p.ecva");
        m_document = must(Document::create(m_path, "anna"));
        QVERIFY(!m_document->canUndo()); // making the project is no step
        m_clip = addClip(*m_document, "a.mp4");
    }

    void undoSurvivesARestart()
    {
        const SegmentId segment = addSegment(*m_document, m_clip, 1, 2);
        const Segment as = *m_document->model().segment(segment);
        must(m_document->undo());
        reopen();
        QCOMPARE(m_document->redoCommand(), QStringLiteral("segment.add"));
        QCOMPARE(m_document->undoCommand(), QStringLiteral("clip.add"));
        must(m_document->redo());
        QVERIFY(*m_document->model().segment(segment) == as); // its id, and its first stamps
        QVERIFY(!m_document->canRedo());
        must(m_document->undo());
        must(m_document->undo());
        QVERIFY(!m_document->canUndo());
        const auto beyond = m_document->undo();
        QVERIFY(!beyond && beyond.error().code == ErrorCode::InvalidArgument);
    }

    void aNewEditKillsWhatWasUndone()
    {
        const SegmentId lost = addSegment(*m_document, m_clip, 1, 2);
        addSegment(*m_document, m_clip, 3, 4);
        must(m_document->undo());
        must(m_document->undo());
        const SegmentId other = addSegment(*m_document, m_clip, 5, 6);
        QVERIFY(other.value > lost.value); // ids are never given out twice
        QVERIFY(!m_document->canRedo());
        QCOMPARE(states(), (QStringList{"applied", "dead", "dead", "applied"}));
        must(m_document->undo());
        must(m_document->redo());
        QCOMPARE(states(), (QStringList{"applied", "dead", "dead", "applied"}));
        reopen();
        QVERIFY(addSegment(*m_document, m_clip, 7, 8).value > other.value);
    }

    void typingIsOneStep()
    {
        const QByteArray before = must(m_document->dump());
        write("b", "answer:1");
        write("be", "answer:1");
        write("because", "answer:1");
        QCOMPARE(states().size(), 2);
        const auto last = must(m_document->journal()).back();
        QVERIFY(last.after.contains("because"));
        QVERIFY(!last.before.contains("\"be\""));
        must(m_document->undo());
        QCOMPARE(must(m_document->dump()), before);
        must(m_document->redo());
        QCOMPARE(written(), QStringLiteral("because"));
        write("because of", "answer:1"); // not into a step that was undone and redone
        QCOMPARE(states().size(), 3);
        write("other", "answer:2");
        write("none", {});
        write("none again", {});
        QCOMPARE(states().size(), 6);
    }

    void typingAfterAPauseIsAnotherStep()
    {
        write("one", "answer:1");
        QTest::qWait(2100);
        write("two", "answer:1");
        QCOMPARE(states().size(), 3);
        must(m_document->undo());
        QCOMPARE(written(), QStringLiteral("one"));
    }

    void typingAndTakingBackLeavesNoStep()
    {
        const QByteArray before = must(m_document->dump());
        write("x", "answer:1");
        write("", "answer:1");
        QCOMPARE(states().size(), 1);
        QCOMPARE(must(m_document->dump()), before);
        write("y", "answer:1");
        QCOMPARE(states().size(), 2);
    }

    void aStaleEditIsRefused()
    {
        Edit one(*m_document, "clip.set");
        Edit two(*m_document, "clip.set");
        must(one.setClip(m_clip, {.remark = "one"}));
        must(two.setClip(m_clip, {.remark = "two"}));
        must(m_document->commit(std::move(one)));
        QVERIFY(!m_document->commit(std::move(two)));
        QCOMPARE(m_document->model().clip(m_clip)->remark, QStringLiteral("one"));
    }

    void readersCannotWrite()
    {
        auto reader = must(Document::open(m_path, Document::Mode::ReadOnly, "ben"));
        Edit edit(*reader, "clip.set");
        must(edit.setClip(m_clip, {.remark = "x"}));
        const auto done = reader->commit(std::move(edit));
        QVERIFY(!done && done.error().code == ErrorCode::ReadOnly);
        QVERIFY(!reader->canUndo());
        const auto undone = reader->undo();
        QVERIFY(!undone && undone.error().code == ErrorCode::ReadOnly);
    }

    void theLogIsNarrowedToAnItem()
    {
        const SegmentId segment = addSegment(*m_document, m_clip, 1, 2);
        addSegment(*m_document, m_clip, 3, 4);
        Edit edit(*m_document, "qa.set");
        NewAnswer answer;
        answer.clip = m_clip;
        answer.segment = segment;
        answer.text = "x";
        const AnswerId id = must(edit.setAnswer(answer));
        must(m_document->commit(std::move(edit)));
        QCOMPARE(must(m_document->journal()).size(), std::size_t(4));
        QCOMPARE(must(m_document->journal(m_clip.value)).size(), std::size_t(4));
        QCOMPARE(must(m_document->journal(segment.value)).size(), std::size_t(2));
        QCOMPARE(must(m_document->journal(id.value)).size(), std::size_t(1));
        QCOMPARE(must(m_document->journal(99999)).size(), std::size_t(0));
    }

    void damagedHistoryIsAnErrorAndNoMore()
    {
        write("x", {});
        m_document.reset();
        {
            QFile file(m_path);
            QVERIFY(file.open(QIODevice::ReadWrite));
            QByteArray content = file.readAll();
            const QByteArray needle = R"("table":"item"})";
            QVERIFY(content.contains(needle));
            content.replace(needle, R"("table":"itex"})");
            file.seek(0);
            file.write(content);
        }
        m_document = must(Document::open(m_path, Document::Mode::ReadWrite, "ben"));
        const QByteArray before = must(m_document->dump());
        const auto undone = m_document->undo();
        QVERIFY(!undone && undone.error().code == ErrorCode::BadInput);
        QCOMPARE(must(m_document->dump()), before);
        write("still works", {});
    }

    /// No room left: the commit fails with file and cause, nothing has changed, and the next one
    /// works when there is room again. A limit on the size of files stands for a full disk.
    void aFullDisk()
    {
        rlimit former{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &former), 0);
        std::signal(SIGXFSZ, SIG_IGN);
        write(QString(3000, u'a'), {});
        QSignalSpy failed(m_document.get(), &Document::saveFailed);
        QSignalSpy changed(m_document.get(), &Document::changed);
        const QByteArray before = must(m_document->dump());

        rlimit tight = former;
        tight.rlim_cur = rlim_t(QFileInfo(m_path + "-wal").size() + 2000);
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &tight), 0);
        Edit edit(*m_document, "clip.set");
        must(edit.setClip(m_clip, {.remark = QString(200'000, u'b')}));
        const auto done = m_document->commit(std::move(edit));
        const auto undone = m_document->undo();
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &former), 0);
        std::signal(SIGXFSZ, SIG_DFL);

        QVERIFY(!done);
        QVERIFY2(done.error().code == ErrorCode::Io, done.error().text().c_str());
        QVERIFY(done.error().text().find(m_path.toStdString()) != std::string::npos);
        QVERIFY(!undone && undone.error().code == ErrorCode::Io);
        QCOMPARE(failed.count(), 2);
        QCOMPARE(changed.count(), 0);
        QVERIFY(m_document->model().clip(m_clip)->remark.isEmpty());
        QCOMPARE(must(m_document->dump()), before);
        write("room again", {});
        must(m_document->checkIntegrity());
        reopen();
        QCOMPARE(written(), QStringLiteral("room again"));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    std::unique_ptr<Document> m_document;
    ClipId m_clip;
};

QTEST_GUILESS_MAIN(TestHistory)
#include "TestHistory.moc"
