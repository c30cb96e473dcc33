// The window's model desk: which model there is, how it is loaded, remembered, and what is left
// when that fails.
#include "tests/app/ModelDeskBench.h"

using namespace ecva;
using namespace ecva::test;

class TestModelDeskLoading : public ModelDeskBench
{
    Q_OBJECT

private Q_SLOTS:
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
        QCOMPARE(m_desk->loadError(), failed.at(0).at(1).toString());
        QVERIFY(failed.at(0).at(2).value<ModelDesk::Matter>() == ModelDesk::Matter::Loading);
        m_loadFailure.reset();
        m_desk->load(folder("shield"));
        QVERIFY(m_desk->loadError().isEmpty()); // another chance
        QTRY_COMPARE(int(m_desk->readiness()), int(Readiness::Ready));
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
};

QTEST_GUILESS_MAIN(TestModelDeskLoading)
#include "TestModelDeskLoading.moc"
