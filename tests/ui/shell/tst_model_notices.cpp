// What the window says when something went wrong with the model, and until when.
#include "tests/ui/shell/WindowBench.h"

using namespace ecva;
using namespace ecva::test;

class TestModelNotices : public WindowBench
{
    Q_OBJECT

private Q_SLOTS:
    /// The message goes when the model does what it could not, and only then.
    void whatWentWrongWithTheModelIsSaidUntilItGoesWell()
    {
        using Matter = ModelDesk::Matter;
        m_studio->projects.openProject(makeProject(QStringLiteral("a.ecva")));
        auto *notice = m_studio->child<NoticeBar>("noticeBar");
        FakeModelDesk &desk = m_studio->desk;
        const auto fails = [&desk](Matter matter) {
            Q_EMIT desk.failed(QStringLiteral("No"), QStringLiteral("because"), matter);
        };
        desk.whyNotLoaded = QStringLiteral("because");
        fails(Matter::Loading);
        QVERIFY(notice->isVisible());
        Q_EMIT desk.readinessChanged(); // the former model is back
        Q_EMIT desk.proposalChanged();
        QVERIFY(notice->isVisible());
        desk.whyNotLoaded.clear();
        desk.ready = ModelDesk::Readiness::Loading;
        Q_EMIT desk.readinessChanged();
        QVERIFY(!notice->isVisible());

        fails(Matter::Asking);
        desk.answer = Proposal();
        desk.answer->state = Proposal::State::Failed;
        Q_EMIT desk.proposalChanged();
        QVERIFY(notice->isVisible());
        desk.answer->state = Proposal::State::Waiting;
        Q_EMIT desk.proposalChanged();
        QVERIFY(!notice->isVisible());
        fails(Matter::Asking); // without a model
        desk.ready = ModelDesk::Readiness::Ready;
        Q_EMIT desk.readinessChanged();
        QVERIFY(!notice->isVisible());

        fails(Matter::AskingAll);
        Q_EMIT desk.askingAllChanged(); // it has ended
        QVERIFY(notice->isVisible());
        desk.askingAll = true;
        Q_EMIT desk.askingAllChanged();
        QVERIFY(!notice->isVisible());
        fails(Matter::Measuring);
        desk.measuring = true;
        Q_EMIT desk.measuringChanged();
        QVERIFY(!notice->isVisible());

        // What else went wrong is not the model's.
        m_studio->window.showError(QStringLiteral("Not exported"), QStringLiteral("disk full"));
        Q_EMIT desk.readinessChanged();
        QVERIFY(notice->isVisible());
    }
};

QTEST_MAIN(TestModelNotices)
#include "tst_model_notices.moc"
