// Asking the model about several clips, and about one meanwhile, from the card's commands.
#include "tests/ui/model/ModelCardBench.h"

using namespace ecva;
using namespace ecva::test;

class TestSeveralClips : public ModelCardBench
{
    Q_OBJECT

private Q_SLOTS:
    void everythingOfAClipOrOfAllIsAskedAtOnce()
    {
        QCOMPARE(m_actions->trigger(QStringLiteral("model.askAll")),
                 QStringLiteral("No model loaded."));
        makeReady();
        m_desk->steps = true;
        QCOMPARE(m_actions->trigger(QStringLiteral("model.askClip")), QString());
        QCOMPARE(m_desk->batches.size(), std::size_t(1));
        const std::vector<ProposalRequest> &clip = m_desk->batches[0];
        QCOMPARE(clip.size(), std::size_t(3));
        QCOMPARE(clip[0].segment, m_segment); // the only one of the clip
        QCOMPARE(clip[1].segment, SegmentId());
        QCOMPARE(clip[2].task, Task::Result);
        QVERIFY(clip[2].inSteps);
        QCOMPARE(m_actions->trigger(QStringLiteral("model.askAll")), QString());
        QCOMPARE(m_desk->batches.back().size(), std::size_t(6));
        QCOMPARE(m_desk->batches.back()[3].clip, m_other);
        QCOMPARE(m_desk->batches.back()[3].segment, SegmentId());
        // Those that are selected: at least two, counted in the text.
        QVERIFY(!m_actions->trigger(QStringLiteral("model.askSelected")).isEmpty());
        const ClipId third = addClip(*m_document, QStringLiteral("c.mp4"));
        m_workspace->setSelectedClips({third, m_clip});
        const auto text = m_actions->command(QStringLiteral("model.askSelected"))->text();
        QVERIFY2(text.contains(QStringLiteral("2 selected")), qPrintable(text));
        QCOMPARE(m_actions->trigger(QStringLiteral("model.askSelected")), QString());
        QCOMPARE(m_desk->batches.back().size(), std::size_t(6));
        QCOMPARE(m_desk->batches.back()[0].clip, m_clip);
        QCOMPARE(m_desk->batches.back()[3].clip, third);
        m_actions->trigger(QStringLiteral("model.askClip"));
        QCOMPARE(m_desk->batches.back().size(), std::size_t(3));
        QCOMPARE(m_desk->batches.back()[0].clip, m_clip);
        QVERIFY(!m_actions->trigger(QStringLiteral("model.stopAll")).isEmpty());
        m_desk->askingAll = true;
        QVERIFY(!m_actions->trigger(QStringLiteral("model.askClip")).isEmpty());
        QCOMPARE(m_actions->trigger(QStringLiteral("model.stopAll")), QString());
        QCOMPARE(m_desk->stoppedBatches, 1);
        QString hint;
        connect(m_workspace.get(), &Workspace::hintShown, this,
                [&hint](const QString &text) { hint = text; });
        Q_EMIT m_desk->askedAll(QStringLiteral("6 new answers."));
        QCOMPARE(hint, QStringLiteral("6 new answers."));
    }

    void aQuestionAmongManySaysThatItComesNext()
    {
        makeReady();
        propose(Proposal::State::Waiting, {});
        QCOMPARE(label("modelRate")->text(), QStringLiteral("waiting"));
        m_desk->askingAll = true;
        Q_EMIT m_desk->askingAllChanged();
        QCOMPARE(label("modelRate")->text(), QStringLiteral("next in turn"));
        QVERIFY(!label("modelRate")->toolTip().isEmpty());
        propose(Proposal::State::Writing, QStringLiteral("A man"));
        QVERIFY(label("modelRate")->toolTip().isEmpty());
    }
};

QTEST_MAIN(TestSeveralClips)
#include "tst_several_clips.moc"
