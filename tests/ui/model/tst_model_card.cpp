// The model card on a real project, with a model whose every state the test sets.
#include "tests/support/FakeModelDesk.h"
#include "tests/support/Projects.h"
#include "ui/model/CoverageStrip.h"
#include "ui/model/ModelCard.h"
#include "ui/style/EcvaStyle.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QApplication>
#include <QCheckBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

using namespace ecva;
using namespace ecva::test;

class TestModelCard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_document = must(
            Document::create(m_folder->filePath(QStringLiteral("p.ecva")), QStringLiteral("ana")));
        m_clip = addClip(*m_document, QStringLiteral("a.mp4"));
        m_other = addClip(*m_document, QStringLiteral("b.mp4"));
        m_segment = addSegment(*m_document, m_clip, 100, 200);
        m_workspace = std::make_unique<Workspace>();
        m_actions = std::make_unique<ActionRegistry>();
        m_desk = std::make_unique<FakeModelDesk>();
        m_workspace->setDocument(m_document.get());
        m_workspace->setClip(m_clip);
        std::vector<std::int64_t> stamps;
        for (std::int64_t i = 0; i <= 300; ++i)
            stamps.push_back(i * 512);
        m_workspace->setIndex(indexOf({1, 12800}, {25, 1}, stamps));
        m_window = std::make_unique<QWidget>();
        auto *column = new QVBoxLayout(m_window.get());
        for (const char *name : {"whatField", "whyField", "howField"}) {
            auto *field = new QPlainTextEdit;
            field->setObjectName(QString::fromLatin1(name));
            column->addWidget(field);
        }
        m_card = new ModelCard(*m_workspace, *m_desk, *m_actions);
        column->addWidget(m_card);
        m_actions->setWindow(m_window.get());
        m_window->resize(400, 900);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void cleanup()
    {
        m_window.reset();
        m_workspace->setDocument(nullptr);
        m_document.reset();
    }

    void withoutAModelItOffersTwo()
    {
        QCOMPARE(label("modelName")->text(), QStringLiteral("No model loaded"));
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
        QCOMPARE(label("modelName")->text(), QStringLiteral("No engine for models"));
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

    void everythingOfAClipOrOfAllIsAskedAtOnce()
    {
        QCOMPARE(m_actions->trigger(QStringLiteral("model.askAll")),
                 QStringLiteral("No model loaded."));
        makeReady();
        m_desk->steps = true;
        QCOMPARE(m_actions->trigger(QStringLiteral("model.askClip")), QString());
        QCOMPARE(m_desk->batches.size(), std::size_t(1));
        const std::vector<ProposalRequest> &clip = m_desk->batches[0];
        QCOMPARE(clip.size(), std::size_t(3));
        QCOMPARE(clip[0].segment, m_segment); // the only one of the clip
        QCOMPARE(clip[1].segment, SegmentId());
        QCOMPARE(clip[2].task, Task::Result);
        QVERIFY(clip[2].inSteps);
        QCOMPARE(m_actions->trigger(QStringLiteral("model.askAll")), QString());
        QCOMPARE(m_desk->batches.back().size(), std::size_t(6));
        QCOMPARE(m_desk->batches.back()[3].clip, m_other);
        QCOMPARE(m_desk->batches.back()[3].segment, SegmentId());
        // Those that are selected: at least two, counted in the text.
        QVERIFY(!m_actions->trigger(QStringLiteral("model.askSelected")).isEmpty());
        const ClipId third = addClip(*m_document, QStringLiteral("c.mp4"));
        m_workspace->setSelectedClips({third, m_clip});
        const auto text = m_actions->command(QStringLiteral("model.askSelected"))->text();
        QVERIFY2(text.contains(QStringLiteral("2 selected")), qPrintable(text));
        QCOMPARE(m_actions->trigger(QStringLiteral("model.askSelected")), QString());
        QCOMPARE(m_desk->batches.back().size(), std::size_t(6));
        QCOMPARE(m_desk->batches.back()[0].clip, m_clip);
        QCOMPARE(m_desk->batches.back()[3].clip, third);
        m_actions->trigger(QStringLiteral("model.askClip"));
        QCOMPARE(m_desk->batches.back().size(), std::size_t(3));
        QCOMPARE(m_desk->batches.back()[0].clip, m_clip);
        QVERIFY(!m_actions->trigger(QStringLiteral("model.stopAll")).isEmpty());
        m_desk->askingAll = true;
        QVERIFY(!m_actions->trigger(QStringLiteral("model.askClip")).isEmpty());
        QCOMPARE(m_actions->trigger(QStringLiteral("model.stopAll")), QString());
        QCOMPARE(m_desk->stoppedBatches, 1);
        QString hint;
        connect(m_workspace.get(), &Workspace::hintShown, this,
                [&hint](const QString &text) { hint = text; });
        Q_EMIT m_desk->askedAll(QStringLiteral("6 new answers."));
        QCOMPARE(hint, QStringLiteral("6 new answers."));
    }

    void aQuestionAmongManySaysThatItComesNext()
    {
        makeReady();
        propose(Proposal::State::Waiting, {});
        QCOMPARE(label("modelRate")->text(), QStringLiteral("waiting"));
        m_desk->askingAll = true;
        Q_EMIT m_desk->askingAllChanged();
        QCOMPARE(label("modelRate")->text(), QStringLiteral("next in turn"));
        QVERIFY(!label("modelRate")->toolTip().isEmpty());
        propose(Proposal::State::Writing, QStringLiteral("A man"));
        QVERIFY(label("modelRate")->toolTip().isEmpty());
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
        QCOMPARE(label("modelName")->text(), QStringLiteral("No model loaded"));
        QCOMPARE(label("modelTrouble")->text(), m_desk->whyNotLoaded);
        QVERIFY(label("modelTrouble")->isVisible());
        QVERIFY(button("loadModelButton")->isVisible());
        // A question says the same once.
        propose(Proposal::State::Failed, {});
        m_desk->answer->model.clear();
        Q_EMIT m_desk->proposalChanged();
        QCOMPARE(label("modelName")->text(), QStringLiteral("No model loaded"));
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

private:
    void makeReady()
    {
        m_desk->ready = ModelDesk::Readiness::Ready;
        m_desk->why.clear();
        m_desk->info = ModelInfo();
        m_desk->info->name = "AnomShield-7B";
        Q_EMIT m_desk->readinessChanged();
    }
    void propose(Proposal::State state, const QString &words, AnswerId answer = {})
    {
        Proposal proposal;
        proposal.state = state;
        proposal.request.clip = m_clip;
        proposal.request.segment = m_segment;
        proposal.model = QStringLiteral("AnomShield-7B");
        proposal.demonstration = m_desk->info && m_desk->info->demonstration;
        proposal.text = words;
        proposal.frames = {50, 100, 199, 200};
        proposal.tokens = 31;
        proposal.tokensPerSecond = 9;
        proposal.answer = answer;
        if (state == Proposal::State::Failed)
            proposal.error = QStringLiteral("out of memory");
        m_desk->answer = proposal;
        Q_EMIT m_desk->proposalChanged();
    }
    AnswerId storeProposal(const QString &words, const QByteArray &provenance = "{\"model\":\"m\"}")
    {
        Edit edit(*m_document, QStringLiteral("answer.propose"));
        NewAnswer answer;
        answer.clip = m_clip;
        answer.segment = m_segment;
        answer.role = AnswerRole::Model;
        answer.author = answer.round = QStringLiteral("AnomShield-7B");
        answer.text = words;
        answer.provenance = provenance;
        const AnswerId id = must(edit.setAnswer(answer));
        must(m_document->commit(std::move(edit)));
        return id;
    }

    QLabel *label(const char *name) const { return find<QLabel>(name); }
    QPushButton *button(const char *name) const { return find<QPushButton>(name); }
    QPlainTextEdit *field(const char *name) const { return find<QPlainTextEdit>(name); }
    QPlainTextEdit *text() const { return find<QPlainTextEdit>("proposalText"); }
    template <typename T>
    T *find(const char *name) const
    {
        T *found = m_window->findChild<T *>(QString::fromLatin1(name));
        if (!found)
            qFatal("no widget %s", name);
        return found;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<ActionRegistry> m_actions;
    std::unique_ptr<FakeModelDesk> m_desk;
    std::unique_ptr<QWidget> m_window;
    ModelCard *m_card = nullptr;
    ClipId m_clip, m_other;
    SegmentId m_segment;
};

QTEST_MAIN(TestModelCard)
#include "tst_model_card.moc"
