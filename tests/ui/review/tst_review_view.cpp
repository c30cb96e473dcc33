// The review by keyboard: decisions, the gold editor, marks, and what must not happen while typing.
#include "tests/support/FakeModelDesk.h"
#include "tests/ui/review/ReviewProject.h"
#include "ui/inspector/AnswerEdit.h"
#include "ui/jobs/JobRunner.h"
#include "ui/review/AnswerCell.h"
#include "ui/review/AnswerGrid.h"
#include "ui/review/DisagreementList.h"
#include "ui/review/ReviewSession.h"
#include "ui/review/ReviewView.h"
#include "ui/style/Controls.h"
#include "ui/style/EcvaStyle.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QApplication>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

class TestReviewView : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<JobRunner> m_jobs;
    std::unique_ptr<ActionRegistry> m_actions;
    std::unique_ptr<FakeModelDesk> m_desk;
    std::unique_ptr<ReviewView> m_view;
    std::vector<ReviewedClip> m_clips;

    template <typename T>
    T *child(const char *name) const
    {
        return m_view->findChild<T *>(QString::fromLatin1(name));
    }
    AnswerGrid *grid() const { return child<AnswerGrid>("answerGrid"); }
    AnswerEdit *edit() const { return child<AnswerEdit>("goldText"); }
    QPushButton *button(const char *name) const { return child<QPushButton>(name); }
    const ReviewSession &session() const { return m_view->session(); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWidget *focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : m_view.get(), key, modifiers);
    }
    void type(const QString &text) { QTest::keyClicks(QApplication::focusWidget(), text); }
    const Answer *gold() const { return m_document->model().answer(session().field()->gold); }
    void openOn(int clips)
    {
        m_clips.clear();
        for (int i = 0; i < clips; ++i)
            m_clips.push_back(addReviewedClip(*m_document, QStringLiteral("%1.mp4").arg(i)));
        m_workspace->setClip(m_clips.front().clip);
        m_view->open();
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_document = must(Document::create(m_folder->filePath("a.ecva"), "reviewer"));
        m_workspace = std::make_unique<Workspace>();
        m_workspace->setDocument(m_document.get());
        m_jobs = std::make_unique<JobRunner>();
        m_actions = std::make_unique<ActionRegistry>();
        m_desk = std::make_unique<FakeModelDesk>();
        m_view = std::make_unique<ReviewView>(*m_workspace, *m_desk, *m_jobs, *m_actions);
        m_actions->setWindow(m_view.get());
        m_view->resize(1440, 856);
        m_view->show();
        m_view->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    }
    void cleanup()
    {
        m_view.reset();
        m_actions.reset();
        m_workspace.reset();
        m_document.reset();
    }

    void opensAtTheWorstDisagreement()
    {
        openOn(1);
        QCOMPARE(session().item(), 0);
        QVERIFY(grid()->currentCell()->hasFocus());
        QVERIFY(grid()->currentCell()->isCurrent());
        QCOMPARE(child<DisagreementList>("disagreements")->currentIndex().row(), 0);
        QCOMPARE(child<QLabel>("reviewClip")->text(), QStringLiteral("0.mp4"));
        QVERIFY(child<QLabel>("reviewPlace")->text().startsWith(QStringLiteral("Item 1 of 4")));
    }

    void arrowsMoveTheFrame()
    {
        openOn(1);
        const int row = session().row();
        const int column = session().column();
        press(Qt::Key_Left);
        QCOMPARE(session().column(), column - 1);
        for (int i = 0; i < 3; ++i)
            press(Qt::Key_Left); // no further than the expert's
        QCOMPARE(session().column(), 0);
        press(Qt::Key_Up);
        QCOMPARE(session().row(), std::max(0, row - 1));
        press(Qt::Key_Down);
        press(Qt::Key_Down);
        press(Qt::Key_Down);
        QCOMPARE(session().row(), 2);
        QVERIFY(grid()->cell(2, 0)->hasFocus());
        QCOMPARE(child<DisagreementList>("disagreements")->currentIndex().row(), -1);
    }

    void nextAndPreviousByKeyWorkFromGridAndList()
    {
        openOn(2);
        press(Qt::Key_N);
        QCOMPARE(session().item(), 1);
        press(Qt::Key_P);
        QCOMPARE(session().item(), 0);
        child<DisagreementList>("disagreements")->setFocus();
        press(Qt::Key_N);
        QCOMPARE(session().item(), 1);
        QVERIFY(child<DisagreementList>("disagreements")->hasFocus());
        press(Qt::Key_Down);
        QCOMPARE(session().item(), 2);
        for (int i = 0; i < 2; ++i)
            press(Qt::Key_N);
        QCOMPARE(m_workspace->clip(), m_clips[1].clip);
    }

    void decidesByKeyAndGoesOn()
    {
        openOn(1);
        const QByteArray before = must(m_document->dump());
        const AnswerId first = session().answer()->id;
        press(Qt::Key_A);
        QCOMPARE(m_document->model().answer(first)->state, AnswerState::Accepted);
        QVERIFY(session().item() != 0); // at the next
        const AnswerId second = session().answer()->id;
        press(Qt::Key_X);
        QCOMPARE(m_document->model().answer(second)->state, AnswerState::Rejected);
        press(Qt::Key_E);
        QCOMPARE(session().sheet().openItems(), 0);
        // One step each.
        for (int i = 0; i < 3; ++i)
            must(m_document->undo());
        QCOMPARE(must(m_document->dump()), before);
    }

    void mergesInTheEditor()
    {
        openOn(1);
        while (session().row() != 2 || session().column() != 1)
            press(Qt::Key_N);
        const QString expert = session().field()->expertText;
        const QByteArray before = must(m_document->dump());
        press(Qt::Key_D);
        QVERIFY(edit()->hasFocus());
        QCOMPARE(edit()->toPlainText(), expert);
        type(QStringLiteral(" axenpdm")); // letters that are commands elsewhere
        QCOMPARE(edit()->toPlainText(), expert + QStringLiteral(" axenpdm"));
        QCOMPARE(must(m_document->dump()), before);
        QVERIFY(button("saveButton")->isEnabled());
        const ReviewField field = *session().field();
        press(Qt::Key_Return, Qt::ControlModifier);
        const Answer *made
            = m_document->model().findAnswer(field.item, AnswerRole::Gold, QStringLiteral("gold"));
        QVERIFY(made);
        QCOMPARE(made->text, expert + QStringLiteral(" axenpdm"));
        QVERIFY(made->provenance.contains(toName(Settlement::Merge).toUtf8()));
        QVERIFY(!edit()->hasFocus());
        QVERIFY(session().row() != 2);
        must(m_document->undo());
        QCOMPARE(must(m_document->dump()), before);
        QCOMPARE(session().row(), 2);
        QCOMPARE(edit()->toPlainText(), QString());
    }

    void enterWritesFromTheCurrentAnswer()
    {
        openOn(1);
        const QString said = session().answer()->text;
        press(Qt::Key_Return);
        QVERIFY(edit()->hasFocus());
        QCOMPARE(edit()->toPlainText(), said);
        press(Qt::Key_Escape);
        QVERIFY(grid()->currentCell()->hasFocus());
        QVERIFY(!gold()); // nothing was changed, nothing is stored
        press(Qt::Key_Return);
        type(QStringLiteral(" Yes."));
        press(Qt::Key_Escape);
        QVERIFY(!gold());
        const int row = session().row();
        press(Qt::Key_N); // leaves the field: what was typed is kept
        QVERIFY(session().row() != row || gold());
        bool found = false;
        for (const auto &[id, answer] : m_document->model().answers())
            found = found || (answer.role == AnswerRole::Gold && answer.text == said + " Yes.");
        QVERIFY(found);
    }

    void typedGoldIsStoredBeforeTheViewIsLeft()
    {
        openOn(1);
        press(Qt::Key_D);
        type(QStringLiteral(" more"));
        m_workspace->requestFlush();
        QVERIFY(gold());
        QVERIFY(gold()->text.endsWith(QStringLiteral(" more")));
        QVERIFY(edit()->hasFocus());
    }

    void marksByDistanceAndBySwitch()
    {
        openOn(1);
        const auto kindsIn = [](const AnswerCell *cell, MarkedText::Mark mark) {
            int count = 0;
            for (const MarkedText::Run &run : cell->text().runs())
                count += run.mark == mark;
            return count;
        };
        // Why is close to the expert's: what changed is marked; How is far: what agrees.
        const AnswerCell *close = grid()->cell(1, 1);
        QVERIFY(*close->content().rougeL >= AnswerGrid::kFarApart);
        QVERIFY(kindsIn(close, MarkedText::Mark::Gone) > 0);
        const AnswerCell *far = grid()->cell(2, 2);
        QVERIFY(*far->content().rougeL < AnswerGrid::kFarApart);
        QCOMPARE(kindsIn(far, MarkedText::Mark::Gone), 0);
        QCOMPARE(far->text().text(), far->content().text);
        while (session().row() != 2)
            press(Qt::Key_N);
        auto *marks = child<SegmentedControl>("marking");
        QCOMPARE(marks->currentIndex(), 0);
        press(Qt::Key_M);
        QCOMPARE(marks->currentIndex(), 1);
        QVERIFY(kindsIn(far, MarkedText::Mark::Gone) > 0);
        press(Qt::Key_M);
        QCOMPARE(kindsIn(close, MarkedText::Mark::Gone), 0);
        QVERIFY(kindsIn(close, MarkedText::Mark::Strong) > 0);
        QVERIFY(grid()->cell(2, 0)->text().runs().empty()); // the expert's is never marked
    }

    void saysWhenNobodyWasAsked()
    {
        m_workspace->setClip(addClip(*m_document, QStringLiteral("alone.mp4")));
        m_view->open();
        QVERIFY(child<QWidget>("noAnswers")->isVisible());
        QVERIFY(button("importResults")->hasFocus());
        QSignalSpy closed(m_view.get(), &ReviewView::closed);
        button("askModel")->click();
        QCOMPARE(closed.size(), 1);
        // A first answer ends it.
        addReviewedClip(*m_document, QStringLiteral("b.mp4"));
        m_view->open();
        QVERIFY(!child<QWidget>("noAnswers")->isVisible());
        QVERIFY(grid()->isVisible());
        QVERIFY(!button("acceptButton")->isEnabled());
        press(Qt::Key_N);
        QVERIFY(session().item() >= 0);
    }

    void missingAnswersSaySo()
    {
        openOn(1);
        QVERIFY(grid()->cell(0, 2)->content().text.isEmpty());
        QVERIFY(!grid()->cell(0, 2)->content().missing.isEmpty());
        QVERIFY(grid()->cell(0, 2)->accessibleDescription().contains(
            grid()->cell(0, 2)->content().missing));
    }

    void answersByChainOfThoughtSaySo()
    {
        openOn(1);
        Edit edit(*m_document, QStringLiteral("answer.propose"));
        say(edit, m_clips[0].clip, Task::Result, AnswerRole::Model, QStringLiteral("Tiny"),
            QStringLiteral("ba ba be"), {}, QStringLiteral("round1"),
            R"({"chain_of_thought":{"chosen":[1,4],"order":[4,1,2,3]}})");
        must(m_document->commit(std::move(edit)));
        const AnswerCell *cell = grid()->cell(2, 3);
        QVERIFY(cell);
        QCOMPARE(cell->content().chain, QStringLiteral("Chain of thought: parts 1 and 4 of 4"));
        QVERIFY(cell->accessibleDescription().contains(cell->content().chain));
        QCOMPARE(cell->toolTip(), cell->content().chain);
        QVERIFY(grid()->cell(2, 1)->content().chain.isEmpty());
    }

    void demonstrationAnswersSaySo()
    {
        openOn(1);
        Edit edit(*m_document, QStringLiteral("answer.propose"));
        say(edit, m_clips[0].clip, Task::Result, AnswerRole::Model, QStringLiteral("Tiny"),
            QStringLiteral("ba ba be"), {}, QStringLiteral("round1"), R"({"demonstration":true})");
        must(m_document->commit(std::move(edit)));
        const AnswerCell *cell = grid()->cell(2, 3);
        QVERIFY(cell);
        QVERIFY(cell->content().demonstration);
        QVERIFY(cell->accessibleDescription().contains(
            QStringLiteral("Untrained demonstration weights: answers are noise.")));
    }

    void manyModelsScrollBesideTheExpert()
    {
        openOn(1);
        Edit edit(*m_document, QStringLiteral("import"));
        for (const char *name : {"C", "D", "E"})
            say(edit, m_clips[0].clip, Task::Result, AnswerRole::Model, QString::fromLatin1(name),
                QStringLiteral("He leaves."));
        must(m_document->commit(std::move(edit)));
        const AnswerCell *expert = grid()->cell(2, 0);
        const QPoint before = expert->mapTo(m_view.get(), QPoint(0, 0));
        for (int i = 0; i < 5; ++i)
            press(Qt::Key_Right);
        QCOMPARE(session().column(), 5);
        QCOMPARE(expert->mapTo(m_view.get(), QPoint(0, 0)).x(), before.x());
        const AnswerCell *last = grid()->currentCell();
        QVERIFY(last->visibleRegion().boundingRect().width() >= last->width() - 1);
        QVERIFY(expert->visibleRegion().boundingRect().width() == expert->width());
    }

    void longAnswersScrollAndNothingIsCut()
    {
        openOn(1);
        Edit edit(*m_document, QStringLiteral("import"));
        const QString lengthy = QStringLiteral("The man runs away with the bag. ").repeated(60);
        say(edit, m_clips[0].clip, Task::Cause, AnswerRole::Model, QStringLiteral("Beta"), lengthy);
        must(m_document->commit(std::move(edit)));
        // All rows are on the screen: the long one scrolls in itself, the others are whole.
        const AnswerCell *cell = grid()->cell(1, 2);
        QVERIFY(cell->mostScrolled() > 0);
        QVERIFY(cell->height() < grid()->height());
        QVERIFY(grid()->cell(2, 0)->geometry().bottom() <= grid()->height());
        for (int row = 0; row < 3; ++row) {
            for (int column = 0; column < 3; ++column) {
                const AnswerCell *each = grid()->cell(row, column);
                QVERIFY(each == cell || each->mostScrolled() == 0);
            }
        }
        while (session().row() != 1 || session().column() != 2)
            press(Qt::Key_N);
        QCOMPARE(grid()->currentCell(), cell);
        QCOMPARE(cell->visibleRegion().boundingRect().size(), cell->size());
        for (int i = 0; i < 20; ++i)
            press(Qt::Key_PageDown);
        QCOMPARE(cell->scrolled(), cell->mostScrolled());
        press(Qt::Key_PageUp);
        QVERIFY(cell->scrolled() < cell->mostScrolled());
    }

    void readOnlyShowsAndSaysWhy()
    {
        const QString path = m_document->path();
        openOn(1);
        m_workspace->setDocument(nullptr);
        m_document.reset();
        m_document = must(Document::open(path, Document::Mode::ReadOnly, "reader"));
        m_workspace->setDocument(m_document.get());
        m_workspace->setClip(m_clips[0].clip);
        m_view->open();
        QVERIFY(session().item() >= 0);
        for (const char *name : {"acceptButton", "keepButton", "mergeButton", "rejectButton"}) {
            QVERIFY(!button(name)->isEnabled());
            QVERIFY(!button(name)->toolTip().isEmpty());
        }
        press(Qt::Key_A);
        press(Qt::Key_D);
        QVERIFY(!edit()->hasFocus());
        QVERIFY(edit()->isReadOnly());
        press(Qt::Key_N);
        QCOMPARE(session().item(), 1);
    }

    void tabGoesListGridTextDecisions()
    {
        openOn(1);
        press(Qt::Key_D); // Save can be given
        child<DisagreementList>("disagreements")->setFocus();
        QStringList order;
        for (int i = 0; i < 8; ++i) {
            QWidget *focus = QApplication::focusWidget();
            order.append(qobject_cast<AnswerCell *>(focus) ? QStringLiteral("cell")
                                                           : focus->objectName());
            press(Qt::Key_Tab);
        }
        QCOMPARE(order, QStringList({"disagreements", "cell", "goldText", "acceptButton",
                                     "keepButton", "mergeButton", "rejectButton", "saveButton"}));
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("marking"));
    }

    void everythingHasAName()
    {
        openOn(1);
        const QList<QWidget *> widgets = m_view->findChildren<QWidget *>();
        for (const QWidget *widget : widgets) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible()
                || widget->focusProxy())
                continue;
            const auto *text = qobject_cast<const QAbstractButton *>(widget);
            QVERIFY2(!widget->accessibleName().isEmpty() || (text && !text->text().isEmpty()),
                     qPrintable(QString::fromLatin1(widget->metaObject()->className())
                                + widget->objectName()));
        }
    }

    /// Ten items over several clips, by keys alone.
    void tenItemsByKeyboard()
    {
        openOn(5);
        int accepted = 0;
        int kept = 0;
        int rejected = 0;
        int merged = 0;
        for (int i = 0; i < 10 && session().item() >= 0
                        && session().sheet().items[std::size_t(session().item())].open;
             ++i) {
            switch (i % 4) {
            case 0:
                press(Qt::Key_X);
                ++rejected;
                break;
            case 1:
                press(Qt::Key_A);
                ++accepted;
                break;
            case 2:
                press(Qt::Key_E);
                ++kept;
                break;
            default:
                press(Qt::Key_D);
                type(QStringLiteral(" Checked."));
                press(Qt::Key_Return, Qt::ControlModifier);
                ++merged;
            }
        }
        QCOMPARE(accepted + kept + rejected + merged, 10);
        int golds = 0;
        int rejects = 0;
        for (const auto &[id, answer] : m_document->model().answers()) {
            golds += answer.role == AnswerRole::Gold;
            rejects += answer.state == AnswerState::Rejected;
            if (answer.role == AnswerRole::Gold)
                QVERIFY(!answer.provenance.isEmpty());
        }
        QCOMPARE(golds, accepted + kept + merged);
        QCOMPARE(rejects, rejected);
    }

    void escapeLeaves()
    {
        openOn(1);
        QSignalSpy closed(m_view.get(), &ReviewView::closed);
        press(Qt::Key_Escape);
        QCOMPARE(closed.size(), 1);
    }
};

QTEST_MAIN(TestReviewView)
#include "tst_review_view.moc"
