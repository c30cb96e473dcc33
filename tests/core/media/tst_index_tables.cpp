// The tables of an index by hand: which packets become which frames. No file is opened.
#include "core/media/IndexTables.h"

#include <QTest>

using namespace ecva;

namespace {

using Entry = VideoIndex::Entry;
using Identity = VideoIndex::Identity;
constexpr std::int64_t kNone = AV_NOPTS_VALUE;

PacketFact packet(std::int64_t pts, std::int64_t dts, bool key = false, bool discard = false)
{
    PacketFact fact;
    fact.pts = pts;
    fact.dts = dts;
    fact.duration = 10;
    fact.key = key;
    fact.discard = discard;
    return fact;
}

PictureFact picture(std::int64_t stamp, bool key = false, std::int64_t bestEffort = kNone)
{
    PictureFact fact;
    fact.stamp = stamp;
    fact.bestEffort = bestEffort;
    fact.key = key;
    return fact;
}

QList<qint64> ptsOf(const std::vector<Entry> &entries)
{
    QList<qint64> list;
    for (const Entry &entry : entries)
        list << entry.pts;
    return list;
}

QList<qint64> idsOf(const std::vector<Entry> &entries)
{
    QList<qint64> list;
    for (const Entry &entry : entries)
        list << entry.id;
    return list;
}

// I P B B in the order of the file: shown as 0, 10, 20, 30, then a second group.
const std::vector<PacketFact> kReordered{packet(0, -20, true), packet(30, -10), packet(10, 0),
                                         packet(20, 10), packet(40, 20, true)};

} // namespace

class TestIndexTables : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void packetsAreSortedByTheirTime()
    {
        const auto entries = entriesOf(kReordered);
        QVERIFY(entries);
        QCOMPARE(ptsOf(*entries), (QList<qint64>{0, 10, 20, 30, 40}));
        QVERIFY(entries->front().key && entries->back().key && !(*entries)[1].key);
    }

    void packetsThatDoNotTellAreRefused()
    {
        QVERIFY(!entriesOf(std::vector{packet(0, 0, true), packet(kNone, 10)}));
        QVERIFY(!entriesOf(std::vector{packet(0, 0, true), packet(10, 10), packet(10, 20)}));
        // A hidden packet that has the stamp of a shown one could be taken for it.
        QVERIFY(!entriesOf(std::vector{packet(0, 0, true, true), packet(0, 10, true)}));
        QVERIFY(!entriesOf(
            std::vector{packet(-10, 0, true, true), packet(-10, 5, false, true), packet(0, 10)}));
    }

    void hiddenPacketsAreNoFrames()
    {
        const auto entries = entriesOf(
            std::vector{packet(-20, -20, true, true), packet(-10, -10, false, true), packet(0, 0)});
        QVERIFY(entries);
        QCOMPARE(ptsOf(*entries), (QList<qint64>{0}));
    }

    void theBeginningHasToAgree()
    {
        const auto entries = *entriesOf(kReordered);
        PacketScan scan;
        scan.head = {picture(0, true), picture(10), picture(20)};
        QVERIFY(headAgrees(scan, entries));
        scan.headIsAll = true; // then two frames are promised that do not come
        QVERIFY(!headAgrees(scan, entries));
        scan.headIsAll = false;
        scan.head[1].stamp = 11;
        QVERIFY(!headAgrees(scan, entries));
        QVERIFY(!headAgrees({}, {}));
    }

    void theEndHasToAgree()
    {
        const auto entries = *entriesOf(kReordered);
        const std::vector<PictureFact> end{picture(20), picture(30), picture(40, true)};
        QVERIFY(tailAgrees(end, entries, 20));
        QVERIFY(tailAgrees(end, entries, 40));
        QVERIFY(!tailAgrees(end, entries, 50));           // nothing begins there
        QVERIFY(!tailAgrees(end, entries));               // its last five pictures are needed
        QVERIFY(!tailAgrees({picture(30)}, entries, 30)); // the last one is missing
    }

    void aKeyThatIsNoneIsSeen()
    {
        const std::vector<PacketFact> packets{packet(0, 0, true), packet(10, 10, true)};
        const auto entries = *entriesOf(packets);
        QVERIFY(keysAreTrue({picture(0, true), picture(10, true)}, entries));
        QVERIFY(!keysAreTrue({picture(0, true), picture(10, false)}, entries));
        QCOMPARE(falseKeys({picture(0, true), picture(10, false)}, packets, Identity::Pts),
                 std::vector<std::size_t>{1});
    }

    void withoutPtsThePacketsDtsTells()
    {
        // As AVI has them: two B pictures come out before the P that was coded first.
        const std::vector<PacketFact> packets{packet(kNone, 0, true), packet(kNone, 1),
                                              packet(kNone, 2), packet(kNone, 3)};
        const std::vector<PictureFact> pictures{picture(0, true), picture(2), picture(3),
                                                picture(1)};
        QVERIFY(areTellable(pictures, Identity::Dts));
        QVERIFY(!areTellable(pictures, Identity::Pts));
        const auto entries = entriesOf(pictures, packets, Identity::Dts, 1);
        QCOMPARE(ptsOf(entries), (QList<qint64>{0, 1, 2, 3}));
        QCOMPARE(idsOf(entries), (QList<qint64>{0, 2, 3, 1}));
    }

    void withoutAnyStampCountingTells()
    {
        const std::vector<PictureFact> pictures{picture(kNone, true, 5), picture(kNone, false, 5),
                                                picture(kNone)};
        QVERIFY(!areTellable(pictures, Identity::Dts));
        const auto entries = entriesOf(pictures, {}, Identity::Order, 4);
        QCOMPARE(idsOf(entries), (QList<qint64>{0, 1, 2}));
        const QList<qint64> times = ptsOf(entries);
        QVERIFY(times[0] < times[1] && times[1] < times[2]);
    }

    void theLastFrameLastsAsLongAsItsPacket()
    {
        auto entries = *entriesOf(kReordered);
        std::vector<PacketFact> packets = kReordered;
        packets.back().duration = 7;
        fillSteps(entries, packets, Identity::Pts, 99);
        QCOMPARE(entries[0].nextPts, 10);
        QCOMPARE(entries[3].nextPts, 40);
        QCOMPARE(entries[4].nextPts, 47);
        packets.back().duration = 0;
        fillSteps(entries, packets, Identity::Pts, 99);
        QCOMPARE(entries[4].nextPts, 139);
        fillSteps(entries, packets, Identity::Pts, 0); // never nothing
        QCOMPARE(entries[4].nextPts, 41);
    }

    void keysSayWhereDecodingBegins()
    {
        auto entries = *entriesOf(kReordered);
        const auto keys = keysOf(kReordered, Identity::Pts, false, {}, entries);
        QCOMPARE(keys.size(), std::size_t{2});
        QCOMPARE(keys[1].stamp, 40);
        QCOMPARE(keys[1].seekTo, 20); // by dts
        QCOMPARE(keys[1].firstFrame, 4);
        const auto byPts = keysOf(kReordered, Identity::Pts, true, {}, entries);
        QCOMPARE(byPts[1].seekTo, 40); // Matroska counts in pts

        const auto fit = keysOf(kReordered, Identity::Pts, false, {4}, entries);
        QCOMPARE(fit.size(), std::size_t{1});
        QVERIFY2(entries[4].key, "left out as a start, it still is a key frame");
    }

    void aHiddenKeyOpensTheFrameBehindIt()
    {
        const std::vector<PacketFact> packets{packet(-20, -20, true, true),
                                              packet(-10, -10, false, true), packet(0, 0)};
        auto entries = *entriesOf(packets);
        const auto keys = keysOf(packets, Identity::Pts, false, {}, entries);
        QCOMPARE(keys.size(), std::size_t{1});
        QCOMPARE(keys[0].stamp, -20);
        QCOMPARE(keys[0].firstFrame, 0);
        QVERIFY(!entries[0].key);
    }
};

QTEST_APPLESS_MAIN(TestIndexTables)
#include "tst_index_tables.moc"
