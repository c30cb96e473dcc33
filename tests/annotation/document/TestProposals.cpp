#include "annotation/document/Document.h"
#include "annotation/document/EditOps.h"
#include "annotation/document/Proposal.h"
#include "tests/support/Projects.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace ecva;
using namespace ecva::test;

namespace {

QJsonObject json(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

} // namespace

/// What a model proposes, what a delta finds about it, and what people make of both.
class TestProposals : public QObject
{
    Q_OBJECT

    template <typename Change>
    auto commit(const char *command, Change change)
    {
        return commitStep(*m_document, command, change);
    }

    AnswerId say(AnswerRole role, const QString &text, const QByteArray &provenance = {})
    {
        NewAnswer answer;
        answer.clip = m_clip;
        answer.task = Task::Cause;
        answer.role = role;
        answer.author = role == AnswerRole::Model ? QStringLiteral("tiny") : QString();
        answer.text = text;
        answer.provenance = provenance;
        return commit("answer.set", [&](Edit &edit) { return edit.setAnswer(answer); });
    }

    AnswerId accept(AnswerId proposal, const QString &text = {})
    {
        return commit("answer.accept",
                      [&](Edit &edit) { return edit.acceptProposal(proposal, text); });
    }

    AnswerId settle(Settlement decision, AnswerId from, const QString &text = {})
    {
        const QaItemId item = model().findItem(m_clip, {}, Task::Cause)->id;
        return commit("answer.settle",
                      [&](Edit &edit) { return edit.settle(item, decision, from, text); });
    }

    DeltaId addDelta(AnswerId answer, const QString &masked)
    {
        return commit("delta.add", [&](Edit &edit) {
            return edit.addDelta({answer, masked, R"({"mask":"delete"})",
                                  "{ \"delta\": 0.5,\n \"answer\": \"x\" }"});
        });
    }

    std::string refused(const std::function<Result<void>(Edit &)> &change)
    {
        Edit edit(*m_document, "refused");
        const auto result = change(edit);
        if (result)
            return "it was accepted";
        return edit.isEmpty() ? result.error().message : "it left something in the edit";
    }

    template <typename T>
    static Result<void> asVoid(const Result<T> &result)
    {
        return result ? Result<void>() : Result<void>(fail(result));
    }

    const ProjectModel &model() const { return m_document->model(); }
    const Answer &answer(AnswerId id) const { return *model().answer(id); }

    /// What is in memory is what the disk holds, and the way back is exact.
    void checkWayBack()
    {
        const QByteArray after = must(m_document->dump());
        must(m_document->checkIntegrity());
        const std::size_t deltas = model().deltas().size();
        must(m_document->undo());
        const QByteArray before = must(m_document->dump());
        must(m_document->redo());
        QCOMPARE(must(m_document->dump()), after);
        QVERIFY(before != after);
        const QString path = m_document->path();
        m_document.reset();
        m_document = must(Document::open(path, Document::Mode::ReadWrite, "anna"));
        QCOMPARE(model().deltas().size(), deltas);
        QCOMPARE(must(m_document->dump()), after);
        must(m_document->undo());
        QCOMPARE(must(m_document->dump()), before);
        must(m_document->redo());
    }

private Q_SLOTS:
    void init()
    {
        m_document.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        m_document = must(Document::create(m_folder->filePath("p.ecva"), "anna"));
        m_clip = addClip(*m_document, "a.mp4");
    }

    void aDeltaHangsOnItsAnswer()
    {
        const AnswerId proposal = say(AnswerRole::Model, "He fell.");
        QSignalSpy changed(m_document.get(), &Document::changed);
        const DeltaId first = addDelta(proposal, "None");
        const auto event = changed.first().first().value<ChangeEvent>();
        QVERIFY(event.deltas);
        QVERIFY(event.answers.contains(proposal));
        QVERIFY(event.clips.contains(m_clip));
        const Delta delta = *model().delta(first);
        QCOMPARE(delta.report, QByteArray(R"({"answer":"x","delta":0.5})")); // canonical
        const Answer masked = answer(delta.masked);
        QVERIFY(masked.role == AnswerRole::Masked);
        QCOMPARE(masked.item, answer(proposal).item);
        QCOMPARE(masked.author, QStringLiteral("tiny"));
        QCOMPARE(masked.text, QStringLiteral("None"));
        QCOMPARE(masked.provenance, QByteArray(R"({"mask":"delete"})"));
        checkWayBack();

        // Asked again: the masked answer is replaced, the deltas stay in their order.
        const DeltaId second = addDelta(proposal, "He fell.");
        QCOMPARE(answer(delta.masked).text, QStringLiteral("He fell."));
        QCOMPARE(model().deltasOf(proposal).size(), std::size_t(2));
        QCOMPARE(model().deltasOf(proposal).back()->id, second);
        const DeltaId third = addDelta(proposal, {}); // nothing was asked
        QVERIFY(!model().delta(third)->masked);
        const auto steps = must(m_document->journal(proposal.value));
        QCOMPARE(steps.back().command, QStringLiteral("delta.add"));

        // Words that are not there any more take what was found about them along.
        say(AnswerRole::Model, "He fell.");
        QCOMPARE(model().deltasOf(proposal).size(), std::size_t(3));
        say(AnswerRole::Model, "He jumped.");
        QVERIFY(model().deltas().empty());
        checkWayBack();
        addDelta(proposal, "None");
        commit("clip.delete", [this](Edit &edit) -> Result<int> {
            if (auto done = edit.removeClip(m_clip); !done)
                return fail(done);
            return 0;
        });
        QVERIFY(model().deltas().empty());
        checkWayBack();
    }

    void badDeltas()
    {
        const AnswerId proposal = say(AnswerRole::Model, "He fell.");
        const AnswerId expert = say(AnswerRole::Expert, "He slipped.");
        const auto add
            = [this](AnswerId id, const QByteArray &report, const QByteArray &provenance = {}) {
                  return refused([&](Edit &edit) {
                      return asVoid(edit.addDelta({id, "None", provenance, report}));
                  });
              };
        QVERIFY(add(AnswerId{99}, "{}").find("99") != std::string::npos);
        QVERIFY(add(expert, "{}").find("role expert") != std::string::npos);
        for (const char *bad : {"", "[]", "1", "{", "null", "{\"a\":\"\xff\"}"})
            QVERIFY2(add(proposal, bad).find("not a JSON object") != std::string::npos, bad);
        QVERIFY(add(proposal, "{}", "{").find("provenance") != std::string::npos);
    }

    void anAcceptedProposalIsRemembered()
    {
        const AnswerId proposal
            = say(AnswerRole::Model, "He fell.", R"({"seed":7,"demonstration":true})");
        const AnswerId mine = accept(proposal);
        QCOMPARE(answer(mine).text, QStringLiteral("He fell."));
        QVERIFY(answer(mine).role == AnswerRole::Expert);
        QCOMPARE(answer(mine).author, QStringLiteral("anna"));
        QCOMPARE(answer(mine).round, QStringLiteral("round1"));
        QVERIFY(answer(proposal).state == AnswerState::Accepted);
        QCOMPARE(answer(mine).provenance,
                 QByteArray(R"({"demonstration":true,"edit_distance":0,"proposal":{"answer":)")
                     + QByteArray::number(qint64(proposal.value))
                     + R"(,"model":"tiny","provenance":{"demonstration":true,"seed":7},)"
                       R"("text":"He fell."}})");
        QVERIFY(isDemonstration(answer(mine)));
        checkWayBack();

        // Words changed later are counted, from the proposal, whatever else is said about them.
        say(AnswerRole::Expert, "He fell. ");
        QVERIFY(isDemonstration(answer(mine))); // a blank is no word
        say(AnswerRole::Expert, QStringLiteral("He feell😀."));
        QCOMPARE(json(answer(mine).provenance)["edit_distance"].toInt(), 2);
        QVERIFY(!isDemonstration(answer(mine)));
        say(AnswerRole::Expert, "She fell.", R"({"note":"n"})");
        QCOMPARE(json(answer(mine).provenance)["edit_distance"].toInt(), 2);
        QCOMPARE(json(answer(mine).provenance)["note"].toString(), QStringLiteral("n"));
        QCOMPARE(proposalOf(answer(mine).provenance), proposal);
        checkWayBack();
        // The model answers anew: what was taken over stays what it was.
        say(AnswerRole::Model, "He jumped.");
        QVERIFY(answer(proposal).state == AnswerState::Open);
        say(AnswerRole::Expert, "He fell.");
        QCOMPARE(json(answer(mine).provenance)["edit_distance"].toInt(), 0);

        accept(proposal, "He jumped down.");
        QCOMPARE(json(answer(mine).provenance)["edit_distance"].toInt(), 5);
        QVERIFY(!say(AnswerRole::Expert, {})); // emptied: nobody stands by the proposal
        QVERIFY(answer(proposal).state == AnswerState::Open);
        checkWayBack();
        const AnswerId again = say(AnswerRole::Expert, "My own words.");
        QCOMPARE(answer(again).provenance, QByteArray());
    }

    void anotherProposalTakesThePlace()
    {
        const AnswerId first = say(AnswerRole::Model, "One.");
        accept(first);
        NewAnswer other;
        other.clip = m_clip;
        other.task = Task::Cause;
        other.role = AnswerRole::Model;
        other.author = QStringLiteral("big");
        other.text = QStringLiteral("Two.");
        const AnswerId second
            = commit("answer.propose", [&](Edit &edit) { return edit.setAnswer(other); });
        const AnswerId mine = accept(second);
        QCOMPARE(proposalOf(answer(mine).provenance), second);
        QVERIFY(answer(first).state == AnswerState::Open);
        QVERIFY(answer(second).state == AnswerState::Accepted);
    }

    void badProposals()
    {
        const AnswerId expert = say(AnswerRole::Expert, "He slipped.");
        const AnswerId empty = say(AnswerRole::Model, " ");
        const auto take = [this](AnswerId id) {
            return refused([&](Edit &edit) { return asVoid(edit.acceptProposal(id)); });
        };
        QVERIFY(take(AnswerId{99}).find("99") != std::string::npos);
        QVERIFY(take(expert).find("role expert, not model") != std::string::npos);
        QVERIFY(take(empty).find("no words") != std::string::npos);
    }

    void decisionsBecomeGold()
    {
        const AnswerId expert = say(AnswerRole::Expert, "He slipped.");
        const AnswerId proposal = say(AnswerRole::Model, "He fell.");
        const AnswerId gold = settle(Settlement::AcceptModel, proposal);
        QVERIFY(answer(gold).role == AnswerRole::Gold);
        QCOMPARE(answer(gold).round, QStringLiteral("gold"));
        QCOMPARE(answer(gold).author, QStringLiteral("anna"));
        QCOMPARE(answer(gold).text, QStringLiteral("He fell."));
        QCOMPARE(answer(gold).provenance, R"({"decision":"accept_model","from":[)"
                                              + QByteArray::number(qint64(proposal.value)) + "]}");
        QVERIFY(answer(proposal).state == AnswerState::Accepted);
        checkWayBack();

        QCOMPARE(settle(Settlement::KeepExpert, expert), gold); // decided anew, not twice
        QCOMPARE(answer(gold).text, QStringLiteral("He slipped."));
        QVERIFY(answer(proposal).state == AnswerState::Open);
        checkWayBack();
        settle(Settlement::Merge, proposal, "He slipped and fell.");
        QCOMPARE(answer(gold).text, QStringLiteral("He slipped and fell."));
        settle(Settlement::Merge, {}, "He fell over.");
        QCOMPARE(answer(gold).provenance, QByteArray(R"({"decision":"merge","from":[]})"));
        QVERIFY(!settle(Settlement::Reject, proposal));
        QVERIFY(answer(proposal).state == AnswerState::Rejected);
        QCOMPARE(answer(gold).text, QStringLiteral("He fell over."));
        checkWayBack();
    }

    void goldNeverHidesADemonstration()
    {
        const AnswerId noise = say(AnswerRole::Model, "Noise.", R"({"demonstration":true})");
        QVERIFY(isDemonstration(answer(settle(Settlement::AcceptModel, noise))));
        QVERIFY(isDemonstration(answer(settle(Settlement::Merge, noise, "Noise. "))));
        QVERIFY(!isDemonstration(answer(settle(Settlement::Merge, noise, "Something else."))));
        const AnswerId mine = accept(noise);
        QVERIFY(isDemonstration(answer(settle(Settlement::KeepExpert, mine))));
        say(AnswerRole::Expert, "No noise.");
        QVERIFY(!isDemonstration(answer(settle(Settlement::KeepExpert, mine))));
    }

    void badDecisions()
    {
        const AnswerId expert = say(AnswerRole::Expert, "He slipped.");
        const AnswerId proposal = say(AnswerRole::Model, "He fell.");
        const QaItemId item = answer(expert).item;
        const ClipId elsewhere = addClip(*m_document, "b.mp4");
        NewAnswer foreign;
        foreign.clip = elsewhere;
        foreign.task = Task::Cause;
        foreign.role = AnswerRole::Model;
        foreign.text = QStringLiteral("x");
        const AnswerId other
            = commit("answer.set", [&](Edit &edit) { return edit.setAnswer(foreign); });
        const auto decide = [this](QaItemId of, Settlement what, AnswerId from,
                                   const QString &text = {}) {
            return refused([&](Edit &edit) { return asVoid(edit.settle(of, what, from, text)); });
        };
        const auto says = [](const std::string &message, const char *part) {
            return message.find(part) != std::string::npos;
        };
        QVERIFY(says(decide(QaItemId{99}, Settlement::Merge, {}, "x"), "item 99"));
        QVERIFY(says(decide(item, Settlement::AcceptModel, {}), "answer 0"));
        QVERIFY(says(decide(item, Settlement::AcceptModel, expert), "role expert"));
        QVERIFY(says(decide(item, Settlement::KeepExpert, proposal), "role model"));
        QVERIFY(says(decide(item, Settlement::Reject, expert), "role expert"));
        QVERIFY(says(decide(item, Settlement::AcceptModel, other), "does not answer"));
        QVERIFY(says(decide(item, Settlement::Merge, expert), "needs its text"));
        QVERIFY(says(decide(item, Settlement::KeepExpert, expert, "x"), "only a merge"));
    }

    void theOps()
    {
        const AnswerId proposal = say(AnswerRole::Model, "He fell.");
        const QaItemId item = answer(proposal).item;
        const QByteArray id = QByteArray::number(qint64(proposal.value));
        const QByteArray of = QByteArray::number(qint64(item.value));
        EditOps ops(*m_document, CancelToken());
        const auto accepted = must(
            ops.apply(R"({"op":"answer.accept","id":)" + id + R"(,"text":"He fell down."})"));
        QCOMPARE(answer(AnswerId{accepted.id}).text, QStringLiteral("He fell down."));
        QCOMPARE(m_document->undoCommand(), QStringLiteral("answer.accept"));
        const auto gold = must(ops.apply(R"({"op":"answer.settle","item":)" + of
                                         + R"(,"decision":"accept_model","from":)" + id + "}"));
        QVERIFY(answer(AnswerId{gold.id}).role == AnswerRole::Gold);
        const auto rejected = must(ops.apply(R"({"op":"answer.settle","item":)" + of
                                             + R"(,"decision":"reject","from":)" + id + "}"));
        QCOMPARE(rejected.id, 0);
        for (const QByteArray &bad :
             {QByteArray(R"({"op":"answer.accept"})"),
              R"({"op":"answer.accept","id":)" + id + R"(,"words":"x"})",
              R"({"op":"answer.settle","item":)" + of + R"(,"decision":"toss","from":)" + id + "}",
              R"({"op":"answer.settle","item":)" + of + R"(,"decision":"merge"})"}) {
            const auto done = ops.apply(bad);
            QVERIFY2(!done && done.error().code == ErrorCode::BadInput, bad.constData());
        }
    }

    /// Joined segments: a proposal in any part is remembered.
    void joinedTextsRemember()
    {
        const SegmentId first = addSegment(*m_document, m_clip, 10, 20);
        const SegmentId second = addSegment(*m_document, m_clip, 30, 50);
        const auto describe = [&](SegmentId segment, AnswerRole role, const char *text) {
            NewAnswer made;
            made.clip = m_clip;
            made.segment = segment;
            made.role = role;
            made.author = role == AnswerRole::Model ? QStringLiteral("tiny") : QString();
            made.text = QString::fromLatin1(text);
            return commit("answer.set", [&](Edit &edit) { return edit.setAnswer(made); });
        };
        const AnswerId mine = describe(first, AnswerRole::Expert, "A");
        describe(first, AnswerRole::Model, "M");
        const AnswerId proposal = describe(second, AnswerRole::Model, "B");
        addDelta(proposal, "None");
        accept(proposal);
        commit("segment.merge", [&](Edit &edit) { return edit.mergeSegments({first, second}); });
        QCOMPARE(answer(mine).text, QStringLiteral("A B"));
        QCOMPARE(json(answer(mine).provenance)["edit_distance"].toInt(), 2);
        QVERIFY(model().deltas().empty());
        checkWayBack();
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Document> m_document;
    ClipId m_clip;
};

QTEST_GUILESS_MAIN(TestProposals)
#include "TestProposals.moc"
