// The inspector on a real project, driven by keys and mouse.
#include "annotation/document/Document.h"
#include "core/media/VideoIndex.h"
#include "tests/support/Must.h"
#include "ui/inspector/AnswerEdit.h"
#include "ui/inspector/ClassPicker.h"
#include "ui/inspector/InspectorPanel.h"
#include "ui/style/Controls.h"
#include "ui/style/EcvaStyle.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QApplication>
#include <QComboBox>
#include <QInputMethodEvent>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

namespace {

constexpr int kFrames = 300;
constexpr int kTicksPerFrame = 40; // 25 frames a second in milliseconds

std::shared_ptr<const VideoIndex> someIndex()
{
    VideoIndex::Parts parts;
    parts.info.timeBase = Rational{1, 1000};
    for (int i = 0; i < kFrames; ++i) {
        VideoIndex::Entry entry;
        entry.pts = i * kTicksPerFrame;
        entry.nextPts = entry.pts + kTicksPerFrame;
        parts.entries.push_back(entry);
    }
    return std::make_shared<VideoIndex>(std::move(parts));
}

} // namespace

class TestInspector : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("p.ecva"));
        m_document = must(Document::create(m_path, QStringLiteral("anna")));
        Edit edit(*m_document, QStringLiteral("clip.add"));
        NewClip wanted;
        wanted.path = QStringLiteral("a.mp4");
        MediaFacts media;
        media.frames = kFrames;
        media.timeBase = {1, 1000};
        media.averageRate = {25, 1};
        media.durationMs = kFrames * kTicksPerFrame;
        wanted.media = media;
        m_clip = must(edit.addClip(wanted));
        wanted.path = QStringLiteral("b.mp4");
        wanted.media.reset(); // nobody has its video
        m_other = must(edit.addClip(wanted));
        m_first = addSegment(edit, FrameRange{FrameIndex(10), FrameIndex(60)});
        m_second = addSegment(edit, FrameRange{FrameIndex(100), FrameIndex(150)});
        NewSegment timed;
        timed.clip = m_other;
        timed.time = TimeRangeMs{1500, 4000};
        m_timed = must(edit.addSegment(timed));
        must(m_document->commit(std::move(edit)));
        open();
        m_workspace->setClip(m_clip);
        m_workspace->setIndex(someIndex());
        m_workspace->setSegment(m_first);
    }

    void cleanup()
    {
        m_window.reset();
        m_actions.reset();
        m_workspace.reset();
        m_document.reset();
    }

    void typingIsStoredAfterAPauseAndIsOneStep()
    {
        focus(what());
        const auto before = steps();
        QTest::keyClicks(what(), QStringLiteral("A man"));
        QCOMPARE(text(m_first, Task::Description), QString()); // not while the keys go down
        QTRY_COMPARE(text(m_first, Task::Description), QStringLiteral("A man"));
        QTest::keyClicks(what(), QStringLiteral(" runs"));
        QTRY_COMPARE(text(m_first, Task::Description), QStringLiteral("A man runs"));
        QCOMPARE(steps(), before + 1);
        must(m_document->undo());
        QCOMPARE(what()->toPlainText(), QString());
        must(m_document->redo());
        QCOMPARE(what()->toPlainText(), QStringLiteral("A man runs"));
    }

    void leavingTheFieldStores()
    {
        focus(why());
        QTest::keyClicks(why(), QStringLiteral("Because"));
        focus(how());
        QCOMPARE(text({}, Task::Cause), QStringLiteral("Because"));
    }

    void aRequestToFlushStores()
    {
        focus(why());
        QTest::keyClicks(why(), QStringLiteral("Because"));
        m_workspace->requestFlush();
        QCOMPARE(text({}, Task::Cause), QStringLiteral("Because"));
    }

    void theLastWordsAreStoredWhenTheWindowGoes()
    {
        focus(why());
        QTest::keyClicks(why(), QStringLiteral("Because"));
        m_window.reset();
        QCOMPARE(text({}, Task::Cause), QStringLiteral("Because"));
    }

    void anotherSegmentGetsItsOwnText()
    {
        focus(what());
        QTest::keyClicks(what(), QStringLiteral("first"));
        m_workspace->setSegment(m_second);
        QCOMPARE(text(m_first, Task::Description), QStringLiteral("first"));
        QCOMPARE(what()->toPlainText(), QString());
        QTest::keyClicks(what(), QStringLiteral("second"));
        m_workspace->setSegment({});
        QCOMPARE(text(m_second, Task::Description), QStringLiteral("second"));
        QTest::keyClicks(what(), QStringLiteral("whole"));
        m_workspace->setClip(m_other);
        QCOMPARE(text({}, Task::Description), QStringLiteral("whole"));
        QCOMPARE(text(m_first, Task::Description), QStringLiteral("first"));
        QCOMPARE(what()->toPlainText(), QString());
    }

    void aChangeElsewhereLeavesTheCaret()
    {
        setText({}, Task::Cause, QStringLiteral("one two three"));
        focus(why());
        QTextCursor cursor = why()->textCursor();
        cursor.setPosition(3);
        why()->setTextCursor(cursor);
        setText({}, Task::Result, QStringLiteral("ended"));
        QCOMPARE(why()->textCursor().position(), 3);
        QCOMPARE(how()->toPlainText(), QStringLiteral("ended"));
        setText({}, Task::Cause, QStringLiteral("one two four three"));
        QCOMPARE(why()->toPlainText(), QStringLiteral("one two four three"));
        QCOMPARE(why()->textCursor().position(), 3);
    }

    void anUndoneTextLeavesWhatIsBeingTyped()
    {
        setText({}, Task::Result, QStringLiteral("ended"));
        focus(why());
        QTest::keyClicks(why(), QStringLiteral("half"));
        must(m_document->undo());
        QCOMPARE(how()->toPlainText(), QString());
        QCOMPARE(why()->toPlainText(), QStringLiteral("half"));
    }

    void aColleaguesAnswerIsCorrectedInPlace()
    {
        Edit edit(*m_document, QStringLiteral("answer.set"));
        NewAnswer wanted;
        wanted.clip = m_clip;
        wanted.task = Task::Cause;
        wanted.author = QStringLiteral("ben");
        wanted.text = QStringLiteral("because");
        wanted.rawText = QStringLiteral(" because ");
        must(edit.setAnswer(wanted));
        must(m_document->commit(std::move(edit)));
        focus(why());
        QTest::keyClick(why(), Qt::Key_End, Qt::ControlModifier);
        QTest::keyClicks(why(), QStringLiteral("!"));
        m_workspace->requestFlush();
        QCOMPARE(m_document->model().answers().size(), 1U);
        const Answer &answer = m_document->model().answers().begin()->second;
        QCOMPARE(answer.text, QStringLiteral("because!"));
        QCOMPARE(answer.author, QStringLiteral("ben"));
        QCOMPARE(answer.rawText, QStringLiteral(" because "));
    }

    void aWordBeingComposedIsNeitherStoredNorAShortcut()
    {
        focus(why());
        int submitted = 0;
        const QObject guard;
        connect(m_document.get(), &Document::changed, &guard,
                [&](const ChangeEvent &event) { submitted += event.command == "clip.status"; });
        compose(why(), QStringLiteral("ru'shi"), {});
        QTest::keyClick(why(), Qt::Key_Return, Qt::ControlModifier);
        QTest::keyClick(why(), Qt::Key_F8);
        QTest::qWait(600);
        QCOMPARE(text({}, Task::Cause), QString());
        QCOMPARE(submitted, 0);
        QVERIFY(why()->hasFocus());
        compose(why(), {}, QString::fromUtf8("入室"));
        QTRY_COMPARE(text({}, Task::Cause), QString::fromUtf8("入室"));
        QCOMPARE(counter(why()), QStringLiteral("2 character(s)"));
    }

    void countersSayWordsAndCharacters()
    {
        QCOMPARE(counter(why()), QStringLiteral("0 words"));
        setText({}, Task::Cause, QStringLiteral("A man opens the door."));
        QCOMPARE(counter(why()), QStringLiteral("5 word(s) · 21 char(s)"));
        setText({}, Task::Cause, QString::fromUtf8("一名男子打开门。"));
        QCOMPARE(counter(why()), QStringLiteral("7 character(s)"));
    }

    void linesAreNineteenPixelsAndTwentyTwoInChinese()
    {
        const int empty = why()->height();
        setText({}, Task::Cause, QStringLiteral("1\n2\n3\n4\n5"));
        QTRY_COMPARE(why()->height(), empty + 2 * 19);
        setText({}, Task::Cause, QString::fromUtf8("一\n二\n三\n四\n五"));
        QTRY_COMPARE(why()->height(), empty + 2 * 19 + 5 * 3);
    }

    void enterInATextIsALineAndEscapeLeaves()
    {
        QSignalSpy focusWish(m_workspace.get(), &Workspace::focusRequested);
        focus(why());
        QTest::keyClicks(why(), QStringLiteral("a"));
        QTest::keyClick(why(), Qt::Key_Return);
        QTest::keyClicks(why(), QStringLiteral("b"));
        m_workspace->requestFlush();
        QCOMPARE(text({}, Task::Cause), QStringLiteral("a\nb"));
        QCOMPARE(clip().status, ClipStatus::Draft);
        QTest::keyClick(why(), Qt::Key_Escape);
        QCOMPARE(focusWish.last().first().toString(), QStringLiteral("timeline"));
    }

    void timesAreTypedAsFrameSecondsOrTimecode()
    {
        QCOMPARE(in()->text(), QStringLiteral("0:00.400"));
        enter(in(), QStringLiteral("f 20"));
        QCOMPARE(frames(m_first), (FrameRange{FrameIndex(20), FrameIndex(60)}));
        QCOMPARE(in()->text(), QStringLiteral("0:00.800"));
        enter(out(), QStringLiteral("70"));
        QCOMPARE(frames(m_first).end, FrameIndex(70));
        enter(out(), QStringLiteral("3s"));
        QCOMPARE(frames(m_first).end, FrameIndex(75));
        enter(out(), QStringLiteral("0:02.000"));
        QCOMPARE(frames(m_first).end, FrameIndex(50));
        // Between two frames: the first that begins at or after it.
        enter(out(), QStringLiteral("2.001s"));
        QCOMPARE(frames(m_first).end, FrameIndex(51));
        enter(out(), QStringLiteral("300"));
        QCOMPARE(frames(m_first).end, FrameIndex(300));
    }

    void aWrongTimeIsNamedAndChangesNothing_data()
    {
        QTest::addColumn<bool>("isIn");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("said");
        QTest::newRow("words") << true << "soon" << "“soon” is no time and no frame";
        QTest::newRow("empty") << true << "" << "“” is no time and no frame";
        QTest::newRow("turned") << true << "60" << "Out f 60 is not after In f 60";
        QTest::newRow("outside") << false << "301" << "Frame 301 is after the end of the clip, 300";
        QTest::newRow("late") << false << "0:13"
                              << "0:13.000 is after the end of the clip, 0:12.000";
    }

    void aWrongTimeIsNamedAndChangesNothing()
    {
        QFETCH(bool, isIn);
        QFETCH(QString, typed);
        QFETCH(QString, said);
        QLineEdit *field = isIn ? in() : out();
        const auto before = steps();
        const int height = find<QWidget>("severity")->mapTo(m_window.get(), QPoint()).y();
        enter(field, typed);
        QCOMPARE(find<QLabel>("timeError")->text(), said);
        QCOMPARE(field->text(), typed);
        QCOMPARE(steps(), before);
        QCOMPARE(frames(m_first), (FrameRange{FrameIndex(10), FrameIndex(60)}));
        QCOMPARE(find<QWidget>("severity")->mapTo(m_window.get(), QPoint()).y(), height);
        QTest::keyClick(field, Qt::Key_Escape);
        QCOMPARE(field->text(), isIn ? QStringLiteral("0:00.400") : QStringLiteral("0:02.400"));
        enter(in(), QStringLiteral("5"));
        QCOMPARE(find<QLabel>("timeError")->text(), QString());
        QCOMPARE(frames(m_first).begin, FrameIndex(5));
    }

    void withoutAVideoTimesAreSeconds()
    {
        m_workspace->setClip(m_other);
        m_workspace->setSegment(m_timed);
        QCOMPARE(in()->text(), QStringLiteral("0:01.500"));
        enter(in(), QStringLiteral("2.25s"));
        QCOMPARE(m_document->model().segment(m_timed)->time, (TimeRangeMs{2250, 4000}));
        enter(out(), QStringLiteral("f 90"));
        QVERIFY(!find<QLabel>("timeError")->text().isEmpty());
        QCOMPARE(m_document->model().segment(m_timed)->time, (TimeRangeMs{2250, 4000}));
    }

    void withoutAnIndexFramesStillWork()
    {
        m_workspace->setIndex(nullptr);
        enter(in(), QStringLiteral("1.0s"));
        QVERIFY(find<QLabel>("timeError")->text().contains(QStringLiteral("1.0s")));
        QTest::keyClick(in(), Qt::Key_Escape);
        enter(in(), QStringLiteral("25"));
        QCOMPARE(frames(m_first).begin, FrameIndex(25));
    }

    void theClassIsChosenByKeys()
    {
        auto *picker = find<ClassPicker>("classPicker");
        focus(picker);
        QTest::keyClick(picker, Qt::Key_7); // the registry opens the list with the digit in it
        auto *search = popupSearch();
        QCOMPARE(search->text(), QStringLiteral("7"));
        QTest::keyClicks(search, QStringLiteral("-2"));
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(label(m_first), QStringLiteral("cuva:7-2"));
        QTRY_VERIFY(!QApplication::activePopupWidget());

        m_actions->trigger(QStringLiteral("segment.class"));
        search = popupSearch();
        QTest::keyClick(search, Qt::Key_Down);
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(label(m_first), QStringLiteral("cuva:7-3"));

        m_actions->trigger(QStringLiteral("segment.class"));
        search = popupSearch();
        QTest::keyClicks(search, QString::fromUtf8("x"));
        QTest::keyClick(search, Qt::Key_Backspace);
        QCOMPARE(label(m_first), QStringLiteral("cuva:7-3")); // it only took back the letter
        QTest::keyClick(search, Qt::Key_Escape);
        QCOMPARE(label(m_first), QStringLiteral("cuva:7-3"));

        m_actions->trigger(QStringLiteral("segment.class"));
        QTest::keyClick(popupSearch(), Qt::Key_Backspace);
        QCOMPARE(label(m_first), QString());
        must(m_document->undo());
        QCOMPARE(picker->label(), QStringLiteral("cuva:7-3"));
    }

    void digitsInATextAreText()
    {
        focus(why());
        QTest::keyClick(why(), Qt::Key_7);
        QVERIFY(!QApplication::activePopupWidget());
        QCOMPARE(why()->toPlainText(), QStringLiteral("7"));
    }

    void severityIsSetAndTakenBack()
    {
        auto *severity = find<SegmentedControl>("severity");
        QTest::mouseClick(severity, Qt::LeftButton, {}, QPoint(severity->width() - 8, 14));
        QCOMPARE(m_document->model().segment(m_first)->severity, 5);
        QTest::mouseClick(severity, Qt::LeftButton, {}, QPoint(8, 14));
        QCOMPARE(m_document->model().segment(m_first)->severity, 1);
        QTest::mouseClick(severity, Qt::LeftButton, {}, QPoint(8, 14));
        QVERIFY(!m_document->model().segment(m_first)->severity);
        must(m_document->undo());
        QCOMPARE(severity->currentIndex(), 0);
    }

    void theVerdictIsChangedOnPurposeOnly()
    {
        auto *combo = find<QComboBox>("verdictCombo");
        focus(combo);
        QTest::keyClick(combo, Qt::Key_C); // "Cannot decide" begins so
        QCOMPARE(clip().verdict, Verdict::Undecided);
        QTest::keyClick(combo, Qt::Key_Down);
        QCOMPARE(clip().verdict, Verdict::Anomaly);
        must(m_document->undo());
        QCOMPARE(combo->currentIndex(), 0);
    }

    void keySentencesAreWrittenInARow()
    {
        focus(sentence(0));
        const auto before = steps();
        QTest::keyClicks(sentence(0), QStringLiteral("a man runs"));
        QTest::keyClick(sentence(0), Qt::Key_Return);
        QVERIFY(sentence(1)->hasFocus());
        QTest::keyClicks(sentence(1), QStringLiteral("he falls"));
        QTest::keyClick(sentence(1), Qt::Key_Return);
        QCOMPARE(sentences(), (QStringList{"a man runs", "he falls"}));
        QCOMPARE(steps(), before + 2);
        QVERIFY(sentence(2)->hasFocus());
        QTest::keyClick(sentence(2), Qt::Key_Return); // an empty one adds nothing
        QCOMPARE(sentences().size(), 2);

        QTest::keyClick(sentence(2), Qt::Key_Up);
        QVERIFY(sentence(1)->hasFocus());
        QTest::keyClick(sentence(1), Qt::Key_Up, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(sentences(), (QStringList{"he falls", "a man runs"}));
        QVERIFY(sentence(0)->hasFocus());
        must(m_document->undo());
        QCOMPARE(sentence(0)->text(), QStringLiteral("a man runs"));
    }

    void backspaceNeverRemovesASentence()
    {
        addSentence(QStringLiteral("ab"));
        addSentence(QStringLiteral("cd"));
        focus(sentence(0));
        QTest::keyClick(sentence(0), Qt::Key_End);
        for (int i = 0; i < 5; ++i)
            QTest::keyClick(sentence(0), Qt::Key_Backspace);
        QTest::qWait(600);
        QCOMPARE(sentences(), (QStringList{"ab", "cd"}));
        focus(why());
        QCOMPARE(sentence(0)->text(), QStringLiteral("ab"));

        focus(sentence(0));
        sentence(0)->selectAll();
        QTest::keyClick(sentence(0), Qt::Key_Delete);
        QCOMPARE(sentences().size(), 2);
        QTest::keyClick(sentence(0), Qt::Key_Delete);
        QCOMPARE(sentences(), QStringList{"cd"});
        must(m_document->undo());
        QCOMPARE(sentence(0)->text(), QStringLiteral("ab"));
    }

    void theListEndsAtTheLimit()
    {
        for (int i = 0; i < 6; ++i)
            addSentence(QStringLiteral("short one"));
        QCOMPARE(rows().size(), 6); // and none to be written
        QSignalSpy hint(m_workspace.get(), &Workspace::hintShown);
        focus(sentence(5));
        QTest::keyClick(sentence(5), Qt::Key_Return);
        QCOMPARE(hint.count(), 1);
    }

    void theFooterCountsAndLeadsToWhatIsOpen()
    {
        auto *rules = find<QAbstractButton>("rulesLabel");
        setVerdict(Verdict::Anomaly);
        // Two segments without class and what, why, how, four sentences.
        QCOMPARE(rules->text(), QStringLiteral("7 field(s) open"));
        addSentence(QStringLiteral("one two three four five six seven eight"));
        QCOMPARE(rules->text(), QStringLiteral("8 rule(s) open"));
        focus(what());
        QTest::keyClick(what(), Qt::Key_F8);
        QVERIFY(find<ClassPicker>("classPicker")->hasFocus());
        QCOMPARE(m_workspace->segment(), m_second);
        m_actions->trigger(QStringLiteral("text.nextIssue"));
        QVERIFY(what()->hasFocus());
        for (int i = 0; i < 2; ++i)
            m_actions->trigger(QStringLiteral("text.nextIssue"));
        QVERIFY(how()->hasFocus());
        m_actions->trigger(QStringLiteral("text.nextIssue"));
        QVERIFY(sentence(0)->hasFocus());
        setVerdict(Verdict::NoAnomaly);
        QCOMPARE(rules->text(), QStringLiteral("Complete"));
    }

    void submittingStoresMarksAndGoesOn()
    {
        focus(why());
        QTest::keyClicks(why(), QStringLiteral("because"));
        QTest::keyClick(why(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(text({}, Task::Cause), QStringLiteral("because"));
        QCOMPARE(clip().status, ClipStatus::Submitted);
        QCOMPARE(m_skips, 1);
        // Sending in again does not take a reviewer's word back.
        setStatus(ClipStatus::Accepted);
        QTest::mouseClick(find<QPushButton>("submitButton"), Qt::LeftButton);
        QCOMPARE(clip().status, ClipStatus::Accepted);
        QCOMPARE(m_skips, 2);
        QTest::mouseClick(find<QPushButton>("skipButton"), Qt::LeftButton);
        QCOMPARE(m_skips, 3);
    }

    void anEmptyClipIsNotSubmitted()
    {
        Edit edit(*m_document, QStringLiteral("clip.add"));
        NewClip wanted;
        wanted.path = QStringLiteral("c.mp4");
        m_clip = must(edit.addClip(wanted));
        must(m_document->commit(std::move(edit)));
        m_workspace->setClip(m_clip);
        QTest::mouseClick(find<QPushButton>("submitButton"), Qt::LeftButton);
        QCOMPARE(clip().status, ClipStatus::Draft);
        QCOMPARE(m_skips, 0);
        QVERIFY(find<QComboBox>("verdictCombo")->hasFocus());
        QVERIFY(find<QAbstractButton>("rulesLabel")->text().contains(QStringLiteral("verdict")));
        setVerdict(Verdict::NoAnomaly);
        QTest::mouseClick(find<QPushButton>("submitButton"), Qt::LeftButton);
        QCOMPARE(clip().status, ClipStatus::Submitted);
    }

    void whatCannotBeStoredStaysAndIsTriedAgain()
    {
        focus(what());
        QTest::keyClicks(what(), QStringLiteral("lost?"));
        // The segment goes while its text is being typed: nowhere to store it, nothing to lose.
        m_document->blockSignals(true);
        Edit edit(*m_document, QStringLiteral("segment.remove"));
        must(edit.removeSegment(m_first));
        must(m_document->commit(std::move(edit)));
        m_document->blockSignals(false);
        QTRY_COMPARE(counter(what()), QStringLiteral("Not saved"));
        QCOMPARE(what()->toPlainText(), QStringLiteral("lost?"));
        must(m_document->undo());
        QTest::keyClicks(what(), QStringLiteral("!"));
        QTRY_COMPARE(text(m_first, Task::Description), QStringLiteral("lost?!"));
        QVERIFY(counter(what()).startsWith(QStringLiteral("1 word")));
    }

    void tabGoesDown()
    {
        focus(what());
        QTest::keyClick(what(), Qt::Key_Tab);
        QVERIFY(why()->hasFocus());
        QTest::keyClick(why(), Qt::Key_Tab);
        QVERIFY(how()->hasFocus());
        QTest::keyClick(how(), Qt::Key_Tab);
        QVERIFY(sentence(0)->hasFocus());
        QTest::keyClicks(sentence(0), QStringLiteral("a b"));
        QTest::keyClick(sentence(0), Qt::Key_Tab);
        QVERIFY(sentence(1)->hasFocus());
        QTest::keyClick(sentence(1), Qt::Key_Tab);
        QVERIFY(find<QWidget>("rulesLabel")->hasFocus());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QVERIFY(find<QWidget>("submitButton")->hasFocus());
    }

    void nothingCanBeChangedInAProjectOpenForReading()
    {
        setText({}, Task::Cause, QStringLiteral("because"));
        m_window.reset();
        m_actions.reset();
        m_workspace.reset();
        m_document.reset();
        m_document = must(Document::open(m_path, Document::Mode::ReadOnly, QStringLiteral("ben")));
        open();
        m_workspace->setClip(m_clip);
        m_workspace->setSegment(m_first);
        QCOMPARE(why()->toPlainText(), QStringLiteral("because"));
        QVERIFY(why()->isReadOnly());
        QVERIFY(in()->isReadOnly());
        QVERIFY(sentence(0)->isReadOnly());
        for (const char *name :
             {"classPicker", "severity", "verdictCombo", "statusControl", "submitButton"}) {
            QVERIFY2(!find<QWidget>(name)->isEnabled(), name);
            QVERIFY2(!find<QWidget>(name)->toolTip().isEmpty(), name);
        }
        QTest::keyClicks(why(), QStringLiteral("x"));
        QCOMPARE(why()->toPlainText(), QStringLiteral("because"));
        QVERIFY(!m_actions->trigger(QStringLiteral("clip.submit")).isEmpty());
    }

    void withoutAClipNothingCanBeTyped()
    {
        m_workspace->setClip({});
        QVERIFY(!what()->isEnabled());
        QVERIFY(!find<QWidget>("submitButton")->isEnabled());
        QCOMPARE(find<QLabel>("inspectorTitle")->text(), QStringLiteral("Clip"));
        m_workspace->setClip(m_clip);
        QVERIFY(what()->isEnabled());
        QCOMPARE(m_workspace->segment(), m_first); // a clip opens with its first segment
        QVERIFY(find<QWidget>("classPicker")->isEnabled());
        m_workspace->setSegment({});
        QVERIFY(!find<QWidget>("classPicker")->isEnabled());
        m_workspace->setSegment(m_second);
        QCOMPARE(find<QLabel>("inspectorTitle")->text(), QStringLiteral("Segment 2"));
        QCOMPARE(find<QLabel>("inspectorCount")->text(), QStringLiteral("/ 2"));
        m_workspace->setDocument(nullptr);
        QVERIFY(!what()->isEnabled());
    }

private:
    void open()
    {
        m_workspace = std::make_unique<Workspace>();
        m_workspace->setDocument(m_document.get());
        m_actions = std::make_unique<ActionRegistry>();
        m_skips = 0;
        ActionRegistry::Command next; // the clip list's
        next.id = QStringLiteral("clip.nextUnfinished");
        next.text = [] { return QStringLiteral("next"); };
        next.run = [this] { ++m_skips; };
        m_actions->add(next);
        m_window = std::make_unique<InspectorPanel>(*m_workspace, *m_actions);
        m_actions->setWindow(m_window.get());
        m_window->resize(400, 800);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    template <typename T>
    T *find(const char *name) const
    {
        T *found = m_window->findChild<T *>(QString::fromLatin1(name));
        if (!found)
            qFatal("no widget %s", name);
        return found;
    }
    AnswerEdit *what() const { return find<AnswerEdit>("whatField"); }
    AnswerEdit *why() const { return find<AnswerEdit>("whyField"); }
    AnswerEdit *how() const { return find<AnswerEdit>("howField"); }
    QLineEdit *in() const { return find<QLineEdit>("inField"); }
    QLineEdit *out() const { return find<QLineEdit>("outField"); }
    /// From the top.
    QList<QLineEdit *> rows() const
    {
        auto edits = find<QWidget>("keySentences")->findChildren<QLineEdit *>();
        edits.removeIf([](const QLineEdit *edit) { return !edit->isVisible(); });
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
        std::sort(edits.begin(), edits.end(), [](const QWidget *a, const QWidget *b) {
            return a->parentWidget()->y() < b->parentWidget()->y();
        });
        return edits;
    }
    QLineEdit *sentence(int row) const
    {
        const auto edits = rows();
        if (row >= edits.size())
            qFatal("no row %d", row);
        return edits.at(row);
    }
    QString counter(QWidget *edit) const
    {
        const auto labels = edit->parentWidget()->findChildren<QLabel *>();
        return labels.at(2)->text(); // title, subtitle, counter
    }
    static QLineEdit *popupSearch()
    {
        QWidget *popup = QApplication::activePopupWidget();
        auto *search
            = popup ? popup->findChild<QLineEdit *>(QStringLiteral("classSearch")) : nullptr;
        if (!search)
            qFatal("the list of classes is not open");
        return search;
    }

    static void focus(QWidget *widget)
    {
        widget->setFocus();
        QVERIFY(widget->hasFocus());
    }
    static void compose(QWidget *widget, const QString &preedit, const QString &commit)
    {
        QInputMethodEvent event(preedit, {});
        event.setCommitString(commit);
        QCoreApplication::sendEvent(widget, &event);
    }
    static void enter(QLineEdit *field, const QString &typed)
    {
        focus(field);
        field->selectAll();
        QTest::keyClick(field, Qt::Key_Backspace);
        QTest::keyClicks(field, typed);
        QTest::keyClick(field, Qt::Key_Return);
    }

    SegmentId addSegment(Edit &edit, FrameRange range) const
    {
        NewSegment wanted;
        wanted.clip = m_clip;
        wanted.frames = range;
        return must(edit.addSegment(wanted));
    }
    void addSentence(const QString &words)
    {
        Edit edit(*m_document, QStringLiteral("keysentence.add"));
        must(edit.addKeySentence(m_clip, words));
        must(m_document->commit(std::move(edit)));
    }
    void setText(SegmentId segment, Task task, const QString &words)
    {
        Edit edit(*m_document, QStringLiteral("answer.set"));
        NewAnswer wanted;
        wanted.clip = m_clip;
        wanted.segment = segment;
        wanted.task = task;
        wanted.text = words;
        must(edit.setAnswer(wanted));
        must(m_document->commit(std::move(edit)));
    }
    void setVerdict(Verdict verdict)
    {
        ClipPatch patch;
        patch.verdict = verdict;
        patchClip(patch);
    }
    void setStatus(ClipStatus status)
    {
        ClipPatch patch;
        patch.status = status;
        patchClip(patch);
    }
    void patchClip(const ClipPatch &patch)
    {
        Edit edit(*m_document, QStringLiteral("clip.set"));
        must(edit.setClip(m_clip, patch));
        must(m_document->commit(std::move(edit)));
    }

    const Clip &clip() const { return *m_document->model().clip(m_clip); }
    FrameRange frames(SegmentId id) const { return m_document->model().segment(id)->frames; }
    QString label(SegmentId id) const { return m_document->model().segment(id)->label; }
    QString text(SegmentId segment, Task task) const
    {
        const QaItem *item = m_document->model().findItem(m_clip, segment, task);
        const Answer *answer = item ? m_document->model().findAnswer(item->id, AnswerRole::Expert,
                                                                     QStringLiteral("round1"))
                                    : nullptr;
        return answer ? answer->text : QString();
    }
    QStringList sentences() const
    {
        QStringList texts;
        for (const KeySentence *each : m_document->model().keySentencesOf(m_clip))
            texts.append(each->text);
        return texts;
    }
    std::size_t steps() const { return must(m_document->journal()).size(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<ActionRegistry> m_actions;
    std::unique_ptr<InspectorPanel> m_window;
    ClipId m_clip;
    ClipId m_other;
    SegmentId m_first;
    SegmentId m_second;
    SegmentId m_timed;
    int m_skips = 0;
};

QTEST_MAIN(TestInspector)
#include "tst_inspector.moc"
