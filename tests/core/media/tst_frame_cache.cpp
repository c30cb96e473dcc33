#include "core/media/FrameCache.h"

#include <QTest>

extern "C" {
#include <libavutil/frame.h>
}

#include <thread>

using namespace ecva;

namespace {

Frame made(std::int64_t number)
{
    std::shared_ptr<AVFrame> picture(av_frame_alloc(),
                                     [](AVFrame *frame) { av_frame_free(&frame); });
    picture->format = AV_PIX_FMT_GRAY8;
    picture->width = 64;
    picture->height = 64;
    if (av_frame_get_buffer(picture.get(), 0) < 0)
        return {};
    return Frame(picture, FrameIndex(number), Pts(number), {});
}

const std::size_t kBytes = made(0).byteSize();

bool keeps(FrameCache &cache, std::int64_t number)
{
    const Frame frame = cache.find(FrameIndex(number));
    return !frame.isNull() && frame.index().value == number;
}

} // namespace

class TestFrameCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsItsBudget()
    {
        FrameCache cache(10 * kBytes + 1);
        for (std::int64_t i = 0; i < 100; ++i) {
            cache.insert(made(i));
            cache.insert(made(i));
            QVERIFY(cache.bytes() <= cache.budget());
            QVERIFY(keeps(cache, i));
        }
        QCOMPARE(cache.bytes(), 10 * kBytes);
        QVERIFY(keeps(cache, 95));
        QVERIFY(!keeps(cache, 50));
    }

    void withoutBudgetTheLastIsKept()
    {
        FrameCache cache(0);
        QVERIFY(cache.nearest(FrameIndex(3)).isNull());
        cache.insert(made(3));
        cache.insert(made(4));
        QVERIFY(!keeps(cache, 3));
        QVERIFY(keeps(cache, 4));
        QCOMPARE(cache.bytes(), kBytes);
    }

    void leastRecentlyUsedStretchGoesFirst()
    {
        constexpr std::int64_t kStretch = FrameCache::kStretch;
        FrameCache cache(3 * kStretch * kBytes);
        for (std::int64_t i = 0; i < 3 * kStretch; ++i)
            cache.insert(made(i));
        QVERIFY(keeps(cache, 3)); // now the middle stretch is the oldest
        cache.insert(made(10 * kStretch));
        QVERIFY(keeps(cache, 0));
        QVERIFY(keeps(cache, 3 * kStretch - 1));
        QVERIFY(!keeps(cache, kStretch)); // of it, the frame farthest from the new one
        QVERIFY(keeps(cache, kStretch + 1));
    }

    /// What is read before a backward walk is not dropped for what was walked over.
    void backwardWalk()
    {
        constexpr std::int64_t kStretch = FrameCache::kStretch;
        FrameCache cache(3 * kStretch * kBytes);
        for (std::int64_t stretch = 9; stretch >= 0; --stretch) {
            for (std::int64_t i = 0; i < kStretch; ++i) // read upwards…
                cache.insert(made(stretch * kStretch + i));
            for (std::int64_t i = kStretch - 1; i >= 0; --i) // …walked downwards
                QVERIFY(keeps(cache, stretch * kStretch + i));
        }
    }

    /// Forth and back again: what was last used on the way forth is not dropped for what is read
    /// behind it.
    void wayBackIsExpected()
    {
        constexpr std::int64_t kStretch = FrameCache::kStretch;
        FrameCache cache(4 * kStretch * kBytes);
        for (std::int64_t i = 0; i < 5 * kStretch; ++i) // stretches 1 to 4 stay
            cache.insert(made(i));
        for (std::int64_t i = 5 * kStretch - 1; i >= 3 * kStretch; --i)
            QVERIFY(keeps(cache, i));
        cache.expect(FrameIndex(kStretch), FrameIndex(3 * kStretch));
        for (std::int64_t i = 0; i < kStretch; ++i) // read behind the walk
            cache.insert(made(i));
        for (std::int64_t i = 3 * kStretch - 1; i >= 0; --i)
            QVERIFY2(keeps(cache, i), qPrintable(QString::number(i)));
        cache.expect(FrameIndex(0), FrameIndex(1000 * kStretch)); // what is not kept does no harm
    }

    void nearestAndMissing()
    {
        FrameCache cache(100 * kBytes);
        for (const std::int64_t number : {10, 11, 12, 20})
            cache.insert(made(number));
        QCOMPARE(cache.nearest(FrameIndex(0)).index().value, 10);
        QCOMPARE(cache.nearest(FrameIndex(11)).index().value, 11);
        QCOMPARE(cache.nearest(FrameIndex(16)).index().value, 12);
        QCOMPARE(cache.nearest(FrameIndex(17)).index().value, 20);
        QCOMPARE(cache.nearest(FrameIndex(500)).index().value, 20);
        QCOMPARE(cache.firstMissingBelow(FrameIndex(12)), 9);
        QCOMPARE(cache.firstMissingBelow(FrameIndex(13)), 9);
        QCOMPARE(cache.firstMissingBelow(FrameIndex(20)), 19);
        QCOMPARE(cache.firstMissingBelow(FrameIndex(10)), 9);
        cache.insert(made(0));
        QCOMPARE(cache.firstMissingBelow(FrameIndex(0)), -1);
        QCOMPARE(cache.firstMissingBelow(FrameIndex(1)), -1);
    }

    void manyThreads()
    {
        FrameCache cache(20 * kBytes);
        const auto work = [&](std::int64_t from) {
            for (std::int64_t i = 0; i < 400; ++i) {
                cache.insert(made(from + i % 40));
                (void)cache.find(FrameIndex(from + i % 7));
                (void)cache.nearest(FrameIndex(i));
                (void)cache.firstMissingBelow(FrameIndex(i));
            }
        };
        std::thread other(work, 20);
        work(0);
        other.join();
        QVERIFY(cache.bytes() <= cache.budget());
    }
};

QTEST_GUILESS_MAIN(TestFrameCache)
#include "tst_frame_cache.moc"
