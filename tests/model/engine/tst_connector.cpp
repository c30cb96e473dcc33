#include "model/architectures/MambaConnector.h"
#include "model/ops/CausalConv.h"
#include "model/ops/SelectiveScan.h"
#include "tests/model/engine/Weights.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/tensor.h>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

namespace {

const std::string kProjector = "model.mm_projector.";
const std::string kMixer = kProjector + "mambaModel_h.layers.0.mixer";

// The micro model of model spec C.5; `back`: what the backward phases are ahead by.
Tensors microModel(double back)
{
    Tensors weights;
    weights[kMixer + ".in_proj.weight"] = wave({8, 2}, .1);
    weights[kMixer + ".out_proj.weight"] = wave({2, 4}, .9);
    for (const std::string suffix : {"", "_b"}) {
        const double p = suffix.empty() ? 0 : back;
        weights[kMixer + ".conv1d" + suffix + ".weight"] = wave({4, 1, 4}, .2 + p);
        weights[kMixer + ".conv1d" + suffix + ".bias"] = wave({4}, .3 + p);
        weights[kMixer + ".x_proj" + suffix + ".weight"] = wave({5, 4}, .4 + p);
        weights[kMixer + ".dt_proj" + suffix + ".weight"] = wave({4, 1}, .5 + p);
        weights[kMixer + ".dt_proj" + suffix + ".bias"] = wave({4}, .6 + p);
        weights[kMixer + (suffix.empty() ? ".A_log" : ".A_b_log")] = wave({4, 2}, .7 + p);
        weights[kMixer + ".D" + suffix] = wave({4}, .8 + p);
    }
    weights[kProjector + "mambaModel_h.layers.0.norm.weight"] = wave({2}, 2.1) + 1;
    weights[kProjector + "mambaModel_h.norm_f.weight"] = wave({2}, 2.2) + 1;
    weights[kProjector + "readout.0.weight"] = wave({3, 2}, .1);
    weights[kProjector + "readout.0.bias"] = wave({3}, .2);
    weights[kProjector + "readout.2.weight"] = wave({3, 3}, .3);
    weights[kProjector + "readout.2.bias"] = wave({3}, .4);
    return weights;
}

// A larger one with equal weights in both directions.
Tensors symmetricModel(std::int64_t width, std::int64_t inner, std::int64_t states,
                       std::int64_t rank, at::ScalarType type)
{
    Tensors weights;
    const auto put = [&](const std::string &name, const std::vector<std::int64_t> &shape) {
        weights[kMixer + name] = hashed(name, shape).to(type);
    };
    put(".in_proj.weight", {2 * inner, width});
    put(".out_proj.weight", {width, inner});
    put(".conv1d.weight", {inner, 1, 4});
    put(".conv1d.bias", {inner});
    put(".x_proj.weight", {rank + 2 * states, inner});
    put(".dt_proj.weight", {inner, rank});
    put(".dt_proj.bias", {inner});
    put(".A_log", {inner, states});
    put(".D", {inner});
    for (const std::string name :
         {"conv1d.weight", "conv1d.bias", "x_proj.weight", "dt_proj.weight", "dt_proj.bias", "D"}) {
        std::string backward = name;
        const auto dot = backward.find('.');
        backward.insert(dot == std::string::npos ? backward.size() : dot, "_b");
        weights[kMixer + "." + backward] = weights[kMixer + "." + name];
    }
    weights[kMixer + ".A_b_log"] = weights[kMixer + ".A_log"];
    return weights;
}

} // namespace

class TestConnector : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Model spec C.5, float64.
    void theMixerOfTheMicroModel()
    {
        const Tensors weights = microModel(1.0);
        const MambaMixer mixer(sourceOf(weights), kMixer);
        const at::Tensor expected
            = at::tensor({0.03687808, -0.037325553, -0.009403899, 0.007633828, -0.022786418,
                          0.024095343, 0.001680522, -0.000426904, 0.034863287, -0.034226475},
                         at::kDouble)
                  .view({5, 2});
        QVERIFY(furthest(mixer.forward(wave({5, 2}, 1.7)), expected) < 1e-9);
    }

    void theBlockOfTheMicroModel()
    {
        const Tensors weights = microModel(1.0);
        const MambaConnector connector(sourceOf(weights));
        const at::Tensor expected
            = at::tensor({1.982951479, -0.085983139, -0.149773929, -1.578677749, -1.608422244,
                          -0.928663195, -1.503522943, 1.033977547, 1.687373441, 0.834868346},
                         at::kDouble)
                  .view({5, 2});
        QVERIFY(furthest(connector.block(wave({5, 2}, 1.7)), expected) < 1e-8);
    }

    void inFloatItIsTheSameToRounding()
    {
        const Tensors weights = microModel(1.0);
        Tensors narrow;
        for (const auto &[name, tensor] : weights)
            narrow[name] = tensor.to(at::kFloat);
        const at::Tensor x = wave({5, 2}, 1.7);
        QVERIFY(furthest(MambaConnector(sourceOf(narrow)).block(x.to(at::kFloat)),
                         MambaConnector(sourceOf(weights)).block(x))
                < 1e-5);
    }

    /// Equal weights in both directions: Mixer(rev x) = rev Mixer(x).
    void timeReversal()
    {
        const Tensors micro = microModel(0);
        const MambaMixer mixer(sourceOf(micro), kMixer);
        const at::Tensor x = wave({5, 2}, 1.7);
        QVERIFY(at::equal(mixer.forward(x.flip(0)), mixer.forward(x).flip(0)));

        // Longer than the blocks of the loops. A matrix product rounds a row by where it stands,
        // so this one is equal to rounding only.
        for (const at::ScalarType type : {at::kDouble, at::kFloat}) {
            const Tensors weights = symmetricModel(16, 40, 5, 3, type);
            const MambaMixer larger(sourceOf(weights), kMixer);
            const at::Tensor input = hashed("input", {150, 16}).to(type);
            const at::Tensor onward = larger.forward(input);
            QVERIFY(furthest(larger.forward(input.flip(0)), onward.flip(0))
                    <= (type == at::kDouble ? 1e-15 : 1e-6) * onward.abs().max().item().toDouble());
            QVERIFY(onward.abs().max().item().toDouble() > 1e-3);
        }
    }

    /// The definition, step by step and written another way, on numbers that fill every loop.
    void theScanByItsDefinition()
    {
        const std::int64_t time = 70, channels = 35, states = 3;
        const auto make = [](const char *name, const std::vector<std::int64_t> &shape) {
            return hashed(name, shape).to(at::kDouble);
        };
        ScanInputs in;
        in.x = make("x", {time, channels});
        in.delta = make("delta", {time, channels});
        in.deltaBias = make("bias", {channels});
        in.a = -(make("a", {channels, states}) + 1.0);
        in.b = make("b", {time, states});
        in.c = make("c", {time, states});
        in.d = make("d", {channels});
        in.z = make("z", {time, channels});
        at::Tensor state = at::empty({channels, states}, at::kDouble).zero_();
        const at::Tensor out = selectiveScan(in);
        for (std::int64_t t = 0; t < time; ++t) {
            const at::Tensor delta
                = ((in.delta.select(0, t) + in.deltaBias).exp() + 1).log().unsqueeze(1);
            state = (delta * in.a).exp() * state
                    + delta * in.x.select(0, t).unsqueeze(1) * in.b.select(0, t);
            const at::Tensor gate = in.z.select(0, t);
            const at::Tensor expected
                = (state.mv(in.c.select(0, t)) + in.d * in.x.select(0, t)) * gate * gate.sigmoid();
            QVERIFY(furthest(out.select(0, t), expected) < 1e-14);
        }
        QVERIFY(at::equal(out, selectiveScan(in)));
    }

    void theConvolutionSeesThePastOnly()
    {
        const at::Tensor weight = at::tensor({1., 2., 3., 4.}, at::kDouble).view({1, 1, 4});
        const at::Tensor x = at::tensor({1., 10., 100., 1000., 0.}, at::kDouble).view({5, 1});
        const at::Tensor sums
            = at::tensor({4.5, 43.5, 432.5, 4321.5, 3210.5}, at::kDouble).view({5, 1});
        const at::Tensor got = causalConvSilu(x, weight, at::tensor({.5}, at::kDouble));
        QVERIFY(furthest(got, sums * sums.sigmoid()) < 1e-9);
    }

    /// A 7 × 7 grid leaves one square of 4 × 4; an 8 × 8 grid four, row by row.
    void poolingDropsTheRest()
    {
        const at::Tensor seven = at::arange(2 * 49, at::kDouble).view({2, 49, 1});
        // Rows 0–3, columns 0–3 of a picture that counts up: mean = 12, and 49 more on the next.
        QVERIFY(
            furthest(MambaConnector::pool(seven), at::tensor({12., 61.}, at::kDouble).view({2, 1}))
            < 1e-12);
        const at::Tensor eight = at::arange(64, at::kDouble).view({1, 64, 1});
        QVERIFY(furthest(MambaConnector::pool(eight),
                         at::tensor({13.5, 17.5, 45.5, 49.5}, at::kDouble).view({4, 1}))
                < 1e-12);
    }

    void sixteenTokensAFrameAndACancel()
    {
        const Tensors weights = microModel(1.0);
        const MambaConnector connector(sourceOf(weights));
        const at::Tensor patches = wave({2, 256, 2}, .3);
        const CancelToken cancel;
        const auto tokens = connector.forward(patches, cancel);
        QVERIFY(tokens.has_value());
        QCOMPARE(tokens->size(0), 32);
        QCOMPARE(tokens->size(1), 3);
        // The second frame's tokens come last, and the first frame reaches them through the scan.
        const at::Tensor block = connector.block(patches.view({512, 2}));
        const at::Tensor alone = connector.block(patches.select(0, 1));
        QVERIFY(furthest(block.narrow(0, 256, 256), alone) > 1e-6);

        cancel.cancel();
        const auto cancelled = connector.forward(patches, cancel);
        QVERIFY(!cancelled);
        QVERIFY(cancelled.error().code == ErrorCode::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestConnector)
#include "tst_connector.moc"
