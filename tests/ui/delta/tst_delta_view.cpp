// The delta view on a real project, with a model whose every state the test sets.
#include "tests/ui/delta/DeltaLook.h"
#include "ui/delta/AnswerPanes.h"
#include "ui/delta/DeltaTexts.h"
#include "ui/delta/FilmStrip.h"
#include "ui/delta/MaskTable.h"
#include "ui/delta/WordFlow.h"
#include "ui/style/EcvaStyle.h"
#include "ui/style/WarnLine.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QProgressBar>
#include <QSignalSpy>
#include <QTranslator>

using namespace ecva;
using namespace ecva::test;

class TestDeltaView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QStringLiteral("en")));
        applyTheme(*qApp, ThemeKind::Dark);
        QVERIFY(m_english.load(QStringLiteral(":/i18n/ecva_en.qm")));
        qApp->installTranslator(&m_english);
    }

    void numbersAreThoseOfTheReport()
    {
        DeltaBench bench;
        bench.store(someReport());
        bench.open();
        QCOMPARE(number(bench, 0), QStringLiteral("0.061"));
        QCOMPARE(number(bench, 1), QStringLiteral("0.063")); // (.031 + .062 + .097) / 3
        QCOMPARE(number(bench, 2), QStringLiteral("−0.002"));
        QCOMPARE(number(bench, 3), QStringLiteral("0.05"));
        QCOMPARE(number(bench, 4), QStringLiteral("No"));
        QCOMPARE(number(bench, 5), QStringLiteral("–"));
        QCOMPARE(number(bench, 6), QStringLiteral("–"));
        const auto &notes = bench.view->findChild<NumberStrip *>()->numbers();
        QCOMPARE(notes[1].note, QStringLiteral("0.031 to 0.097, n = 3"));
        QCOMPARE(notes[2].note, QStringLiteral("among the controls"));
        QCOMPARE(notes[6].note, QStringLiteral("not judged"));
        QCOMPARE(bench.child<Label>("adjustedDelta")->text(), QStringLiteral("−0.002"));
        QCOMPARE(bench.child<Label>("verdictHeadline")->text(),
                 QStringLiteral("Probably not read off the video"));
        QCOMPARE(bench.child<Label>("verdictSentence")->text(),
                 QStringLiteral("Without the 3 key frames this answer is as likely as before."));
        QCOMPARE(bench.child<Label>("deltaWhat")->text(),
                 QStringLiteral("How (result) · Video-LLaMA"));
        QCOMPARE(bench.child<Label>("deltaCost")->text(), QStringLiteral("Took 41 s"));
        QCOMPARE(bench.child<Label>("deltaDecoding")->text(),
                 QStringLiteral("Greedy, fp32, seed 7"));
        QCOMPARE(bench.child<Label>("deltaPlace")->text(), QStringLiteral("Answer 1 of 2"));
    }

    void wordsCarryTheirEvidence()
    {
        DeltaBench bench;
        bench.store(someReport());
        bench.open();
        const auto *flow = bench.child<WordFlow>("answerText");
        QCOMPARE(int(flow->words().size()), 43); // counted by hand
        QCOMPARE(flow->words()[5].text, QStringLiteral("breaking"));
        QCOMPARE(flow->words()[5].mark, WordFlow::Mark::Most); // .6 + .32
        QCOMPARE(flow->words()[5].tip, QStringLiteral("breaking: +0.920 nats"));
        QCOMPARE(flow->words()[4].mark, WordFlow::Mark::More);
        QCOMPARE(flow->words()[3].mark, WordFlow::Mark::Some);
        QCOMPARE(flow->words()[0].mark, WordFlow::Mark::Plain);
        QCOMPARE(flow->words()[12].text, QStringLiteral("television."));
        QCOMPARE(flow->words()[12].mark, WordFlow::Mark::Less);
        // a, man, breaking, into, home, television., room. do; 43 − 7 do not.
        QCOMPARE(bench.child<Label>("evidenceNote")->text(),
                 QStringLiteral("36 of 43 words do not depend on them"));
        const auto *masked = bench.view->findChild<MaskedPane *>();
        QCOMPARE(masked->goneWords(), 2); // living room.
        QCOMPARE(masked->newWords(), 2);  // hiding, bathroom.
        QCOMPARE(masked->sameWords(), 41);
        const std::vector<MaskTable::Row> &rows = bench.child<MaskTable>("maskTable")->rows();
        QCOMPARE(int(rows.size()), 4);
        QVERIFY(rows[0].masked[2] && !rows[0].masked[3]);
        QVERIFY(rows[3].masked[11] && rows[3].masked[5]);
        QCOMPARE(rows[3].delta, 0.097);
    }

    void stripsStrikeOutWhatWasMasked()
    {
        DeltaBench bench;
        bench.store(someReport());
        bench.open();
        const auto *film = bench.child<FilmStrip>("filmStrip");
        QCOMPARE(film->slotCount(), 16);
        for (int slot = 0; slot < 16; ++slot) {
            QVERIFY(!film->isStruckOut(false, slot));
            QCOMPARE(film->isStruckOut(true, slot), slot < 3);
            QCOMPARE(film->frameAt(false, slot), sampledFrames(300)[std::size_t(slot)]);
        }
        QJsonObject cut = someReport();
        const std::vector<qint64> frames = sampledFrames(300);
        cut[QStringLiteral("mask")] = QStringLiteral("delete");
        cut[QStringLiteral("key")] = maskOf(frames, {0, 1, 2}, 0.2, true);
        bench.store(cut);
        shoot(*bench.view, QStringLiteral("delete"));
        for (int slot = 0; slot < 16; ++slot)
            QVERIFY(!film->isStruckOut(true, slot));
        QCOMPARE(film->frameAt(true, 0), frames[3]); // seen instead
        QVERIFY(film->frameAt(true, 1) != frames[1]);
    }

    void aFrameLeadsToItsPlace()
    {
        DeltaBench bench;
        bench.store(someReport());
        bench.open();
        QSignalSpy seeks(&bench.workspace, &Workspace::seekRequested);
        QSignalSpy closed(bench.view.get(), &DeltaView::closed);
        auto *film = bench.child<FilmStrip>("filmStrip");
        QTest::mouseClick(film, Qt::LeftButton, {}, film->slotRect(false, 4).center());
        QCOMPARE(seeks.size(), 1);
        QCOMPARE(seeks.last().first().value<FrameIndex>().value,
                 std::int64_t(sampledFrames(300)[4]));
        QCOMPARE(closed.size(), 1);
        film->setFocus();
        bench.press(Qt::Key_Right);
        bench.press(Qt::Key_Return);
        QCOMPARE(seeks.last().first().value<FrameIndex>().value,
                 std::int64_t(sampledFrames(300)[5]));
        QCOMPARE(closed.size(), 2);
    }

    void keysRunStopAndStep()
    {
        DeltaBench bench;
        bench.store(someReport());
        bench.open();
        QCOMPARE(bench.child<QPushButton>("deltaRun")->text(), QStringLiteral("Run again"));
        bench.child<QComboBox>("deltaSegment")->setFocus();
        bench.press(Qt::Key_F9);
        QCOMPARE(int(bench.desk.measures.size()), 1);
        QCOMPARE(bench.desk.measures[0].answer, bench.answer);
        QCOMPARE(bench.desk.measures[0].mask, DeltaMode::Blank); // as it was measured before
        QCOMPARE(bench.desk.measures[0].controls, 3);
        QVERIFY(!bench.desk.measures[0].segment);

        bench.desk.measuring = true;
        bench.desk.progress = 0.45;
        Q_EMIT bench.desk.measuringChanged();
        QVERIFY(bench.child<QPushButton>("deltaStop")->isVisible());
        QVERIFY(!bench.child<QPushButton>("deltaRun")->isVisible());
        QCOMPARE(bench.child<QProgressBar>("deltaProgress")->value(), 45);
        shoot(*bench.view, QStringLiteral("measuring"));
        bench.press(Qt::Key_F9);
        QCOMPARE(int(bench.desk.measures.size()), 1);
        bench.press(Qt::Key_F9, Qt::ShiftModifier);
        QCOMPARE(bench.desk.stoppedMeasures, 1);
        bench.desk.measuring = false;
        Q_EMIT bench.desk.measuringChanged();
        QVERIFY(bench.child<QPushButton>("deltaRun")->isEnabled());

        // Who runs and stops by the buttons keeps the focus where the buttons are.
        bench.child<QPushButton>("deltaRun")->setFocus();
        bench.desk.measuring = true;
        Q_EMIT bench.desk.measuringChanged();
        QVERIFY(bench.child<QPushButton>("deltaStop")->hasFocus());
        bench.desk.measuring = false;
        Q_EMIT bench.desk.measuringChanged();
        QVERIFY(bench.child<QPushButton>("deltaRun")->hasFocus());

        bench.press(Qt::Key_N);
        QCOMPARE(bench.workspace.clip(), bench.unmeasured);
        QCOMPARE(bench.child<Label>("deltaPlace")->text(), QStringLiteral("Answer 2 of 2"));
        bench.press(Qt::Key_N); // there is none
        QCOMPARE(bench.workspace.clip(), bench.unmeasured);
        bench.press(Qt::Key_P);
        QCOMPARE(bench.workspace.clip(), bench.measured);
        QSignalSpy closed(bench.view.get(), &DeltaView::closed);
        for (const char *name :
             {"deltaRun", "deltaMask", "filmStrip", "answerText", "maskedText"}) {
            bench.child<QWidget>(name)->setFocus();
            QVERIFY2(bench.child<QWidget>(name)->hasFocus(), name);
            const auto before = closed.size();
            bench.press(Qt::Key_Escape);
            QVERIFY2(closed.size() == before + 1, name);
        }
        // Tab reaches all of it, and comes back.
        bench.child<QPushButton>("deltaRun")->setFocus();
        QSet<QString> reached;
        for (int i = 0; i < 30; ++i) {
            bench.press(Qt::Key_Tab);
            reached.insert(bench.view->focusWidget()->objectName());
        }
        for (const char *name : {"deltaSegment", "deltaMask", "deltaControls", "deltaRun",
                                 "filmStrip", "answerText", "maskedText", "copyProvenance"})
            QVERIFY2(reached.contains(QString::fromLatin1(name)), name);
    }

    void choicesGoIntoTheRequest()
    {
        DeltaBench bench;
        bench.open();
        auto *segment = bench.child<QComboBox>("deltaSegment");
        QCOMPARE(segment->count(), 4);
        segment->setFocus();
        bench.press(Qt::Key_Down);
        bench.child<QComboBox>("deltaMask")->setFocus();
        bench.press(Qt::Key_End);
        bench.child<QComboBox>("deltaControls")->setFocus();
        bench.press(Qt::Key_End);
        QTest::mouseClick(bench.child<QPushButton>("deltaRun"), Qt::LeftButton);
        QCOMPARE(int(bench.desk.measures.size()), 1);
        QCOMPARE(bench.desk.measures[0].segment, bench.first);
        QCOMPARE(bench.desk.measures[0].mask, DeltaMode::Blur);
        QCOMPARE(bench.desk.measures[0].controls, 8);
    }

    void saysWhyItCannotRun()
    {
        DeltaBench bench;
        bench.desk.why = QStringLiteral("No model loaded.");
        Q_EMIT bench.desk.readinessChanged();
        bench.open();
        const auto *run = bench.child<QPushButton>("deltaRun");
        QVERIFY(!run->isEnabled());
        QCOMPARE(run->toolTip(), QStringLiteral("No model loaded."));
        QCOMPARE(bench.child<Label>("emptyObstacle")->text(), QStringLiteral("No model loaded."));
        QCOMPARE(bench.child<Label>("emptyHeadline")->text(), QStringLiteral("Not measured yet."));
        bench.press(Qt::Key_F9);
        QVERIFY(bench.desk.measures.empty());
        shoot(*bench.view, QStringLiteral("not-measured"));
        bench.showClip(bench.silent);
        QCOMPARE(bench.child<Label>("emptyHeadline")->text(),
                 QStringLiteral("No model has answered about this clip."));
        QVERIFY(!run->isEnabled());
    }

    void aNewDeltaIsShownAndUndone()
    {
        DeltaBench bench;
        bench.open();
        QVERIFY(!bench.child<FilmStrip>("filmStrip")->isVisible());
        const DeltaId delta = bench.store(someReport());
        Q_EMIT bench.desk.measured(delta);
        QVERIFY(bench.child<FilmStrip>("filmStrip")->isVisible());
        must(bench.document->undo());
        QVERIFY(!bench.child<FilmStrip>("filmStrip")->isVisible());
    }

    void nothingIsDoneWhileItIsHidden()
    {
        DeltaBench bench;
        bench.store(someReport());
        bench.open();
        bench.view->hide();
        must(bench.document->undo());
        must(bench.document->undo()); // of the second clip's answer
        for (const char *command : {"delta.run", "delta.next", "delta.previous"})
            QVERIFY(!bench.actions.trigger(QString::fromLatin1(command)).isEmpty());
        QVERIFY(bench.desk.measures.empty());
        bench.workspace.setDocument(nullptr);
        bench.view->show();
        QCOMPARE(bench.child<Label>("emptyHeadline")->text(),
                 QStringLiteral("No model has answered about this clip."));
        QVERIFY(!bench.actions.trigger(QStringLiteral("delta.next")).isEmpty());
    }

    void verdictsFollowTheControls()
    {
        DeltaSummary summary = must(DeltaSummary::parse(QJsonDocument(someReport()).toJson()));
        summary.delta = 0.9;
        QCOMPARE(verdictOf(summary), DeltaVerdict::Read);
        QCOMPARE(wordingOf(summary).headline, QStringLiteral("Read off the video"));
        // e^0.9 = 2.4596
        QCOMPARE(wordingOf(summary).sentence,
                 QStringLiteral("Without the 3 key frames each token of this answer is 2.5 times "
                                "less likely."));
        summary.keyFrames.resize(1);
        QCOMPARE(wordingOf(summary).sentence,
                 QStringLiteral("Without the 1 key frame each token of this answer is 2.5 times "
                                "less likely."));
        summary.delta = 0.08;
        QCOMPARE(wordingOf(summary).headline, QStringLiteral("Partly read off the video"));
    }

    void demonstrationWeightsAreNamed()
    {
        DeltaBench bench;
        QJsonObject report = someReport();
        QJsonObject provenance = report[QStringLiteral("provenance")].toObject();
        provenance[QStringLiteral("demonstration")] = true;
        report[QStringLiteral("provenance")] = provenance;
        bench.store(report);
        bench.open();
        const auto *line = bench.child<WarnLine>("demonstrationLine");
        QVERIFY(line->isVisible());
        QCOMPARE(line->text(),
                 QStringLiteral("Untrained demonstration weights: answers are noise."));
        bench.store(someReport());
        QVERIFY(!line->isVisible());
    }

    void aDamagedReportIsNamed()
    {
        DeltaBench bench;
        QJsonObject report = someReport();
        report[QStringLiteral("delta")] = QStringLiteral("much");
        bench.store(report);
        bench.open();
        QCOMPARE(bench.child<Label>("emptyHeadline")->text(),
                 QStringLiteral("This delta cannot be read. Run it again."));
        QVERIFY(bench.child<Label>("emptySentence")->text().contains(QStringLiteral("delta")));
        QVERIFY(bench.child<QPushButton>("deltaRun")->isEnabled());
    }

    void provenanceIsCopied()
    {
        DeltaBench bench;
        bench.store(someReport());
        bench.open();
        QTest::mouseClick(bench.child<QPushButton>("copyProvenance"), Qt::LeftButton);
        const QJsonObject copied
            = QJsonDocument::fromJson(QGuiApplication::clipboard()->text().toUtf8()).object();
        QCOMPARE(copied, someReport()[QStringLiteral("provenance")].toObject());
    }

    void chineseAnswersGoByCharacters()
    {
        DeltaBench bench;
        QJsonObject report = someReport();
        const QString answer = QStringLiteral("一名男子撬开门锁，进入房间。");
        QJsonArray tokens;
        for (const QChar c : answer)
            tokens.append(QJsonObject{{"text", QString(c)}, {"evidence", c == u'撬' ? 0.8 : 0.0}});
        report[QStringLiteral("answer")] = answer;
        report[QStringLiteral("masked_answer")] = QStringLiteral("一名男子打开门锁，进入房间。");
        report[QStringLiteral("tokens")] = tokens;
        bench.store(report);
        bench.open();
        const auto *flow = bench.child<WordFlow>("answerText");
        QCOMPARE(int(flow->words().size()), 12); // 14 characters, 2 of them marks
        QCOMPARE(flow->words()[4].mark, WordFlow::Mark::Most);
        const auto *masked = bench.view->findChild<MaskedPane *>();
        QCOMPARE(masked->goneWords(), 1);
        QCOMPARE(masked->newWords(), 1);
    }

private:
    QTranslator m_english;
};

QTEST_MAIN(TestDeltaView)
#include "tst_delta_view.moc"
