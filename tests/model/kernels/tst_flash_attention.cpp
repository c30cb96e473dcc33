// Which way a decoder's rows attend, and flash attention in two parts. Its CUDA kernel has a twin
// on the CPU with the same inputs and results: what goes in, what comes out and the merge are
// tested by it, beside the definition in double.
#include "model/ops/CausalAttention.h"
#include "model/ops/FlashAttention.h"
#include "tests/model/kernels/AttentionTruth.h"

#include <ATen/ops/full.h>

#include <limits>

using namespace ecva;
using namespace ecva::test;

namespace {

struct Shape
{
    std::int64_t heads, keyHeads, size;
};

const std::vector<Shape> kShapes{{32, 8, 128}, {4, 4, 64}, {6, 2, 8}, {3, 1, 40}, {2, 1, 256}};

/// Behind so many earlier keys.
CausalSpan spanOf(std::int64_t before, std::int64_t queries,
                  const std::optional<std::int64_t> &window = {})
{
    return {before, queries, before + queries, window};
}

/// What a rounding of that type does to numbers of that size, and sums of them in fp32.
double boundFor(at::ScalarType type, double size)
{
    switch (type) {
    case at::kDouble:
        return 1e-14 * size;
    case at::kHalf:
        return size / 1024;
    case at::kBFloat16:
        return size / 128; // half of it for the parts, half for what they give
    default:
        return 3e-6 * size;
    }
}

/// The decoder's queries, and keys and values as a cache holds them: views of something longer,
/// behind which lies nothing good.
struct Inputs
{
    at::Tensor q, k, v;
    Inputs(const Shape &shape, const CausalSpan &span, at::ScalarType type, double scale = 1)
        : q(headsOf(1, span.queries, shape.heads, shape.size, 1, type).squeeze(0) * scale)
        , k(cached(shape, span, 2, type))
        , v(cached(shape, span, 3, type))
    {
    }

    static at::Tensor cached(const Shape &shape, const CausalSpan &span, std::uint64_t seed,
                             at::ScalarType type)
    {
        const at::Tensor room
            = at::full({shape.keyHeads, span.keys + 7, shape.size},
                       std::numeric_limits<double>::quiet_NaN(), at::TensorOptions().dtype(type));
        const at::Tensor held = room.narrow(1, 0, span.keys);
        held.copy_(headsOf(1, span.keys, shape.keyHeads, shape.size, seed, type).squeeze(0));
        return held;
    }
    at::Tensor truth(const CausalSpan &span) const
    {
        return attentionByOperators(q.unsqueeze(0), k.unsqueeze(0), v.unsqueeze(0), span)
            .squeeze(0);
    }
};

QString sizesOf(const Shape &shape, const CausalSpan &span, double away)
{
    return QString("%1 and %2 heads of %3, %4 queries, %5 keys: %6")
        .arg(shape.heads)
        .arg(shape.keyHeads)
        .arg(shape.size)
        .arg(span.queries)
        .arg(span.keys)
        .arg(away);
}

} // namespace

class TestFlashAttention : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoPartsAreOne_data()
    {
        QTest::addColumn<int>("type");
        for (const at::ScalarType type : {at::kDouble, at::kFloat, at::kBFloat16, at::kHalf})
            QTest::newRow(c10::toString(type)) << static_cast<int>(type);
    }
    void twoPartsAreOne()
    {
        QFETCH(int, type);
        const auto kind = static_cast<at::ScalarType>(type);
        for (const Shape &shape : kShapes) {
            const bool isLarge = shape.heads * shape.size > 1000; // the truth takes its time
            for (const std::int64_t queries : {2, 3, 17, 64, 130}) {
                for (const std::int64_t before : {0, 1, 31, 64, 200}) {
                    if (isLarge && (queries == 3 || queries == 64 || before == 31 || before == 64))
                        continue;
                    const CausalSpan span = spanOf(before, queries);
                    const Inputs in(shape, span, kind);
                    const at::Tensor truth = in.truth(span);
                    const at::Tensor got = flashAttention(in.q, in.k, in.v);
                    QVERIFY(got.scalar_type() == kind && got.sizes() == truth.sizes());
                    const double away = furthest(got, truth);
                    const double size = truth.abs().max().item().toDouble();
                    QVERIFY2(away <= boundFor(kind, size),
                             qPrintable(sizesOf(shape, span, away / size)));
                }
            }
        }
    }

    /// Where one part has all the weight the other has none, and nothing overflows.
    void onePartOutweighsTheOther()
    {
        const Shape shape{4, 2, 64};
        const CausalSpan span = spanOf(50, 20);
        for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
            const Inputs in(shape, span, type, 200);
            const at::Tensor truth = in.truth(span);
            const at::Tensor got = flashAttention(in.q, in.k, in.v);
            QVERIFY(got.isfinite().all().item().toBool());
            QVERIFY(furthest(got, truth) <= boundFor(type, 8) * 4);
        }
    }

    /// The way that it stands in for, in the same type.
    void asUnderTheMask()
    {
        const Shape shape{32, 8, 128};
        const CausalSpan span = spanOf(90, 70);
        const Inputs in(shape, span, at::kBFloat16);
        const at::Tensor masked
            = attention(in.q, in.k, in.v, causalMask(span, 4, at::kBFloat16)).transpose(0, 1);
        QVERIFY(furthest(flashAttention(in.q, in.k, in.v), masked) <= boundFor(at::kBFloat16, 8));
    }

    void whatItIsFor()
    {
        const CausalSpan chunk = spanOf(0, 512), later = spanOf(300, 20);
        for (const CausalSpan &span : {chunk, later, spanOf(4000, 96, 4096)}) {
            for (const std::int64_t size : {8, 64, 72, 128, 256}) {
                QVERIFY(fitsFlash(at::kBFloat16, size, span));
                QVERIFY(fitsFlash(at::kHalf, size, span));
            }
            QVERIFY(!fitsFlash(at::kFloat, 128, span));
            for (const std::int64_t size : {0, 4, 100, 264})
                QVERIFY(!fitsFlash(at::kBFloat16, size, span));
        }
        QVERIFY(!fitsFlash(at::kBFloat16, 128, spanOf(300, 1)));
        QVERIFY(!fitsFlash(at::kBFloat16, 128, spanOf(4001, 96, 4096)));
        QVERIFY(!fitsFlash(at::kBFloat16, 128, CausalSpan{3, 4, 9, {}}));
        QVERIFY(!fitsFlash(at::kBFloat16, 128, CausalSpan{3, 4, 6, {}}));
    }

    /// Nothing but a smaller answer comes of a device that has no such kernel.
    void whereItIs()
    {
        const auto narrow = at::TensorOptions().dtype(at::kBFloat16);
        for (const std::int64_t size : {8, 72, 128, 256}) {
            QVERIFY(flashAgrees(narrow, size));
            QVERIFY(flashAgrees(at::kHalf, size));
            QVERIFY(flashAgrees(at::kFloat, size));
        }
        QVERIFY(!flashAgrees(narrow.device(at::kMeta), 128));
        QVERIFY(!takesFlash(narrow, 128, spanOf(9, 9)));
        QVERIFY(!takesFlash(narrow.device(at::kMeta), 128, spanOf(9, 9)));
    }

    /// In double, which no kernel of ours has: several rows under a mask, one without.
    void theOtherWays()
    {
        const Shape shape{4, 2, 24};
        for (const std::optional<std::int64_t> window :
             {std::optional<std::int64_t>(), std::optional<std::int64_t>(12)}) {
            for (const auto &[before, queries] : {std::pair{0, 1}, {40, 1}, {0, 30}, {40, 30}}) {
                const CausalSpan span = spanOf(before, queries, window);
                const Inputs in(shape, span, at::kDouble);
                QCOMPARE(needsMask(in.q.options(), shape.size, span), queries > 1);
                const at::Tensor mask
                    = queries > 1 ? causalMask(span, 2, in.q.options()) : at::Tensor();
                const at::Tensor got = causalAttention(in.q, in.k, in.v, span, mask);
                QVERIFY(furthest(got, in.truth(span)) < 1e-13);
            }
        }
    }

    void refusesFewerKeysThanQueries()
    {
        const Inputs in({2, 2, 8}, spanOf(0, 4), at::kFloat);
        QVERIFY_THROWS_EXCEPTION(c10::Error,
                                 flashAttention(in.q, in.k.narrow(1, 0, 3), in.v.narrow(1, 0, 3)));
    }
};

QTEST_APPLESS_MAIN(TestFlashAttention)
#include "tst_flash_attention.moc"
