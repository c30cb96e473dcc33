// Steps at places that only the device knows, as they are recorded on a GPU; here the "recording"
// is work that is done again.
#include "model/engine/CudaDevice.h"
#include "model/engine/DecoderSteps.h"
#include "tests/model/engine/TinyModel.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/equal.h>
#include <QTest>

#include <cmath>

using namespace ecva;
using namespace ecva::test;

namespace {

constexpr std::int64_t kCapacity = 40;
int recorded = 0, played = 0;
std::string playFails;

class Again : public CudaRecording
{
public:
    explicit Again(std::function<void()> work)
        : m_work(std::move(work))
    {
    }
    std::string play() override
    {
        ++played;
        m_work();
        return playFails;
    }

private:
    std::function<void()> m_work;
};

const CudaRecorder kRecorder{[](const std::function<void()> &work, std::string &) {
    ++recorded;
    work();
    work();
    return std::unique_ptr<CudaRecording>(std::make_unique<Again>(work));
}};
const CudaRecorder kBroken{[](const std::function<void()> &work, std::string &why) {
    ++recorded;
    work();
    why = "it does not record";
    return std::unique_ptr<CudaRecording>();
}};

Tensors weightsOf(const DecoderConfig &config, at::ScalarType type)
{
    Tensors weights;
    addTinyDecoder(weights, config);
    for (auto &[name, tensor] : weights)
        tensor = tensor.to(type);
    return weights;
}

std::int32_t idOf(int step)
{
    return (1 + 37 * step) % 128;
}

/// Logits of passes of one row, one under the other.
at::Tensor passLogits(const MistralDecoder &decoder, KvCache &cache, int steps)
{
    std::vector<at::Tensor> logits;
    for (int i = 0; i < steps; ++i) {
        const std::int32_t id = idOf(i);
        const MistralDecoder::Rows rows{&cache, 1};
        logits.push_back(
            decoder.logits(*decoder.pass(decoder.embed({&id, 1}), {&rows, 1}, CancelToken())));
    }
    return at::cat(logits, 0);
}

at::Tensor stepLogits(DecoderSteps &steps, int count)
{
    std::vector<at::Tensor> logits;
    for (int i = 0; i < count; ++i)
        logits.push_back(*steps.next(idOf(i)));
    return at::cat(logits, 0);
}

} // namespace

class TestSteps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        recorded = played = 0;
        playFails.clear();
    }

    void stepsArePasses_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("recorder");
        for (const auto &[name, type] : {std::pair("fp32", at::kFloat), {"bf16", at::kBFloat16}}) {
            const int number = static_cast<int>(type);
            QTest::addRow("%s, launched", name) << number << 0;
            QTest::addRow("%s, recorded", name) << number << 1;
            QTest::addRow("%s, not recorded", name) << number << 2;
        }
    }
    /// To the last bit, also after the cache was rewound, and whatever else lies in it.
    void stepsArePasses()
    {
        QFETCH(int, type);
        QFETCH(int, recorder);
        constexpr const CudaRecorder *kRecorders[] = {nullptr, &kRecorder, &kBroken};
        const DecoderConfig config = tinyConfig().decoder;
        const Tensors weights = weightsOf(config, static_cast<at::ScalarType>(type));
        const auto decoder = MistralDecoder::load(config, sourceOf(weights), CancelToken());
        QVERIFY(decoder.has_value());
        KvCache passes = decoder->cache(kCapacity), cache = decoder->cache(kCapacity);
        for (std::int64_t i = 0; i < config.layers; ++i) {
            // What no row has written yet is no number.
            cache.keys(static_cast<std::size_t>(i), kCapacity).fill_(NAN);
            cache.values(static_cast<std::size_t>(i), kCapacity).fill_(NAN);
        }
        constexpr int kSteps = 20;
        const at::Tensor expected = passLogits(*decoder, passes, kSteps);
        DecoderSteps steps(*decoder, cache, kRecorders[recorder]);
        QVERIFY(at::equal(stepLogits(steps, kSteps), expected));
        QCOMPARE(cache.length(), kSteps);
        cache.rewind(0);
        QVERIFY(at::equal(stepLogits(steps, kSteps), expected));
        QCOMPARE(recorded, recorder == 0 ? 0 : 1);
        QCOMPARE(played, recorder == 1 ? 2 * kSteps : 0);
        QCOMPARE(steps.isRecorded(), recorder == 1);
    }

    void aStepThatFailsIsAnError()
    {
        const DecoderConfig config = tinyConfig().decoder;
        const Tensors weights = weightsOf(config, at::kFloat);
        const auto decoder = MistralDecoder::load(config, sourceOf(weights), CancelToken());
        KvCache cache = decoder->cache(kCapacity);
        DecoderSteps steps(*decoder, cache, &kRecorder);
        QVERIFY(steps.next(1).has_value());
        playFails = "the device is gone";
        const auto failed = steps.next(2);
        QVERIFY(!failed && failed.error().code == ErrorCode::Device);
        QVERIFY(failed.error().message.ends_with("the device is gone"));
        QCOMPARE(cache.length(), 1);
    }

    /// Rows of a window do not see all that is before them; a shorter cache has no such row.
    void notBehindAWindow()
    {
        DecoderConfig config = tinyConfig().decoder;
        config.slidingWindow = 16;
        const Tensors weights = weightsOf(config, at::kFloat);
        const auto decoder = MistralDecoder::load(config, sourceOf(weights), CancelToken());
        QVERIFY(decoder->takesSteps(decoder->cache(16)));
        QVERIFY(!decoder->takesSteps(decoder->cache(17)));
        // Nor on the processor, where there is nothing to record with.
        QVERIFY(!DecoderSteps::canRecord(*decoder, decoder->cache(16)));
        QVERIFY(!cudaRecorder());
    }
};

QTEST_GUILESS_MAIN(TestSteps)
#include "tst_steps.moc"
