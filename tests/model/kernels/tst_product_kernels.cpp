#include "model/kernels/Quantise.h"
#include "model/ops/MatMul.h"
#include "tests/model/kernels/Levels.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/zeros.h>

#include <cmath>
#include <limits>

using namespace ecva;
using namespace ecva::test;

namespace {

struct Shape
{
    std::int64_t count, inputs, outputs;
};

// Few rows and many, odd sizes, tails of every loop, single numbers, more columns than a block has.
const std::vector<Shape> kShapes{{1, 1, 1},     {1, 32, 3},      {1, 64, 5},     {2, 65, 17},
                                 {3, 96, 33},   {4, 1056, 14},   {4, 31, 60},    {5, 7, 9},
                                 {5, 64, 57},   {8, 160, 66},    {8, 4128, 3},   {9, 128, 15},
                                 {16, 1, 56},   {17, 514, 29},   {31, 1028, 61}, {33, 33, 2},
                                 {64, 576, 57}, {130, 1056, 43}, {515, 66, 30}};

struct Kind
{
    const char *name;
    at::ScalarType type; ///< of x
    WeightKind weights;
};

const std::vector<Kind> kKinds{
    {"fp32", at::kFloat, WeightKind::Fp32},          {"bf16", at::kBFloat16, WeightKind::Bf16},
    {"fp16", at::kHalf, WeightKind::Fp16},           {"int8, fp32", at::kFloat, WeightKind::Int8},
    {"int8, bf16", at::kBFloat16, WeightKind::Int8}, {"int4, fp32", at::kFloat, WeightKind::Int4},
    {"int4, bf16", at::kBFloat16, WeightKind::Int4}};

Weights weightsOf(const Kind &kind, const Shape &shape)
{
    const at::Tensor plain = normal({shape.outputs, shape.inputs}, 1);
    if (kind.weights == WeightKind::Int8 || kind.weights == WeightKind::Int4)
        return quantised(plain, kind.weights);
    return {plain.to(kind.type), {}};
}

// What the weights say, in double.
at::Tensor meantBy(const Weights &weights)
{
    if (weights.kind() == WeightKind::Int8)
        return weights.numbers.to(at::kDouble) * weights.scales.to(at::kDouble).unsqueeze(1);
    if (weights.kind() != WeightKind::Int4)
        return weights.numbers.to(at::kDouble);
    const at::Tensor wide = at::zeros({weights.outputs(), weights.inputs()}, at::kFloat);
    for (std::int64_t row = 0; row < weights.outputs(); ++row)
        unpackInt4(weights.numbers.const_data_ptr<std::uint8_t>() + row * weights.inputs() / 2,
                   static_cast<const std::uint16_t *>(weights.scales.const_data_ptr())
                       + row * weights.inputs() / kInt4Group,
                   weights.inputs(), wide.mutable_data_ptr<float>() + row * weights.inputs());
    return wide.to(at::kDouble);
}

// Of one product of type `type` with `inputs` numbers, all about 1.
double boundFor(const Kind &kind, std::int64_t inputs)
{
    const double sums = 6e-6 * std::sqrt(static_cast<double>(inputs) + 16);
    const double size = 6 * std::sqrt(static_cast<double>(inputs));
    if (kind.type == at::kHalf)
        return sums + size / 2048;
    if (kind.type == at::kBFloat16) // and the scales of Int4 are rounded into the weights
        return sums + size / 256;
    return sums;
}

double furthest(const at::Tensor &a, const at::Tensor &b)
{
    return (a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item().toDouble();
}

} // namespace

class TestProductKernels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void products_data() { addLevels(); }
    void products()
    {
        ECVA_LEVEL(arithmetic);
        for (const Kind &kind : kKinds) {
            for (const Shape &shape : kShapes) {
                const Weights weights = weightsOf(kind, shape);
                const at::Tensor x = normal({shape.count, shape.inputs}, 2).to(kind.type);
                const at::Tensor bias = normal({shape.outputs}, 3).to(kind.type);
                const at::Tensor truth = at::linear(x.to(at::kDouble), meantBy(weights));
                const double bound = boundFor(kind, shape.inputs);
                const QString what = QString("%1, %2 × %3 × %4")
                                         .arg(kind.name)
                                         .arg(shape.count)
                                         .arg(shape.inputs)
                                         .arg(shape.outputs);
                const at::Tensor plain = linearBy(arithmetic, x, weights, {});
                QVERIFY2(plain.scalar_type() == kind.type, qPrintable(what));
                QVERIFY2(furthest(plain, truth) <= bound,
                         qPrintable(what + QString(": %1").arg(furthest(plain, truth))));
                const at::Tensor moved = linearBy(arithmetic, x, weights, bias);
                QVERIFY2(furthest(moved, truth + bias.to(at::kDouble)) <= bound, qPrintable(what));
                if (!weights.scales.defined())
                    continue;
                // What another device takes; one rounding more.
                const at::Tensor composed = linearComposed(x, weights, bias);
                QVERIFY2(composed.scalar_type() == kind.type, qPrintable(what));
                QVERIFY2(furthest(composed, truth + bias.to(at::kDouble)) <= 1.5 * bound,
                         qPrintable(what));
            }
        }
    }

    void aRowIsTheSameInCompany_data() { addLevels(); }
    void aRowIsTheSameInCompany()
    {
        ECVA_LEVEL(arithmetic);
        for (const Kind &kind : kKinds) {
            const Weights weights = weightsOf(kind, {1, 4192, 37});
            const at::Tensor x = normal({40, 4192}, 2).to(kind.type);
            const std::int64_t few = fewRowsFor(kind.weights);
            const at::Tensor alone = linearBy(arithmetic, x.narrow(0, 0, 1), weights, {});
            for (std::int64_t count = 2; count <= few; ++count) {
                const at::Tensor together
                    = linearBy(arithmetic, x.narrow(0, 0, count), weights, {});
                QVERIFY2(at::equal(together.narrow(0, 0, 1), alone), kind.name);
            }
            const at::Tensor many = linearBy(arithmetic, x, weights, {});
            for (const std::int64_t count : {few + 1, few + 13, few + 20})
                QVERIFY2(at::equal(linearBy(arithmetic, x.narrow(0, 0, count), weights, {}),
                                   many.narrow(0, 0, count)),
                         kind.name);
        }
    }

    void anyNumberOfThreads_data() { addLevels(); }
    void anyNumberOfThreads()
    {
        ECVA_LEVEL(arithmetic);
        const int threads = at::get_num_threads();
        for (const Kind &kind : kKinds) {
            const Weights weights = weightsOf(kind, {1, 2080, 400});
            for (const std::int64_t count : {2, 40}) {
                const at::Tensor x = normal({count, 2080}, 2).to(kind.type);
                at::set_num_threads(1);
                const at::Tensor one = linearBy(arithmetic, x, weights, {});
                at::set_num_threads(3);
                const at::Tensor three = linearBy(arithmetic, x, weights, {});
                at::set_num_threads(threads);
                QVERIFY2(at::equal(one, three), kind.name);
            }
        }
    }

    void noRowsAndNoNumbers_data() { addLevels(); }
    void noRowsAndNoNumbers()
    {
        ECVA_LEVEL(arithmetic);
        for (const Kind &kind : kKinds) {
            const Weights weights = weightsOf(kind, {1, 64, 6});
            const at::Tensor none = at::zeros({0, 64}, kind.type);
            QVERIFY(linearBy(arithmetic, none, weights, {}).sizes() == at::IntArrayRef({0, 6}));
            // No number in a row of x: none in this row of the result, and in no other.
            for (const std::int64_t count : {3, 30}) {
                at::Tensor x = normal({count, 64}, 2);
                x.select(0, 1).select(0, 5).fill_(std::numeric_limits<float>::quiet_NaN());
                x.select(0, 2).select(0, 9).fill_(std::numeric_limits<float>::infinity());
                const at::Tensor got = linearBy(arithmetic, x.to(kind.type), weights, {});
                QCOMPARE(got.isnan().select(0, 1).sum().item().toLong(), 6);
                QCOMPARE(got.select(0, 2).isfinite().sum().item().toLong(), 0);
                QCOMPARE(got.select(0, 0).isfinite().sum().item().toLong(), 6);
            }
        }
    }

    /// In three dimensions, in double, and where the types differ: as LibTorch does it.
    void theChooser()
    {
        const at::Tensor w = normal({20, 48}, 1);
        const at::Tensor x = normal({2, 7, 48}, 2);
        const at::Tensor b = normal({20}, 3);
        const at::Tensor got = linear(x, {w, {}}, b);
        QVERIFY(got.sizes() == at::IntArrayRef({2, 7, 20}));
        QVERIFY(furthest(got, at::linear(x, w, b)) < 1e-5);
        const at::Tensor wide = linear(x.to(at::kDouble), {w.to(at::kDouble), {}}, {});
        QVERIFY(at::equal(wide, at::linear(x.to(at::kDouble), w.to(at::kDouble))));
        QVERIFY(furthest(linear(x.transpose(0, 1), {w, {}}, {}), at::linear(x.transpose(0, 1), w))
                < 1e-5);
    }

    /// Rounding to the nearest level: by at most half a step; zeros stay zeros.
    void quantisation()
    {
        at::Tensor plain = normal({6, 96}, 4);
        plain.select(0, 2).zero_();
        plain.select(0, 3).mul_(1e-6);
        plain.select(0, 4).mul_(1e4);
        for (const WeightKind kind : {WeightKind::Int8, WeightKind::Int4}) {
            const Weights made = quantised(plain, kind);
            QVERIFY(made.kind() == kind);
            QCOMPARE(made.inputs(), 96);
            const at::Tensor back = meantBy(made);
            for (std::int64_t row = 0; row < 6; ++row) {
                for (std::int64_t group = 0; group < 96; group += kInt4Group) {
                    const bool byRow = kind == WeightKind::Int8;
                    const at::Tensor from = plain.select(0, row);
                    const at::Tensor part = byRow ? from : from.narrow(0, group, kInt4Group);
                    const at::Tensor got = byRow ? back.select(0, row)
                                                 : back.select(0, row).narrow(0, group, kInt4Group);
                    const double size = part.abs().max().item().toDouble();
                    // A number on the other side of 0 than the furthest may be one step short.
                    const double step = byRow ? size / 127 * 0.501 : size / 8 * 1.01;
                    QVERIFY(furthest(got, part) <= step + 6e-8 * 8);
                }
            }
            QCOMPARE(back.select(0, 2).abs().max().item().toDouble(), 0.0);
        }
        // No whole groups: eight bits instead.
        QVERIFY(quantised(normal({3, 40}, 5), WeightKind::Int4).kind() == WeightKind::Int8);
    }
};

QTEST_APPLESS_MAIN(TestProductKernels)
#include "tst_product_kernels.moc"
