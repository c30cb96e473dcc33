#include "model/architectures/VisionTower.h"
#include "tests/model/engine/GoldenNumbers.h"
#include "tests/model/engine/TinyModel.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/tensor.h>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

namespace {

at::Tensor pixels(std::int64_t pictures)
{
    return hashed("pixels", {2, 3, 28, 28})
        .mul(4)
        .repeat({(pictures + 1) / 2, 1, 1, 1})
        .narrow(0, 0, pictures);
}

Result<at::Tensor> seen(const TowerConfig &config, const at::Tensor &pictures)
{
    const Tensors weights = tinyTower(tinyConfig().tower);
    const CancelToken cancel;
    const auto tower = VisionTower::load(config, sourceOf(weights), cancel);
    if (!tower)
        return fail(tower);
    return tower->forward(pictures, cancel);
}

} // namespace

class TestTower : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// hidden_states[-2][:, 1:] of Hugging Face's CLIPVisionModel with the same weights.
    void asTransformersHasIt()
    {
        const auto patches = seen(tinyConfig().tower, pixels(2));
        QVERIFY(patches.has_value());
        QCOMPARE(patches->sizes().vec(), (std::vector<std::int64_t>{2, 4, 32}));
        QVERIFY(furthest(patches->flatten(), at::tensor(kTowerQuickGelu, at::kDouble)) < 1e-5);
    }

    void withTheOtherActivation()
    {
        TowerConfig config = tinyConfig().tower;
        config.activation = "gelu";
        const auto patches = seen(config, pixels(1));
        QVERIFY(patches.has_value());
        QVERIFY(furthest(patches->select(0, 0).select(0, 0).narrow(0, 0, 8),
                         at::tensor(kTowerGelu, at::kDouble))
                < 1e-5);
        config.activation = "relu";
        const auto refused = seen(config, pixels(1));
        QVERIFY(!refused);
        QVERIFY(refused.error().code == ErrorCode::Unsupported);
        QVERIFY(refused.error().message.find("relu") != std::string::npos);
    }

    void theSelectedLayer()
    {
        TowerConfig config = tinyConfig().tower;
        QCOMPARE(VisionTower::layersThatRun(config).value(), 3);
        config.selectLayer = -1;
        QCOMPARE(VisionTower::layersThatRun(config).value(), 4);
        config.selectLayer = 2;
        QCOMPARE(VisionTower::layersThatRun(config).value(), 2);
        config.selectLayer = -5; // h₀, after the first norm
        QCOMPARE(VisionTower::layersThatRun(config).value(), 0);
        const auto first = seen(config, pixels(2));
        QVERIFY(first.has_value());
        QVERIFY(furthest(first->select(0, 1).narrow(1, 0, 8).flatten(),
                         at::tensor(kTowerFirstState, at::kDouble))
                < 1e-5);
        for (const int beyond : {-6, 5}) {
            config.selectLayer = beyond;
            QVERIFY(!VisionTower::layersThatRun(config));
            QVERIFY(!seen(config, pixels(1)));
        }
    }

    /// What lies behind the selected layer is never asked for.
    void laterLayersAreNotLoaded()
    {
        Tensors weights = tinyTower(tinyConfig().tower);
        std::erase_if(weights, [](const auto &entry) {
            return entry.first.find("layers.3.") != std::string::npos;
        });
        const CancelToken cancel;
        QVERIFY(VisionTower::load(tinyConfig().tower, sourceOf(weights), cancel).has_value());
    }

    /// More pictures than are taken at a time: each as if it were alone.
    void picturesDoNotMeet()
    {
        const auto many = seen(tinyConfig().tower, pixels(7));
        const auto pair = seen(tinyConfig().tower, pixels(2));
        QVERIFY(many && pair);
        QCOMPARE(many->size(0), 7);
        for (std::int64_t i = 0; i < 7; ++i)
            QVERIFY(furthest(many->select(0, i), pair->select(0, i % 2)) < 1e-5);
    }

    void cancelled()
    {
        const Tensors weights = tinyTower(tinyConfig().tower);
        const CancelToken cancel;
        const auto tower = VisionTower::load(tinyConfig().tower, sourceOf(weights), cancel);
        QVERIFY(tower.has_value());
        cancel.cancel();
        QVERIFY(tower->forward(pixels(1), cancel).error().code == ErrorCode::Cancelled);
        QVERIFY(VisionTower::load(tinyConfig().tower, sourceOf(weights), cancel).error().code
                == ErrorCode::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestTower)
#include "tst_tower.moc"
