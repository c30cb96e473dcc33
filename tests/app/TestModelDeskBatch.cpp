// The window's model desk: several clips asked about as one job.
#include "tests/app/ModelDeskBench.h"

using namespace ecva;
using namespace ecva::test;

class TestModelDeskBatch : public ModelDeskBench
{
    Q_OBJECT

private Q_SLOTS:
    /// One that fails does not stop the rest, and what is answered is not asked again.
    void askingAboutSeveral()
    {
        loadShield();
        const ClipId gone = addClip(*m_document, QStringLiteral("gone.mp4"));
        QSignalSpy asked(m_desk.get(), &ModelDesk::askedAll);
        QSignalSpy failed(m_desk.get(), &ModelDesk::failed);
        m_desk->askAll(questionsOf({gone, m_clip}));
        QVERIFY(m_desk->isAskingAll());
        QCOMPARE(m_jobs->jobs().size(), 1U); // listed
        QVERIFY(asked.wait());
        QVERIFY(!m_desk->isAskingAll());
        QCOMPARE(asked.at(0).at(0).toString(), QStringLiteral("3 new answer(s)."));
        QCOMPARE(failed.size(), 1);
        QVERIFY(failed.at(0).at(1).toString().contains(QStringLiteral("gone.mp4")));
        QCOMPARE(m_document->model().answers().size(), 3U);
        QCOMPARE(m_script->asks.load(), 3);
        for (int i = 0; i < 3; ++i) { // each a step of its own
            QCOMPARE(m_document->undoCommand(), QStringLiteral("answer.propose"));
            must(m_document->undo());
            QCOMPARE(m_document->model().answers().size(), std::size_t(2 - i));
        }
        must(m_document->redo());

        m_desk->askAll(questionsOf({m_clip}));
        QVERIFY(asked.wait());
        QCOMPARE(m_script->asks.load(), 5); // one was there
        QCOMPARE(asked.at(1).at(0).toString(),
                 QStringLiteral("2 new answer(s). 1 had an answer before."));
        m_desk->askAll(questionsOf({m_clip}));
        QCOMPARE(asked.size(), 3); // nothing to ask
        QVERIFY(!m_desk->isAskingAll());
        QCOMPARE(m_script->asks.load(), 5);
    }

    void askingAboutSeveralIsStopped()
    {
        loadShield();
        m_desk->stopAskingAll(); // nothing to stop
        QSignalSpy asked(m_desk.get(), &ModelDesk::askedAll);
        QSignalSpy failed(m_desk.get(), &ModelDesk::failed);
        m_desk->askAll(questionsOf({m_clip}));
        QTRY_COMPARE(m_document->model().answers().size(), 3U);
        QTRY_COMPARE(asked.size(), 1);
        for (int i = 0; i < 2; ++i)
            must(m_document->undo());
        m_script->holdAt = 1;
        m_desk->askAll(questionsOf({m_clip}));
        m_desk->askAll(questionsOf({m_clip})); // one at a time
        QCOMPARE(failed.size(), 1);
        QTRY_COMPARE(m_script->asks.load(), 4);
        m_desk->stopAskingAll();
        QVERIFY(!m_desk->isAskingAll());
        m_script->holdAt = -1;
        QCOMPARE(m_document->model().answers().size(), 1U); // what was there stays
        m_desk->askAll(questionsOf({m_clip}));              // goes on where it was stopped
        QTRY_COMPARE(asked.size(), 2);
        QCOMPARE(m_document->model().answers().size(), 3U);

        // In the list of jobs, with the project, with the window.
        for (int i = 0; i < 3; ++i)
            must(m_document->undo());
        m_script->holdAt = 1;
        m_desk->askAll(questionsOf({m_clip}));
        m_jobs->cancel(m_jobs->jobs().front().id);
        QTRY_VERIFY(!m_desk->isAskingAll());
        m_desk->askAll(questionsOf({m_clip}));
        m_workspace->setDocument(nullptr);
        QVERIFY(!m_desk->isAskingAll());
        m_workspace->setDocument(m_document.get());
        m_desk->askAll(questionsOf({m_clip}));
        m_desk.reset();
        QVERIFY(m_document->model().answers().empty());
    }

    /// Who waits before the window comes before what can wait; so does a measurement.
    void aQuestionOfThePersonComesNext()
    {
        loadShield();
        const AnswerId known = proposed();
        addSegment(*m_document, m_clip, 10, 20);
        {
            const std::scoped_lock lock(m_script->mutex);
            m_script->questions.clear();
        }
        m_script->holdAt = 1;
        std::vector<ProposalRequest> many = questionsOf({m_clip});
        many.erase(many.begin()); // has its answer
        for (const char *text : {"One?", "Two?"}) {
            ProposalRequest request = many.front();
            request.task = Task::Free;
            request.question = QString::fromLatin1(text);
            many.push_back(request);
        }
        QSignalSpy asked(m_desk.get(), &ModelDesk::askedAll);
        QSignalSpy measured(m_desk.get(), &ModelDesk::measured);
        m_desk->askAll(many);
        QTRY_COMPARE(m_script->asks.load(), 2);
        ProposalRequest own;
        own.clip = m_clip;
        own.task = Task::Free;
        own.question = QStringLiteral("Never?");
        m_desk->ask(own);
        own.question = QStringLiteral("Who?");
        m_desk->ask(own);
        MeasureRequest measuring;
        measuring.answer = known;
        m_desk->measure(measuring);
        QCOMPARE(int(m_desk->proposal()->state), int(State::Waiting));
        QCOMPARE(m_script->asks.load(), 2); // the one that runs is not disturbed
        m_script->holdAt = -1;
        QTRY_COMPARE(int(m_desk->proposal()->state), int(State::Done));
        QTRY_COMPARE(asked.size(), 1);
        QCOMPARE(measured.size(), 1);
        const std::scoped_lock lock(m_script->mutex);
        QCOMPARE(m_script->questions.size(), 5U);
        QCOMPARE(m_script->questions[1], std::string("Who?"));
        QCOMPARE(m_script->questions[3], std::string("One?"));
        QCOMPARE(m_script->loads.load(), 1);
    }

    /// The person's own question stops with the batch still going on.
    void aQuestionThatPassesIsStopped()
    {
        loadShield();
        m_script->holdAt = 1;
        QSignalSpy asked(m_desk.get(), &ModelDesk::askedAll);
        m_desk->askAll(questionsOf({m_clip}));
        QTRY_COMPARE(m_script->asks.load(), 1);
        ask(Task::Cause);
        m_desk->stop();
        QCOMPARE(int(m_desk->proposal()->state), int(State::Stopped));
        m_script->holdAt = -1;
        QTRY_COMPARE(asked.size(), 1);
        QCOMPARE(m_script->asks.load(), 3);
        QCOMPARE(m_document->model().answers().size(), 3U);
    }

    /// The questions were the former model's; the other one does not wait for them.
    void loadingAnotherModelStopsAskingAboutSeveral()
    {
        loadShield();
        m_script->holdAt = 1;
        m_desk->askAll(questionsOf({m_clip}));
        QTRY_COMPARE(m_script->asks.load(), 1);
        m_desk->load(folder("shield")); // it is there
        QVERIFY(m_desk->isAskingAll());
        m_desk->load(folder("other"));
        QVERIFY(!m_desk->isAskingAll());
        QTRY_COMPARE(int(m_desk->readiness()), int(Readiness::Ready));
        QCOMPARE(m_desk->model()->name, std::string("other"));
        QVERIFY(m_document->model().answers().empty());
        m_script->holdAt = -1;
        QSignalSpy asked(m_desk.get(), &ModelDesk::askedAll);
        m_desk->askAll(questionsOf({m_clip}));
        QVERIFY(asked.wait());
        QCOMPARE(m_document->model().answers().size(), 3U);
        QCOMPARE(m_document->model().answers().begin()->second.author, QStringLiteral("other"));
    }

    void askingAboutSeveralNeedsAModel()
    {
        QSignalSpy failed(m_desk.get(), &ModelDesk::failed);
        m_desk->askAll(questionsOf({m_clip}));
        QCOMPARE(failed.size(), 1);
        loadShield();
        m_script->failing = true; // every question, one after the other
        QSignalSpy asked(m_desk.get(), &ModelDesk::askedAll);
        m_desk->askAll(questionsOf({m_clip}));
        QVERIFY(asked.wait());
        QCOMPARE(m_script->asks.load(), 3);
        QCOMPARE(failed.size(), 2);
        QVERIFY(failed.at(1).at(1).toString().contains(QStringLiteral("70 TB")));
        m_workspace->setDocument(nullptr);
        m_desk->askAll(questionsOf({m_clip}));
        QCOMPARE(failed.size(), 3);
    }
};

QTEST_GUILESS_MAIN(TestModelDeskBatch)
#include "TestModelDeskBatch.moc"
