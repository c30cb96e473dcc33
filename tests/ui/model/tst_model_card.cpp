// The model card: what it shows of the model and of a question, and what its buttons and keys do.
#include "tests/ui/model/ModelCardBench.h"
#include "ui/model/CoverageStrip.h"
#include "ui/style/EcvaStyle.h"

#include <QApplication>
#include <QCheckBox>

using namespace ecva;
using namespace ecva::test;

class TestModelCard : public ModelCardBench
{
    Q_OBJECT

private Q_SLOTS:
    void withoutAModelItOffersTwo()
    {
        QCOMPARE(label("modelName")->text(), QStringLiteral("No model"));
        QVERIFY(!label("modelTrouble")->isVisible()); // nothing more to say
        QVERIFY(button("loadModelButton")->isVisible());
        button("demonstrationButton")->click();
        QCOMPARE(m_desk->demonstrations, 1);
        QVERIFY(!button("askButton")->isVisible());
        QCOMPARE(m_actions->trigger(QStringLiteral("model.ask")),
                 QStringLiteral("No model loaded."));
        QVERIFY(m_desk->asked.empty());
    }

    void withoutTheEngineItSaysHowToGetIt()
    {
        m_desk->ready = ModelDesk::Readiness::NoEngine;
        m_desk->why = QStringLiteral("fetch it");
        m_desk->info = ModelInfo(); // remembered from another day
        Q_EMIT m_desk->readinessChanged();
        QCOMPARE(label("modelName")->text(), QStringLiteral("No engine"));
        QCOMPARE(label("modelTrouble")->text(), QStringLiteral("fetch it"));
        QVERIFY(label("modelTrouble")->isVisible());
        QVERIFY(!button("loadModelButton")->isVisible());
        QVERIFY(!button("demonstrationButton")->isVisible());
    }

    void f9AsksAboutTheFieldThatIsWritten()
    {
        makeReady();
        field("whatField")->setFocus();
        QTest::keyClick(field("whatField"), Qt::Key_F9);
        field("whyField")->setFocus();
        QTest::keyClick(field("whyField"), Qt::Key_F9);
        QCOMPARE(m_desk->asked.size(), std::size_t(2));
        QCOMPARE(m_desk->asked[0].task, Task::Description);
        QCOMPARE(m_desk->asked[0].segment, m_segment);
        QCOMPARE(m_desk->asked[1].task, Task::Cause);
        QCOMPARE(m_desk->asked[1].segment, SegmentId()); // causes belong to the clip
        QCOMPARE(m_desk->asked[1].clip, m_clip);
    }

    void theAnswerStreamsInAndCanBeStopped()
    {
        makeReady();
        propose(Proposal::State::Writing, QStringLiteral("A man ope"));
        QCOMPARE(text()->toPlainText(), QStringLiteral("A man ope▌"));
        QVERIFY(label("modelRate")->text().startsWith(QStringLiteral("31 token")));
        QVERIFY(label("modelRate")->text().endsWith(QStringLiteral(" · 9.0 / s")));
        QVERIFY(button("stopButton")->isVisible());
        QVERIFY(!button("askButton")->isVisible());
        QTest::keyClick(field("whatField"), Qt::Key_F9, Qt::ShiftModifier);
        QCOMPARE(m_desk->stops, 1);
        propose(Proposal::State::Stopped, QStringLiteral("A man ope"));
        QCOMPARE(text()->toPlainText(), QStringLiteral("A man ope"));
        QCOMPARE(label("modelRate")->text(), QStringLiteral("stopped"));
        QVERIFY(!button("acceptButton")->isVisible());
        QVERIFY(button("askButton")->isVisible());
    }

    void theFramesItSawAreCountedAndMarked()
    {
        makeReady();
        propose(Proposal::State::Writing, QStringLiteral("x"));
        QVERIFY(label("seenFrames")->text().startsWith(QStringLiteral("Saw 4 frame")));
        QVERIFY(label("seenFrames")->text().endsWith(QStringLiteral(", 2 in this segment")));
        QCOMPARE(m_workspace->seenFrames(), (std::vector<qint64>{50, 100, 199, 200}));
        m_workspace->setClip(m_other); // another clip's answer is not shown here
        QVERIFY(!text()->isVisible());
        QVERIFY(m_workspace->seenFrames().empty());
    }

    void acceptWritesTheFieldAndRemembersWhereItCameFrom()
    {
        makeReady();
        const AnswerId stored = storeProposal(QStringLiteral("A man opens the door."));
        propose(Proposal::State::Done, QStringLiteral("A man opens the door."), stored);
        QVERIFY(button("acceptButton")->isVisible());
        QString hint;
        connect(m_workspace.get(), &Workspace::hintShown, this,
                [&hint](const QString &text) { hint = text; });
        connect(m_actions.get(), &ActionRegistry::blocked, this,
                [&hint](const QString &, const QString &reason) { hint = reason; });
        QTest::keyClick(field("whatField"), Qt::Key_Return,
                        Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(hint, QString());
        const ProjectModel &model = m_document->model();
        const QaItem *item = model.findItem(m_clip, m_segment, Task::Description);
        QVERIFY(item);
        const Answer *expert
            = model.findAnswer(item->id, AnswerRole::Expert, QStringLiteral("round1"));
        QVERIFY(expert);
        QCOMPARE(expert->text, QStringLiteral("A man opens the door."));
        QVERIFY(expert->provenance.contains("\"edit_distance\":0"));
        QCOMPARE(model.answer(stored)->state, AnswerState::Accepted);
        must(m_document->undo());
        QVERIFY(!m_document->model().findAnswer(item->id, AnswerRole::Expert,
                                                QStringLiteral("round1")));
        must(m_document->undo()); // the proposal itself
        QVERIFY(!button("acceptButton")->isEnabled());
    }

    void aStoredAnswerKeepsItsMarks()
    {
        storeProposal(QStringLiteral("x"), "{\"frames\":[3,9]}");
        QCOMPARE(m_workspace->seenFrames(), (std::vector<qint64>{3, 9}));
    }

    void demonstrationWeightsAreNamedAlways()
    {
        QVERIFY(!label("demonstrationWarning")->isVisible());
        makeReady();
        m_desk->info->demonstration = true;
        Q_EMIT m_desk->readinessChanged();
        QVERIFY(label("demonstrationWarning")->isVisible());
        QCOMPARE(label("demonstrationWarning")->text(),
                 QStringLiteral("Untrained demonstration weights: answers are noise."));
    }

    void inStepsItSaysWhichStepAndOfWhatItAnswered()
    {
        QVERIFY(!find<QCheckBox>("inStepsBox")->isVisible());
        makeReady();
        field("whatField")->setFocus();
        QTest::keyClick(field("whatField"), Qt::Key_F9);
        QVERIFY(!m_desk->asked.back().inSteps);
        find<QCheckBox>("inStepsBox")->click();
        QVERIFY(m_desk->steps);
        QTest::keyClick(field("whatField"), Qt::Key_F9);
        QVERIFY(m_desk->asked.back().inSteps);
        // The command says the same.
        QVERIFY(m_actions->action(QStringLiteral("model.inSteps"))->isChecked());
        m_actions->action(QStringLiteral("model.inSteps"))->trigger();
        QVERIFY(!m_desk->steps);
        QVERIFY(!find<QCheckBox>("inStepsBox")->isChecked());

        propose(Proposal::State::Reading, {});
        m_desk->answer->step = ChainStep{ChainStep::Kind::Caption, 2, 1};
        Q_EMIT m_desk->proposalChanged();
        QCOMPARE(label("modelRate")->text(), QStringLiteral("describing part 2 of 4"));
        m_desk->answer->step = ChainStep{ChainStep::Kind::Ranking, 0, 4};
        Q_EMIT m_desk->proposalChanged();
        QCOMPARE(label("modelRate")->text(), QStringLiteral("choosing two parts"));
        m_desk->answer->step = ChainStep{ChainStep::Kind::Answer, 0, 5};
        Q_EMIT m_desk->proposalChanged();
        QCOMPARE(label("modelRate")->text(), QStringLiteral("answering"));
        QVERIFY(!label("chainSummary")->isVisible());

        propose(Proposal::State::Done, QStringLiteral("A man runs."));
        QVERIFY(!label("chainSummary")->isVisible());
        m_desk->answer->chain = ChainReport();
        m_desk->answer->chain->captions = {{{0}, "A street.", {}}, {{1}, "A <b>man</b>.", {}}};
        m_desk->answer->chain->chosen = {2, 4};
        Q_EMIT m_desk->proposalChanged();
        QCOMPARE(label("chainSummary")->text(), QStringLiteral("In steps, of parts 2 and 4 of 4"));
        QCOMPARE(label("chainSummary")->toolTip(),
                 QStringLiteral("<qt>Part 1: A street.<br>Part 2: A &lt;b&gt;man&lt;/b&gt;.</qt>"));
        m_desk->answer->chain->unranked = true;
        Q_EMIT m_desk->proposalChanged();
        QVERIFY(label("chainSummary")->toolTip().contains(QStringLiteral("first two were taken")));
    }

    void whileItLoadsTheCardSaysHowFar()
    {
        m_desk->ready = ModelDesk::Readiness::Loading;
        m_desk->info = ModelInfo();
        m_desk->loading = 0.43;
        Q_EMIT m_desk->loadingProgressed();
        QCOMPARE(label("modelRate")->text(), QStringLiteral("loading, 43 %"));
    }

    /// The reason stands on a line of its own, not where the model's name belongs, and goes with
    /// the next model that loads.
    void aLoadThatFailedIsSaidUnderTheName()
    {
        m_desk->whyNotLoaded = m_desk->why
            = QStringLiteral("This cannot be used: /models/a: tensor \"x\" is missing");
        Q_EMIT m_desk->readinessChanged();
        QCOMPARE(label("modelName")->text(), QStringLiteral("No model"));
        QCOMPARE(label("modelTrouble")->text(), m_desk->whyNotLoaded);
        QVERIFY(label("modelTrouble")->isVisible());
        QVERIFY(button("loadModelButton")->isVisible());
        // A question says the same once.
        propose(Proposal::State::Failed, {});
        m_desk->answer->model.clear();
        Q_EMIT m_desk->proposalChanged();
        QCOMPARE(label("modelName")->text(), QStringLiteral("No model"));
        QCOMPARE(label("modelTrouble")->text(), QStringLiteral("out of memory"));
        m_desk->answer.reset();
        m_desk->whyNotLoaded.clear();
        makeReady();
        QCOMPARE(label("modelName")->text(), QStringLiteral("AnomShield-7B"));
        QVERIFY(!label("modelTrouble")->isVisible());
    }

    void aFailureIsSaidInPlace()
    {
        makeReady();
        propose(Proposal::State::Failed, {});
        QVERIFY(label("modelTrouble")->isVisible());
        QCOMPARE(label("modelTrouble")->text(), QStringLiteral("out of memory"));
        QVERIFY(!text()->isVisible());
        QVERIFY(button("askButton")->isVisible());
    }

    void thePictureIsNotEmptyInAnyTheme()
    {
        makeReady();
        m_desk->info->demonstration = true;
        propose(Proposal::State::Done, QStringLiteral("The video shows a man opening a door."),
                storeProposal(QStringLiteral("y")));
        for (const ThemeKind kind : {ThemeKind::Dark, ThemeKind::Light, ThemeKind::HighContrast}) {
            applyTheme(*qApp, kind);
            QTest::qWait(20);
            const QImage picture = m_card->grab().toImage();
            QVERIFY(picture.height() > 120);
            if (const QByteArray folder = qgetenv("ECVA_PICTURES"); !folder.isEmpty())
                picture.save(QString::fromUtf8(folder)
                             + QStringLiteral("/card-%1.png").arg(int(kind)));
            QVERIFY(picture.pixelColor(1, picture.height() / 2) == Theme::make(kind).warn);
        }
    }
};

QTEST_MAIN(TestModelCard)
#include "tst_model_card.moc"
