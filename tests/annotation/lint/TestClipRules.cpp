#include "annotation/document/Document.h"
#include "annotation/lint/ClipRules.h"
#include "annotation/lint/TextCount.h"
#include "tests/support/Must.h"

#include <QTemporaryDir>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

class TestClipRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void counts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("words");
        QTest::addColumn<int>("characters");
        QTest::addColumn<bool>("chinese");
        const auto row
            = [](const char *name, const char *text, int words, int characters, bool chinese) {
                  QTest::newRow(name) << QString::fromUtf8(text) << words << characters << chinese;
              };
        row("empty", "", 0, 0, false);
        row("blanks", " \n\t ", 0, 0, false);
        row("english", "A man opens the door.", 5, 21, false);
        row("joined", "The two-storey house won't burn", 5, 31, false);
        row("curly apostrophe", "it won’t", 2, 8, false);
        row("no blank after comma", "door,then", 2, 9, false);
        row("marks alone", "... - !", 0, 7, false);
        row("numbers", "3 men, 2 cars", 4, 13, false);
        row("accents", "café naïve", 2, 10, false);
        // By hand: 一名 戴手套 穿连帽衣的男子 = 2 + 3 + 7, the comma is no word.
        row("chinese", "一名戴手套、穿连帽衣的男子", 12, 13, true);
        row("mixed, chinese", "男子进入KTV二楼", 7, 9, true);
        row("mixed, english", "the shop 超市 was robbed by two men", 9, 33, false);
        row("outside the first plane", "𠀀𠀁 ok", 3, 5, true);
    }

    void counts()
    {
        QFETCH(QString, text);
        QTEST(countWords(text), "words");
        QTEST(countCharacters(text), "characters");
        QTEST(isChinese(text), "chinese");
    }

    void sentencesAreMeasuredInWordsOrCharacters()
    {
        const ProjectSettings settings;
        const SentenceLength seven
            = sentenceLength(settings, QStringLiteral("one two three four five six seven"));
        QCOMPARE(seven.length, 7);
        QCOMPARE(seven.limit, 7);
        QVERIFY(!seven.tooLong());
        QVERIFY(sentenceLength(settings, QStringLiteral("a b c d e f g h")).tooLong());
        const SentenceLength zh
            = sentenceLength(settings, QString::fromUtf8("整个过程都被室内安装的摄像头记录下来"));
        QCOMPARE(zh.length, 18);
        QCOMPARE(zh.limit, 14);
        QVERIFY(zh.tooLong());
    }

    void anEmptyClipOwesEverything()
    {
        makeProject();
        QCOMPARE(rules(), (QStringList{"verdict.missing", "segment.missing", "text.missing",
                                       "text.missing", "text.missing", "keysentence.few"}));
        QVERIFY(!submitObstacle(m_document->model(), m_clip, kRound).isEmpty());
    }

    void aVerdictWithoutAnomalyOwesNothing()
    {
        makeProject();
        for (const Verdict verdict :
             {Verdict::NoAnomaly, Verdict::FileBroken, Verdict::CannotDecide}) {
            setVerdict(verdict);
            QCOMPARE(rules(), QStringList());
            QVERIFY(submitObstacle(m_document->model(), m_clip, kRound).isEmpty());
        }
        setVerdict(Verdict::NeedsClass);
        QVERIFY(!rules().isEmpty());
        QVERIFY(submitObstacle(m_document->model(), m_clip, kRound).isEmpty());
    }

    void aFullClipIsComplete()
    {
        makeProject();
        setVerdict(Verdict::Anomaly);
        Edit edit(*m_document, QStringLiteral("x"));
        NewSegment wanted;
        wanted.clip = m_clip;
        wanted.time = TimeRangeMs{0, 2000};
        const SegmentId segment = must(edit.addSegment(wanted));
        answer(edit, segment, Task::Description);
        answer(edit, {}, Task::Cause);
        answer(edit, {}, Task::Result);
        for (int i = 0; i < 4; ++i)
            must(edit.addKeySentence(m_clip, QStringLiteral("a short one")));
        must(m_document->commit(std::move(edit)));
        QCOMPARE(rules(), QStringList{"segment.class"});
        QCOMPARE(checkClip(m_document->model(), m_clip, kRound).front().segment, segment);
        Edit label(*m_document, QStringLiteral("x"));
        SegmentPatch patch;
        patch.label = QStringLiteral("cuva:7-1");
        must(label.setSegment(segment, patch));
        const KeySentenceId added
            = must(label.addKeySentence(m_clip, QStringLiteral("a b c d e f g h")));
        must(m_document->commit(std::move(label)));
        const auto issues = checkClip(m_document->model(), m_clip, kRound);
        QCOMPARE(issues.size(), 1U);
        QCOMPARE(issues.front().rule, QStringLiteral("keysentence.long"));
        QVERIFY(issues.front().broken);
        QCOMPARE(issues.front().keySentence, added);
        must(m_document->undo());
        // Another round owes its own work.
        QVERIFY(!checkClip(m_document->model(), m_clip, QStringLiteral("round2")).empty());
    }

private:
    void makeProject()
    {
        m_document.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        m_document = must(
            Document::create(m_folder->filePath(QStringLiteral("p.ecva")), QStringLiteral("anna")));
        Edit edit(*m_document, QStringLiteral("clip.add"));
        NewClip wanted;
        wanted.path = QStringLiteral("a.mp4");
        m_clip = must(edit.addClip(wanted));
        must(m_document->commit(std::move(edit)));
    }

    QStringList rules() const
    {
        QStringList found;
        for (const ClipIssue &issue : checkClip(m_document->model(), m_clip, kRound))
            found.append(issue.rule);
        return found;
    }

    void setVerdict(Verdict verdict)
    {
        Edit edit(*m_document, QStringLiteral("clip.verdict"));
        ClipPatch patch;
        patch.verdict = verdict;
        must(edit.setClip(m_clip, patch));
        must(m_document->commit(std::move(edit)));
    }

    void answer(Edit &edit, SegmentId segment, Task task) const
    {
        NewAnswer wanted;
        wanted.clip = m_clip;
        wanted.segment = segment;
        wanted.task = task;
        wanted.text = QStringLiteral("words");
        must(edit.setAnswer(wanted));
    }

    const QString kRound = QStringLiteral("round1");
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Document> m_document;
    ClipId m_clip;
};

QTEST_GUILESS_MAIN(TestClipRules)
#include "TestClipRules.moc"
