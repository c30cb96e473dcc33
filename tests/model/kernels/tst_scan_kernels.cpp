#include "model/ops/CausalConv.h"
#include "model/ops/CudaOps.h"
#include "model/ops/SelectiveScan.h"
#include "tests/model/kernels/Levels.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/full.h>

#include <limits>

using namespace ecva;
using namespace ecva::test;

namespace {

struct Shape
{
    std::int64_t time, channels, states;
};

const std::vector<Shape> kShapes{{1, 1, 1},   {0, 5, 16},    {3, 15, 16},   {33, 16, 16},
                                 {70, 35, 3}, {129, 64, 16}, {257, 47, 17}, {64, 130, 16}};

ScanInputs inputsOf(const Shape &shape, TimeOrder order)
{
    ScanInputs in;
    in.x = normal({shape.time, shape.channels}, 1);
    // The small steps of a trained model as well as wide ones.
    in.delta = normal({shape.time, shape.channels}, 2) * 4 - 3;
    in.deltaBias = normal({shape.channels}, 3);
    in.a = -(normal({shape.channels, shape.states}, 4) * 2).exp();
    // As they come out of one product: rows that lie apart.
    const at::Tensor both = normal({shape.time, 2 * shape.states + 3}, 5);
    in.b = both.narrow(1, 0, shape.states);
    in.c = both.narrow(1, shape.states, shape.states);
    in.d = normal({shape.channels}, 6);
    in.z = normal({shape.time, 2 * shape.channels}, 7).narrow(1, shape.channels, shape.channels);
    in.order = order;
    return in;
}

ScanInputs inDouble(const ScanInputs &in)
{
    const auto wide = [](const at::Tensor &tensor) { return tensor.to(at::kDouble); };
    return {wide(in.x), wide(in.delta), wide(in.deltaBias), wide(in.a), wide(in.b),
            wide(in.c), wide(in.d),     wide(in.z),         in.order};
}

double furthest(const at::Tensor &a, const at::Tensor &b)
{
    if (a.numel() == 0)
        return 0;
    return (a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item().toDouble();
}

double largest(const at::Tensor &a)
{
    return a.numel() == 0 ? 0 : a.abs().max().item().toDouble();
}

} // namespace

class TestScanKernels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void scan_data() { addLevels(); }
    /// Beside the definition in double, for odd sizes, tails, other numbers of states, no time.
    void scan()
    {
        ECVA_LEVEL(arithmetic);
        for (const Shape &shape : kShapes) {
            for (const TimeOrder order : {TimeOrder::Onward, TimeOrder::Reversed}) {
                const ScanInputs in = inputsOf(shape, order);
                const at::Tensor truth = selectiveScanReference(inDouble(in));
                const at::Tensor got = selectiveScan(in, {}, arithmetic);
                QVERIFY(got.sizes() == truth.sizes());
                const double bound = 2e-6 * std::max(1.0, largest(truth));
                QVERIFY2(furthest(got, truth) <= bound,
                         qPrintable(QString("time %1, channels %2, states %3: %4 against %5")
                                        .arg(shape.time)
                                        .arg(shape.channels)
                                        .arg(shape.states)
                                        .arg(furthest(got, truth))
                                        .arg(largest(truth))));
                // Adds to what is there.
                const at::Tensor onto = normal({shape.time, shape.channels}, 9);
                const at::Tensor sum = onto + got;
                QVERIFY(at::equal(selectiveScan(in, onto, arithmetic), sum));
            }
        }
    }

    void scanReversedIsTheScanOfReversedRows_data() { addLevels(); }
    void scanReversedIsTheScanOfReversedRows()
    {
        ECVA_LEVEL(arithmetic);
        ScanInputs in = inputsOf({77, 21, 16}, TimeOrder::Reversed);
        const at::Tensor reversed = selectiveScan(in, {}, arithmetic);
        for (at::Tensor *each : {&in.x, &in.delta, &in.b, &in.c, &in.z})
            *each = each->flip(0);
        in.order = TimeOrder::Onward;
        QVERIFY(at::equal(selectiveScan(in, {}, arithmetic).flip(0), reversed));
    }

    void scanIsTheSameOnAnyNumberOfThreads_data() { addLevels(); }
    void scanIsTheSameOnAnyNumberOfThreads()
    {
        ECVA_LEVEL(arithmetic);
        const ScanInputs in = inputsOf({50, 100, 16}, TimeOrder::Onward);
        const int threads = at::get_num_threads();
        at::set_num_threads(1);
        const at::Tensor one = selectiveScan(in, {}, arithmetic);
        at::set_num_threads(3);
        const at::Tensor three = selectiveScan(in, {}, arithmetic);
        at::set_num_threads(threads);
        QVERIFY(at::equal(one, three));
    }

    void scanOfExtremes_data() { addLevels(); }
    /// States that vanish at once, steps that are 0, gates that are shut, and no numbers at all.
    void scanOfExtremes()
    {
        ECVA_LEVEL(arithmetic);
        for (const double delta : {-1e4, -90.0, 0.0, 25.0, 100.0, 1e4}) {
            for (const double gate : {-1e4, -100.0, -87.0, 0.0, 87.0, 1e4}) {
                ScanInputs in = inputsOf({9, 20, 16}, TimeOrder::Onward);
                in.delta = at::full({9, 20}, delta, at::kFloat);
                in.z = at::full({9, 20}, gate, at::kFloat);
                const at::Tensor truth = selectiveScanReference(inDouble(in));
                const at::Tensor got = selectiveScan(in, {}, arithmetic);
                QVERIFY(got.isfinite().all().item().toBool());
                QVERIFY(furthest(got, truth) <= 1e-5 * std::max(1e-30, largest(truth)));
            }
        }
        constexpr float kNoNumber = std::numeric_limits<float>::quiet_NaN();
        ScanInputs in = inputsOf({9, 20, 16}, TimeOrder::Onward);
        in.x = in.x.clone();
        in.x.select(0, 4).select(0, 7).fill_(kNoNumber);
        const at::Tensor got = selectiveScan(in, {}, arithmetic).isnan();
        // From there on, in this channel, and nowhere else.
        QCOMPARE(got.sum().item().toLong(), 5);
        QCOMPARE(got.select(1, 7).narrow(0, 4, 5).sum().item().toLong(), 5);
    }

    void convolution_data() { addLevels(); }
    void convolution()
    {
        ECVA_LEVEL(arithmetic);
        for (const Shape &shape : kShapes) {
            for (const std::int64_t taps : {1, 2, 4, 7}) {
                for (const TimeOrder order : {TimeOrder::Onward, TimeOrder::Reversed}) {
                    const at::Tensor x = normal({shape.time, 2 * shape.channels}, 1)
                                             .narrow(1, shape.channels, shape.channels)
                                         * 3;
                    const at::Tensor weight = normal({shape.channels, 1, taps}, 2);
                    const at::Tensor bias = normal({shape.channels}, 3);
                    const at::Tensor truth = causalConvSiluReference(
                        x.to(at::kDouble), weight.to(at::kDouble), bias.to(at::kDouble), order);
                    const at::Tensor got = causalConvSilu(x, weight, bias, order, arithmetic);
                    QVERIFY(got.sizes() == truth.sizes());
                    QVERIFY(furthest(got, truth) <= 2e-6 * std::max(1.0, largest(truth)));
                    // What another device takes.
                    const at::Tensor composed = causalConvSiluComposed(x, weight, bias, order);
                    QVERIFY(composed.sizes() == truth.sizes());
                    QVERIFY(furthest(composed, truth) <= 2e-6 * std::max(1.0, largest(truth)));
                }
            }
        }
    }

    void aGpusScanWithoutAGpu()
    {
        const ScanInputs in = inputsOf(kShapes.back(), TimeOrder::Onward);
        QVERIFY_THROWS_EXCEPTION(c10::Error, selectiveScanOnGpu(in, in));
    }
};

QTEST_APPLESS_MAIN(TestScanKernels)
#include "tst_scan_kernels.moc"
