// Where tensors are made and what is said where there is no GPU. LibTorch's "meta" device computes
// shapes only and mixes with no other: a tensor that is made on the CPU by mistake shows.
#include "model/checkpoint/Checkpoint.h"
#include "model/engine/CudaDevice.h"
#include "model/engine/EngineModule.h"
#include "model/ops/Attention.h"
#include "model/ops/CausalConv.h"
#include "model/ops/Rope.h"
#include "tests/model/engine/TinyEngine.h"
#include "tests/model/parity/GoldenCheckpoint.h"

#include <ATen/ops/empty.h>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

namespace {

const at::Device kElsewhere = at::kMeta;

} // namespace

class TestDevice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theProcessor()
    {
        QVERIFY(deviceFor(Device::Cpu) == at::Device(at::kCPU));
        waitFor(at::kCPU);
        QVERIFY(engineOf(seeingConfig())->device() == Device::Cpu);
    }

    void withoutAGpu()
    {
        const auto opened = openCuda();
        if (opened)
            QSKIP("this machine has a GPU");
        QVERIFY(opened.error().code == ErrorCode::Device);
        const QString text = QString::fromStdString(opened.error().message);
        QVERIFY2(text.startsWith(QStringLiteral("device cuda: ")), qPrintable(text));
        QVERIFY2(text.size() > 30 && !text.contains(u'\n'), qPrintable(text));
        // Each time it is asked for: a person may have mended it.
        QVERIFY(deviceFor(Device::Cuda).error().message == opened.error().message);
        QVERIFY(deviceFor(Device::Auto) == at::Device(at::kCPU));
        QVERIFY(!freeCudaMemory());
    }

    void loadingWithoutAGpu()
    {
        if (openCuda())
            QSKIP("this machine has a GPU");
        const GoldenCheckpoint golden;
        const auto checkpoint = Checkpoint::open(golden.folder());
        QVERIFY2(checkpoint.has_value(), checkpoint ? "" : checkpoint.error().text().c_str());
        ModelOptions options;
        options.folder = golden.folder();
        const CancelToken cancel;
        const auto automatic = torchEngine().load(*checkpoint, options, {}, cancel);
        QVERIFY(automatic.has_value());
        QVERIFY((*automatic)->device() == Device::Cpu);
        options.device = Device::Cuda;
        const auto refused = torchEngine().load(*checkpoint, options, {}, cancel);
        QVERIFY(!refused && refused.error().code == ErrorCode::Device);
    }

    /// Before any arithmetic, as deviceFor() does it where there is a GPU; LibTorch's own is found
    /// then, the one that ./dev fetches is not there.
    void initTestCase() { m_opened = openTorchCuda(); }
    void torchsOtherHalf()
    {
        const CancelToken cancel;
        const auto engine = engineOf(seeingConfig());
        QVERIFY(engine->generate(seeingPrompt(), greedy(3), {}, cancel).has_value());
        const auto opened = openTorchCuda();
        QCOMPARE(opened.has_value(), m_opened.has_value());
        if (opened)
            return;
        QVERIFY(opened.error().code == ErrorCode::Device);
        QVERIFY2(opened.error().message.find("libtorch_cuda.so") != std::string::npos,
                 opened.error().message.c_str());
    }

    void whatTheDecoderMakes()
    {
        const auto there = at::TensorOptions(kElsewhere).dtype(at::kBFloat16);
        const RopeTable rope = ropeTable(3, 4, 8, 1e4, there);
        QVERIFY(rope.cos.device() == kElsewhere && rope.sin.device() == kElsewhere);
        QVERIFY(rope.cos.scalar_type() == at::kBFloat16);
        const at::Tensor heads = at::empty({2, 4, 8}, there);
        QVERIFY(applyRope(heads, rope).device() == kElsewhere);
        const at::Tensor mask = causalMask({3, 4, 7, 5}, 2, there);
        QVERIFY(mask.device() == kElsewhere && mask.scalar_type() == at::kBFloat16);
        QCOMPARE(mask.sizes().vec(), (std::vector<std::int64_t>{8, 7}));

        KvCache cache({1, 2, 8, 9}, there);
        cache.append(0, heads, heads);
        cache.advance(4);
        QVERIFY(cache.keys(0, 4).device() == kElsewhere);
        QVERIFY(cache.values(0, 4).scalar_type() == at::kBFloat16);
        KvCache copy({1, 2, 8, 4}, there);
        copy.copyFrom(cache, 4);
        QCOMPARE(copy.length(), 4);
    }

    void products_data()
    {
        QTest::addColumn<int>("quantisation"); // −1: none
        QTest::newRow("plain") << -1;
        QTest::newRow("int8") << static_cast<int>(WeightKind::Int8);
        QTest::newRow("int4") << static_cast<int>(WeightKind::Int4);
    }
    /// A layer's weights with bias and an adapter beside them.
    void products()
    {
        QFETCH(int, quantisation);
        const auto made = [](const std::vector<std::int64_t> &shape) {
            return hashed("some", shape).to(at::kBFloat16);
        };
        const WeightSource here(
            [&](const std::string &name) {
                return made(name.ends_with("bias") ? std::vector<std::int64_t>{6}
                                                   : std::vector<std::int64_t>{6, 64});
            },
            [&](const std::string &) { return LowRank{made({2, 64}), made({6, 2}), 0.5}; },
            [=](const std::string &) -> std::optional<WeightKind> {
                if (quantisation < 0)
                    return {};
                return static_cast<WeightKind>(quantisation);
            });
        QVERIFY(here.device() == at::Device(at::kCPU));
        const Linear linear = Linear::withBias(here.on(kElsewhere), "some");
        const at::Tensor x = at::empty({3, 64}, at::TensorOptions(kElsewhere).dtype(at::kBFloat16));
        const at::Tensor y = linear(x);
        QVERIFY(y.device() == kElsewhere && y.scalar_type() == at::kBFloat16);
        QCOMPARE(y.sizes().vec(), (std::vector<std::int64_t>{3, 6}));
    }

    void theConvolutionBeforeTheScan()
    {
        const at::TensorOptions there(kElsewhere);
        const at::Tensor y = causalConvSilu(at::empty({9, 6}, there), at::empty({6, 1, 4}, there),
                                            at::empty({6}, there), TimeOrder::Reversed);
        QVERIFY(y.device() == kElsewhere);
    }

private:
    Result<void> m_opened;
};

QTEST_GUILESS_MAIN(TestDevice)
#include "tst_device.moc"
