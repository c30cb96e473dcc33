#include "annotation/evaluation/Disagreements.h"
#include "tests/support/Projects.h"

#include <QTemporaryDir>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

class TestDisagreements : public QObject
{
    Q_OBJECT

    AnswerId say(SegmentId segment, Task task, AnswerRole role, const QString &text,
                 const QString &author, const QString &round = {})
    {
        Edit edit(*m_document, "answer.set");
        NewAnswer answer;
        answer.clip = m_clip;
        answer.segment = segment;
        answer.task = task;
        answer.role = role;
        answer.text = text;
        answer.author = author;
        answer.round = round;
        const AnswerId id = must(edit.setAnswer(answer));
        must(m_document->commit(std::move(edit)));
        return id;
    }

    template <typename Change>
    void change(Change make)
    {
        Edit edit(*m_document, "change");
        must(make(edit));
        must(m_document->commit(std::move(edit)));
    }

    std::vector<Disagreement> found() const { return disagreementsOf(m_document->model(), m_clip); }

private Q_SLOTS:
    void init()
    {
        m_document.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        m_document = must(Document::create(m_folder->filePath("p.ecva"), "anna"));
        m_clip = addClip(*m_document, "a.mp4");
    }

    void theWorstFirst()
    {
        const AnswerId mine = say({}, Task::Cause, AnswerRole::Expert, "a b c d", "anna");
        const AnswerId near = say({}, Task::Cause, AnswerRole::Model, "a b c x", "near");
        const AnswerId far = say({}, Task::Cause, AnswerRole::Model, "x y z", "far");
        say({}, Task::Cause, AnswerRole::Model, " a b c d", "same");
        say({}, Task::Cause, AnswerRole::Masked, "x", "near");
        say({}, Task::Result, AnswerRole::Model, "nobody to compare with", "near");
        say({}, Task::Result, AnswerRole::Expert, "/", "anna");
        const auto list = found();
        QCOMPARE(list.size(), std::size_t(2));
        QCOMPARE(list[0].model, far);
        QCOMPARE(list[0].score, 0.0);
        QCOMPARE(list[1].model, near);
        QCOMPARE(list[1].score, 0.75);
        QCOMPARE(list[1].expert, mine);
        QCOMPARE(list[1].expertText, QStringLiteral("a b c d"));
        QCOMPARE(list[1].modelText, QStringLiteral("a b c x"));
        QVERIFY(list[1].kind == Disagreement::Kind::Text);
        QVERIFY(list[1].task == Task::Cause);
        QCOMPARE(list[1].clip, m_clip);
    }

    void theLatestRound()
    {
        say({}, Task::Cause, AnswerRole::Expert, "late", "ben", "round10");
        say({}, Task::Cause, AnswerRole::Expert, "early", "anna", "round9");
        say({}, Task::Cause, AnswerRole::Model, "x", "m");
        QCOMPARE(found().front().expertText, QStringLiteral("late"));
    }

    void aModelDescribesTheWholeClip()
    {
        const SegmentId first = addSegment(*m_document, m_clip, 10, 20);
        const AnswerId whole = say({}, Task::Description, AnswerRole::Model, "a b x", "m");
        QVERIFY(found().empty());
        const AnswerId mine = say(first, Task::Description, AnswerRole::Expert, "a b", "anna");
        const ProjectModel &model = m_document->model();
        QCOMPARE(found().front().expert, mine);
        QCOMPARE(found().front().item, model.answer(mine)->item); // gold hangs on the one segment
        const SegmentId second = addSegment(*m_document, m_clip, 30, 50);
        say(second, Task::Description, AnswerRole::Expert, "c", "anna");
        QCOMPARE(found().front().expertText, QStringLiteral("a b c"));
        QCOMPARE(found().front().item, model.answer(whole)->item);
        // An answer about the clip itself goes before its parts.
        say({}, Task::Description, AnswerRole::Expert, "of the clip", "anna");
        QCOMPARE(found().front().expertText, QStringLiteral("of the clip"));
        // A model's answer about a segment meets the expert's about it.
        say(second, Task::Description, AnswerRole::Model, "z", "m");
        QCOMPARE(found().size(), std::size_t(2));
        QCOMPARE(found().back().expertText, QStringLiteral("c"));
    }

    void whatIsSettledIsLeftOut()
    {
        const AnswerId mine = say({}, Task::Cause, AnswerRole::Expert, "a", "anna");
        const AnswerId one = say({}, Task::Cause, AnswerRole::Model, "x", "one");
        const AnswerId two = say({}, Task::Cause, AnswerRole::Model, "y", "two");
        const QaItemId item = found().front().item;
        change([&](Edit &edit) { return edit.settle(item, Settlement::Reject, one); });
        QCOMPARE(found().size(), std::size_t(1));
        change([&](Edit &edit) { return edit.settle(item, Settlement::AcceptModel, two); });
        QVERIFY(found().empty());
        must(m_document->undo());
        change([&](Edit &edit) { return edit.settle(item, Settlement::KeepExpert, mine); });
        QVERIFY(found().empty());
        must(m_document->undo());
        QCOMPARE(found().size(), std::size_t(1));
    }

    void classesAndTimes()
    {
        const SegmentId segment = addSegment(*m_document, m_clip, 0, 50); // 0 to 2 s
        change([&](Edit &edit) -> Result<int> {
            SegmentPatch patch;
            patch.label = QStringLiteral("cuva:7-1");
            if (auto done = edit.setSegment(segment, patch); !done)
                return fail(done);
            return 0;
        });
        say({}, Task::Classification, AnswerRole::Model, "[7]", "right");
        say({}, Task::Classification, AnswerRole::Model, "[1]", "wrong");
        say({}, Task::Classification, AnswerRole::Model, "[0]", "none");
        say({}, Task::Time, AnswerRole::Model, "[00:01, 00:03]", "clock");
        say({}, Task::Time, AnswerRole::Model, "[0.0, 0.12]", "no unit");
        say({}, Task::Time, AnswerRole::Model, "[00:00, 00:02]", "exact");
        const auto list = found();
        QCOMPARE(list.size(), std::size_t(2));
        QVERIFY(list[0].kind == Disagreement::Kind::Class);
        QCOMPARE(list[0].modelText, QStringLiteral("[1]"));
        QCOMPARE(list[0].expertText, QStringLiteral("cuva:7-1"));
        QVERIFY(list[1].kind == Disagreement::Kind::Time);
        QCOMPARE(list[1].score, 1.0 / 3); // one second of three
    }

    void noClip() { QVERIFY(disagreementsOf(m_document->model(), ClipId{99}).empty()); }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Document> m_document;
    ClipId m_clip;
};

QTEST_GUILESS_MAIN(TestDisagreements)
#include "TestDisagreements.moc"
