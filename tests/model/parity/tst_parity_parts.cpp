// The engine's stages one by one on tests/golden/tiny-anomshield and tiny-videollama21: the tower
// against transformers' CLIPVisionModel and SiglipVisionModel, the visual tokens against the
// references, the logits against MistralForCausalLM and Qwen2ForCausalLM.
#include "model/api/Engine.h"
#include "model/architectures/AnomShield.h"
#include "model/checkpoint/Checkpoint.h"
#include "model/engine/Weights.h"
#include "model/preprocess/ClipProcessor.h"
#include "tests/model/parity/GoldenCheckpoint.h"

#include <ATen/Parallel.h>
#include <ATen/ops/abs.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/max.h>

#include <QTest>

#include <algorithm>
#include <memory>
#include <optional>

using namespace ecva;
using namespace ecva::test;

namespace {

/// A tensor's shape, the sum of its squares and some of its values, as the golden file has them.
void compareProbes(const at::Tensor &tensor, const QJsonObject &golden, double tolerance)
{
    QCOMPARE(listed(tensor.sizes().vec()), listed(numbers<std::int64_t>(golden["shape"])));
    const at::Tensor flat = tensor.to(at::kDouble).contiguous().reshape({-1});
    const double *values = flat.const_data_ptr<double>();
    std::vector<double> found;
    std::vector<double> expected;
    for (const QJsonValue probe : golden["values"].toArray()) {
        found.push_back(values[probe[0].toInt()]);
        expected.push_back(probe[1].toDouble());
    }
    QVERIFY(!found.empty());
    QCOMPARE(difference(found, expected, tolerance), QString());
    double squares = 0;
    for (std::int64_t i = 0; i < flat.numel(); ++i)
        squares += values[i] * values[i];
    const double wanted = golden["squares"].toDouble();
    QVERIFY2(std::abs(squares - wanted) <= 1e-5 * wanted,
             qPrintable(QString("sum of squares %1 instead of %2").arg(squares).arg(wanted)));
}

/// A still image has a place of another number.
std::vector<std::int32_t> promptOf(const QJsonObject &golden)
{
    auto ids = numbers<std::int32_t>(golden["promptIds"]);
    std::ranges::replace(ids, -200, kVideoPlaceholder);
    return ids;
}

/// As the golden file holds logits.
std::vector<double> everySixteenth(const at::Tensor &logits)
{
    const at::Tensor flat = logits.to(at::kDouble).contiguous().reshape({-1});
    std::vector<double> values;
    for (std::int64_t id = 0; id < flat.numel(); id += 16)
        values.push_back(flat.const_data_ptr<double>()[id]);
    return values;
}

} // namespace

class TestParityParts : public QObject
{
    Q_OBJECT

private:
    QJsonObject m_golden;   ///< of AnomShield
    QJsonObject m_golden21; ///< of VideoLLaMA2.1
    std::optional<GoldenCheckpoint> m_folder;
    std::shared_ptr<const Checkpoint> m_checkpoint;

    void addCases()
    {
        QTest::addColumn<QJsonObject>("golden");
        for (const QJsonValue value : m_golden["asks"].toArray()) {
            const QJsonObject golden = value.toObject();
            QTest::newRow(qPrintable(golden["name"].toString())) << golden;
        }
        for (const QJsonValue value : m_golden21["asks"].toArray()) {
            QJsonObject golden = value.toObject();
            golden["checkpoint"] = "tiny-videollama21";
            QTest::newRow(qPrintable("2.1: " + golden["name"].toString())) << golden;
        }
    }

    void open(const QJsonObject &golden)
    {
        m_folder.emplace(golden["patches"].toObject(),
                         golden["checkpoint"].toString(QStringLiteral("tiny-anomshield")));
        const auto checkpoint = Checkpoint::open(m_folder->folder());
        QVERIFY2(checkpoint, checkpoint ? "" : checkpoint.error().text().c_str());
        m_checkpoint = *checkpoint;
    }

    at::Tensor pixels(const QJsonObject &golden) const
    {
        const AnomShieldConfig &config = m_checkpoint->config();
        const QJsonObject clip = golden["clip"].toObject();
        std::vector<float> values;
        const auto frames = numbers<std::int64_t>(golden["sampled"]);
        for (const std::int64_t frame : frames) {
            const PackedImage picture
                = movingFrame(frame, clip["width"].toInt(), clip["height"].toInt());
            if (!clipPixels(picture, config.processor, config.padToSquare, values))
                return {};
        }
        const std::int64_t side = config.processor.crop;
        return at::from_blob(values.data(), {std::int64_t(frames.size()), 3, side, side}).clone();
    }

private Q_SLOTS:
    void initTestCase()
    {
        at::set_num_threads(1); // on a busy machine so small a model mostly waits for its threads
        m_golden = goldenJson("anomshield.json");
        QVERIFY2(!m_golden.isEmpty(), "tests/golden/anomshield.json cannot be read");
        m_golden21 = goldenJson("videollama21.json");
        QVERIFY2(!m_golden21.isEmpty(), "tests/golden/videollama21.json cannot be read");
    }

    void tower_data() { addCases(); }
    void tower()
    {
        QFETCH(QJsonObject, golden);
        open(golden);
        if (QTest::currentTestFailed())
            return;
        const auto tower = VisionTower::load(m_checkpoint->config().tower,
                                             weightsOf(m_checkpoint, true, at::kFloat, [] {}), {});
        QVERIFY2(tower, tower ? "" : tower.error().text().c_str());
        const auto features = tower->forward(pixels(golden), {});
        QVERIFY2(features, features ? "" : features.error().text().c_str());
        compareProbes(*features, golden["tower"].toObject(), 1e-5);
    }

    /// Model spec, K: in bfloat16 the logits stay within a twentieth of the largest.
    void bfloat16_data() { addCases(); }
    void bfloat16()
    {
        QFETCH(QJsonObject, golden);
        open(golden);
        if (QTest::currentTestFailed())
            return;
        const auto model = AnomShield::load(
            m_checkpoint->config(), weightsOf(m_checkpoint, true, at::kBFloat16, [] {}),
            weightsOf(m_checkpoint, false, at::kBFloat16, [] {}), {});
        QVERIFY2(model, model ? "" : model.error().text().c_str());
        const auto visual = model->encodeVideo(pixels(golden).to(at::kBFloat16), {});
        QVERIFY2(visual, visual ? "" : visual.error().text().c_str());
        const MistralDecoder &decoder = model->decoder();
        const at::Tensor prompt = model->splice(promptOf(golden), *visual);
        KvCache cache = decoder.cache(prompt.size(0));
        const auto hidden = decoder.forward(prompt, cache, 1, {});
        QVERIFY2(hidden, hidden ? "" : hidden.error().text().c_str());
        const at::Tensor logits = decoder.logits(*hidden);
        const double largest = logits.abs().max().item<double>();
        QCOMPARE(difference(everySixteenth(logits), numbers<double>(golden["logits"][0]),
                            0.05 * largest),
                 QString());
    }

    void visualTokensAndLogits_data() { addCases(); }
    void visualTokensAndLogits()
    {
        QFETCH(QJsonObject, golden);
        open(golden);
        if (QTest::currentTestFailed())
            return;
        const auto model = AnomShield::load(m_checkpoint->config(),
                                            weightsOf(m_checkpoint, true, at::kFloat, [] {}),
                                            weightsOf(m_checkpoint, false, at::kFloat, [] {}), {});
        QVERIFY2(model, model ? "" : model.error().text().c_str());
        const auto visual = model->encodeVideo(pixels(golden), {});
        QVERIFY2(visual, visual ? "" : visual.error().text().c_str());
        compareProbes(*visual, golden["visual"].toObject(), 3e-5);
        if (QTest::currentTestFailed())
            return;

        // The prompt at once, then one id after the other behind the cache.
        const MistralDecoder &decoder = model->decoder();
        at::Tensor next = model->splice(promptOf(golden), *visual);
        const auto answer = numbers<std::int32_t>(golden["answer"]);
        const QJsonArray steps = golden["logits"].toArray();
        KvCache cache = decoder.cache(next.size(0) + steps.size());
        for (int step = 0; step < steps.size(); ++step) {
            const auto hidden = decoder.forward(next, cache, 1, {});
            QVERIFY2(hidden, hidden ? "" : hidden.error().text().c_str());
            const auto found = everySixteenth(decoder.logits(*hidden));
            QCOMPARE(difference(found, numbers<double>(steps[step]), 1e-4), QString());
            if (step + 1 < steps.size())
                next = decoder.embed(std::span(answer).subspan(static_cast<std::size_t>(step), 1));
        }
    }
};

QTEST_APPLESS_MAIN(TestParityParts)
#include "tst_parity_parts.moc"
