// The window's model desk: the hallucination delta of a stored answer.
#include "annotation/evaluation/DeltaSummary.h"
#include "tests/app/ModelDeskBench.h"

using namespace ecva;
using namespace ecva::test;

class TestModelDeskMeasure : public ModelDeskBench
{
    Q_OBJECT

private Q_SLOTS:
    void measuring()
    {
        loadShield();
        const AnswerId answer = proposed();
        addSegment(*m_document, m_clip, 10, 20);
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
        addSegment(*m_document, m_clip, 10, 20);
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
        addSegment(*m_document, m_clip, 10, 20);
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
        addSegment(*m_document, m_clip, 10, 20);
        m_script->failing = true;
        QSignalSpy failed(m_desk.get(), &ModelDesk::failed);
        m_desk->measure(request);
        QVERIFY(failed.wait());
        QVERIFY(failed.at(0).at(1).toString().contains(QStringLiteral("70 TB")));
        QVERIFY(!m_desk->isMeasuring());
    }
};

QTEST_GUILESS_MAIN(TestModelDeskMeasure)
#include "TestModelDeskMeasure.moc"
