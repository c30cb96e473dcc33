// The way through disagreements and the decisions, without widgets.
#include "annotation/evaluation/Disagreements.h"
#include "annotation/evaluation/Rouge.h"
#include "tests/ui/review/ReviewProject.h"
#include "ui/review/ReviewSession.h"
#include "ui/review/ReviewWording.h"
#include "ui/review/SharedWords.h"
#include "ui/workspace/Workspace.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

class TestReviewSession : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<ReviewSession> m_session;
    std::vector<ReviewedClip> m_clips;

    QString current() const
    {
        const ReviewAnswer *answer = m_session->answer();
        return answer ? answer->text : QString();
    }
    QStringList marked(const QString &text, const QString &other) const
    {
        QStringList words;
        for (const TextSpan &span : sharedWords(text, other))
            words.append(text.mid(span.start, span.length));
        return words;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_document = must(Document::create(m_folder->filePath("a.ecva"), "reviewer"));
        m_clips.clear();
        m_clips.push_back(addReviewedClip(*m_document, QStringLiteral("one.mp4")));
        addClip(*m_document, QStringLiteral("nobody.mp4"));
        m_clips.push_back(addReviewedClip(*m_document, QStringLiteral("two.mp4")));
        m_workspace = std::make_unique<Workspace>();
        m_workspace->setDocument(m_document.get());
        m_workspace->setClip(m_clips[0].clip);
        m_session = std::make_unique<ReviewSession>(*m_workspace);
        m_session->setActive(true);
    }
    void cleanup()
    {
        m_session.reset();
        m_workspace.reset();
        m_document.reset();
    }

    void laysAClipOut()
    {
        const ReviewSheet &sheet = m_session->sheet();
        QCOMPARE(sheet.models, QStringList({"Alpha", "Beta"}));
        QCOMPARE(sheet.fields.size(), std::size_t(3));
        // An expert describes segments: joined in the order of time for a model's whole clip.
        QCOMPARE(sheet.fields[0].expertText,
                 QStringLiteral("A hooded man works on the lock of a flat. He opens the door and "
                                "slips inside."));
        QCOMPARE(sheet.fields[0].parts, 2);
        QCOMPARE(sheet.fields[0].answers[0].id, m_clips[0].alphaWhat);
        QVERIFY(!sheet.fields[0].answers[1].id);
        QCOMPARE(sheet.fields[1].answers[0].id, m_clips[0].alphaWhy);
        QCOMPARE(sheet.fields[2].answers[1].id, m_clips[0].betaHow);
        QCOMPARE(*sheet.fields[2].answers[1].rougeL,
                 rougeL(sheet.fields[2].expertText, sheet.fields[2].answers[1].text).f);
        QVERIFY(!sheet.fields[2].answers[1].delta);
    }

    /// The list is what annotation/evaluation finds, the worst first.
    void agreesWithTheDisagreementsOfTheProject()
    {
        const auto found = disagreementsOf(m_document->model(), m_clips[0].clip);
        const ReviewSheet &sheet = m_session->sheet();
        QCOMPARE(sheet.items.size(), found.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            const ReviewItem &item = sheet.items[i];
            const ReviewField &field = sheet.fields[static_cast<std::size_t>(item.row)];
            QCOMPARE(field.answers[static_cast<std::size_t>(item.model)].id, found[i].model);
            QCOMPARE(field.item, found[i].item);
            QCOMPARE(field.expert, found[i].expert);
            QCOMPARE(item.rougeL, found[i].score);
            QVERIFY(item.open);
        }
        QVERIFY(sheet.items.front().rougeL <= sheet.items.back().rougeL);
    }

    void walksWorstFirstAndOverClips()
    {
        const int count = static_cast<int>(m_session->sheet().items.size());
        QCOMPARE(count, 4);
        for (int i = 0; i < count; ++i) {
            QCOMPARE(m_session->item(), i);
            QVERIFY(m_session->next());
        }
        QCOMPARE(m_workspace->clip(), m_clips[1].clip); // the clip without answers is passed by
        QCOMPARE(m_session->item(), 0);
        QVERIFY(m_session->previous());
        QCOMPARE(m_workspace->clip(), m_clips[0].clip);
        QCOMPARE(m_session->item(), count - 1);
        for (int i = 0; i <= count; ++i)
            QVERIFY(m_session->previous());
        QCOMPARE(m_workspace->clip(), m_clips[1].clip); // and round
    }

    void acceptWritesGoldWithItsSource()
    {
        m_session->setItem(0);
        const ReviewField field = *m_session->field();
        const AnswerId chosen = m_session->answer()->id;
        const QString text = current();
        const QByteArray before = must(m_document->dump());
        QVERIFY(m_session->decide(Settlement::AcceptModel));

        const Answer *gold
            = m_document->model().findAnswer(field.item, AnswerRole::Gold, QStringLiteral("gold"));
        QVERIFY(gold);
        QCOMPARE(gold->text, text);
        QCOMPARE(gold->author, QStringLiteral("reviewer"));
        const QJsonObject provenance = QJsonDocument::fromJson(gold->provenance).object();
        QCOMPARE(provenance["decision"].toString(), toName(Settlement::AcceptModel));
        QCOMPARE(provenance["from"].toArray().first().toInteger(), chosen.value);
        QCOMPARE(m_document->model().answer(chosen)->state, AnswerState::Accepted);
        QCOMPARE(m_session->field()->goldSource, chosen);
        QVERIFY(!m_session->sheet().items[0].open);

        must(m_document->undo());
        QCOMPARE(must(m_document->dump()), before);
        QVERIFY(m_session->sheet().items[0].open);
    }

    void keepOfSeveralSegmentsKeepsAllTheirWords()
    {
        m_session->setCurrent(0, 1);
        const QByteArray before = must(m_document->dump());
        QVERIFY(m_session->decide(Settlement::KeepExpert));
        QCOMPARE(m_session->field()->goldText,
                 QStringLiteral("A hooded man works on the lock of a flat. He opens the door and "
                                "slips inside."));
        QCOMPARE(m_session->field()->goldSource, m_clips[0].expertWhat);
        must(m_document->undo());
        QCOMPARE(must(m_document->dump()), before);

        m_session->setCurrent(1, 1);
        QVERIFY(m_session->decide(Settlement::KeepExpert));
        QCOMPARE(m_session->field()->goldSource, m_clips[0].expertWhy);
        const Answer *gold = m_document->model().answer(m_session->field()->gold);
        QVERIFY(gold->provenance.contains(toName(Settlement::KeepExpert).toUtf8()));
    }

    void rejectLeavesTheOtherAnswersOpen()
    {
        m_session->setCurrent(2, 2);
        QVERIFY(m_session->decide(Settlement::Reject));
        QCOMPARE(m_document->model().answer(m_clips[0].betaHow)->state, AnswerState::Rejected);
        QVERIFY(!m_session->field()->gold);
        int open = 0;
        for (const ReviewItem &item : m_session->sheet().items)
            open += item.open && item.row == 2;
        QCOMPARE(open, 1);
    }

    void aMergeIsWrittenWordForWord()
    {
        m_session->setCurrent(2, 1);
        const QString text = QStringLiteral("The lock is forced; 警察赶到。");
        QVERIFY(m_session->decide(Settlement::Merge, text, m_session->field()->expert));
        QCOMPARE(m_session->field()->goldText, text);
        QCOMPARE(m_session->field()->goldSource, m_clips[0].expertHow);
        const Answer *gold = m_document->model().answer(m_session->field()->gold);
        QVERIFY(gold->provenance.contains(toName(Settlement::Merge).toUtf8()));
    }

    void undoLeadsBackToWhereItWas()
    {
        m_session->setCurrent(2, 1);
        QVERIFY(m_session->decide(Settlement::AcceptModel));
        m_workspace->setClip(m_clips[1].clip);
        must(m_document->undo());
        QCOMPARE(m_workspace->clip(), m_clips[0].clip);
        QCOMPARE(m_session->row(), 2);
        QCOMPARE(m_session->column(), 1);
    }

    void saysWhyItCannotBeDecided()
    {
        m_session->setCurrent(0, 0);
        QVERIFY(!m_session->obstacle(Settlement::AcceptModel).isEmpty());
        QVERIFY(!m_session->obstacle(Settlement::Reject).isEmpty());
        QVERIFY(m_session->obstacle(Settlement::KeepExpert).isEmpty());
        QSignalSpy failed(m_session.get(), &ReviewSession::failed);
        QVERIFY(!m_session->decide(Settlement::AcceptModel));
        QCOMPARE(failed.size(), 1);
        m_session->setCurrent(0, 2); // Beta was not asked
        QVERIFY(!m_session->obstacle(Settlement::AcceptModel).isEmpty());
        QVERIFY(!m_session->decide(Settlement::Merge, QString())); // no words
        m_workspace->setClip({});
        QVERIFY(!m_session->obstacle(Settlement::Merge).isEmpty());
        QVERIFY(!m_session->next());
    }

    void readOnlyProjectsAreReadOnly()
    {
        const QString path = m_document->path();
        cleanup();
        auto document = must(Document::open(path, Document::Mode::ReadOnly, "reader"));
        Workspace workspace;
        workspace.setDocument(document.get());
        workspace.setClip(m_clips[0].clip);
        ReviewSession session(workspace);
        session.setActive(true);
        for (const Settlement decision : {Settlement::AcceptModel, Settlement::KeepExpert,
                                          Settlement::Merge, Settlement::Reject})
            QVERIFY(!session.obstacle(decision).isEmpty());
        QVERIFY(!session.decide(Settlement::AcceptModel));
        QVERIFY(session.next());
        workspace.setDocument(nullptr);
        QVERIFY(session.sheet().fields.empty());
    }

    void showsTheNewestDelta()
    {
        const auto measure = [&](double adjusted, double delta) {
            Edit edit(*m_document, QStringLiteral("delta.add"));
            NewDelta made;
            made.answer = m_clips[0].alphaHow;
            made.report = deltaReport(adjusted, delta, {0.1, 0.12, 0.08});
            must(edit.addDelta(made));
            must(m_document->commit(std::move(edit)));
        };
        measure(0.31, 0.41);
        QCOMPARE(m_session->sheet().fields[2].answers[0].delta->verdict, DeltaVerdict::Read);
        measure(-0.05, 0.05);
        const auto mark = m_session->sheet().fields[2].answers[0].delta;
        QVERIFY(mark);
        QCOMPARE(mark->verdict, DeltaVerdict::NotRead);
        QCOMPARE(*mark->value, -0.05);
        QCOMPARE(review::signedScore(-0.05), QStringLiteral("−0.05"));
        QCOMPARE(review::signedScore(-0.001), QStringLiteral("+0.00"));
        QVERIFY(!m_session->sheet().fields[1].answers[0].delta);
    }

    /// Any frame that is missing changes an answer: without controls there is no figure to show.
    void aDeltaWithoutControlsHasNoFigure()
    {
        QByteArray report = deltaReport(0, 0.41, {});
        report.replace("\"adjusted_delta\":0,", "\"adjusted_delta\":null,");
        QVERIFY(report.contains("null"));
        Edit edit(*m_document, QStringLiteral("delta.add"));
        NewDelta made;
        made.answer = m_clips[0].alphaHow;
        made.report = report;
        must(edit.addDelta(made));
        must(m_document->commit(std::move(edit)));
        const auto mark = m_session->sheet().fields[2].answers[0].delta;
        QVERIFY(mark);
        QCOMPARE(mark->verdict, DeltaVerdict::Unknown);
        QVERIFY(!mark->value);
    }

    void aSegmentsOwnAnswerStandsBesideItsOwnDescription()
    {
        Edit edit(*m_document, QStringLiteral("answer.propose"));
        say(edit, m_clips[0].clip, Task::Description, AnswerRole::Model, QStringLiteral("Alpha"),
            QStringLiteral("A man slips inside."), m_clips[0].second, QStringLiteral("round1"),
            R"({"demonstration":true})");
        must(m_document->commit(std::move(edit)));
        const ReviewSheet &sheet = m_session->sheet();
        QCOMPARE(sheet.fields.size(), std::size_t(4));
        QCOMPARE(sheet.fields[1].place, 2);
        QCOMPARE(sheet.fields[1].expertText, QStringLiteral("He opens the door and slips inside."));
        QVERIFY(sheet.fields[1].answers[0].demonstration);
        QVERIFY(!sheet.fields[0].answers[0].demonstration);
    }

    void marksContentWordsThatAreShared()
    {
        QCOMPARE(marked(QStringLiteral("The man is stealing a TV from the living room."),
                        QStringLiteral("He came to steal; three cameras in the living room.")),
                 QStringList({"stealing", "living room"}));
        QCOMPARE(
            marked(QStringLiteral("The video shows it."), QStringLiteral("The video shows it.")),
            QStringList());
        QCOMPARE(marked(QString(), QStringLiteral("lock")), QStringList());
        QCOMPARE(marked(QStringLiteral("1. A car 2. A car"), QStringLiteral("1 2 car")),
                 QStringList({"car", "car"}));
        const QString said = QStringLiteral("The police arrive and arrest the man.");
        const auto fresh = newWords(said, QStringLiteral("A man runs."));
        QCOMPARE(fresh.size(), std::size_t(1));
        QCOMPARE(said.mid(fresh[0].start, fresh[0].length),
                 QStringLiteral("police arrive and arrest"));
        // Chinese by pairs: 撬开 and 门锁, not the single 了.
        QCOMPARE(marked(QStringLiteral("男子撬开了门锁"), QStringLiteral("有人撬开房门锁走了")),
                 QStringList({"撬开", "门锁"}));
        QCOMPARE(
            wordsOnlyIn(QStringLiteral("The police arrest him."), QStringLiteral("He runs."), 3),
            QStringList({"police", "arrest"}));
        QCOMPARE(wordsOnlyIn(QString(), QString(), 3), QStringList());
    }

    void marksNeverLeaveTheText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("other");
        QTest::newRow("marks only") << "...!?" << "?!";
        QTest::newRow("hyphens") << "-a- 'b' c-" << "a b c";
        QTest::newRow("surrogates")
            << QStringLiteral("𠮷野家 🚗 man") << QStringLiteral("𠮷野家 man");
        QTest::newRow("mixed") << QStringLiteral("SUV撞车了crash") << QStringLiteral("撞车crash");
        QTest::newRow("short words") << "es s ed ing y's ss" << "e s";
    }
    void marksNeverLeaveTheText()
    {
        QFETCH(QString, text);
        QFETCH(QString, other);
        int end = 0;
        for (const TextSpan &span : sharedWords(text, other)) {
            QVERIFY(span.start >= end);
            QVERIFY(span.length > 0);
            end = span.start + span.length;
        }
        QVERIFY(end <= text.size());
        for (const QString &word : wordsOnlyIn(text, other, 3))
            QVERIFY(text.contains(word, Qt::CaseInsensitive));
    }

    void saysWhatDiffers()
    {
        const ReviewSheet &sheet = m_session->sheet();
        for (const ReviewItem &item : sheet.items) {
            const QString summary = review::summaryOf(sheet, item);
            QVERIFY(summary.contains(sheet.models.at(item.model)));
            QVERIFY(summary.front().isUpper());
        }
        // The plural forms come with the translation.
        QVERIFY(review::measureOf(QStringLiteral("He opens the door."))
                    .startsWith(QStringLiteral("4 word")));
        QVERIFY(review::measureOf(QStringLiteral("He opens the door."))
                    .contains(QStringLiteral("18 char")));
        QVERIFY(
            review::measureOf(QStringLiteral("撬开了门锁")).startsWith(QStringLiteral("5 char")));
    }
};

QTEST_GUILESS_MAIN(TestReviewSession)
#include "tst_review_session.moc"
