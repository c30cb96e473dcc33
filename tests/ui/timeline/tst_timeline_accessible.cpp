// The timeline through QAccessible: what is there, what it is called, what can be done with it, and
// that nothing is made before somebody asks for it.
#include "tests/ui/timeline/TimelineBench.h"
#include "ui/timeline/TimelineAccessible.h"

#include <QAccessible>
#include <QTest>

using namespace ecva;
using namespace ecva::test;
using Bench = TimelineBench;

namespace {

struct Heard
{
    QAccessible::Event type;
    QString name;
    QVariant value;
};
QList<Heard> heard;

void listen(QAccessibleEvent &event)
{
    const QAccessibleInterface *about = event.accessibleInterface();
    Heard one{event.type(), about ? about->text(QAccessible::Name) : QString(), {}};
    if (event.type() == QAccessible::ValueChanged)
        one.value = static_cast<QAccessibleValueChangeEvent &>(event).value();
    heard.append(one);
}

int count(QAccessible::Event type)
{
    return static_cast<int>(std::count_if(heard.begin(), heard.end(),
                                          [type](const Heard &each) { return each.type == type; }));
}

} // namespace

class TestTimelineAccessible : public QObject
{
    Q_OBJECT

private:
    static QAccessibleInterface *timeline(Bench &bench)
    {
        return QAccessible::queryAccessibleInterface(bench.view);
    }
    static QString name(const QAccessibleInterface *part)
    {
        return part ? part->text(QAccessible::Name) : QStringLiteral("null");
    }

private Q_SLOTS:
    void saysWhatIsThere()
    {
        Bench bench;
        bench.add(10, 20);
        SegmentId id = bench.add(175, 300);
        {
            Edit edit(*bench.document, QStringLiteral("segment.label"));
            SegmentPatch patch;
            patch.label = QStringLiteral("ecva:Theft/Residential");
            QVERIFY(edit.setSegment(id, patch));
            QVERIFY(bench.document->commit(std::move(edit)));
        }
        QAccessibleInterface *root = timeline(bench);
        QVERIFY(root && root->isValid());
        QCOMPARE(name(root), QStringLiteral("Timeline"));
        QCOMPARE(root->childCount(), 4); // the playhead, two rounds, gold
        QAccessibleInterface *track = root->child(1);
        QCOMPARE(track->role(), QAccessible::List);
        QCOMPARE(name(track), QStringLiteral("Round 1, 2 segments, marked and written in"));
        QCOMPARE(name(root->child(3)), QStringLiteral("Gold, 0 segments, locked"));
        QCOMPARE(root->indexOfChild(track), 1);
        QCOMPARE(track->parent(), root);
        QCOMPARE(track->childCount(), 2);
        QAccessibleInterface *segment = track->child(1);
        QCOMPARE(segment->role(), QAccessible::ListItem);
        QCOMPARE(segment->parent(), track);
        QCOMPARE(track->indexOfChild(segment), 1);
        QCOMPARE(name(segment), QStringLiteral("Segment 2, Theft · Residential, 0:05.833 to "
                                               "0:10.000, 125 frames, Round 1"));
        bench.workspace.setSegment(id);
        QVERIFY(name(segment).endsWith(QStringLiteral(", Round 1, selected")));
        QVERIFY(segment->state().selected);
        QVERIFY(track->state().multiSelectable);
        QCOMPARE(track->child(1), segment); // one and the same

        // Where it is drawn, there it is found.
        const QRect rect = segment->rect();
        QCOMPARE(rect.width(), bench.view->segmentRect(id).width());
        QCOMPARE(root->childAt(rect.center().x(), rect.center().y()), track);
        QCOMPARE(track->childAt(rect.center().x(), rect.center().y()), segment);
        QVERIFY(QTest::qWaitForWindowActive(&bench.window));
        bench.view->setFocus();
        QCOMPARE(root->focusChild(), segment);
        QVERIFY(!root->child(4) && !root->child(-1) && !track->child(2));
    }

    void thePlayheadIsAValue()
    {
        Bench bench;
        QAccessibleInterface *root = timeline(bench);
        for (QAccessibleInterface *part : {root, root->child(0)}) {
            QAccessibleValueInterface *value = part->valueInterface();
            QVERIFY(value);
            value->setCurrentValue(421);
            QCOMPARE(bench.workspace.playhead().value, 421);
            QCOMPARE(value->currentValue().toInt(), 421);
            QCOMPARE(value->minimumValue().toInt(), 0);
            QCOMPARE(value->maximumValue().toInt(), 899);
            value->setCurrentValue(900); // there is no such frame
            value->setCurrentValue(-1);
            value->setCurrentValue(QStringLiteral("x"));
            QCOMPARE(bench.workspace.playhead().value, 421);
            bench.workspace.setPlayhead(FrameIndex(0));
        }
        bench.workspace.setPlayhead(FrameIndex(30));
        QCOMPARE(root->child(0)->role(), QAccessible::Slider);
        QCOMPARE(root->child(0)->text(QAccessible::Value),
                 QStringLiteral("frame 30 of 899, 0:01.000"));
        Bench missing(nullptr);
        QCOMPARE(timeline(missing)->valueInterface()->maximumValue().toInt(), 0);
        QVERIFY(timeline(missing)->child(0)->state().disabled);
    }

    void actionsDoWhatTheySay()
    {
        Bench bench;
        const SegmentId id = bench.add(175, 300);
        const SegmentId gold = bench.add(5, 9, QStringLiteral("gold"));
        QAccessibleInterface *root = timeline(bench);
        QAccessibleInterface *segment = root->child(1)->child(0);
        QAccessibleActionInterface *actions = segment->actionInterface();
        QVERIFY(actions);
        QCOMPARE(actions->actionNames(), QStringList({"Select", "Go to", "Delete"}));
        for (const QString &each : actions->actionNames())
            QVERIFY(!actions->localizedActionName(each).isEmpty());
        actions->doAction(QStringLiteral("Go to"));
        QCOMPARE(bench.workspace.segment(), id);
        QCOMPARE(bench.workspace.playhead().value, 175);
        // A locked one is not deleted.
        QAccessibleInterface *fixed = root->child(3)->child(0);
        QVERIFY(fixed->state().readOnly);
        QVERIFY(!fixed->actionInterface()->actionNames().contains("Delete"));
        fixed->actionInterface()->doAction(QStringLiteral("Delete"));
        QVERIFY(bench.document->model().segment(gold));
        fixed->actionInterface()->doAction(QStringLiteral("Select"));
        QCOMPARE(bench.workspace.segment(), gold);

        actions->doAction(QStringLiteral("Delete"));
        QVERIFY(!bench.document->model().segment(id));
        // Who still holds it learns that it is gone.
        QVERIFY(!segment->isValid());
        QVERIFY(segment->state().invalid);
        QCOMPARE(name(segment), QString());
        QCOMPARE(segment->rect(), QRect());
        QVERIFY(!segment->parent());
        actions->doAction(QStringLiteral("Delete"));
        QVERIFY(bench.document->undo());
        QVERIFY(segment->isValid()); // undo brings back the same one

        QAccessibleInterface *round2 = root->child(2);
        round2->actionInterface()->doAction(QStringLiteral("Make active"));
        QCOMPARE(bench.workspace.activeRound(), QStringLiteral("round2"));
        round2->actionInterface()->doAction(QStringLiteral("Show or fold"));
        QVERIFY(round2->state().collapsed);
    }

    void changesAreToldSomeTimesASecond()
    {
        Bench bench;
        const SegmentId a = bench.add(10, 20);
        const SegmentId b = bench.add(100, 200);
        QVERIFY(QTest::qWaitForWindowActive(&bench.window));
        bench.view->setFocus();
        QTest::qWait(300);
        // The offscreen platform never says that somebody listens: the events are taken here.
        bench.view->findChild<TimelineAnnouncer *>()->setSink(listen);
        heard.clear();
        for (int i = 0; i < 200; ++i)
            bench.workspace.setPlayhead(FrameIndex(std::int64_t{i}));
        QCOMPARE(count(QAccessible::ValueChanged), 0);
        QTRY_COMPARE(count(QAccessible::ValueChanged), 1);
        QCOMPARE(heard.last().value.toInt(), 199);

        heard.clear();
        bench.workspace.setSegment(a);
        bench.workspace.setSegment(b);
        QTRY_COMPARE(count(QAccessible::Focus), 1);
        QCOMPARE(count(QAccessible::Selection), 1);
        for (const Heard &each : heard) {
            if (each.type == QAccessible::Focus)
                QVERIFY2(each.name.startsWith("Segment 2, "), qPrintable(each.name));
        }
        heard.clear();
        bench.key(Qt::Key_C); // the selected one grows: its name is another
        QTRY_COMPARE(count(QAccessible::NameChanged), 1);

        heard.clear();
        bench.workspace.setPlaying(true);
        for (int i = 0; i < 50; ++i)
            bench.workspace.setPlayhead(FrameIndex(std::int64_t{i}));
        QTest::qWait(300);
        QCOMPARE(count(QAccessible::ValueChanged), 0); // nobody wants that read aloud
        bench.workspace.setPlaying(false);
        QTRY_COMPARE(count(QAccessible::ValueChanged), 1);
    }

    void partsAreMadeWhenAskedFor()
    {
        Bench bench(constantIndex(1'000'000));
        {
            Edit edit(*bench.document, QStringLiteral("segment.add"));
            for (int i = 0; i < 100'000; ++i) {
                NewSegment segment;
                segment.clip = bench.clip;
                segment.frames = range(i * 10, i * 10 + 5);
                if (!edit.addSegment(segment))
                    QFAIL("refused");
            }
            QVERIFY(bench.document->commit(std::move(edit)));
        }
        auto *root = dynamic_cast<TimelineAccessible *>(timeline(bench));
        QVERIFY(root);
        QAccessibleInterface *track = root->child(1);
        QCOMPARE(track->childCount(), 100'000);
        QAccessibleInterface *last = track->child(99'999);
        QVERIFY2(name(last).startsWith("Segment 100000, "), qPrintable(name(last)));
        QVERIFY(last->state().offscreen == last->rect().isEmpty());
        QVERIFY(root->partCount() <= 3);
        const QPoint middle = bench.view->mapToGlobal(bench.at(500'002));
        QVERIFY(root->childAt(middle.x(), middle.y()) == track);
        track->childAt(middle.x(), middle.y());
        QVERIFY(root->partCount() <= 4);
    }

    void outlivesTheView()
    {
        auto bench = std::make_unique<Bench>();
        bench->add(1, 5);
        QAccessibleInterface *segment = timeline(*bench)->child(1)->child(0);
        QVERIFY(segment->isValid());
        const QAccessible::Id id = QAccessible::uniqueId(segment);
        bench.reset();
        QVERIFY(!QAccessible::accessibleInterface(id));
    }
};

QTEST_MAIN(TestTimelineAccessible)
#include "tst_timeline_accessible.moc"
