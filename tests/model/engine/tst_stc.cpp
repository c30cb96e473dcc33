// VideoLLaMA2's connectors against their restatement with timm's RegStage (tests/golden/stc.py).
#include "model/architectures/StcConnector.h"
#include "model/checkpoint/Checkpoint.h"
#include "model/checkpoint/WeightStore.h"
#include "tests/model/engine/Weights.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/from_blob.h>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

namespace {

const std::string kRoot = "model.mm_projector.";

/// Halved hashed numbers, norms around 1, as stc.py fills its module.
Tensors weightsOf(const AnomShieldConfig &config)
{
    Tensors made;
    for (const ExpectedTensor &tensor : expectedTensors(config)) {
        if (!tensor.name.starts_with(kRoot))
            continue;
        const at::Tensor value = hashed(tensor.name, tensor.shape).mul(0.5);
        made[tensor.name] = tensor.name.ends_with("bn.weight") ? value.add(1) : value;
    }
    return made;
}

AnomShieldConfig configOf(int width, int hidden, int grid, bool bordered)
{
    AnomShieldConfig config;
    config.tower.patch = 14;
    config.tower.image = 14 * grid;
    config.connectorKind = ConnectorKind::Stc;
    config.stc = {width, hidden, width / 4, hidden / 4, bordered};
    return config;
}

at::Tensor patchesOf(const std::string &name, std::int64_t frames, std::int64_t grid,
                     std::int64_t width)
{
    return hashed("patches of " + name, {frames, grid * grid, width}).mul(4);
}

std::unique_ptr<const Connector> load(const AnomShieldConfig &config, const Tensors &weights)
{
    auto loaded = StcConnector::load(config.stc, sourceOf(weights), CancelToken());
    return loaded ? std::move(*loaded) : nullptr;
}

} // namespace

class TestStc : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asTheReference_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("frames");
        QTest::addColumn<int>("grid");
        QTest::addColumn<bool>("bordered");
        QTest::newRow("even") << 16 << 4 << 6 << true;
        QTest::newRow("odd") << 16 << 5 << 5 << true;
        QTest::newRow("still") << 16 << 1 << 4 << true;
        QTest::newRow("same-width") << 32 << 2 << 4 << true;
        QTest::newRow("v35-even") << 16 << 4 << 6 << false;
        QTest::newRow("v35-odd") << 16 << 5 << 5 << false;
    }

    void asTheReference()
    {
        QFETCH(int, width);
        QFETCH(int, frames);
        QFETCH(int, grid);
        QFETCH(bool, bordered);
        const std::string name = QTest::currentDataTag();
        const auto golden
            = WeightStore::openFile(qEnvironmentVariable("ECVA_SOURCE_DIR").toStdString()
                                    + "/tests/golden/stc.safetensors");
        QVERIFY(golden);
        const TensorView *expected = golden->find(name);
        QVERIFY(expected);
        const at::Tensor wanted
            = at::from_blob(const_cast<std::byte *>(expected->data), expected->shape, at::kFloat);

        const AnomShieldConfig config = configOf(width, 32, grid, bordered);
        QCOMPARE(config.visualTokens(frames), wanted.size(0));
        const Tensors weights = weightsOf(config);
        const auto connector = load(config, weights);
        QVERIFY(connector);
        const auto tokens = connector->forward(patchesOf(name, frames, grid, width), CancelToken());
        QVERIFY(tokens);
        QCOMPARE(tokens->sizes(), wanted.sizes());
        QVERIFY2(furthest(*tokens, wanted) < 1e-4,
                 std::to_string(furthest(*tokens, wanted)).c_str());

        // In double it is the reference to the rounding of the golden file.
        Tensors wide;
        for (const auto &[key, value] : weights)
            wide[key] = value.to(at::kDouble);
        const auto exact = load(config, wide);
        QVERIFY(exact);
        const auto closer
            = exact->forward(patchesOf(name, frames, grid, width).to(at::kDouble), CancelToken());
        QVERIFY(closer);
        QVERIFY(furthest(*closer, wanted) < 1e-6);
    }

    /// Sizes of model spec D.
    void theNumberOfTokens()
    {
        const auto tokens = [](int frames, int grid, bool bordered) {
            return configOf(16, 32, grid, bordered).visualTokens(frames);
        };
        QCOMPARE(tokens(16, 24, true), 1521);
        QCOMPARE(tokens(8, 24, true), 845);
        QCOMPARE(tokens(1, 24, true), 169);
        QCOMPARE(tokens(16, 27, false), 1352);
        QCOMPARE(tokens(16, 24, false), 1152);
    }

    /// bf16 against fp32: spec K's 5e-2 of the largest value.
    void inBFloat16()
    {
        const AnomShieldConfig config = configOf(16, 32, 6, true);
        const Tensors weights = weightsOf(config);
        Tensors narrow;
        for (const auto &[key, value] : weights)
            narrow[key] = value.to(at::kBFloat16);
        const at::Tensor patches = patchesOf("even", 4, 6, 16);
        const auto wanted = load(config, weights)->forward(patches, CancelToken());
        const auto found = load(config, narrow)->forward(patches.to(at::kBFloat16), CancelToken());
        QVERIFY(wanted && found);
        QVERIFY(found->scalar_type() == at::kBFloat16);
        QVERIFY(furthest(*found, *wanted) < 5e-2 * wanted->abs().max().item().toDouble());
    }

    /// A few frames at a time give what all at once give: with frames beyond kFramesAtATime the
    /// first ones keep their tokens as far as no window reaches the others.
    void framesDoNotMeetBeforeTheyAreJoined()
    {
        const AnomShieldConfig config = configOf(16, 32, 4, false);
        const Tensors weights = weightsOf(config);
        const auto connector = load(config, weights);
        const at::Tensor patches = patchesOf("long", 10, 4, 16);
        const auto all = connector->forward(patches, CancelToken());
        const auto some = connector->forward(patches.narrow(0, 0, 6), CancelToken());
        QVERIFY(all && some);
        QVERIFY(furthest(all->narrow(0, 0, some->size(0)), *some) < 1e-5);
    }

    void tooFewFramesAndACancel()
    {
        const AnomShieldConfig config = configOf(16, 32, 4, false);
        const Tensors weights = weightsOf(config);
        const auto connector = load(config, weights);
        const auto one = connector->forward(patchesOf("one", 1, 4, 16), CancelToken());
        QVERIFY(!one);
        QVERIFY(one.error().code == ErrorCode::InvalidArgument);
        const CancelToken cancel;
        cancel.cancel();
        const auto cancelled = connector->forward(patchesOf("two", 2, 4, 16), cancel);
        QVERIFY(!cancelled);
        QVERIFY(cancelled.error().code == ErrorCode::Cancelled);
        QVERIFY(!StcConnector::load(config.stc, sourceOf(weights), cancel));
    }
};

QTEST_APPLESS_MAIN(TestStc)
#include "tst_stc.moc"
