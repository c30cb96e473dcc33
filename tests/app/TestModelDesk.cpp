// The window's model desk, with a model whose every moment the test chooses: asking, stopping,
// asking again, leaving half way, and everything that can fail.
#include "annotation/document/MediaLinking.h"
#include "annotation/evaluation/DeltaSummary.h"
#include "app/StudioModelDesk.h"
#include "tests/support/FakeVideoModel.h"
#include "tests/support/Projects.h"
#include "tests/support/SmallVideo.h"
#include "ui/jobs/JobRunner.h"
#include "ui/workspace/Workspace.h"

#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva;
using ecva::test::FakeModelScript;
using ecva::test::FakeVideoModel;
using ecva::test::must;
using Readiness = ModelDesk::Readiness;
using State = Proposal::State;

class TestModelDesk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_CACHE_HOME", m_folder.filePath(QStringLiteral("cache")).toUtf8());
        m_file = test::makeSmallVideo(m_folder.filePath("grey.mp4").toStdString());
        QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("shield")));
        QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("other")));
    }

    void init()
    {
        m_script = std::make_shared<FakeModelScript>();
        m_engine = true;
        m_made = 0;
        m_loadFailure.reset();
        m_loadHolds = false;
        m_settings = std::make_unique<QSettings>(
            m_folder.filePath(QStringLiteral("%1.ini").arg(++m_run)), QSettings::IniFormat);
        m_workspace = std::make_unique<Workspace>();
        m_jobs = std::make_unique<JobRunner>();
        m_document = openProject(QString::number(m_run));
        m_clip = m_document->model().clips().begin()->first;
        m_workspace->setDocument(m_document.get());
        m_workspace->setClip(m_clip);
        makeDesk();
    }

    void cleanup()
    {
        m_script->holdAt = -1;
        m_script->holdAtStep = -1;
        m_loadHolds = false;
        m_desk.reset();
        m_jobs.reset();
        m_workspace.reset();
        m_document.reset();
    }

    void withoutEngine()
    {
        m_engine = false;
        makeDesk();
        QCOMPARE(int(m_desk->readiness()), int(Readiness::NoEngine));
        QVERIFY(m_desk->obstacle().contains(QStringLiteral("./dev build")));
        QSignalSpy failed(m_desk.get(), &ModelDesk::failed);
        ask();
        QCOMPARE(int(m_desk->proposal()->state), int(State::Failed));
        m_desk->load(folder("shield"));
        QCOMPARE(failed.size(), 2);
        QCOMPARE(m_script->loads.load(), 0);
    }

    void withoutModel()
    {
        QCOMPARE(int(m_desk->readiness()), int(Readiness::NoModel));
        QVERIFY(!m_desk->obstacle().isEmpty());
        QVERIFY(!m_desk->model());
        ask();
        QCOMPARE(int(m_desk->proposal()->state), int(State::Failed));
        QCOMPARE(m_desk->proposal()->error, m_desk->obstacle());
    }

    void loading()
    {
        m_desk->load(folder("shield"));
        QCOMPARE(int(m_desk->readiness()), int(Readiness::Loading));
        QTRY_COMPARE(int(m_desk->readiness()), int(Readiness::Ready));
        QVERIFY(m_desk->obstacle().isEmpty());
        QCOMPARE(m_desk->model()->name, std::string("shield"));
        QCOMPARE(m_desk->model()->weightsDigest, std::string("sha256:00"));
        QCOMPARE(m_made.load(), 0);

        // The next window remembers it, and loads it with the first question.
        makeDesk();
        QCOMPARE(int(m_desk->readiness()), int(Readiness::Ready));
        QCOMPARE(m_desk->model()->name, std::string("shield"));
        QCOMPARE(m_script->loads.load(), 1);
        ask();
        QTRY_COMPARE(int(m_desk->proposal()->state), int(State::Done));
        QCOMPARE(m_script->loads.load(), 2);
        QTRY_COMPARE(m_desk->model()->weightsDigest, std::string("sha256:00"));
        ask();
        QTRY_COMPARE(int(m_desk->proposal()->state), int(State::Done));
        QCOMPARE(m_script->loads.load(), 2); // it stays
    }

    /// Where the parts lie and in which numbers they are loaded is a model of its own.
    void loadingWithParts()
    {
        ModelOptions wanted;
        wanted.folder = folder("shield").toStdU16String();
        wanted.dtype = DType::Bf16;
        wanted.lora = folder("other").toStdU16String();
        wanted.liveAdapter = true;
        m_desk->load(wanted);
        QTRY_COMPARE(int(m_desk->readiness()), int(Readiness::Ready));
        QVERIFY(m_loadedAs == wanted);
        QVERIFY(m_desk->options() == wanted);
        m_desk->load(wanted);
        QTRY_COMPARE(int(m_desk->readiness()), int(Readiness::Ready));
        QCOMPARE(m_script->loads.load(), 1); // it is there

        makeDesk(); // remembered with all of it
        QVERIFY(m_desk->options() == wanted);
        ask();
        QTRY_COMPARE(int(m_desk->proposal()->state), int(State::Done));
        QVERIFY(m_loadedAs == wanted);
        QVERIFY(m_document->model()
                    .answer(m_desk->proposal()->answer)
                    ->provenance.contains("\"dtype\":\"bf16\""));

        wanted.dtype = DType::Fp32;
        m_desk->load(wanted);
        QTRY_COMPARE(int(m_desk->readiness()), int(Readiness::Ready));
        QCOMPARE(m_script->loads.load(), 3);

        // One that cannot be loaded leaves the parts as they were.
        m_loadFailure = Error{ErrorCode::BadInput, "tensor 'x' is missing", "other"};
        QSignalSpy failed(m_desk.get(), &ModelDesk::failed);
        m_desk->load(folder("other"));
        QVERIFY(failed.wait());
        QVERIFY(m_desk->options() == wanted);
    }

    void loadingIsStopped()
    {
        m_desk->stopLoading(); // nothing to stop
        loadShield();
        m_loadHolds = true;
        QSignalSpy progressed(m_desk.get(), &ModelDesk::loadingProgressed);
        QSignalSpy failed(m_desk.get(), &ModelDesk::failed);
        m_desk->load(folder("other"));
        QTRY_COMPARE(m_desk->loadingProgress(), 0.5);
        QCOMPARE(progressed.size(), 1);
        m_desk->stopLoading();
        QTRY_COMPARE(int(m_desk->readiness()), int(Readiness::Ready));
        QCOMPARE(m_desk->model()->name, std::string("shield"));
        QCOMPARE(failed.size(), 0);
        m_loadHolds = false;
        ask(); // the former one is loaded again
        QTRY_COMPARE(int(m_desk->proposal()->state), int(State::Done));
        QCOMPARE(m_desk->proposal()->model, QStringLiteral("shield"));
    }

    void loadingFails()
    {
        m_desk->load(folder("shield"));
        QTRY_COMPARE(int(m_desk->readiness()), int(Readiness::Ready));
        m_loadFailure = Error{ErrorCode::BadInput, "tensor 'x' is missing", "other"};
        QSignalSpy failed(m_desk.get(), &ModelDesk::failed);
        m_desk->load(folder("other"));
        QVERIFY(failed.wait());
        QVERIFY(failed.at(0).at(1).toString().contains(QStringLiteral("other: tensor 'x'")));
        QCOMPARE(m_desk->model()->name, std::string("shield")); // the former one is still there
        m_loadFailure.reset();
        ask();
        QTRY_COMPARE(int(m_desk->proposal()->state), int(State::Done));
        QCOMPARE(m_desk->proposal()->model, QStringLiteral("shield"));
    }

    /// A remembered folder that does not load any more: it is said once, not at every question.
    void rememberedIsBroken()
    {
        m_settings->setValue(QStringLiteral("model/folder"), folder("shield"));
        m_loadFailure = Error{ErrorCode::OutOfMemory, "asked for 70 TB", "shield"};
        makeDesk();
        ask();
        QTRY_COMPARE(int(m_desk->proposal()->state), int(State::Failed));
        QCOMPARE(int(m_desk->readiness()), int(Readiness::NoModel));
        QVERIFY(m_desk->obstacle().contains(QStringLiteral("70 TB")));
        // Gone without a trace: no model, no error.
        m_settings->setValue(QStringLiteral("model/folder"), folder("gone"));
        makeDesk();
        QCOMPARE(int(m_desk->readiness()), int(Readiness::NoModel));
    }

    void demonstration()
    {
        m_desk->loadDemonstration();
        QTRY_COMPARE(int(m_desk->readiness()), int(Readiness::Ready));
        QCOMPARE(m_made.load(), 1);
        QVERIFY(m_desk->model()->demonstration);
        QCOMPARE(m_desk->model()->name, std::string("demonstration-model"));
        ask();
        QVERIFY(m_desk->proposal()->demonstration);
        QTRY_COMPARE(int(m_desk->proposal()->state), int(State::Done));
        const Answer *stored = m_document->model().answer(m_desk->proposal()->answer);
        QVERIFY(stored->provenance.contains("\"demonstration\":true"));
    }

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
        const ClipId gone = test::addClip(*m_document, QStringLiteral("gone.mp4"));
        ProposalRequest request;
        request.clip = gone;
        m_desk->ask(request);
        QCOMPARE(int(m_desk->proposal()->state), int(State::Failed));
        QVERIFY(m_desk->proposal()->error.contains(QStringLiteral("gone.mp4")));
    }

    /// One that fails does not stop the rest, and what is answered is not asked again.
    void askingAboutSeveral()
    {
        loadShield();
        const ClipId gone = test::addClip(*m_document, QStringLiteral("gone.mp4"));
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

    void measuring()
    {
        loadShield();
        const AnswerId answer = proposed();
        test::addSegment(*m_document, m_clip, 10, 20);
        QSignalSpy measured(m_desk.get(), &ModelDesk::measured);
        MeasureRequest request;
        request.answer = answer;
        request.controls = 2;
        m_desk->measure(request);
        QVERIFY(m_desk->isMeasuring());
        QCOMPARE(m_jobs->jobs().size(), 1U); // listed
        QVERIFY(measured.wait());
        QVERIFY(!m_desk->isMeasuring());
        const DeltaId id = measured.at(0).at(0).value<DeltaId>();
        const Delta delta = m_document->model().deltas().at(id);
        QCOMPARE(delta.answer, answer);
        QCOMPARE(m_document->model().answer(delta.masked)->text, QStringLiteral("None"));
        const DeltaSummary summary = must(DeltaSummary::parse(delta.report));
        QCOMPARE(summary.controls.size(), 2U);
        QVERIFY(summary.refused);
        const std::scoped_lock lock(m_script->mutex);
        QVERIFY(m_script->lastDelta.generation.greedy);
        QVERIFY((m_script->lastDelta.keyRanges
                 == std::vector<FrameRange>{{FrameIndex(10), FrameIndex(20)}}));
        QVERIFY(QString::fromStdString(m_script->lastDelta.question)
                == m_document->model().items().begin()->second.question);
    }

    void measuringIsRefused()
    {
        loadShield();
        const AnswerId answer = proposed();
        QSignalSpy failed(m_desk.get(), &ModelDesk::failed);
        MeasureRequest request;
        request.answer = answer; // no segments: where are the key frames?
        m_desk->measure(request);
        QCOMPARE(failed.size(), 1);
        request.answer = AnswerId{4711};
        m_desk->measure(request);
        QCOMPARE(failed.size(), 2);
        // Another model's answer is not measured with this one.
        test::addSegment(*m_document, m_clip, 10, 20);
        m_desk->load(folder("other"));
        QTRY_COMPARE(int(m_desk->readiness()), int(Readiness::Ready));
        request.answer = answer;
        m_desk->measure(request);
        QCOMPARE(failed.size(), 3);
        QVERIFY(failed.at(2).at(1).toString().contains(QStringLiteral("shield")));
        QVERIFY(!m_desk->isMeasuring());
    }

    void measuringIsStopped()
    {
        loadShield();
        MeasureRequest request;
        request.answer = proposed();
        test::addSegment(*m_document, m_clip, 10, 20);
        m_script->holdAt = 1;
        m_desk->measure(request);
        QTRY_COMPARE(m_script->deltas.load(), 1);
        m_desk->stopMeasuring();
        QVERIFY(!m_desk->isMeasuring());
        // In the list of jobs.
        m_desk->measure(request);
        QTRY_COMPARE(m_script->deltas.load(), 2);
        m_jobs->cancel(m_jobs->jobs().front().id);
        QTRY_VERIFY(!m_desk->isMeasuring());
        // With the project.
        m_desk->measure(request);
        QTRY_COMPARE(m_script->deltas.load(), 3);
        m_workspace->setDocument(nullptr);
        QVERIFY(!m_desk->isMeasuring());
        QVERIFY(m_document->model().deltas().empty());
        // With the window.
        m_workspace->setDocument(m_document.get());
        m_desk->measure(request);
        QTRY_COMPARE(m_script->deltas.load(), 4);
        m_desk.reset();
        QVERIFY(m_document->model().deltas().empty());
    }

    void measuringFails()
    {
        loadShield();
        MeasureRequest request;
        request.answer = proposed();
        test::addSegment(*m_document, m_clip, 10, 20);
        m_script->failing = true;
        QSignalSpy failed(m_desk.get(), &ModelDesk::failed);
        m_desk->measure(request);
        QVERIFY(failed.wait());
        QVERIFY(failed.at(0).at(1).toString().contains(QStringLiteral("70 TB")));
        QVERIFY(!m_desk->isMeasuring());
    }

private:
    void makeDesk()
    {
        m_desk.reset();
        ModelWorkshop workshop;
        workshop.isEngineInstalled = [this] { return m_engine.load(); };
        workshop.load = [this](const ModelOptions &options, const ProgressSink &progress,
                               const CancelToken &cancel) -> Result<std::unique_ptr<VideoModel>> {
            if (m_loadFailure)
                return tl::unexpected<Error>(*m_loadFailure);
            progress(0.5);
            while (m_loadHolds && !cancel.isCancelled())
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            if (const auto going = cancel.check(); !going)
                return fail(going);
            m_loadedAs = options;
            const bool demonstration = options.folder.filename() == "demonstration-model";
            return std::make_unique<FakeVideoModel>(m_script, options, demonstration);
        };
        workshop.makeDemonstration = [this](const std::filesystem::path &) -> Result<void> {
            ++m_made;
            return {};
        };
        m_desk = std::make_unique<StudioModelDesk>(*m_workspace, *m_jobs, *m_settings, workshop);
    }

    QString folder(const char *name) const { return m_folder.filePath(QLatin1String(name)); }

    std::unique_ptr<Document> openProject(const QString &name)
    {
        auto document = must(Document::create(m_folder.filePath(name + QStringLiteral(".ecva")),
                                              QStringLiteral("ann")));
        must(addVideos(*document, {must(probeMedia(QString::fromStdString(m_file.string()), {}))}));
        return document;
    }

    void loadShield()
    {
        m_desk->load(folder("shield"));
        QTRY_COMPARE(int(m_desk->readiness()), int(Readiness::Ready));
    }

    void ask(Task task = Task::Description)
    {
        ProposalRequest request;
        request.clip = m_workspace->clip();
        request.task = task;
        m_desk->ask(request);
    }

    static std::vector<ProposalRequest> questionsOf(const std::vector<ClipId> &clips)
    {
        std::vector<ProposalRequest> questions;
        for (const ClipId clip : clips) {
            for (const Task task : {Task::Description, Task::Cause, Task::Result}) {
                ProposalRequest request;
                request.clip = clip;
                request.task = task;
                questions.push_back(request);
            }
        }
        return questions;
    }

    AnswerId proposed()
    {
        ask();
        if (!QTest::qWaitFor([this] { return m_desk->proposal()->state == State::Done; }))
            qFatal("no answer came");
        return m_desk->proposal()->answer;
    }

    QTemporaryDir m_folder;
    int m_run = 0;
    std::filesystem::path m_file;
    std::shared_ptr<FakeModelScript> m_script;
    std::atomic<bool> m_engine = true;
    std::atomic<int> m_made = 0;
    std::optional<Error> m_loadFailure; // set while nothing loads
    std::atomic<bool> m_loadHolds = false;
    ModelOptions m_loadedAs; // looked at while nothing loads
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<JobRunner> m_jobs;
    std::unique_ptr<Document> m_document;
    ClipId m_clip;
    std::unique_ptr<StudioModelDesk> m_desk;
};

QTEST_GUILESS_MAIN(TestModelDesk)
#include "TestModelDesk.moc"
