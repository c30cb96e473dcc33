// Questions about several clips, one after the other.
#include "app/services/AskQueue.h"
#include "tests/support/FakeVideoModel.h"
#include "tests/support/Must.h"
#include "tests/support/SmallVideo.h"

#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace ecva;
using ecva::test::FakeModelScript;
using ecva::test::FakeVideoModel;
using ecva::test::must;
using State = AskQueue::State;

class TestAskQueue : public QObject
{
    Q_OBJECT

private:
    ClipToAsk clip(const char *name)
    {
        ClipToAsk made;
        made.file = m_folder.filePath(QString::fromLatin1(name)).toStdString();
        return made;
    }
    ModelQuestion question(const char *text)
    {
        ModelQuestion made;
        made.question = QString::fromLatin1(text);
        return made;
    }
    std::vector<State> states() const
    {
        std::vector<State> all;
        for (const AskQueue::Status &status : m_queue->statuses())
            all.push_back(status.state);
        return all;
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const char *name : {"a.mp4", "b.mp4"})
            test::makeSmallVideo(clip(name).file);
        QFile broken(m_folder.filePath(QStringLiteral("broken.mp4")));
        QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("no video") > 0);
    }

    void init()
    {
        m_script = std::make_shared<FakeModelScript>();
        ModelOptions options;
        options.folder = "/models/shield-7b";
        m_model = std::make_unique<FakeVideoModel>(m_script, options, true);
        m_queue = std::make_unique<AskQueue>();
    }

    /// All but the broken ones are answered, clip by clip.
    void aFailureDoesNotStopTheRest()
    {
        QCOMPARE(m_queue->add(clip("a.mp4"), question("one")), 1);
        m_queue->add(clip("missing.mp4"), question("two"));
        m_queue->add(clip("b.mp4"), question("three"));
        m_queue->add(clip("broken.mp4"), question("four"));
        QCOMPARE(m_queue->add(clip("a.mp4"), question("five")), 5);
        QCOMPARE(m_queue->counts().waiting, 5);
        std::vector<int> order;
        std::string text;
        int changes = 0;
        const AskQueue::Sinks sinks{[&](const AskQueue::Asked &asked, const AskResult &result) {
                                        order.push_back(asked.id);
                                        text = result.text;
                                    },
                                    [&] { ++changes; }};
        QVERIFY(m_queue->run(*m_model, sinks, {}).has_value());
        QCOMPARE(order, (std::vector<int>{1, 5, 3}));
        QCOMPARE(text, std::string("A man runs."));
        QVERIFY(changes > 10);
        const auto all = m_queue->statuses();
        QVERIFY(all[0].state == State::Done && all[0].error.empty());
        QCOMPARE(all[0].tokens, 4);
        QVERIFY(all[1].state == State::Failed);
        QVERIFY(all[1].error.find("missing.mp4") != std::string::npos);
        QVERIFY(all[3].state == State::Failed && !all[3].error.empty());
        const AskQueue::Counts counts = m_queue->counts();
        QCOMPARE(counts.done, 3);
        QCOMPARE(counts.failed, 2);
        QCOMPARE(counts.all(), 5);
        // What comes later is asked later.
        m_script->failing = true;
        m_queue->add(clip("a.mp4"), question("six"));
        QVERIFY(m_queue->run(*m_model, sinks, {}).has_value());
        QCOMPARE(m_queue->statuses()[5].error, std::string("fake: asked for 70 TB"));
        QCOMPARE(m_script->asks.load(), 4);
    }

    /// One that waits and the one that runs are cancelled by number, from another thread.
    void cancelledByNumber()
    {
        for (const char *text : {"one", "two", "three"})
            m_queue->add(clip("a.mp4"), question(text));
        m_script->holdAt = 2;
        std::thread thread([&] { QVERIFY(m_queue->run(*m_model, {}, {}).has_value()); });
        QTRY_VERIFY(m_queue->statuses()[0].tokens == 2);
        QVERIFY(states() == (std::vector{State::Running, State::Waiting, State::Waiting}));
        m_queue->cancel(2);
        m_queue->cancel(99);
        m_script->holdAt = -1;
        m_queue->cancel(1);
        thread.join();
        // The first may have been through before it heard of it.
        QVERIFY(states()[0] == State::Cancelled || states()[0] == State::Done);
        QVERIFY(states()[1] == State::Cancelled);
        QVERIFY(states()[2] == State::Done);
        m_queue->cancel(3);
        QVERIFY(states()[2] == State::Done);
    }

    /// Between two questions the thread is the caller's.
    void oneByOne()
    {
        m_queue->add(clip("a.mp4"), question("one"));
        m_queue->add(clip("missing.mp4"), question("two"));
        QCOMPARE(must(m_queue->runNext(*m_model, {}, {})), true);
        QVERIFY(states() == (std::vector{State::Done, State::Waiting}));
        QCOMPARE(must(m_queue->runNext(*m_model, {}, {})), true);
        QVERIFY(states()[1] == State::Failed);
        QCOMPARE(must(m_queue->runNext(*m_model, {}, {})), false);
        const CancelToken cancel;
        cancel.cancel();
        m_queue->add(clip("a.mp4"), question("three"));
        QVERIFY(m_queue->runNext(*m_model, {}, cancel).error().code == ErrorCode::Cancelled);
        QVERIFY(states()[2] == State::Cancelled);
    }

    void cancelledAltogether()
    {
        for (int i = 0; i < 3; ++i)
            m_queue->add(clip("b.mp4"), question("?"));
        m_script->holdAt = 1;
        const CancelToken cancel;
        std::thread thread([&] {
            const auto done = m_queue->run(*m_model, {}, cancel);
            QVERIFY(!done && done.error().code == ErrorCode::Cancelled);
        });
        QTRY_VERIFY(m_queue->statuses()[0].tokens == 1);
        cancel.cancel();
        thread.join();
        QVERIFY(states() == std::vector(3, State::Cancelled));
        QVERIFY(AskQueue().run(*m_model, {}, {}).has_value());
    }

private:
    QTemporaryDir m_folder;
    std::shared_ptr<FakeModelScript> m_script;
    std::unique_ptr<FakeVideoModel> m_model;
    std::unique_ptr<AskQueue> m_queue;
};

QTEST_GUILESS_MAIN(TestAskQueue)
#include "TestAskQueue.moc"
