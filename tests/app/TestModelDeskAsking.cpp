// The window's model desk, with a model whose every moment the test chooses: asking, stopping,
// asking again, leaving half way, and everything that can fail.
#include "tests/app/ModelDeskBench.h"

using namespace ecva;
using namespace ecva::test;

class TestModelDeskAsking : public ModelDeskBench
{
    Q_OBJECT

private Q_SLOTS:
    void asking()
    {
        loadShield();
        m_script->holdAt = 2;
        QSignalSpy changed(m_desk.get(), &ModelDesk::proposalChanged);
        ask();
        QCOMPARE(int(m_desk->proposal()->state), int(State::Waiting));
        QVERIFY(m_desk->proposal()->request.seed.has_value()); // a random one, kept
        QTRY_COMPARE(int(m_desk->proposal()->state), int(State::Writing));
        QTRY_COMPARE(m_desk->proposal()->text, QStringLiteral("A man "));
        QVERIFY((m_desk->proposal()->frames == std::vector<qint64>{0, 12, 25, 37}));
        QCOMPARE(m_desk->proposal()->tokens, 2);
        QVERIFY(!m_document->canUndo() || m_document->undoCommand() != u"answer.propose");
        m_script->holdAt = -1;
        QTRY_COMPARE(int(m_desk->proposal()->state), int(State::Done));
        QCOMPARE(m_desk->proposal()->text, QStringLiteral("A man runs."));
        QVERIFY(changed.size() >= 3);
        const Answer *stored = m_document->model().answer(m_desk->proposal()->answer);
        QCOMPARE(stored->text, QStringLiteral("A man runs."));
        QCOMPARE(stored->author, QStringLiteral("shield"));
        QCOMPARE(m_document->undoCommand(), QStringLiteral("answer.propose"));
        QVERIFY(stored->provenance.contains(
            "\"seed\":" + QByteArray::number(*m_desk->proposal()->request.seed)));
        const std::scoped_lock lock(m_script->mutex);
        QVERIFY(!m_script->lastAsk.generation.greedy);
    }

    void askingInSteps()
    {
        loadShield();
        QVERIFY(!m_desk->wantsSteps());
        m_desk->setWantsSteps(true);
        makeDesk();
        QVERIFY(m_desk->wantsSteps()); // remembered
        m_script->holdAtStep = 2;
        ProposalRequest request;
        request.clip = m_clip;
        request.inSteps = true;
        m_desk->ask(request);
        QTRY_VERIFY(m_desk->proposal()->step && m_desk->proposal()->step->part == 3);
        QCOMPARE(int(m_desk->proposal()->state), int(State::Reading));
        QVERIFY(m_desk->proposal()->frames.empty()); // nobody knows yet
        m_script->holdAtStep = -1;
        QTRY_COMPARE(int(m_desk->proposal()->state), int(State::Done));
        QVERIFY(m_desk->proposal()->chain);
        QCOMPARE(m_desk->proposal()->chain->chosen, (std::vector<int>{2, 4}));
        QVERIFY(!m_desk->proposal()->frames.empty());
        const Answer *stored = m_document->model().answer(m_desk->proposal()->answer);
        QCOMPARE(stored->text, QStringLiteral("A man runs."));
        QVERIFY(stored->provenance.contains("\"chain_of_thought\""));
        QVERIFY(stored->provenance.contains("\"chosen\":[2,4]"));

        // Stopped between two steps: nothing is stored.
        m_script->holdAtStep = 4;
        m_desk->ask(request);
        QTRY_VERIFY(m_desk->proposal()->step
                    && m_desk->proposal()->step->kind == ChainStep::Kind::Ranking);
        m_desk->stop();
        m_script->holdAtStep = -1;
        ask(); // waits for the thread
        QTRY_COMPARE(int(m_desk->proposal()->state), int(State::Done));
        QVERIFY(!m_desk->proposal()->chain);
        const std::scoped_lock lock(m_script->mutex);
        QVERIFY(!m_script->lastAsk.chain);
    }

    /// A long answer does not flood the window.
    void atMostThirtyChangesASecond()
    {
        loadShield();
        m_script->words.assign(2000, "word ");
        QSignalSpy changed(m_desk.get(), &ModelDesk::proposalChanged);
        QElapsedTimer clock;
        clock.start();
        ask();
        QTRY_COMPARE_WITH_TIMEOUT(int(m_desk->proposal()->state), int(State::Done), 20000);
        QVERIFY2(changed.size() <= 4 + clock.elapsed() / 30, // begin, end and what comes between
                 qPrintable(QString::number(changed.size())));
        QCOMPARE(m_desk->proposal()->tokens, 2000);
    }

    void stopping()
    {
        loadShield();
        m_script->holdAt = 1;
        ask();
        QTRY_COMPARE(m_desk->proposal()->text, QStringLiteral("A "));
        m_desk->stop();
        QCOMPARE(int(m_desk->proposal()->state), int(State::Stopped));
        QCOMPARE(m_desk->proposal()->text, QStringLiteral("A ")); // stays in view
        m_script->holdAt = -1;
        // Asking again waits for the thread, so the stopped answer would have come by now.
        ask();
        QTRY_COMPARE(int(m_desk->proposal()->state), int(State::Done));
        QCOMPARE(m_document->model().answers().size(), 1U);
        m_desk->stop(); // nothing to stop
        QCOMPARE(int(m_desk->proposal()->state), int(State::Done));
    }

    void askingAgain()
    {
        loadShield();
        m_script->holdAt = 1;
        ask(Task::Cause);
        QTRY_COMPARE(m_desk->proposal()->text, QStringLiteral("A "));
        for (int i = 0; i < 50; ++i)
            ask(Task::Result); // a person who cannot wait
        m_script->holdAt = -1;
        QTRY_COMPARE(int(m_desk->proposal()->state), int(State::Done));
        QCOMPARE(m_document->model().answers().size(), 1U);
        QCOMPARE(int(m_desk->proposal()->request.task), int(Task::Result));
        QVERIFY(m_script->asks.load() <= 3);
    }

    void anotherProjectWhileAsking()
    {
        loadShield();
        m_script->holdAt = 1;
        ask();
        QTRY_COMPARE(m_desk->proposal()->text, QStringLiteral("A "));
        const auto second = openProject(QStringLiteral("second"));
        m_workspace->setDocument(second.get());
        QVERIFY(!m_desk->proposal());
        m_script->holdAt = -1;
        m_workspace->setClip(second->model().clips().begin()->first);
        ask();
        QTRY_COMPARE(int(m_desk->proposal()->state), int(State::Done));
        QCOMPARE(second->model().answers().size(), 1U);
        QVERIFY(m_document->model().answers().empty());
        m_workspace->setDocument(nullptr);
        QVERIFY(!m_desk->proposal());
        ask();
        QCOMPARE(int(m_desk->proposal()->state), int(State::Failed));
        m_desk.reset(); // before the project
    }

    void leavingWhileAsking()
    {
        loadShield();
        m_script->holdAt = 1;
        ask();
        QTRY_COMPARE(m_desk->proposal()->text, QStringLiteral("A "));
        m_desk.reset(); // stops and waits
        QVERIFY(m_document->model().answers().empty());
    }

    void theClipGoesWhileAsking()
    {
        loadShield();
        m_script->holdAt = 1;
        ask();
        QTRY_COMPARE(m_desk->proposal()->text, QStringLiteral("A "));
        Edit edit(*m_document, QStringLiteral("clip.delete"));
        must(edit.removeClip(m_clip));
        must(m_document->commit(std::move(edit)));
        QSignalSpy failed(m_desk.get(), &ModelDesk::failed);
        m_script->holdAt = -1;
        QTRY_COMPARE(int(m_desk->proposal()->state), int(State::Failed));
        QCOMPARE(failed.size(), 1);
        QCOMPARE(m_desk->proposal()->text, QStringLiteral("A man runs.")); // can still be read
    }

    void outOfMemory()
    {
        loadShield();
        m_script->failing = true;
        QSignalSpy failed(m_desk.get(), &ModelDesk::failed);
        ask();
        QTRY_COMPARE(int(m_desk->proposal()->state), int(State::Failed));
        QVERIFY(m_desk->proposal()->error.contains(QStringLiteral("70 TB")));
        QCOMPARE(failed.size(), 1);
        m_script->failing = false; // and life goes on
        ask();
        QTRY_COMPARE(int(m_desk->proposal()->state), int(State::Done));
    }

    void missingVideo()
    {
        loadShield();
        const ClipId gone = addClip(*m_document, QStringLiteral("gone.mp4"));
        ProposalRequest request;
        request.clip = gone;
        m_desk->ask(request);
        QCOMPARE(int(m_desk->proposal()->state), int(State::Failed));
        QVERIFY(m_desk->proposal()->error.contains(QStringLiteral("gone.mp4")));
    }
};

QTEST_GUILESS_MAIN(TestModelDeskAsking)
#include "TestModelDeskAsking.moc"
