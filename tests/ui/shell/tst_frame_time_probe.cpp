#include "ui/shell/FrameTimeProbe.h"

#include <QCoreApplication>
#include <QEvent>
#include <QTest>

using namespace ecva;

namespace {

/// Keeps the event loop for as long as it is told.
class Sleeper : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

protected:
    bool event(QEvent *event) override
    {
        if (event->type() != QEvent::User)
            return QObject::event(event);
        QTest::qSleep(150);
        return true;
    }
};

} // namespace

class TestFrameTimeProbe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void seesABlockAndNamesIt();
    void forgetsOnReset();
};

void TestFrameTimeProbe::seesABlockAndNamesIt()
{
    FrameTimeProbe probe;
    Sleeper sleeper;
    QTest::qWait(50);
    QCoreApplication::postEvent(&sleeper, new QEvent(QEvent::User));
    QTest::qWait(50);
    QTest::qWait(20); // the pulse that waited
    const FrameTimeProbe::Summary summary = probe.summary();
    QVERIFY(summary.pulses > 2);
    // A pulse is sent at most 4 ms after the last answer, so most of the block is seen.
    QVERIFY2(summary.longestMs > 120, summary.text().c_str());
    QVERIFY(summary.over50Ms >= 1);
    QVERIFY2(summary.longestDuring.find("Sleeper") != std::string::npos, summary.text().c_str());
    QVERIFY(summary.text().find("over 50 ms") != std::string::npos);
}

void TestFrameTimeProbe::forgetsOnReset()
{
    FrameTimeProbe probe;
    Sleeper sleeper;
    QCoreApplication::postEvent(&sleeper, new QEvent(QEvent::User));
    QTest::qWait(40);
    probe.reset();
    const FrameTimeProbe::Summary summary = probe.summary();
    QCOMPARE(summary.pulses, std::size_t(0));
    QCOMPARE(summary.longestMs, 0.0);
    QVERIFY(summary.longestDuring.empty());
}

QTEST_GUILESS_MAIN(TestFrameTimeProbe)
#include "tst_frame_time_probe.moc"
