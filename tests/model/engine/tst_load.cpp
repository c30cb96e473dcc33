// Checkpoints on disk into engines, on tests/golden/tiny-anomshield (fp32, fp16 and bf16 mixed).
#include "model/architectures/MistralDecoder.h"
#include "model/engine/CudaDevice.h"
#include "model/engine/EngineModule.h"
#include "model/engine/Weights.h"
#include "model/kernels/Quantise.h"
#include "model/ops/MatMul.h"
#include "tests/model/engine/Weights.h"
#include "tests/model/parity/GoldenCheckpoint.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/equal.h>
#include <QTest>

#include <cstring>

using namespace ecva;
using namespace ecva::test;

namespace {

std::shared_ptr<const Checkpoint> opened(const GoldenCheckpoint &golden)
{
    const auto checkpoint = Checkpoint::open(golden.folder());
    if (!checkpoint)
        qWarning("%s", checkpoint.error().text().c_str());
    return checkpoint ? *checkpoint : nullptr;
}

Result<std::unique_ptr<Engine>> loaded(const std::shared_ptr<const Checkpoint> &checkpoint,
                                       ModelOptions options = {}, const ProgressSink &progress = {},
                                       const CancelToken &cancel = {})
{
    if (!checkpoint)
        return fail(ErrorCode::NotFound, "no checkpoint to load");
    options.folder = checkpoint->folder();
    return torchEngine().load(checkpoint, options, progress, cancel);
}

template <typename T>
bool failsWith(const Result<T> &result, ErrorCode code, const std::string &text)
{
    return !result && result.error().code == code
           && result.error().message.find(text) != std::string::npos;
}

// The numbers that quantised weights stand for.
at::Tensor meantBy(const Weights &weights)
{
    if (weights.kind() == WeightKind::Int8)
        return weights.numbers.to(at::kFloat) * weights.scales.unsqueeze(1);
    const std::int64_t columns = weights.inputs();
    const at::Tensor wide = at::empty({weights.outputs(), columns}, at::kFloat);
    for (std::int64_t row = 0; row < weights.outputs(); ++row)
        unpackInt4(weights.numbers.const_data_ptr<std::uint8_t>() + row * columns / 2,
                   static_cast<const std::uint16_t *>(weights.scales.const_data_ptr())
                       + row * columns / kInt4Group,
                   columns, wide.mutable_data_ptr<float>() + row * columns);
    return wide;
}

} // namespace

class TestLoad : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEngineOutlivesItsCheckpoint()
    {
        const GoldenCheckpoint golden;
        auto checkpoint = opened(golden);
        QVERIFY(checkpoint);
        std::vector<double> seen;
        auto engine = loaded(checkpoint, {}, [&](double progress) { seen.push_back(progress); });
        QVERIFY2(engine, engine ? "" : engine.error().text().c_str());
        QVERIFY(seen.size() > 10);
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
        QCOMPARE(seen.back(), 1.0);

        const EnginePrompt prompt{{1, 5, 6}, nullptr};
        const std::vector<std::int32_t> answer{7, 8, 2};
        const auto before = (*engine)->score(prompt, answer, {});
        checkpoint.reset();
        const auto after = (*engine)->score(prompt, answer, {});
        QVERIFY(before && after);
        QCOMPARE(*after, *before);
    }

    /// fp32 stays where it lies in the file, the rest is widened exactly.
    void weightsInPlace()
    {
        const GoldenCheckpoint golden;
        const auto checkpoint = opened(golden);
        QVERIFY(checkpoint);
        int inPlace = 0, widened = 0;
        for (const ExpectedTensor &expected : expectedTensors(checkpoint->config())) {
            const TensorView *view = checkpoint->find(expected);
            QVERIFY2(view, expected.name.c_str());
            const at::Tensor tensor = tensorOf(*view, checkpoint, at::kFloat);
            QCOMPARE(tensor.sizes().vec(), view->shape);
            if (isUsedInPlace(*view, at::kFloat)) {
                QCOMPARE(tensor.const_data_ptr(), static_cast<const void *>(view->data));
                ++inPlace;
            } else if (view->type == ScalarType::BF16) {
                // A bf16 number is the upper half of its fp32.
                for (std::int64_t i = 0; i < tensor.numel(); ++i) {
                    std::uint16_t half = 0;
                    std::memcpy(&half, view->data + 2 * i, 2);
                    std::uint32_t whole = 0;
                    std::memcpy(&whole, tensor.const_data_ptr<float>() + i, 4);
                    QCOMPARE(whole, static_cast<std::uint32_t>(half) << 16);
                }
                ++widened;
            }
        }
        QVERIFY(inPlace > 40);
        QVERIFY(widened > 0);
        QVERIFY(copiedBytes(*checkpoint, at::kFloat) > 0);
    }

    /// A tensor at an odd address is copied, and says the same.
    void unalignedWeights()
    {
        const GoldenCheckpoint golden;
        const auto checkpoint = opened(golden);
        QVERIFY(checkpoint);
        std::vector<std::byte> bytes(1 + 3 * sizeof(float));
        const float values[] = {1.5F, -2.25F, 3e-30F};
        std::memcpy(bytes.data() + 1, values, sizeof values);
        TensorView view;
        view.shape = {3};
        view.data = bytes.data() + 1;
        view.bytes = sizeof values;
        QVERIFY(!isUsedInPlace(view, at::kFloat));
        const at::Tensor tensor = tensorOf(view, checkpoint, at::kFloat);
        QCOMPARE(std::memcmp(tensor.const_data_ptr(), values, sizeof values), 0);
    }

    void incompleteCheckpointsAreNamed()
    {
        // A layer more than there is, and a wider middle than there is.
        const GoldenCheckpoint longer(
            QJsonObject{{"config.json", QJsonObject{{"num_hidden_layers", 4}}}});
        QVERIFY(failsWith(loaded(opened(longer)), ErrorCode::BadInput, "9 tensors missing: "));
        QVERIFY(failsWith(loaded(opened(longer)), ErrorCode::BadInput, "model.layers.3."));
        const GoldenCheckpoint wider(
            QJsonObject{{"config.json", QJsonObject{{"intermediate_size", 50}}}});
        QVERIFY(
            failsWith(loaded(opened(wider)), ErrorCode::BadInput, "9 tensors of another shape: "));
        QVERIFY(failsWith(loaded(opened(wider)), ErrorCode::BadInput, "[48, 32], not [50, 32]"));
    }

    void whatIsAskedForIsNotThere()
    {
        const GoldenCheckpoint golden;
        const auto checkpoint = opened(golden);
        QVERIFY(checkpoint);
        ModelOptions options;
        options.device = Device::Cuda;
        if (!openCuda())
            QVERIFY(failsWith(loaded(checkpoint, options), ErrorCode::Device, "device cuda: "));
        const CancelToken cancel;
        cancel.cancel();
        QVERIFY(loaded(checkpoint, {}, {}, cancel).error().code == ErrorCode::Cancelled);
        const GoldenCheckpoint classes(
            QJsonObject{{"config.json", QJsonObject{{"mm_vision_select_feature", "cls_patch"}}}});
        const auto kept = opened(classes);
        QVERIFY(kept);
        QVERIFY(failsWith(loaded(kept), ErrorCode::Unsupported, "cls_patch"));
    }

    void inEachType_data()
    {
        QTest::addColumn<int>("dtype");
        QTest::addColumn<double>("bound"); // of a log-probability
        QTest::newRow("bf16") << static_cast<int>(DType::Bf16) << 0.5;
        QTest::newRow("fp16") << static_cast<int>(DType::Fp16) << 0.1;
        QTest::newRow("int8") << static_cast<int>(DType::Int8) << 1.5;
        QTest::newRow("int4") << static_cast<int>(DType::Int4) << 8.0;
    }
    void inEachType()
    {
        QFETCH(int, dtype);
        QFETCH(double, bound);
        const GoldenCheckpoint golden;
        const auto checkpoint = opened(golden);
        QVERIFY(checkpoint);
        ModelOptions options;
        options.dtype = static_cast<DType>(dtype);
        const auto narrow = loaded(checkpoint, options);
        const auto exact = loaded(checkpoint);
        QVERIFY(narrow && exact);
        const EnginePrompt prompt{{1, 5, 6}, nullptr};
        const std::vector<std::int32_t> answer{7, 8, 2};
        const auto near = (*narrow)->score(prompt, answer, {});
        const auto scores = (*exact)->score(prompt, answer, {});
        QVERIFY(near && scores);
        for (std::size_t i = 0; i < answer.size(); ++i)
            QVERIFY(std::abs(near->at(i) - scores->at(i)) < bound);
    }

    void logitsOfEachType_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("quantisation");
        QTest::addColumn<double>("bound"); // of the largest logit
        const auto row = [](const char *name, at::ScalarType type, WeightKind kind, double bound) {
            QTest::newRow(name) << static_cast<int>(type) << static_cast<int>(kind) << bound;
        };
        row("bf16", at::kBFloat16, WeightKind::Fp32, 5e-2); // model spec K
        row("fp16", at::kHalf, WeightKind::Fp32, 1e-2);
        row("int8", at::kBFloat16, WeightKind::Int8, 5e-2);
        row("int4", at::kBFloat16, WeightKind::Int4, 5e-2);
    }
    /// Beside fp32 with the weights that the quantised ones stand for: prefill, and eight steps
    /// behind it. How near these come to the weights of the file is told, not judged: in a model
    /// this small nothing averages out.
    void logitsOfEachType()
    {
        QFETCH(int, type);
        QFETCH(int, quantisation);
        QFETCH(double, bound);
        const GoldenCheckpoint golden;
        const auto checkpoint = opened(golden);
        QVERIFY(checkpoint);
        const DecoderConfig &config = checkpoint->config().decoder;
        const auto numbers = static_cast<at::ScalarType>(type);
        std::optional<WeightKind> kind;
        if (static_cast<WeightKind>(quantisation) != WeightKind::Fp32)
            kind = static_cast<WeightKind>(quantisation);
        const WeightSource narrow
            = weightsOf(checkpoint, false, numbers, [] {}, Adapter::Merged, kind);
        const WeightSource meant = [&](const std::string &name) {
            const auto made = narrow.quantisation(name);
            return made ? meantBy(quantised(narrow(name), *made)) : narrow(name).to(at::kFloat);
        };
        const auto near = MistralDecoder::load(config, narrow, {});
        const auto truth = MistralDecoder::load(config, meant, {});
        const auto file
            = MistralDecoder::load(config, weightsOf(checkpoint, false, at::kFloat, [] {}), {});
        QVERIFY(near && truth && file);
        std::vector<std::int32_t> ids{1, 5, 6, 9, 17, 3, 44, 8, 21, 2, 30};
        KvCache nearCache = near->cache(32), truthCache = truth->cache(32),
                fileCache = file->cache(32);
        const auto logits = [&](const MistralDecoder &model, KvCache &cache) {
            return model.logits(*model.forward(model.embed(ids), cache, 1, {}));
        };
        int agreed = 0;
        for (int step = 0; step < 9; ++step) {
            const at::Tensor got = logits(*near, nearCache);
            const at::Tensor expected = logits(*truth, truthCache);
            const double size = expected.abs().max().item().toDouble();
            const double distance = (got - expected).abs().max().item().toDouble();
            QVERIFY2(distance <= bound * size,
                     qPrintable(QString("step %1: %2 of %3").arg(step).arg(distance).arg(size)));
            const auto best
                = static_cast<std::int32_t>(logits(*file, fileCache).argmax().item().toLong());
            agreed += got.argmax().item().toLong() == best ? 1 : 0;
            ids = {best};
        }
        qInfo("%d of 9 greedy tokens are those of fp32", agreed);
    }

    /// What a caller's own function throws does not come through either.
    void whatIsThrownIsAnError()
    {
        const GoldenCheckpoint golden;
        const auto checkpoint = opened(golden);
        QVERIFY(checkpoint);
        const auto engine = loaded(checkpoint);
        QVERIFY(engine.has_value());
        GenerationOptions options;
        options.greedy = true;
        const auto thrown = [&](auto what) {
            return (*engine)->generate({{1, 5}, nullptr}, options,
                                       [&](std::int32_t) { throw what; }, {});
        };
        QVERIFY(failsWith(thrown(std::bad_alloc()), ErrorCode::OutOfMemory, "memory"));
        QVERIFY(failsWith(thrown(std::runtime_error("no\nmore")), ErrorCode::Internal, "no"));
        QVERIFY(failsWith(thrown(17), ErrorCode::Internal, "unknown"));
    }
};

QTEST_APPLESS_MAIN(TestLoad)
#include "tst_load.moc"
