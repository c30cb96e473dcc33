#include "ui/jobs/JobRow.h"
#include "ui/jobs/JobRunner.h"
#include "ui/jobs/JobsIndicator.h"
#include "ui/jobs/JobsPanel.h"
#include "ui/style/Controls.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <atomic>
#include <stdexcept>

using namespace ecva;

namespace {

std::function<Result<int>(JobContext &)> untilCancelled(std::shared_ptr<std::atomic<int>> stopped)
{
    return [stopped](JobContext &context) -> Result<int> {
        while (!context.cancel().isCancelled())
            QThread::msleep(1);
        ++*stopped;
        return fail(ErrorCode::Cancelled, "cancelled");
    };
}

} // namespace

class TestJobs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resultComesBackOnThisThread()
    {
        JobRunner runner;
        QThread *worked = nullptr;
        QThread *delivered = nullptr;
        int value = 0;
        const int id = runner.start<int>(
            QStringLiteral("Adding"),
            [&worked](JobContext &context) -> Result<int> {
                worked = QThread::currentThread();
                context.setProgress(0.5);
                context.setDetail(QStringLiteral("half"));
                return 42;
            },
            [&](Result<int> result) {
                delivered = QThread::currentThread();
                value = result.value_or(-1);
            });
        QVERIFY(id != 0);
        QCOMPARE(runner.runningCount(), 1);
        QTRY_COMPARE(value, 42);
        QVERIFY(worked != thread());
        QCOMPARE(delivered, thread());
        QCOMPARE(runner.runningCount(), 0);
        QCOMPARE(runner.jobs().size(), std::size_t(1));
        QVERIFY(runner.jobs().front().state == JobRunner::State::Done);
        QCOMPARE(runner.jobs().front().detail, QStringLiteral("half"));
        QCOMPARE(runner.jobs().front().progress, 1.0);
    }

    void backgroundWorkIsOneAfterTheOther()
    {
        JobRunner runner;
        std::atomic<int> running{0};
        std::atomic<int> most{0};
        int done = 0;
        for (int i = 0; i < 8; ++i) {
            runner.startBackground<int>(
                QStringLiteral("Looking"),
                [&](JobContext &) -> Result<int> {
                    most = std::max(most.load(), ++running);
                    QThread::msleep(5);
                    --running;
                    return 1;
                },
                [&](const Result<int> &result) { done += result.value_or(0); });
        }
        QVERIFY(runner.jobs().empty());
        QTRY_COMPARE(done, 8);
        QCOMPARE(most.load(), 1);
        QVERIFY(runner.jobs().empty()); // none took long
    }

    void backgroundWorkIsListedWhenItTakesLong()
    {
        JobRunner runner;
        auto stopped = std::make_shared<std::atomic<int>>(0);
        const int id = runner.startBackground<int>(QStringLiteral("Looking"),
                                                   untilCancelled(stopped), [](Result<int>) {});
        QTest::qWait(50);
        QVERIFY(runner.jobs().empty());
        QTRY_COMPARE_WITH_TIMEOUT(runner.jobs().size(), std::size_t(1),
                                  JobRunner::kListAfterMs + 5000);
        QCOMPARE(runner.jobs().front().title, QStringLiteral("Looking"));
        QCOMPARE(runner.jobs().front().id, id);
        QTRY_VERIFY(runner.jobs().front().state == JobRunner::State::Running);
        runner.cancel(id);
        QTRY_COMPARE(stopped->load(), 1);
        QVERIFY(runner.jobs().front().state == JobRunner::State::Cancelled);
    }

    void everyResultComesOnceAndWithItsOwnJob()
    {
        JobRunner runner;
        constexpr int kJobs = 200;
        std::vector<int> results;
        for (int i = 0; i < kJobs; ++i) {
            runner.start<int>(
                QString::number(i), [i](JobContext &) -> Result<int> { return i * i; },
                [&results, i](Result<int> result) {
                    QCOMPARE(result.value_or(-1), i * i);
                    results.push_back(i);
                });
        }
        QTRY_COMPARE(results.size(), std::size_t(kJobs));
        std::sort(results.begin(), results.end());
        for (int i = 0; i < kJobs; ++i)
            QCOMPARE(results[static_cast<std::size_t>(i)], i);
        QCOMPARE(runner.jobs().size(), std::size_t(50)); // newest first
        QVERIFY(runner.jobs().front().id > runner.jobs().back().id);
    }

    void aCancelledJobIsDroppedAtOnce()
    {
        JobRunner runner;
        auto stopped = std::make_shared<std::atomic<int>>(0);
        bool delivered = false;
        const int id = runner.start<int>(QStringLiteral("Long"), untilCancelled(stopped),
                                         [&delivered](const Result<int> &) { delivered = true; });
        QTRY_VERIFY(runner.jobs().front().state == JobRunner::State::Running);
        runner.cancel(id);
        QVERIFY(runner.jobs().front().state == JobRunner::State::Cancelled);
        QCOMPARE(runner.runningCount(), 0);
        QTRY_COMPARE(stopped->load(), 1);
        QTest::qWait(20);
        QVERIFY(!delivered);
        runner.cancel(id);   // ended
        runner.cancel(4711); // never there
    }

    void aResultThatIsReadyWhenTheJobIsCancelledIsDropped()
    {
        JobRunner runner;
        std::atomic<bool> worked = false;
        bool delivered = false;
        const int id = runner.start<int>(
            QStringLiteral("Quick"),
            [&worked](JobContext &) -> Result<int> {
                worked = true;
                return 1;
            },
            [&delivered](const Result<int> &) { delivered = true; });
        while (!worked)
            QThread::msleep(1); // no event is handled meanwhile
        QThread::msleep(5);
        runner.cancel(id);
        QTest::qWait(20);
        QVERIFY(!delivered);
    }

    void exceptionsBecomeErrors()
    {
        JobRunner runner;
        QSignalSpy failed(&runner, &JobRunner::jobFailed);
        std::vector<Error> errors;
        const auto collect = [&errors](const Result<int> &result) {
            errors.push_back(result ? Error{} : result.error());
        };
        runner.start<int>(
            QStringLiteral("A"),
            [](JobContext &) -> Result<int> { throw std::runtime_error("broken pipe"); }, collect);
        QTRY_COMPARE(errors.size(), std::size_t(1));
        runner.start<int>(
            QStringLiteral("B"), [](JobContext &) -> Result<int> { throw std::bad_alloc(); },
            collect);
        QTRY_COMPARE(errors.size(), std::size_t(2));
        runner.start<int>(
            QStringLiteral("C"), [](JobContext &) -> Result<int> { throw 7; }, collect);
        QTRY_COMPARE(errors.size(), std::size_t(3));
        QVERIFY(errors[0].code == ErrorCode::Internal);
        QCOMPARE(errors[0].message, std::string("broken pipe"));
        QVERIFY(errors[1].code == ErrorCode::OutOfMemory);
        QVERIFY(errors[2].code == ErrorCode::Internal);
        QCOMPARE(failed.size(), 3);
        QCOMPARE(failed[0][0].toString(), QStringLiteral("A"));
        QCOMPARE(failed[0][1].toString(), QStringLiteral("broken pipe"));
        QVERIFY(runner.jobs().front().state == JobRunner::State::Failed);
    }

    void errorsOfTheWorkArriveWhole()
    {
        JobRunner runner;
        std::optional<Error> error;
        runner.start<int>(
            QStringLiteral("Reading"),
            [](JobContext &) -> Result<int> { return fail(ErrorCode::Io, "disk full", "/x/y"); },
            [&error](const Result<int> &result) { error = result.error(); });
        QTRY_VERIFY(error.has_value());
        QVERIFY(error->code == ErrorCode::Io);
        QCOMPARE(error->where, std::string("/x/y"));
        QCOMPARE(runner.jobs().front().error, QStringLiteral("/x/y: disk full"));
    }

    void theDestructorStopsWhatRuns()
    {
        auto stopped = std::make_shared<std::atomic<int>>(0);
        bool delivered = false;
        int begun = 0;
        {
            JobRunner runner;
            for (int i = 0; i < 3; ++i) {
                runner.start<int>(QStringLiteral("Long"), untilCancelled(stopped),
                                  [&delivered](const Result<int> &) { delivered = true; });
            }
            QTRY_VERIFY(runner.jobs().back().state == JobRunner::State::Running);
            for (const JobRunner::Job &job : runner.jobs())
                begun += job.state == JobRunner::State::Running ? 1 : 0;
            for (int i = 0; i < 40; ++i) { // never begin
                runner.start<int>(QStringLiteral("Later"), untilCancelled(stopped),
                                  [&delivered](const Result<int> &) { delivered = true; });
            }
        }
        QVERIFY(stopped->load() >= begun); // it has waited
        QTest::qWait(20);                  // no event comes after it
        QVERIFY(!delivered);
    }

    void aReceiverMayDestroyTheRunner()
    {
        auto runner = std::make_unique<JobRunner>();
        int delivered = 0;
        for (int i = 0; i < 4; ++i) {
            runner->start<int>(
                QStringLiteral("Last"), [](JobContext &) -> Result<int> { return 1; },
                [&](const Result<int> &) {
                    ++delivered;
                    runner.reset();
                });
        }
        QTRY_VERIFY(!runner);
        QTest::qWait(20);
        QCOMPARE(delivered, 1);
    }

    void progressIsPassedOnAtMostTwentyTimesASecond()
    {
        JobRunner runner;
        QSignalSpy changes(&runner, &JobRunner::jobsChanged);
        QElapsedTimer timer;
        timer.start();
        bool done = false;
        runner.start<int>(
            QStringLiteral("Counting"),
            [](JobContext &context) -> Result<int> {
                for (int i = 0; i < 300; ++i) {
                    context.setProgress(i / 300.0);
                    context.setDetail(QString::number(i));
                    QThread::msleep(1);
                }
                return 0;
            },
            [&done](const Result<int> &) { done = true; });
        QTRY_VERIFY(done);
        // One for the start, one for the end, and the ticks between.
        QVERIFY2(changes.size() <= 2 + timer.elapsed() / 50,
                 qPrintable(QString::number(changes.size())));
        QVERIFY(changes.size() > 2);
    }

    void quietWorkIsNotListed()
    {
        JobRunner runner;
        QSignalSpy changes(&runner, &JobRunner::jobsChanged);
        QSignalSpy failures(&runner, &JobRunner::jobFailed);
        int ended = 0;
        runner.startQuiet<int>([](JobContext &) -> Result<int> { return 3; },
                               [&ended](const Result<int> &result) { ended += *result; });
        runner.startQuiet<int>(
            [](JobContext &) -> Result<int> { return fail(ErrorCode::Io, "gone"); },
            [&ended](const Result<int> &result) { ended += result ? 0 : 1; });
        QCOMPARE(runner.runningCount(), 0);
        QTRY_COMPARE(ended, 4);
        QVERIFY(runner.jobs().empty());
        QCOMPARE(changes.size(), 0);
        QCOMPARE(failures.size(), 0);
    }

    void remainingTimeIsLinear()
    {
        JobRunner::Job job;
        job.startedMs = 1000;
        job.state = JobRunner::State::Running;
        job.progress = 0.25;
        QCOMPARE(remainingMs(job, 11000), qint64(30000)); // 10 s for a quarter
        job.progress = 0;
        QCOMPARE(remainingMs(job, 11000), qint64(-1));
        QCOMPARE(durationText(30000), QStringLiteral("30 s"));
        QCOMPARE(durationText(125000), QStringLiteral("2 min 5 s"));
        QCOMPARE(durationText(3840000), QStringLiteral("1 h 4 min"));
    }

    void indicatorShowsOnlyWhileWorkRuns()
    {
        JobRunner runner;
        QWidget window;
        JobsIndicator indicator(runner, &window);
        window.show();
        QVERIFY(indicator.isHidden());
        auto stopped = std::make_shared<std::atomic<int>>(0);
        runner.start<int>(QStringLiteral("Long"), untilCancelled(stopped),
                          [](const Result<int> &) {});
        QVERIFY(!indicator.isHidden());
        QVERIFY(indicator.text().contains(QStringLiteral("0%")));
        runner.cancelAll();
        QVERIFY(indicator.isHidden());
    }

    void panelCancelsTheJobOfItsRow()
    {
        JobRunner runner;
        JobsPanel panel(runner);
        panel.show();
        auto stopped = std::make_shared<std::atomic<int>>(0);
        runner.start<int>(QStringLiteral("First"), untilCancelled(stopped),
                          [](const Result<int> &) {});
        runner.start<int>(QStringLiteral("Second"), untilCancelled(stopped),
                          [](const Result<int> &) {});
        const auto rows = panel.findChildren<JobRow *>();
        QCOMPARE(rows.size(), 2);
        for (JobRow *row : rows) {
            const auto labels = row->findChildren<Label *>();
            if (labels.front()->text() == QStringLiteral("First"))
                QTest::mouseClick(row->findChild<IconButton *>(), Qt::LeftButton);
        }
        QCOMPARE(runner.jobs()[0].title, QStringLiteral("Second"));
        QVERIFY(runner.jobs()[0].isActive());
        QVERIFY(runner.jobs()[1].state == JobRunner::State::Cancelled);
    }
};

QTEST_MAIN(TestJobs)
#include "tst_jobs.moc"
