// What stands between the products, beside the same out of LibTorch's operators in double.
#include "model/ops/Norms.h"
#include "model/ops/Rope.h"
#include "tests/model/kernels/AttentionTruth.h"

#include <ATen/Parallel.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/tensor.h>

#include <limits>

using namespace ecva;
using namespace ecva::test;

namespace {

const std::vector<at::ScalarType> kTypes{at::kFloat, at::kBFloat16};

/// Numbers of about `size`, rounded `times` times.
double boundFor(at::ScalarType type, double size, int times = 1)
{
    return type == at::kBFloat16 ? times * size / 256 : 3e-6 * size;
}

struct Shape
{
    std::int64_t batch, heads, keyHeads, queries, keys, size;
    std::optional<std::int64_t> window; ///< with it or without queries at the end: causal
    bool causal;
};

const std::vector<Shape> kShapes{
    {1, 1, 1, 1, 1, 2, {}, false},      {2, 3, 3, 17, 17, 64, {}, false},
    {1, 2, 1, 9, 33, 6, {}, true},      {1, 8, 2, 40, 40, 16, {}, true},
    {1, 4, 2, 57, 130, 128, {}, true},  {1, 2, 2, 70, 90, 40, 5, true},
    {1, 2, 1, 30, 1100, 32, {}, true},  {1, 1, 1, 21, 700, 8, 600, true},
    {2, 4, 4, 257, 257, 64, {}, false},
};

std::optional<CausalSpan> spanOf(const Shape &shape)
{
    if (!shape.causal)
        return {};
    return CausalSpan{shape.keys - shape.queries, shape.queries, shape.keys, shape.window};
}

} // namespace

class TestStepKernels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void norm_data() { addLevels(); }
    void norm()
    {
        ECVA_LEVEL(arithmetic);
        for (const at::ScalarType type : kTypes) {
            for (const std::int64_t width : {1, 5, 16, 65, 1024, 4096}) {
                const at::Tensor x = normal({33, width}, 1).mul(3).to(type);
                const at::Tensor weight = normal({width}, 2).to(type);
                const at::Tensor got = rmsNormBy(arithmetic, x, weight, 1e-5);
                const at::Tensor wide = x.to(at::kDouble);
                const at::Tensor truth
                    = wide / (wide * wide).mean(1, true).add(1e-5).sqrt() * weight.to(at::kDouble);
                QVERIFY(got.scalar_type() == type);
                QVERIFY(furthest(got, truth)
                        <= boundFor(type, truth.abs().max().item().toDouble(), 2));
                // A row is the same alone.
                QVERIFY(at::equal(rmsNormBy(arithmetic, x.narrow(0, 7, 1), weight, 1e-5),
                                  got.narrow(0, 7, 1)));
            }
        }
    }

    void gates_data() { addLevels(); }
    void gates()
    {
        ECVA_LEVEL(arithmetic);
        for (const at::ScalarType type : kTypes) {
            for (const std::int64_t count : {1, 15, 16, 33, 70001}) {
                const at::Tensor x = normal({count}, 1).mul(4).to(type);
                const at::Tensor times = normal({count}, 2).to(type);
                const at::Tensor wide = x.to(at::kDouble);
                const at::Tensor gelu = wide * at::sigmoid(wide * 1.702);
                QVERIFY(furthest(quickGeluBy(arithmetic, x), gelu)
                        <= boundFor(type, gelu.abs().max().item().toDouble()));
                const at::Tensor gated = at::silu(wide) * times.to(at::kDouble);
                QVERIFY(furthest(swiGluBy(arithmetic, x, times), gated)
                        <= boundFor(type, gated.abs().max().item().toDouble(), 2));
            }
            constexpr double kInfinity = std::numeric_limits<double>::infinity();
            const at::Tensor ends = at::tensor({-1e30, -200.0, -0.0, 0.0, 200.0, 1e30, kInfinity,
                                                std::numeric_limits<double>::quiet_NaN()},
                                               at::kDouble)
                                        .to(type);
            const at::Tensor got = quickGeluBy(arithmetic, ends).to(at::kDouble);
            QVERIFY(got.narrow(0, 0, 4).abs().max().item().toDouble() < 1e-30);
            QVERIFY(at::equal(got.narrow(0, 4, 3), ends.narrow(0, 4, 3).to(at::kDouble)));
            QVERIFY(got.narrow(0, 7, 1).isnan().item().toBool());
        }
    }

    void turns_data() { addLevels(); }
    void turns()
    {
        ECVA_LEVEL(arithmetic);
        for (const at::ScalarType type : kTypes) {
            for (const std::int64_t size : {2, 8, 34, 128}) {
                const at::Tensor x = headsOf(1, 19, 3, size, 1, type).squeeze(0);
                const RopeTable table = ropeTable(5, 19, size, 1e4, type);
                const at::Tensor wide = x.to(at::kDouble);
                const at::Tensor turned = at::cat(
                    {-wide.narrow(2, size / 2, size / 2), wide.narrow(2, 0, size / 2)}, 2);
                const at::Tensor truth
                    = wide * table.cos.to(at::kDouble) + turned * table.sin.to(at::kDouble);
                const at::Tensor got = applyRopeBy(arithmetic, x, table);
                QVERIFY(got.is_contiguous() && got.sizes() == x.sizes());
                QVERIFY(furthest(got, truth)
                        <= boundFor(type, truth.abs().max().item().toDouble()));
            }
        }
    }

    void attends_data() { addLevels(); }
    void attends()
    {
        ECVA_LEVEL(arithmetic);
        for (const at::ScalarType type : kTypes) {
            if (type == at::kBFloat16 && !arithmetic.attendBf16.attend)
                continue;
            for (const Shape &shape : kShapes) {
                const at::Tensor q
                    = headsOf(shape.batch, shape.queries, shape.heads, shape.size, 1, type);
                const at::Tensor k
                    = headsOf(shape.batch, shape.keys, shape.keyHeads, shape.size, 2, type);
                const at::Tensor v
                    = headsOf(shape.batch, shape.keys, shape.keyHeads, shape.size, 3, type);
                const at::Tensor truth = attentionByOperators(q, k, v, spanOf(shape));
                const at::Tensor got = attentionInTiles(q, k, v, spanOf(shape), arithmetic);
                QVERIFY(got.is_contiguous() && got.sizes() == truth.sizes());
                const double away = furthest(got, truth);
                QVERIFY2(away <= boundFor(type, 8, 1),
                         qPrintable(QString("%1 queries, %2 keys of %3: %4")
                                        .arg(shape.queries)
                                        .arg(shape.keys)
                                        .arg(shape.size)
                                        .arg(away)));
            }
        }
    }

    void aQueryIsTheSameInCompany_data() { addLevels(); }
    /// Fewer queries, fewer keys that nobody sees, any number of threads: bit for bit.
    void aQueryIsTheSameInCompany()
    {
        ECVA_LEVEL(arithmetic);
        const int threads = at::get_num_threads();
        for (const at::ScalarType type : kTypes) {
            if (type == at::kBFloat16 && !arithmetic.attendBf16.attend)
                continue;
            for (const std::optional<std::int64_t> window :
                 {std::optional<std::int64_t>(), std::optional<std::int64_t>(523)}) {
                const at::Tensor q = headsOf(1, 60, 4, 32, 1, type);
                const at::Tensor k = headsOf(1, 640, 2, 32, 2, type);
                const at::Tensor v = headsOf(1, 640, 2, 32, 3, type);
                const at::Tensor all
                    = attentionInTiles(q, k, v, CausalSpan{580, 60, 640, window}, arithmetic);
                for (const auto &[first, count] :
                     {std::pair{0, 60}, {0, 11}, {13, 1}, {29, 31}, {59, 1}}) {
                    const std::int64_t keys = 580 + first + count;
                    at::set_num_threads(3);
                    const at::Tensor some = attentionInTiles(
                        q.narrow(2, first, count), k.narrow(2, 0, keys), v.narrow(2, 0, keys),
                        CausalSpan{580 + first, count, keys, window}, arithmetic);
                    at::set_num_threads(threads);
                    QVERIFY(at::equal(some, all.narrow(1, first, count)));
                }
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestStepKernels)
#include "tst_step_kernels.moc"
